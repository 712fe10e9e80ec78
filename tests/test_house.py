"""What the house rules promise and no linter checks: sizes, documents, pins, forbidden calls."""

import ast
import gc
import json
import re
import subprocess
from collections.abc import Iterable
from dataclasses import fields
from functools import cache
from pathlib import Path
from statistics import median

import pytest

from core.act import audience_tools
from core.charts import charts
from core.data import SAMPLES
from core.export import exports
from core.report import document_formats
from core.segment import algorithms, reducers
from dashboard.settings import Settings
from docs.screenshots import IMAGES, LEDGER, SHOTS, layout_hash

ROOT = Path(__file__).parents[1]
PACKAGES = ("core", "dashboard", "callbacks", "layouts")
REQUIREMENTS = ("requirements.txt", "requirements-deep.txt", "requirements-dev.txt")
MEDIAN_BODY, LONGEST_BODY = 8, 40
SHORTEST_FILE, LONGEST_FILE = 40, 400
PICKLERS = {"pickle", "cloudpickle", "dill", "joblib", "marshal", "shelve"}
# Put together from parts, so that this file does not hold what it looks for.
REGISTRY = re.compile(
    r"-index" r"-url|https?://\S*/" r"simple\b|\"resolved\": *\"" r"http"
    r"|py" r"pi\.org|python" r"hosted\.org|registry\." r"npmjs|registry\." r"yarnpkg"
)  # fmt: skip


@cache
def sources() -> dict[Path, ast.Module]:
    paths = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
    return parse_all(paths)


@cache
def nodes() -> list[tuple[Path, ast.AST]]:
    return [(path, node) for path, tree in sources().items() for node in ast.walk(tree)]


def parse_all(paths: Iterable[Path]) -> dict[Path, ast.Module]:
    """The trees by path, frozen: millions of nodes would be looked through by every collection of garbage."""
    gc.disable()
    try:
        trees = {path.relative_to(ROOT): ast.parse(path.read_text("utf-8")) for path in paths}
        gc.freeze()
    finally:
        gc.enable()
    return trees


def bodies() -> dict[str, int]:
    """Lines from the first of each function's body to its last, the docstring included."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return {
        f"{path}:{node.lineno} {node.name}": (node.end_lineno or 0) - node.body[0].lineno + 1
        for path, node in nodes()
        if isinstance(node, kinds)
    }


def imports(node: ast.AST) -> list[str]:
    """The dotted names that an import statement brings in; none for any other node."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        return [f"{node.module}.{alias.name}" for alias in node.names]
    return []


def parameters(node: ast.FunctionDef) -> list[ast.arg]:
    arguments = node.args
    return [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]


def tracked() -> list[Path]:
    listing = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / name for name in listing.stdout.splitlines() if (ROOT / name).is_file()]


def variables() -> set[str]:
    return {"PORT" if f.name == "port" else f"TESSERA_{f.name.upper()}" for f in fields(Settings)}


def test_functions_are_small() -> None:
    lines = bodies()
    assert {name: count for name, count in lines.items() if count > LONGEST_BODY} == {}
    assert median(lines.values()) <= MEDIAN_BODY


def test_few_functions_take_a_data_set_and_a_recipe_apart() -> None:
    """What travels together is a Run, or a Draft while the recipe is still chosen."""
    pairs = [
        f"{path}: {node.name}"
        for path, node in nodes()
        if isinstance(node, ast.FunctionDef)
        and {"dataset", "recipe"} <= {argument.arg for argument in parameters(node)}
    ]
    assert len(pairs) <= 12, pairs


def test_files_are_small() -> None:
    lines = {str(path): (ROOT / path).read_text("utf-8").count("\n") for path in sources()}
    assert {path: count for path, count in lines.items() if count > LONGEST_FILE} == {}


