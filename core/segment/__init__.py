"""From the feature matrix to segments at every setting of a slider."""

from core.segment.methods.kmeans import SPEC as KMEANS
from core.segment.methods.kmeans import sweep_quickly

__all__ = ["KMEANS", "sweep_quickly"]
