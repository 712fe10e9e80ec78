"""Compares what two versions of the `tessera` command write and print, file for file.

python -m tests.same_results BEFORE [AFTER] [--only TEXT ...] [--all] [--keep DIR] [--out DIR]

BEFORE and AFTER are folders of a checkout, or revisions, which are checked out for the time of the run.
Both run in this Python, so what they depend on must be installed. Prints a line a case and one for each
file that differs; the exit status is 1 where one does. "close" are transactions whose sums differ only
in the sixth decimal, as they do from call to call. `--keep DIR` keeps the results of BEFORE, and a later
call runs only what is not in there yet. Without AFTER, BEFORE is run alone, to be kept.
"""

import argparse
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.same_results.cases import Case, all_cases, write_inputs
from tests.same_results.differences import close, file_names, folder_differences

ROOT = Path(__file__).parents[2]
DATA = ROOT.parent / "shared" / "data"
COMMAND, PRINTS, REVISION = "command.txt", "prints.txt", "revision.txt"
SUCCESS = "exit status 0"


@dataclass(frozen=True)
class Side:
    """A checkout, the folder that takes its results and where its bytecode goes.

    Results that are there already are used where it `reuses` them.
    """

    checkout: Path
    results: Path
    bytecode: Path
    reuses: bool

    def prepare(self) -> None:
        """Makes the folder ready; SystemExit where its results are of another revision."""
        write_inputs(self.results / "inputs")
        note, revision = self.results / REVISION, git(self.checkout, "rev-parse", "HEAD")
        if self.reuses and note.exists() and note.read_text("utf-8") != revision:
            sys.exit(f"{self.results} has the results of {note.read_text('utf-8')}, not of {revision}.")
        note.write_text(revision, "utf-8")
        place = self._python("-c", "import core; print(*core.__path__)", folder=self.results).stdout
        if place.decode().strip() != str(self.checkout / "core"):
            sys.exit(f"Python does not import the core of {self.checkout}.")

    def run(self, case: Case) -> Path:
        """The folder with what the case wrote and printed."""
        folder, words = self.results / case.name, shlex.join(case.arguments)
        note = folder / COMMAND
        if self.reuses and note.exists() and note.read_text("utf-8") == words:
            return folder
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        process = self._python("-m", "core", *case.arguments, folder=folder)
        # How much progress is printed before an error depends on the time.
        errors = process.stderr.splitlines()[-1 if process.returncode else 0 :]
        prints = (f"exit status {process.returncode}".encode(), *errors, process.stdout)
        (folder / PRINTS).write_bytes(b"\n".join(prints))
        note.write_text(words, "utf-8")
        return folder

    def _python(self, *arguments: str, folder: Path) -> subprocess.CompletedProcess[bytes]:
        # Without bytecode every command would compile all its imports again.
        inherited = {
            name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"
        }
        environment = {
            "OMP_WAIT_POLICY": "passive",
            **inherited,
            "PYTHONPATH": str(self.checkout),
            "PYTHONPYCACHEPREFIX": str(self.bytecode),
        }
        return subprocess.run(
            [sys.executable, *arguments], cwd=folder, env=environment, capture_output=True
        )


def git(folder: Path, *arguments: str) -> str:
    return subprocess.check_output(["git", "-C", str(folder), *arguments], text=True).strip()


@contextmanager
def checkout_of(name: str) -> Iterator[Path]:
    """The folder of that name, or else a checkout of the revision as long as the block."""
    if Path(name).is_dir():
        yield Path(name).resolve()
        return
    with TemporaryDirectory(prefix="same-results-") as folder:
        path = Path(folder).resolve() / "checkout"
        try:
            git(ROOT, "worktree", "add", "--quiet", "--detach", str(path), name)
        except subprocess.CalledProcessError:
            sys.exit(f"'{name}' is neither a folder nor a revision.")
        try:
            yield path
        finally:
            git(ROOT, "worktree", "remove", "--force", str(path))


def choose(cases: Sequence[Case], texts: Sequence[str], extra: bool) -> list[Case]:
    """The cases whose names hold one of the texts (all where there is none), and those that they need."""
    usual = [case for case in cases if extra or not case.extra]
    names = {case.name for case in usual if any(text in case.name for text in texts or [""])}
    for case in reversed(cases):
        names |= case.needs if case.name in names else set()
    return [case for case in cases if case.name in names]


def compare(cases: Sequence[Case], sides: Sequence[Side]) -> int:
    """Runs and prints every case; how many differ."""
    differing = 0
    for case in cases:
        start = cpu_seconds()
        folders = [side.run(case) for side in sides]
        lines = list(folder_differences(folders[0], folders[-1]))
        word = verdict(case, folders, lines)
        print(f"{word:8}{summary(case, folders[-1])} {cpu_seconds() - start:7.1f} CPU-s", flush=True)
        for line in lines:
            print(f"        {line}", flush=True)
        differing += word == "DIFFERS"
    return differing


def verdict(case: Case, folders: Sequence[Path], lines: Sequence[str]) -> str:
    """The word for a case whose files differ as the lines say."""
    if not lines:
        return "equal" if len(folders) == 2 else "run"
    rounded = case.sums and not any(folder_differences(*folders, same=close))
    return "close" if rounded else "DIFFERS"


def summary(case: Case, folder: Path) -> str:
    """The case, how many files it wrote and, so that none fails unseen, how it ended if not well."""
    status = (folder / PRINTS).read_text("utf-8").partition("\n")[0]
    files = len(file_names(folder) - {COMMAND, PRINTS})
    return f"{case.name:36} {files} files {'' if status == SUCCESS else status:15}"


def cpu_seconds() -> float:
    """Processor time of all commands until now."""
    times = os.times()
    return times.children_user + times.children_system


def read_arguments() -> argparse.Namespace:
    raw = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser("same_results", description=__doc__, formatter_class=raw)
    add = parser.add_argument
    add("before", metavar="BEFORE")
    add("after", metavar="AFTER", nargs="?")
    add("--only", metavar="TEXT", nargs="+", default=[], help="cases whose name holds a TEXT")
    add("--all", action="store_true", help="also the cases that are left out otherwise")
    add("--keep", metavar="DIR", type=Path, help="where the results of BEFORE stay")
    add("--out", metavar="DIR", type=Path, help="where the results of AFTER stay")
    add("--data", metavar="DIR", type=Path, default=DATA, help=f"the real tables ({DATA})")
    return parser.parse_args()


def main() -> int:
    given = read_arguments()
    if not given.data.is_dir():
        print(f"There is no folder {given.data}: only the samples are compared.")
    cases = choose(all_cases(given.data.resolve()), given.only, given.all)
    with ExitStack() as stack:
        scratch = Path(stack.enter_context(TemporaryDirectory(prefix="same-results-"))).resolve()
        before, after = given.keep or scratch / "before", given.out or scratch / "after"
        sides = []
        for name, folder, reuses in ((given.before, before, True), (given.after, after, False)):
            if name is not None:
                checkout = stack.enter_context(checkout_of(name))
                sides.append(Side(checkout, folder.resolve(), scratch / "bytecode", reuses))
                sides[-1].prepare()
        differing = compare(cases, sides)
    print(f"{len(cases)} cases, {differing} differ, {cpu_seconds():.0f} CPU-s.")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
