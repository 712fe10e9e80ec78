"""A contract type for import-linter: a package is entered by its `__init__.py` and by nothing else."""

import grimp
from importlinter import Contract, ContractCheck, fields, output


class PackagesHaveOneFace(Contract):
    """Modules outside a child package of `container` import the package, never a module within it.

    `container` is a package such as "core"; its children that are single files have no inside.
    """

    type_name = "one_face"
    container = fields.StringField()

    def check(self, graph: grimp.ImportGraph, verbose: bool) -> ContractCheck:  # noqa: ARG002
        inside = {
            module: package
            for package in graph.find_children(self.container)
            for module in graph.find_descendants(package)
        }
        entries = [
            (importer, module)
            for module, package in inside.items()
            for importer in graph.find_modules_that_directly_import(module)
            if importer != package and inside.get(importer) != package
        ]
        return ContractCheck(kept=not entries, metadata={"entries": sorted(entries)})

    def render_broken_contract(self, check: ContractCheck) -> None:
        for importer, module in check.metadata["entries"]:
            output.print_error(f"{importer} imports {module}: import its package instead.", bold=False)
