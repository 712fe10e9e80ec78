"""Sentences on how a file was read: which table of it, its header, and rows that are none of it."""

from collections.abc import Sequence

from core.text import format_count, format_integer, join_names, join_quoted, verb_form

WEB_PAGE = "a web page (HTML)"
PICKLED = "a pickled Python object, which is never opened because it could run a program"
NO_HEADER = "The file has no header, so its columns are called Column 1, Column 2 and so on."
NAMELESS = "Columns without a name"
EMPTY_NAMELESS = "Columns with neither a name nor a value were left out."
FORMULA_CELLS = 'Cells written as formulas (="00123") were read as text (00123).'
ESCAPED_QUOTES = "Quotation marks after a backslash were read as part of the text."
ONE_CELL_A_LINE = "Each line had all its values in one cell: they were split into columns."


def chosen_table(name: str, size: str, whole: str, others: Sequence[str], most: int = 5) -> str:
    """Sentence on which of several tables was read; `whole` is what they stand in."""
    return f"We read '{name}'{size and f' ({size})'}. {whole} also has {join_names(others, most=most)}."


def records_under_keys(column: str) -> str:
    return f"The records were listed by key; the keys are now in the column '{column}'."


def markup_table(rows: int, further: int) -> str:
    text = f"The file is a web page or XML rather than a workbook; its table of {format_count(rows, 'row')} was read."
    return f"{text} It has {format_count(further, 'further table')}." if further else text


def encoding_sentence(title: str) -> str:
    return f"The file is not UTF-8; it was read as {title}. If letters look wrong, save it as UTF-8."


def split_columns(where: str) -> str:
    return f"The lines were split into columns at {where}."


def second_header_left_out(cells: Sequence[str]) -> str:
    return (
        f"The row below the header ({join_quoted(cells, ', ')}) describes the columns and was left out."
    )


def joined_headers(example: str) -> str:
    return f"Two header rows were joined, as in '{example}'."


def titles_left_out(rows: int) -> str:
    return (
        f"{format_count(rows, 'title row')} above the table {verb_form(rows, 'was', 'were')} left out."
    )


def rows_above_left_out(rows: int, first: str) -> str:
    return f"{format_count(rows, 'row')} above the table {verb_form(rows, 'was', 'were')} left out, beginning with '{first}'."


def renamed_column(name: str, new: str) -> str:
    return f"Another column is called '{name}', so this one is now '{new}'."


def named_columns(names: Sequence[str]) -> str:
    return f"{NAMELESS} are now called: {join_names(names, ', ', 5)}."


def baskets_sentence(fewest: int, most: int) -> str:
    return (
        f"The lines have no header and {fewest:,} to {most:,} values each: they look like baskets of products, one per "
        "line. No column says who bought. Add a column that names the customer."
    )


def narrow_rows(rows: int) -> str:
    has, rest = verb_form(rows, "has", "have"), verb_form(rows, "its", "their")
    return (
        f"{format_count(rows, 'row')} {has} too few values: {rest} last columns were read as missing."
    )


def wide_rows(rows: int) -> str:
    return f"{format_count(rows, 'row')} {verb_form(rows, 'has', 'have')} too many values: those beyond the last column were left out."


def repeated_header(rows: int) -> str:
    times = "once" if rows == 1 else f"{rows:,} times"
    return f"The header is repeated {times} within the table; {verb_form(rows, 'that line was', 'those lines were')} left out."


def stray_rows(rows: int, many: bool, within: bool, examples: Sequence[str]) -> str:
    where = f"{'of another kind ' if many else ''}{'within' if within else 'below'} the table"
    return (
        f"{format_count(rows, 'row')} {where} {verb_form(rows, 'was', 'were')} left out, such as "
        f"{join_quoted(examples)}."
    )


def total_rows(rows: int, example: str) -> str:
    if rows == 1:
        return f"A total row was left out: {example}."
    return f"{format_count(rows, 'total row')} were left out, such as {example}."


def doubtful_total(word: str) -> str:
    return (
        f"A row says '{word}', but its numbers are not the sum of the others, so it was kept. Delete it from the file "
        "if it is not a customer."
    )


def formulas_without_value(formulas: int, columns: Sequence[str]) -> str:
    where = f"{verb_form(len(columns), 'column', 'columns')} {join_names(columns, most=5)}"
    return (
        f"{format_count(formulas, 'formula')} in {where} {verb_form(formulas, 'has', 'have')} no value, because the "
        f"workbook was never calculated: {verb_form(formulas, 'it was', 'they were')} read as missing. Open the "
        "workbook, save it and upload it again."
    )


def spread_lists(name: str) -> str:
    return f"Each entry of the lists in '{name}' became a row."


def counted_lists(names: Sequence[str]) -> str:
    return (
        f"Each record holds a list in {join_quoted(names, ', ', 5)}. Only the number of entries was kept "
        f"('{names[0]}.count'): as rows, they would count the record's money several times."
    )


def nested_values(names: Sequence[str]) -> str:
    return f"Nested values in {join_quoted(names, ', ')} were kept as text. Put them in columns of their own to use them as features."


def damaged_json(line: int) -> str:
    return f"it is cut off or malformed at line {format_integer(line)}"
