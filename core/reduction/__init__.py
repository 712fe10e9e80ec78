"""Ways to draw many features as points, one file each: a module here exports one `SPEC`."""

from core.registry import collect, lookup
from core.specs import ReducerSpec


def reducers() -> dict[str, ReducerSpec]:
    return collect(__name__)


def reducer(name: str) -> ReducerSpec:
    spec: ReducerSpec = lookup(__name__, name)
    return spec
