"""Spectral embeddings: coordinates in which customers who are linked through neighbours lie together."""

from typing import NamedTuple

import numpy as np
from scipy import sparse
from scipy.linalg import eigh
from scipy.sparse.csgraph import connected_components
from scipy.sparse.linalg import eigsh
from sklearn.neighbors import kneighbors_graph

from core.model import Floats, Integers, Report, report_within
from core.segment.fitting.lloyd import Field
from core.segment.fitting.micro_clusters import micro_clusters
from core.segment.fitting.micro_kernels import find_nearest_few
from core.segment.fitting.threads import blocks, map_in_threads

NEIGHBOURS = 10
DENSE_ROWS = 500
LANDMARKS = 500
LANDMARK_NEIGHBOURS, FALL_OFF = 8, 2.0
NO_DEGREE = 1e-12


class Embedding(NamedTuple):
    """Embedding by `vectors` (n, m), the first eigenvectors of a graph, and its Laplacian's m lowest
    `eigenvalues`: as many are near 0 as there are parts with next to no links between them."""

    vectors: Floats
    eigenvalues: Floats

    def rows(self, dimensions: int) -> Floats:
        """The first coordinates of each customer, brought to length 1; 0 where there is none."""
        first = self.vectors[:, :dimensions]
        length = np.linalg.norm(first, axis=1, keepdims=True)
        rows: Floats = np.divide(first, length, out=np.zeros_like(first), where=length > NO_DEGREE)
        return rows


def neighbour_embedding(rows: Floats, dimensions: int, seed: int) -> Embedding:
    """Embed the graph that links each of `rows` (n, p), all different, with its NEIGHBOURS nearest.

    Parts of the graph that are not linked at all are solved one by one, the largest first, as their
    common eigenvalue has several vectors, of which an iterative solver may miss some.
    """
    links = kneighbors_graph(rows, min(NEIGHBOURS, len(rows)), include_self=True)
    links = sparse.csr_array(0.5 * (links + links.T))
    count, part = connected_components(links, directed=False)
    largest = np.argsort(-np.bincount(part, minlength=count), kind="stable")[:dimensions]
    members = [np.flatnonzero(part == c) for c in largest]
    solved = [
        _leading_eigenvectors(links[part_rows][:, part_rows], dimensions, seed) for part_rows in members
    ]
    values = np.concatenate([part_values for part_values, _ in solved])
    vectors = np.zeros((len(rows), len(values)))
    column = 0
    for part_rows, (part_values, columns) in zip(members, solved, strict=True):
        vectors[part_rows, column : column + len(part_values)] = columns
        column += len(part_values)
    first = np.argsort(-values, kind="stable")[:dimensions]
    return Embedding(vectors[:, first], np.maximum(1 - values[first], 0.0))


def _leading_eigenvectors(links: sparse.csr_array, dimensions: int, seed: int) -> tuple[Floats, Floats]:
    """The largest eigenvalues, descending, and eigenvectors of the normalised links of one part."""
    n = links.shape[0]
    scale = sparse.diags_array(1 / np.sqrt(links.sum(axis=1)))
    normal = scale @ links @ scale
    count = min(dimensions, n)
    if n <= max(DENSE_ROWS, 2 * count):
        values, vectors = eigh(normal.toarray(), subset_by_index=(n - count, n - 1))
    else:
        start = np.random.default_rng(seed).normal(size=n)
        values, vectors = eigsh(normal, count, which="LA", v0=start)
    order = np.argsort(-values, kind="stable")
    return np.minimum(values[order], 1.0), vectors[:, order]


def landmark_embedding(field: Field, dimensions: int, seed: int, step: Report) -> Embedding:
    """Embed the graph that links customers through LANDMARKS, each with the nearest few of them.

    Chen and Cai, "Large scale spectral clustering with landmark-based representation" (2011).
    `vectors` are float32. Needs about 100 bytes a customer beside them.
    """
    micro = micro_clusters(field, LANDMARKS, np.random.default_rng(seed), report_within(step, 0.0, 0.5))
    index, weights = _landmark_links(field, micro.centres)
    step(0.7)
    n, few = index.shape
    starts = np.arange(0, n * few + 1, few)
    links = sparse.csr_array((weights.ravel(), index.ravel(), starts), (n, len(micro.centres)))
    degree = np.maximum(links.sum(axis=0), NO_DEGREE)
    links = links @ sparse.diags_array((1 / np.sqrt(degree)).astype(np.float32))
    inner = (links.T @ links).toarray().astype(np.float64)
    count = min(dimensions, len(inner))
    values, right = eigh(inner, subset_by_index=(len(inner) - count, len(inner) - 1))
    values, right = np.clip(values[::-1], 0.0, 1.0), right[:, ::-1]
    step(0.9)
    root = np.sqrt(np.maximum(values, NO_DEGREE))
    return Embedding(links @ (right / root).astype(np.float32), 1 - values)


def _landmark_links(field: Field, landmarks: Floats) -> tuple[Integers, Floats]:
    """Link every customer to the nearest few landmarks (n, few), by how near each is, adding up to 1.

    Nearness falls off from the nearest to the farthest of the few, at the customer's own scale
    (Zelnik-Manor and Perona 2004), so that outliers are linked like anybody else.
    """
    few = min(LANDMARK_NEIGHBOURS, len(landmarks))
    turned = np.ascontiguousarray(landmarks.T, np.float32)
    shape = (len(field.rows), few)
    index, nearness = np.empty(shape, np.int32), np.empty(shape, np.float32)

    def work(block: slice) -> None:
        squared = np.empty((len(field.rows[block]), few), np.float32)
        rows = np.ascontiguousarray(field.at(block), np.float32)
        find_nearest_few(rows, turned, index[block], squared)
        beyond = squared - squared[:, :1]
        reach = beyond[:, -1:]
        share = np.divide(beyond, reach, out=np.zeros_like(beyond), where=reach > 0)
        near = np.exp(-FALL_OFF * share)
        nearness[block] = near / near.sum(axis=1, keepdims=True)

    for _ in map_in_threads(work, blocks(len(field.rows))):
        pass
    return index, nearness