# Files under 40 lines beside plug-ins, and the thought that each of them is.
SHORT_FILES = {
    "core/__main__.py": "the entry point of `python -m core`",
    "core/errors.py": "the errors that every package raises",
    "core/faces.py": "how all faces load what is used",
    "core/model/base.py": "the values that all others are made of",
    "core/model/arrays.py": "type hints of arrays, so that who needs none loads no numpy",
    "core/session/limits.py": "what a server may use, so that its workers start before its pages load",
    "core/text/spreadsheet.py": "the escaping of spreadsheets, and nothing else",
    "core/charts/points.py": "the customers that are drawn",
    "core/export/workbook.py": "one workbook for all tables",
    "core/verdict/criteria.py": "the criteria beside the verdict",
    "core/verdict/valley_kernels.py": "a compiled kernel, loaded where it is called",
    "core/segment/scores/dunn_kernels.py": "a compiled kernel, loaded where it is called",
    "core/segment/fitting/principal_components.py": "the components that two plug-ins share",
    "core/segment/fitting/threads.py": "how kernels share threads",
    "core/data/quality/checks.py": "what every check returns",
    "core/data/quality/findings.py": "the list of all checks",
    "core/data/samples/wholesale.py": "one sample a file",
    "core/profile/votes.py": "the votes that names and sentences follow",
    "core/report/rendering/office_package.py": "properties that all Office files share",
    "core/report/rendering/web_charts.py": "charts of the web page",
    "core/session/own_plans.py": "plans need a result, and a result the sets",
    "dashboard/security.py": "the headers of every answer",
    "layouts/suggest_panel.py": "the panel of a proposal",
}  # fmt: skip
STAGE_FILES = {"run.py", "files.py", "figures.py", "words.py"}
PLUGINS = {"methods", "projections", "catalogue", "formats", "tools"}


def test_short_files_have_a_reason() -> None:
    lines = {str(path): (ROOT / path).read_text("utf-8").count("\n") for path in sources()}
    short = {
        name for name, count in lines.items()
        if count < SHORTEST_FILE and Path(name).name not in {"__init__.py", *STAGE_FILES}
        and Path(name).parent.name not in PLUGINS
    }  # fmt: skip
    assert short == SHORT_FILES.keys() & short and SHORT_FILES.keys() <= lines.keys()


# Words that name no value: whatever is bound to one of them has a noun of its own.
NO_NAMES = {"found", "told", "known", "own", "said", "one", "kept", "again", "thing"}
PARTICIPLES = {"begun", "chosen", "drawn", "given", "made", "seen", "sent", "shown", "taken", "written"}
# Public functions whose names end like participles and are none, or are the field's own.
NOUNS_AND_VERBS = {
    "setting": "a noun: a position of the slider",
    "naming": "a noun: the names that a session gave",
    "embed": "a verb",
    "need": "a verb",
    "numbered": "kept for the sweep's own order of numbers",
    "standardised": "the field's term for values in standard deviations",
    "keyed": "a pattern-matching id, as Dash calls it",
}
# Fields that are written into files, and so keep their names.
WRITTEN_FIELDS = {("core/model/explanation.py", "own")}


def test_functions_are_verb_phrases_or_nouns() -> None:
    names = {
        f"{path}: {node.name}" for path, node in nodes()
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
        and re.fullmatch(rf"[a-z]+(ed|ing)|{'|'.join(NO_NAMES | PARTICIPLES)}", node.name)
        and node.name not in NOUNS_AND_VERBS
    }  # fmt: skip
    assert names == set()


def test_variables_are_nouns() -> None:
    bound = {
        (str(path), node.id if isinstance(node, ast.Name) else node.arg) for path, node in nodes()
        if (isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)) or isinstance(node, ast.arg)
    }  # fmt: skip
    assert {(path, name) for path, name in bound if name in NO_NAMES} == WRITTEN_FIELDS


def test_docstrings_say_what_the_code_does() -> None:
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    texts = {
        f"{path}: {node.name}": ast.get_docstring(node) or "" for path, node in nodes()
        if isinstance(node, kinds)
    }  # fmt: skip
    riddle = re.compile(
        r"(What|How|Whether|Where|Which|Who|When|The same)\b|[A-Z][a-z]+ [^.]*, (then|and) \w+s (it|them|the)\b"
    )
    assert [name for name, text in texts.items() if riddle.match(text)] == []


def test_a_newcomer_finds_what_the_guide_says() -> None:
    guide = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    answers = re.findall(r"^\| (Where .*?\?) \| `(.*?)` \| `(.*?)` \|$", guide, re.MULTILINE)
    assert len(answers) >= 20
    missing = []
    for question, path, name in answers:
        tree = sources().get(Path(path), ast.Module([], []))
        targets = [
            target for node in tree.body if isinstance(node, ast.Assign) for target in node.targets
        ]
        defined = {node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)}
        if name not in defined | {ast.unparse(target) for target in targets}:
            missing.append(question)
    assert missing == []


