# mypy: allow-untyped-defs, allow-untyped-calls
"""Compiled inner loops over rows. They hold no lock, so a thread pool runs them on blocks of rows.

Distances between rows and centres are float32, taken as differences (never as |x|^2 - 2xc + |c|^2,
which loses small distances far from the origin); every sum is float64.
"""

import numpy as np

from core.kernel_cache import kernel_compiler

TILE = 256
UNSEEN = 255

compile_kernel = kernel_compiler(fastmath={"contract", "nnan", "nsz", "reassoc"})


@compile_kernel
def find_nearest_centre(tile, centres, best, label, squared):
    """Find the nearest centre of each column of `tile` (p, TILE): its index `label`, and how far, `best`."""
    best[:] = np.inf
    for c in range(centres.shape[0]):
        squared[:] = 0
        for j in range(centres.shape[1]):
            at = centres[c, j]
            for r in range(TILE):
                gap = tile[j, r] - at
                squared[r] += gap * gap
        for r in range(TILE):
            closer = squared[r] < best[r]
            best[r] = squared[r] if closer else best[r]
            label[r] = np.int32(c) if closer else label[r]


@compile_kernel
def run_lloyd_pass(rows, weights, origin, scale, centres, offsets, active, labels, sums, mass, inertia):
    """Run one Lloyd pass over `rows` (m, p) for each of the `active` settings (indices) at once.

    Setting s has the centres `offsets[s]` to `offsets[s + 1]`, in coordinates (x - origin) * scale.
    Each row counts by `weights` (m,), or once where that is None, which costs it nothing.
    `labels` (s, m) are those of the pass before (UNSEEN at first). Adds to `sums` and `mass` of the
    centres what the rows that move bring or take, and to `inertia` (s,).
    """
    p = rows.shape[1]
    scaled = np.zeros((TILE, p))
    tile = np.zeros((p, TILE), np.float32)
    best, squared = np.empty(TILE, np.float32), np.empty(TILE, np.float32)
    label = np.zeros(TILE, np.int32)
    for start in range(0, rows.shape[0], TILE):
        width = min(TILE, rows.shape[0] - start)
        for r in range(width):
            for j in range(p):
                scaled[r, j] = (rows[start + r, j] - origin[j]) * scale
                tile[j, r] = scaled[r, j]
        for s in active:
            first = offsets[s]
            find_nearest_centre(tile, centres[first : offsets[s + 1]], best, label, squared)
            for r in range(width):
                inertia[s] += best[r] if weights is None else weights[start + r] * best[r]
            for r in range(width):
                old, new = labels[s, start + r], label[r]
                if new != old:
                    labels[s, start + r] = new
                    weight = 1.0 if weights is None else weights[start + r]
                    move_row(scaled, r, weight, old, new, first, sums, mass)


