"""Compiles what a first start would have to: the bytecode of all that is imported, and the kernels.

env -u PYTHONDONTWRITEBYTECODE python -m tools.precompile

Bytecode is what an import leaves behind, so that everything is imported and used once: that takes less
time and disk than to compile all that is installed. Two processes share the kernels.
"""

import ast
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import redirect_stderr, redirect_stdout, suppress
from importlib import import_module
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

from core.cli import main as tessera
from core.kernel_cache import has_kernels
from core.model import ignore_progress
from core.session.first_start import FIRST, VERDICT, WEIGHTED, compile_missing, parts

PACKAGES = ("core", "dashboard", "callbacks", "layouts")
SERVER = ("gunicorn.app.wsgiapp", "gunicorn.workers.gthread", "core.jobs.worker")
OWN_PARTS = (FIRST, WEIGHTED, VERDICT)


def main() -> None:
    if sys.dont_write_bytecode:
        sys.exit("Python may not write bytecode here. Unset PYTHONDONTWRITEBYTECODE.")
    if sys.argv[1:]:
        return compile_kernels(sys.argv[1:])
    print("Compiling what the first start needs; this takes about a minute", flush=True)
    if not all(map(has_kernels, parts())):
        forget_kernels()
    others = [part for part in parts() if part not in OWN_PARTS]
    with subprocess.Popen([sys.executable, "-m", "tools.precompile", *others]) as process:
        compile_kernels(OWN_PARTS)
        for name in sorted(set(named_modules())):
            with suppress(ImportError):  # what only an extra brings
                import_module(name)
        walk_through()
    return sys.exit(process.returncode)


def forget_kernels() -> None:
    """Remove compiled kernels: numba would use them after a kernel in another file that they call changed."""
    for file in Path("core").rglob("__pycache__/*"):
        if file.suffix in (".nbi", ".nbc", ".compiled"):
            file.unlink()


def compile_kernels(names: Iterable[str]) -> None:
    for name in names:
        compile_missing({"part": name}, ignore_progress)


def named_modules() -> Iterator[str]:
    """Our modules and all that they import, also inside of functions."""
    yield from SERVER
    for file in (file for package in PACKAGES for file in Path(package).rglob("*.py")):
        yield ".".join(file.with_suffix("").parts).removesuffix(".__init__").removesuffix(".__main__")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                yield node.module


def walk_through() -> None:
    """Use what libraries import only when it is used: the journey from a file to a report."""
    with TemporaryDirectory() as folder, redirect_stdout(StringIO()), redirect_stderr(StringIO()):
        file, out = f"{folder}/customers.csv", f"{folder}/out"
        tessera(["sample", "wholesale", "--rows", "100", "--out", file])
        tessera(["describe", file])
        tessera(["segment", file, "--out", out])
        tessera(["profile", file, "--out", out])
        tessera(["report", file, "--format", "html,docx,pptx,xlsx,pdf", "--out", out])


if __name__ == "__main__":
    main()
