"""Compiles what a first start would have to: the bytecode of all that is imported, and the kernels.

python -m tools.precompile

Bytecode is what an import leaves behind, so everything is imported and used once. That takes less time
and disk than to compile all that is installed. PYTHONDONTWRITEBYTECODE does not hinder it. Two
processes share the kernels.
"""

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import redirect_stdout, suppress
from importlib import import_module
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

sys.dont_write_bytecode = False

from core.cli import main as tessera
from core.first_start import FIRST, VERDICT, WEIGHTED, compile_missing, parts
from core.entities import quiet

PACKAGES = ("core", "dashboard", "callbacks", "layouts")
SERVER = ("gunicorn.app.wsgiapp", "gunicorn.workers.gthread", "core.jobs.worker")
MINE = (FIRST, WEIGHTED, VERDICT)


def main() -> None:
    if sys.argv[1:]:
        return compile_kernels(tuple(sys.argv[1:]))
    print("Compiling what the first start needs. This takes about a minute, once.", flush=True)
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    others = [part for part in parts() if part not in MINE]
    command = [sys.executable, "-m", "tools.precompile", *others]
    with subprocess.Popen(command, env=environment) as other:
        compile_kernels(MINE)
        for name in sorted(named_imports()):
            with suppress(ImportError):  # what only an extra brings
                import_module(name)
        walk_through()
    if other.returncode:
        sys.exit(other.returncode)
    return None


def compile_kernels(these: tuple[str, ...]) -> None:
    for part in these:
        compile_missing({"part": part}, quiet)


def named_imports() -> Iterator[str]:
    """Every module that a module of ours imports, also inside a function."""
    yield from SERVER
    for package in PACKAGES:
        for file in Path(package).rglob("*.py"):
            yield ".".join(file.with_suffix("").parts).removesuffix(".__init__")
            for node in ast.walk(ast.parse(file.read_text())):
                if isinstance(node, ast.Import):
                    yield from (alias.name for alias in node.names)
                elif isinstance(node, ast.ImportFrom) and node.module:
                    yield node.module


def walk_through() -> None:
    """What libraries import only when they are used: the journey from a file to a report."""
    with TemporaryDirectory() as folder, redirect_stdout(StringIO()):
        file, out = f"{folder}/customers.csv", f"{folder}/out"
        tessera(["sample", "wholesale", "--rows", "100", "--out", file])
        for command in ("describe", "segment", "explain"):
            tessera([command, file, *(["--out", out] if command != "describe" else [])])
        tessera(["report", file, "--format", "html,docx,pptx,xlsx,pdf", "--out", out])


if __name__ == "__main__":
    main()
