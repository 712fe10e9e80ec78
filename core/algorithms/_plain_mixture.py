"""scikit-learn's own mixture of a small table, so that figures published of it come out again."""

from sklearn.mixture import GaussianMixture

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
    model = GaussianMixture(found.model.n_components, covariance_type=covariance, random_state=seed)
    try:
        model.fit(rows * scale.spread)
    except ValueError:
        return found
    plain = judged(_scaled(model, scale.spread), rows, scale.log_volume)
    likelier = found.log_likelihood - plain.log_likelihood > MATTERS * len(rows)
    return found if likelier or plain.narrow else plain


def _scaled(model: GaussianMixture, spread: Floats) -> GaussianMixture:
    """The model of features that are each divided by its `spread` (p,)."""
    kind = model.covariance_type
    length = spread[0] if kind == "spherical" else spread
    both = spread[:, None] * spread if kind in ("full", "tied") else length**2
    model.means_ = model.means_ / spread
    model.covariances_ = model.covariances_ / both
    wide = spread[:, None] if kind in ("full", "tied") else length
    model.precisions_cholesky_ = model.precisions_cholesky_ * wide
    return model
