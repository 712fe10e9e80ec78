"""The command that prints what users read, and where sentences stand."""

import ast
import re
from pathlib import Path

import pytest

from tools.sentences import WORD, is_sentence, list_sentences, seen_strings

PYTHON = '''"""A docstring of a module."""

LOG.info("for the operator alone")

def greet(name):
    """A docstring of a function."""
    if not name:
        raise ValueError("a programmer reads this")
    raise Unknown(f"{name} is not here. "
                  f"Choose {other(name, 'or go without')}.")

STYLE = html.Div(className="btn btn-primary")
'''
SCRIPT = """'use strict';  // 'not this one here'
const note = `Copy ${name} from here`, why = "It is not there";
"""
TOML = 'title = "Call them now"\nsigns = ["one|two words|three"]\n'


def texts(folder: Path, name: str, content: str) -> list[str]:
    (folder / name).write_text(content, "utf-8")
    return [f"{sentence.line} {sentence.text}" for sentence in list_sentences(folder / name)]


def test_sentences_of_a_module_are_those_that_users_see(tmp_path: Path) -> None:
    assert texts(tmp_path, "greet.py", PYTHON) == [
        "9 {…} is not here. Choose {…}.",
        "10 or go without",
    ]


def test_sentences_of_scripts_and_playbooks(tmp_path: Path) -> None:
    assert texts(tmp_path, "page.js", SCRIPT) == ["2 Copy {…} from here", "2 It is not there"]
    assert texts(tmp_path, "our.toml", TOML) == ["1 Call them now"]


def test_a_folder_is_read_file_by_file(tmp_path: Path) -> None:
    texts(tmp_path, "b.js", "say('two words')")
    texts(tmp_path, "a.py", "say('many words')")
    lines = [str(sentence) for sentence in list_sentences(tmp_path)]
    assert lines == [f"{tmp_path}/a.py:1: many words", f"{tmp_path}/b.js:1: two words"]


@pytest.mark.parametrize(
    "text",
    ["No data yet", "{…} of revenue", "segments by size", "Share of customers (count)", "At risk"],
)
def test_what_people_read(text: str) -> None:
    assert is_sentence(text)


@pytest.mark.parametrize(
    "text",
    [
        "silhouette", "core.data", "btn btn-sm", r"\bdays since\b", "total|life time|ever",
        "<p class='note'>{…} words</p>", "SELECT orders FROM customers", "text/csv; charset=utf-8",
        "day days tag tage jour jours giorno giorni dag dagen",
    ],
)  # fmt: skip
def test_what_only_the_program_reads(text: str) -> None:
    assert not is_sentence(text)


ROOT = Path(__file__).parents[1]
# Wording stands in these files, and in these folders: a plug-in's file and a report's section hold their own.
WORDS_FILE = re.compile(r"(?:^|_)words\.py$")
OWN_WORDS = {"words", "methods", "projections", "catalogue", "formats", "tools", "sections"}
# Calls that declare words as data, beside the class attribute `template` of an error.
DECLARING = re.compile(r"(?:^|\.)(?:Param|\w+Spec|_?refuse)$")
FEWEST_WORDS = 4  # of a sentence; what has fewer is a title, a step or a part that says nothing alone
ELSEWHERE = {
    "core/text/wording.py": "the words that all stages share",
    "core/cli/arguments.py": "the words of the command line",
    "core/act/playbook/fact_kinds.py": "a table, of which each row is a kind of fact with its words",
    "core/act/audience/countries.py": "a table of names of countries",
    "core/features/rfm_scores.py": "a table of names of columns",
    "core/features/rfm_titles.py": "the titles of features, beside what they are made from",
    "core/profile/rules/statements.py": "SQL and its comments",
    "core/charts/theme.py": "the list of typefaces",
    "core/report/typesetting.py": "what the typesetter says",
    "core/compare/candidates.py": "the reasons that compare.json has",
    "core/profile/names": "tables of names of segments",
    "core/segment/fitting/conditions.py": "an example of a rule",
    "core/data/joining/tables.py": "words that name keys",
    "core/data/joining/stack.py": "how times are written",
    "core/data/quality/missing_markers.py": "words that mean missing",
}


def declared_words(tree: ast.Module) -> set[tuple[int, str]]:
    """Strings that are declared as words, or that are raised as a user's error where its condition is."""
    nodes = [
        node for node in ast.walk(tree)
        if isinstance(node, ast.Raise)
        or (isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "template")
        or (isinstance(node, ast.Call) and DECLARING.search(ast.unparse(node.func)))
    ]  # fmt: skip
    return {string for node in nodes for string in seen_strings(node)}


def misplaced_sentences(path: Path) -> list[str]:
    tree = ast.parse(path.read_text("utf-8"))
    declared = declared_words(tree)
    return [
        f"{path.relative_to(ROOT)}:{line}: {text}" for line, text in seen_strings(tree)
        if (line, text) not in declared and is_sentence(text) and len(WORD.findall(text)) >= FEWEST_WORDS
    ]  # fmt: skip


def test_sentences_stand_apart_from_computing() -> None:
    paths = [
        path for folder in ("core", "callbacks", "dashboard") for path in (ROOT / folder).rglob("*.py")
        if not WORDS_FILE.search(path.name) and path.parent.name not in OWN_WORDS
        and not any(path.is_relative_to(ROOT / place) for place in ELSEWHERE)
    ]  # fmt: skip
    assert [sentence for path in sorted(paths) for sentence in misplaced_sentences(path)] == []


def test_no_exception_is_stale() -> None:
    paths = {
        place: [ROOT / place] if (ROOT / place).is_file() else (ROOT / place).rglob("*.py")
        for place in ELSEWHERE
    }
    assert [place for place, files in paths.items() if not any(map(misplaced_sentences, files))] == []
