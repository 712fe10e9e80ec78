"""Keeps compiled kernels with the installation, and knows which are there.

numba keeps what it compiles in the `__pycache__` beside the module. Where nobody may write there, it
does not even read what an installation left: the files are linked into a folder where one may write.
"""

import atexit
import hashlib
import os
import platform
import shutil
import tempfile
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from pathlib import Path
from typing import Any

import numba
from llvmlite import binding
from numba.core.caching import UserProvidedCacheLocator
from numba.core.event import Listener, install_listener

PACKAGE = Path(__file__).parent
SETTINGS: Any = numba.config  # numba's own
STEP = "Preparing (first start)"
FUNCTIONS = 90  # about as many are compiled for a first result, those of numba's own among them


def kernel_compiler(**options: Any) -> Callable[..., Any]:
    """A decorator that compiles a function to hold no lock, once for all processes of this machine."""
    if not SETTINGS.CACHE_DIR and not os.access(PACKAGE, os.W_OK):
        _link_kernels(_own_folder())
    return numba.njit(cache=True, nogil=True, **options)  # type: ignore[no-any-return]


class Compiling(Listener):
    """Says how far the compiler is, function by function; nothing where it has nothing to do."""

    def __init__(self, progress: Callable[[str, float], None]) -> None:
        self._progress, self._functions = progress, 0

    def on_start(self, _event: Any) -> None:
        self._progress(STEP, min(self._functions / FUNCTIONS, 1.0))

    def on_end(self, _event: Any) -> None:
        self._functions += 1


def watch_compiler(progress: Callable[[str, float], None]) -> AbstractContextManager[None]:
    """A block in which `progress` hears how far the compiler is."""
    watched: AbstractContextManager[None] = install_listener("numba:compile", Compiling(progress))
    return watched


def has_kernels(part: str) -> bool:
    """Tell whether the kernels of a part were all compiled for this machine, as `mark_kernels` says."""
    return _mark(part).exists()


def mark_kernels(part: str) -> None:
    """Remember that the kernels of a part are all compiled."""
    with suppress(OSError):
        _mark(part).parent.mkdir(exist_ok=True)
        _mark(part).touch()


def _mark(part: str) -> Path:
    folder = Path(SETTINGS.CACHE_DIR or PACKAGE / "__pycache__")
    return folder / f"{part}.{_fingerprint()}.compiled"


def _fingerprint() -> str:
    """A digest of what makes numba compile anew: the sources, its version and the processor."""
    machine = binding.get_host_cpu_name(), binding.get_host_cpu_features().flatten()
    digest = hashlib.sha256(repr((*machine, numba.__version__, platform.python_version())).encode())
    for source in sorted(PACKAGE.rglob("*kernels.py")):
        digest.update(source.read_bytes())
    return digest.hexdigest()[:16]


def _own_folder() -> Path:
    """The user's folder for this version's kernels, or one for this process where there is none."""
    with suppress(OSError, RuntimeError):
        folder = Path.home() / ".cache" / "tessera" / "kernels" / _fingerprint()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=folder).close()
        return folder
    folder = Path(tempfile.mkdtemp(prefix="tessera-kernels-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _link_kernels(folder: Path) -> None:
    """Make numba use `folder`, with links to all that lies in the installation."""
    subpath: Callable[[str], str] = UserProvidedCacheLocator.get_suitable_cache_subpath
    for file in PACKAGE.rglob("__pycache__/*"):
        if file.suffix in (".nbi", ".nbc"):
            source = file.parent.parent / "kernels.py"  # any file of that folder
            inside = folder / subpath(str(source))
            inside.mkdir(exist_ok=True)
            _link(inside / file.name, file)
        elif file.suffix == ".compiled":
            _link(folder / file.name, file)
    SETTINGS.CACHE_DIR = str(folder)


def _link(link: Path, file: Path) -> None:
    with suppress(FileExistsError):
        link.symlink_to(file)