@compile_kernel
def cut_into_tiles(rows):
    """Cut `rows` (m, p) float32 into tiles (m / TILE rounded up, p, TILE), the last padded with 0."""
    m, p = rows.shape
    tiles = np.zeros(((m + TILE - 1) // TILE, p, TILE), np.float32)
    for i in range(m):
        for j in range(p):
            tiles[i // TILE, j, i % TILE] = rows[i, j]
    return tiles


@compile_kernel
def assign_to_nearest(tiles, rows, weights, centres, labels, sums, mass):
    """Move the rows of a sample to their nearest centre and return the weighted inertia.

    `labels` (m,) are those of the pass before (UNSEEN at first); `sums` (k, p) and `mass` (k,) of the
    centres are kept up to date by the rows that move, of which there are soon few.
    """
    best, squared = np.empty(TILE, np.float32), np.empty(TILE, np.float32)
    label = np.zeros(TILE, np.int32)
    inertia = 0.0
    for b in range(tiles.shape[0]):
        find_nearest_centre(tiles[b], centres, best, label, squared)
        first = b * TILE
        width = min(TILE, rows.shape[0] - first)
        for r in range(width):
            inertia += weights[first + r] * best[r]
        for r in range(width):
            if label[r] != labels[first + r]:
                move_row(
                    rows, first + r, weights[first + r], labels[first + r], label[r], 0, sums, mass
                )
                labels[first + r] = label[r]
    return inertia


@compile_kernel
def move_row(rows, r, weight, old, new, first, sums, mass):
    """Take row r from the cluster `first + old`, unless it is UNSEEN, and add it to `first + new`."""
    mass[first + new] += weight
    for j in range(rows.shape[1]):
        sums[first + new, j] += weight * rows[r, j]
    if old != UNSEEN:
        mass[first + old] -= weight
        for j in range(rows.shape[1]):
            sums[first + old, j] -= weight * rows[r, j]


@compile_kernel
def run_lloyd(tiles, rows, weights, start, passes, tolerance):
    """Run Lloyd's algorithm on a sample from the centres `start` (k, p) float32.

    Stops after `passes`, or when a pass lowers the inertia by less than the share `tolerance`. An
    empty cluster restarts at the farthest row. Returns inertia, centres and labels of the rows.
    """
    centres = start.copy()
    labels = np.full(rows.shape[0], UNSEEN, np.uint8)
    sums, mass = np.zeros(centres.shape), np.zeros(centres.shape[0])
    last = np.inf
    for _ in range(passes):
        inertia = assign_to_nearest(tiles, rows, weights, centres, labels, sums, mass)
        if last - inertia <= tolerance * inertia:
            return inertia, centres, labels
        last = inertia
        filled = np.bincount(labels, minlength=centres.shape[0])
        for c in range(centres.shape[0]):
            if filled[c] == 0:
                centres[c] = rows[find_farthest_row(rows, centres, labels)]
            else:
                centres[c] = sums[c] / mass[c]
    return last, centres, labels


@compile_kernel
def find_farthest_row(rows, centres, labels):
    """The row that is farthest from its centre."""
    at, most = 0, -1.0
    for i in range(rows.shape[0]):
        squared = 0.0
        for j in range(rows.shape[1]):
            squared += (rows[i, j] - centres[labels[i], j]) ** 2
        if squared > most:
            at, most = i, squared
    return at


@compile_kernel
def plus_plus_centres(rows, weights, draws):
    """k-means++ starting centres (k, p), one for each of the uniform numbers `draws` (k,)."""
    centres = np.empty((draws.shape[0], rows.shape[1]), np.float32)
    gaps = weights.copy()
    for c in range(draws.shape[0]):
        left, pick = draws[c] * gaps.sum(), 0
        for i in range(rows.shape[0]):
            left -= gaps[i]
            if gaps[i] > 0:
                pick = i
            if left < 0:
                break
        centres[c] = rows[pick]
        for i in range(rows.shape[0]):
            squared = 0.0
            for j in range(rows.shape[1]):
                squared += (rows[i, j] - centres[c, j]) ** 2
            gap = weights[i] * squared
            gaps[i] = gap if c == 0 else min(gaps[i], gap)
    return centres


@compile_kernel
def add_group_sums(rows, weights, origin, labels, offsets, sums, counts):
    """Add the rows less `origin`, and their number, to the groups that `labels` (s, m) name; times
    `weights` (m,), and the sum of these, where they are not None.

    Rows whose label is beyond the groups, noise, are in none.
    """
    for i in range(rows.shape[0]):
        for s in range(labels.shape[0]):
            c = offsets[s] + labels[s, i]
            if c >= offsets[s + 1]:
                continue
            weight = 1 if weights is None else weights[i]
            counts[c] += weight
            for j in range(rows.shape[1]):
                sums[c, j] += weight * (rows[i, j] - origin[j])


@compile_kernel
def measure_group_spread(rows, labels, offsets, centres, total, squares, distance):
    """Write each row's `distance` (s, m) to its group's centre; add it and its square to the group's.

    The distance of noise stays as it was.
    """
    for i in range(rows.shape[0]):
        for s in range(labels.shape[0]):
            c = offsets[s] + labels[s, i]
            if c >= offsets[s + 1]:
                continue
            squared = 0.0
            for j in range(rows.shape[1]):
                gap = rows[i, j] - centres[c, j]
                squared += gap * gap
            squares[c] += squared
            total[c] += np.sqrt(squared)
            distance[s, i] = np.sqrt(squared)


@compile_kernel
def count_distinct_rows(rows, most):
    """Number of different rows, counted no further than `most`."""
    first_rows = np.zeros(most, np.int64)
    count = 0
    for i in range(rows.shape[0]):
        fresh = True
        for f in range(count):
            same = True
            for j in range(rows.shape[1]):
                same &= rows[i, j] == rows[first_rows[f], j]
            fresh &= not same
        if fresh:
            first_rows[count] = i
            count += 1
            if count == most:
                break
    return count
