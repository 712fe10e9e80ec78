"""Charts, one file each: a module here exports one `SPEC`, a pure function of values to a figure."""

from core.plugins import AlgorithmSpec, ChartSpec, collect, lookup


def charts() -> dict[str, ChartSpec]:
    return dict(sorted(collect(__name__).items(), key=lambda item: (item[1].slot, item[1].rank)))


def charts_by_slot(method: AlgorithmSpec) -> dict[str, list[ChartSpec]]:
    """The charts that suit a method by slot, the usual one first."""
    slots: dict[str, list[ChartSpec]] = {}
    for spec in charts().values():
        if spec.fits(method):
            slots.setdefault(spec.slot, []).append(spec)
    return slots


def chart(name: str) -> ChartSpec:
    spec: ChartSpec = lookup(__name__, name, "chart")
    return spec
