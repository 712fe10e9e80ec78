"""Clustering methods, one file each: a module here exports one `SPEC`."""

from core.registry import collect, lookup
from core.specs import AlgorithmSpec


def algorithms() -> dict[str, AlgorithmSpec]:
    return collect(__name__)


def algorithm(name: str) -> AlgorithmSpec:
    spec: AlgorithmSpec = lookup(__name__, name)
    return spec
