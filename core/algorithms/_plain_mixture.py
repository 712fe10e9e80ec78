"""scikit-learn's own mixture of a small table, so that figures published of it come out again."""

import numpy as np
from sklearn.mixture import GaussianMixture

from core.algorithms._em import Components
from core.algorithms._mixture import Mixture, Scale, judged
from core.entities import Floats

PLAIN_ROWS = 1_000
MATTERS = 0.01


def plainer(found: Mixture, rows: Floats, scale: Scale, covariance: str, seed: int) -> Mixture:
    """scikit-learn's mixture with its defaults, unless the one found is likelier by MATTERS nats a row.

    `rows` (m, p) are in the coordinates of `scale`, and so is the mixture given back. The one found is
    kept for more than PLAIN_ROWS rows, and where scikit-learn's is singular or has collapsed.
    """
    if len(rows) > PLAIN_ROWS:
        return found
    k = len(found.components.shares)
    model = GaussianMixture(k, covariance_type=covariance, random_state=seed)
    try:
        model.fit(rows * scale.spread)
    except ValueError:
        return found
    plain = judged(_scaled(model, scale.spread), rows, scale.log_volume, covariance)
    likelier = found.log_likelihood - plain.log_likelihood > MATTERS * len(rows)
    return found if likelier or plain.narrow else plain


def _scaled(model: GaussianMixture, spread: Floats) -> Components:
    """The mixture of features that are each divided by its `spread` (p,)."""
    k, p = model.means_.shape
    own = model.covariances_
    if model.covariance_type == "spherical":
        own = own[:, None]
    if model.covariance_type in ("diag", "spherical"):
        own = own[:, :, None] * np.eye(p)
    covariances = np.broadcast_to(own, (k, p, p)) / (spread[:, None] * spread)
    return Components(model.weights_, model.means_ / spread, covariances)
