"""A contract type for import-linter that knows what a leading underscore means here."""

import grimp
from importlinter import ContractCheck
from importlinter.contracts.independence import IndependenceContract
from importlinter.domain.helpers import module_expressions_to_modules
from importlinter.domain.imports import ModuleExpression


class PublicModulesAreIndependent(IndependenceContract):
    """The public ones among `modules` do not import each other, not even through a private helper."""

    type_name = "public_independence"

    def check(self, graph: grimp.ImportGraph, verbose: bool) -> ContractCheck:
        found = module_expressions_to_modules(graph, self.modules)
        public = (module.name for module in found if "._" not in module.name)
        self.modules = {ModuleExpression(name) for name in public}
        return super().check(graph, verbose)