def test_no_underscore_in_the_names_of_files() -> None:
    assert [str(path) for path in sources() if re.match(r"_(?!_)", path.name)] == []


def test_a_test_of_another_stage_comes_in_by_the_face() -> None:
    """Only the tests of a stage, in the folder of its name, know what is behind its `__init__.py`."""
    inner = {".".join(path.with_suffix("").parts[:3]) for path in sources() if path.parts[0] == "core"}
    reached = [
        f"{path}: {name}" for path, tree in parse_all((ROOT / "tests").rglob("*.py")).items()
        for node in ast.walk(tree) for name in imports(node)
        if ".".join(name.split(".")[:3]) in inner and name.count(".") > 1
        and not path.is_relative_to(Path("tests") / "core" / name.split(".")[1])
    ]  # fmt: skip
    assert reached == []


def test_nothing_is_pickled() -> None:
    found = [(path, name) for path, node in nodes() for name in imports(node)]
    assert [(p, name) for p, name in found if name.split(".")[0] in PICKLERS] == []
    flags = [(path, node) for path, node in nodes() if isinstance(node, ast.keyword)]
    assert [p for p, f in flags if f.arg == "allow_pickle" and ast.unparse(f.value) != "False"] == []


def test_callbacks_are_registered_on_an_app() -> None:
    globals_ = {"dash.callback", "dash.clientside_callback"}
    imported = [path for path, node in nodes() if globals_ & set(imports(node))]
    used = [
        path
        for path, node in nodes()
        if isinstance(node, ast.Attribute) and ast.unparse(node) in globals_
    ]
    assert imported + used == []


@pytest.mark.parametrize(
    "names",
    [
        pytest.param(lambda: algorithms(), id="algorithms"),
        pytest.param(lambda: reducers(), id="reducers"),
        pytest.param(lambda: charts(), id="charts"),
        pytest.param(lambda: exports(), id="exports"),
        pytest.param(lambda: audience_tools(), id="audiences"),
        pytest.param(lambda: document_formats(), id="documents"),
        pytest.param(lambda: SAMPLES, id="samples"),
    ],
)
def test_everything_registered_is_in_the_docs(names) -> None:
    text = "\n".join(path.read_text("utf-8") for path in (ROOT / "docs").glob("*.md"))
    assert names()
    assert [name for name in names() if f"`{name}`" not in text] == []


def test_every_setting_is_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    assert [name for name in variables() if f"`{name}`" not in readme] == []
    assert set(re.findall(r"\bTESSERA_\w+", readme)) <= variables()


def test_a_host_is_told_only_of_settings_that_exist() -> None:
    assert set(json.loads((ROOT / "app.json").read_text("utf-8"))["env"]) <= variables()


def test_pictures_show_the_pages_as_they_are() -> None:
    """`make screenshots` takes again what is named here."""
    taken = json.loads(LEDGER.read_text("utf-8"))
    assert {path.stem for path in IMAGES.glob("*.png")} == SHOTS.keys()
    assert [name for name, shot in SHOTS.items() if taken.get(name) != layout_hash(shot.stage)] == []


def test_decisions_are_numbered_and_dated() -> None:
    pages = sorted((ROOT / "docs" / "adr").glob("*.md"))
    for number, page in enumerate(pages, 1):
        title, _, date, *_ = page.read_text("utf-8").splitlines()
        assert page.name.startswith(f"{number:04d}-") and title.startswith(f"# {number}. ")
        assert re.match(r"20\d\d-\d\d-\d\d · ", date)
    assert pages


@pytest.mark.parametrize("name", REQUIREMENTS)
def test_every_pin_has_hashes(name: str) -> None:
    text = (ROOT / name).read_text("utf-8").replace("\\\n", " ")
    pins = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    assert [pin for pin in pins if not re.match(r"[\w.\-\[\]]+==\S+ .*--hash=sha256:\w{64}", pin)] == []
    assert len(pins) > 20


def test_no_file_names_a_package_registry() -> None:
    found = []
    for path in tracked():
        text = path.read_bytes().decode("utf-8", "ignore")
        found += [f"{path.relative_to(ROOT)}: {match[0]}" for match in REGISTRY.finditer(text)]
    assert found == []
