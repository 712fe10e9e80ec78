"""Texts in the cells of a table, escaped so that a spreadsheet runs none."""

import re

FORMULA_STARTS = ("=", "+", "-", "@")
NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?([eE][+-]?\d+)?", re.ASCII)


def escape_formula(text: str) -> str:
    """Put an apostrophe before a text that a spreadsheet would run as a formula.

    Also before control characters, of which tab and carriage return are skipped by spreadsheets on
    their way to the formula (OWASP, CSV injection). A text that is a plain number stays as it is.
    """
    if NUMBER.fullmatch(text):
        return text
    start = text.lstrip(" ")[:1]
    return "'" + text if start in FORMULA_STARTS or (start and ord(start) < 32) else text


def unescape_formula(text: str) -> str:
    """Return the text that `escape_formula` was given."""
    unquoted = text.removeprefix("'")
    return unquoted if escape_formula(unquoted) == text else text
