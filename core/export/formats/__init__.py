"""Formats of the customers as a file: each module here exports one `SPEC`."""

from core.plugins import ExportSpec, collect, lookup


def exports() -> dict[str, ExportSpec]:
    return collect(__name__)


def export(name: str) -> ExportSpec:
    spec: ExportSpec = lookup(__name__, name, "report")
    return spec
