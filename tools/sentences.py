"""Prints every sentence that a user can see, with its file and line.

python -m tools.sentences [FILE or FOLDER ...]

It reads the strings of Python files by their syntax tree, the strings of the pages' scripts, and the values of
TOML files; {…} stands for what is filled in later. A native speaker reads them before a release.
"""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

PLACES = ("core", "layouts", "callbacks", "dashboard", "assets")
SLOT = "{…}"
WORD = re.compile(r"[^\W\d_][\w'-]*")
# Patterns, markup, SQL, headers, types and style sheets, and what switches a script to strict.
NO_SENTENCE = re.compile(
    r"\\[bdsw]|\(\?|\w\|\w|</(?!b>|sub>)|^<\w+ |^\W*SELECT |\b(?:CASE|CAST|COALESCE)\b|^(?:MAX|AND|PRAGMA)\W"
    r"|; charset=|-src |max-age|^\(|^[.#\[]|\[.*, .*\]|%\(|^(?:btn|icon|form|page-tab|link-button|notice)\b"
    r"|^(?:chart|segment|story|people|worth)-(?:card|row|head|table)|^use strict$|[\w-]+-(?:button|card|form|panel)\b"
)
# A list of words has none of these.
LINKS = re.compile(r"\b(?:a|an|the|of|to|is|are|in|and|or|for|it|by|with|no|not)\b")
LONGEST_PHRASE = 9
# Who reads these is a programmer or the operator.
UNSEEN_CALLS = {"getLogger", "debug", "info", "warning", "error", "exception", "critical", "compile"}
UNSEEN_ERROR = re.compile(r"(Value|Type|Runtime|Key|Index|Attribute|NotImplemented|Assertion)Error\b")
SCRIPT_TOKEN = re.compile(
    r"//[^\n]*|/\*.*?\*/|'(?:\\.|[^'\\\n])*'|\"(?:\\.|[^\"\\\n])*\"|`(?:\\.|[^`\\])*`", re.DOTALL
)


class Sentence(NamedTuple):
    """A sentence and its place."""

    path: Path
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.text}"


def main() -> None:
    for place in sys.argv[1:] or PLACES:
        for sentence in list_sentences(Path(place)):
            print(sentence)


def list_sentences(place: Path) -> Iterator[Sentence]:
    """Sentences of a file, or of all files in a folder, file by file in the order of their lines."""
    readers = {".py": _python_strings, ".js": _script_strings, ".toml": _toml_strings}
    for path in [place] if place.is_file() else sorted(place.rglob("*")):
        if path.suffix in readers and not re.search(r"\.min\.|^plotly", path.name):
            for line, text in map(_tidy, readers[path.suffix](path.read_text("utf-8"))):
                if is_sentence(text):
                    yield Sentence(path, line, text)


def is_sentence(text: str) -> bool:
    """True for two words or more that a person reads: no list, pattern, path or style."""
    words = WORD.findall(text)
    if len(words) < 2 or " " not in text.strip() or NO_SENTENCE.search(text):
        return False
    return len(words) <= LONGEST_PHRASE or bool(LINKS.search(text))


def seen_strings(node: ast.AST) -> Iterator[tuple[int, str]]:
    """Strings below `node` with their lines, without docstrings, log lines and what only a programmer reads."""
    if isinstance(node, ast.Constant | ast.JoinedStr):
        yield node.lineno, _text(node)
    if _is_unseen(node):
        return
    for child in ast.iter_child_nodes(node):
        if not (isinstance(node, ast.JoinedStr) and isinstance(child, ast.Constant)):
            yield from seen_strings(child)


def _python_strings(source: str) -> Iterator[tuple[int, str]]:
    return seen_strings(ast.parse(source))


def _text(node: ast.AST) -> str:
    if isinstance(node, ast.JoinedStr):
        return "".join(
            _text(value) if isinstance(value, ast.Constant) else SLOT for value in node.values
        )
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def _is_unseen(node: ast.AST) -> bool:
    if isinstance(node, ast.Expr):
        return isinstance(node.value, ast.Constant)  # a docstring
    if isinstance(node, ast.Raise):
        return node.exc is not None and bool(UNSEEN_ERROR.match(ast.unparse(node.exc)))
    if isinstance(node, ast.Call):
        return ast.unparse(node.func).rpartition(".")[2] in UNSEEN_CALLS
    return isinstance(node, ast.Assert)


def _script_strings(source: str) -> Iterator[tuple[int, str]]:
    for match in SCRIPT_TOKEN.finditer(source):
        if match[0][0] in "'\"`":
            line = source.count("\n", 0, match.start()) + 1
            yield line, re.sub(r"\$\{[^}]*\}", SLOT, match[0][1:-1])


def _tidy(string: tuple[int, str]) -> tuple[int, str]:
    """A string in one line, with what plotly fills into hover texts as a slot."""
    line, text = string
    text = re.sub(r"%\{[^}]*\}", SLOT, text).replace("<extra></extra>", "").replace("<br>", " · ")
    return line, " ".join(text.split())


def _toml_strings(source: str) -> Iterator[tuple[int, str]]:
    lines = source.splitlines()
    for text in _toml_values(tomllib.loads(source)):
        start = text.partition("\n")[0]
        yield next((number for number, line in enumerate(lines, 1) if start in line), 1), text


def _toml_values(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _toml_values(item)


if __name__ == "__main__":
    main()
