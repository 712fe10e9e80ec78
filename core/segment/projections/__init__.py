"""Ways to draw many features as points, one file each: a module here exports one `SPEC`."""

from core.plugins import ReducerSpec, collect, lookup


def reducers() -> dict[str, ReducerSpec]:
    return collect(__name__)


def reducer(name: str) -> ReducerSpec:
    spec: ReducerSpec = lookup(__name__, name, "reduction")
    return spec
