"""The command that prints what users read, and where sentences stand."""

from pathlib import Path

import pytest

from tools.sentences import is_sentence, list_sentences

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
