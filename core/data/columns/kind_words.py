"""Reasons in words for what a row of a table is taken to be, and what to do where that is unclear."""

from collections.abc import Sequence

from core.model import Table
from core.text import format_count, join_quoted

UNCLEAR = (
    "It is not clear what a row of this table is. Say whether each row is a customer or a purchase, and which "
    "column names the customer."
)
NO_ID = "No column says who the customer is, so each row counts as one customer."
ONE_COLUMN_HAS = "If one does, give it the role Customer id, or say what each row is."
BASKETS = "Each row seems to be a basket of products: the same values appear in most columns."
JOINED_TABLES = "the tables it came from"
NO_MONEY = "No column holds money"
NO_DATES = "No column holds dates"


def stated_reason(kind: Table) -> str:
    return f"You said that each row is a {kind.removesuffix('s')}."


def unique_id_reason(key: str) -> str:
    return f"'{key}' is different in almost every row, so each row is one customer."


def repeating_id_reason(key: str) -> str:
    return (
        f"'{key}' repeats, but there are no dates and no money to make the rows purchases, so each row counts as "
        "one customer."
    )


def known_customers_reason(source: str) -> str:
    return f"Each row is one customer, as known from {source}."


def known_purchases_reason(source: str, key: str, date: str, money: str | None) -> str:
    return (
        f"Each row is a purchase, as known from {source}: customers are told apart by '{key}', dates are in '{date}' "
        f"and money is in '{money}'."
    )


def useless_key_sentence(key: str, mail: str) -> str:
    return (
        f"'{key}' is different in almost every row although the e-mail addresses in '{mail}' repeat, so it does not "
        "tell customers apart."
    )


def purchases_reason(
    key: str, repeats: bool, customers: int, rows: int, dated: str | None, money: str
) -> str:
    """Reason for which rows are what customers did; `dated` and `money` say in which columns."""
    who = f"'{key}' {'repeats' if repeats else 'names the customer'} ({format_count(customers, 'customer')} in {rows:,} rows)"
    date = f"a date ('{dated}')"
    if dated and money:
        return f"{who}, each row with {date} and money ({money}), so each row is a purchase."
    if dated:
        return f"{who}, each row with {date}, so each row is a visit or a purchase."
    return f"{who}, each row with money ({money}), so each row is a purchase."


def missing_money_sentence(why: str) -> str:
    return f"{why}, so spend, order value and revenue are missing."


def missing_dates_sentence(why: str) -> str:
    return f"{why}, so recency, tenure and the time between orders are missing."


def unread_pieces_words(price: str, pieces: str, examples: Sequence[str]) -> str:
    return f"'{price}' is the price of one item and '{pieces}' could not be read as numbers ({_such_as(examples)})"


def two_sides_words(spent: str, returned: str) -> str:
    return (
        f"Each row has its money in '{spent}' or in '{returned}', and neither has the role Amount yet"
    )


def unread_words(name: str, what: str, examples: Sequence[str]) -> str:
    """Words on a column whose name says that it holds `what`, numbers or dates, and that does not."""
    return f"'{name}' holds no {what} ({_such_as(examples)})"


def possible_money_words(names: Sequence[str]) -> str:
    return f"No column's name says that it holds money ({join_quoted(names, ' or ', 3)} could)"


def _such_as(examples: Sequence[str]) -> str:
    return f"such as {join_quoted(examples, ', ')}"


def unknown_language_reason(names: Sequence[str]) -> str:
    return (
        f"The names of the columns ({join_quoted(names, ', ', 3)}) do not say what they hold. Give the column that "
        "names the customer the role Customer id and those with dates and money the roles Date and Amount, or say "
        "what each row is."
    )


def other_rows_reason(seen: str, way_out: str) -> str:
    """Reason for which rows are no customers: what they seem to be, and the way out."""
    return f"{seen} No column says who bought. {way_out}"


def repeated_key_reason(key: str, customers: int) -> str:
    return (
        f"'{key}' names {format_count(customers, 'customer')}, many of them more than once, but there is no date, no "
        "money and nothing else about them. Upload their purchases, or say what each row is."
    )


def nothing_to_compare_reason(key: str | None, columns: Sequence[str]) -> str:
    nothing = f"'{key}' lists customers, but there is nothing" if key else "There is nothing"
    return (
        f"{nothing} to compare them by: the columns ({join_quoted(columns, ', ', 6)}) hold no numbers and no groups. "
        "Upload a file with their purchases or with more about them, or say what each row is."
    )


def names_in_columns(columns: Sequence[str]) -> str:
    return (
        f"{join_quoted(columns)} hold names of people: join them in one column and give it the role Customer id, or "
        "say what each row is."
    )


def possible_customer(name: str) -> str:
    return f"'{name}' could be the customer: give it the role Customer id, or say what each row is."


def purchases_seen(date: str, amount: str) -> str:
    return f"Each row has a date ('{date}') and money ('{amount}'), like a purchase."


def campaigns_seen(figures: Sequence[str]) -> str:
    return f"This looks like figures of campaigns ({join_quoted(figures, most=3)})."


def counts_seen(counts: Sequence[str]) -> str:
    return f"This looks like a report that counts people ({join_quoted(counts, most=3)})."


def dictionary_seen(columns: Sequence[str]) -> str:
    return f"This describes the columns of another table ({join_quoted(columns)})."


def list_seen(subjects: str, name: str) -> str:
    return f"This looks like a list of {subjects}: '{name}' is different in almost every row."


def report_seen(name: str, each: str = "value of") -> str:
    """Sentence on a report with a row for each value of a column, or for each date in it."""
    return f"This looks like a report with one row for each {each} '{name}'."


def orders_seen(name: str, whole: bool) -> str:
    return f"Each row seems to be {'an order' if whole else 'a line of an order'} ('{name}')."


def subject_seen(subject: str, name: str) -> str:
    article = "an" if subject[0] in "aeiou" else "a"
    return f"Each row seems to be about {article} {subject} ('{name}'), not about a customer."
