"""The silhouette of every customer at one setting, and at eleven: how fast, and is it the same?"""

from benchmarks._timing import ratio, timed, versions  # isort: skip

import numpy as np
from sklearn.metrics import silhouette_samples

from benchmarks._tables import mixture
from core.model import ignore_progress
from core.segment import measure_silhouettes, warm_up_kernels
from core.segment.methods.kmeans import SPEC

ROWS = 10_000


def main() -> None:
    warm_up_kernels()
    table = mixture(ROWS)
    labels = np.stack(
        [part.labels for part in SPEC.sweep(table, SPEC.settings, {}, 0, ignore_progress).partitions]
    )
    for title, count in (("one setting", 1), ("eleven settings", 11)):
        chosen = labels[-count:]
        ours = timed(
            lambda c=chosen: measure_silhouettes(table, c, SPEC.settings[-len(c) :]), repeats=3
        )
        peer = timed(lambda c=chosen: np.stack([silhouette_samples(table, own) for own in c]))
        gap = np.abs(ours.result.values - peer.result).max()
        print(f"{ROWS:,} x 8, {title}: scikit-learn {peer}, Tessera {ours}, {ratio(peer, ours)}")
        print(f"  largest difference {gap:.1e}", flush=True)
    big = mixture(60_000)
    own = SPEC.sweep(big, (7,), {}, 0, ignore_progress).partitions[0].labels[None]
    sampled, exact = (
        measure_silhouettes(big, own, (7,)),
        measure_silhouettes(big, own, (7,), exact_rows=len(big)),
    )
    print(
        f"60,000 x 8, sampled {sampled.mean[0]:.4f} (standard error {sampled.error[0]:.4f}), "
        f"exact {exact.mean[0]:.4f}"
    )
    print(versions("scikit-learn", "numba", "numpy"))


if __name__ == "__main__":
    main()
