"""Columns that say more of a purchase than the one whose name claims a role most strongly: told by the
columns beside it."""

import re
from collections.abc import Mapping

from core.data.columns.column import Column
from core.data.columns.column_names import is_currency_name, name_words
from core.data.columns.kind_words import useless_key_sentence
from core.data.columns.name_meanings import is_attribute_date
from core.model import Role

Columns = Mapping[str, Column]
# Rows an e-mail address from which keys that differ in every row are those of the rows; below it many
# may share one that is nobody's.
ROWS_PER_ADDRESS = 2
LEAST_ADDRESSED = 0.5  # share of the rows that must have an address
FEWEST_HEADINGS = 5  # customers named on lines of their own, from which it is no chance
ONE_CURRENCY = re.compile(
    r"\b(?:usd|eur|gbp|chf|cad|aud|jpy|sek|nok|dkk|pln|brl|inr|euros?|dollars?|base|home|converted|reporting)\b"
)

# Names of columns for money out and in; each row has one of them.
_SIDES = (
    (r"\b(?:debit|soll|dare|debe|debito)\b", r"\b(?:credit|haben|avere|haber|credito)\b"),
    (r"\b(?:withdrawals?|paid out|money out|outflow)\b", r"\b(?:deposits?|paid in|money in|inflow)\b"),
)
SHARED = 1.05  # sum of the shares of rows that have one and the other


def settle_lines(
    columns: Columns, lines: Mapping[str, Role], given: Mapping[str, Role]
) -> dict[str, Role]:
    """Single roles in a table of transactions, each with the column that says more of it; those that are
    `given` stay."""
    by_role = {role: name for name, role in lines.items()}
    better: dict[Role, str | None] = {
        "id": _repeating_address(columns, by_role) or _heading_column(columns, by_role),
        "amount": _money_in_one_currency(columns, by_role),
    }
    chosen = {n: role for role, n in better.items() if n is not None and role not in given.values()}
    if "amount" not in given.values() and money_in_two_columns(columns):
        lines = {name: role for name, role in lines.items() if role != "amount"}
        chosen = {name: role for name, role in chosen.items() if role != "amount"}
    others = {n: r for n, r in lines.items() if r not in chosen.values() and n not in chosen}
    return {**others, **chosen}


def differing_key(lines: Mapping[str, Role], assigned: Mapping[str, Role]) -> str:
    """Sentence on a customer's key that differs in every row although addresses repeat; "" without one."""
    key = next((name for name, role in lines.items() if role == "id"), None)
    mail = next((name for name, role in assigned.items() if role == "id"), None)
    if key is None or mail is None or key == mail:
        return ""
    return useless_key_sentence(key, mail)


def _repeating_address(columns: Columns, by_role: Mapping[Role, str]) -> str | None:
    """The column of e-mail addresses that repeat over purchases whose customers' keys never do."""
    key, date = by_role.get("id"), by_role.get("date")
    if key is None or not columns[key].unique or columns[key].mail or "amount" not in by_role:
        return None
    if date is None or is_attribute_date(date):
        return None
    addresses = (
        name
        for name, column in columns.items()
        if column.mail
        and column.present >= LEAST_ADDRESSED * column.rows
        and column.present >= ROWS_PER_ADDRESS * column.distinct > ROWS_PER_ADDRESS
    )
    return next(addresses, None)


def _heading_column(columns: Columns, by_role: Mapping[Role, str]) -> str | None:
    """The column of texts that stand alone, each once, on the lines that have no date: who is named above
    their purchases."""
    date = by_role.get("date")
    if date is None or "id" in by_role or "amount" not in by_role:
        return None
    headings = (
        name
        for name, column in columns.items()
        if column.profile.dtype == "text"
        and column.present
        == columns[date].profile.missing
        == columns[by_role["amount"]].profile.missing
        and column.distinct == column.present >= FEWEST_HEADINGS
    )
    return next(headings, None)


def _money_in_one_currency(columns: Columns, by_role: Mapping[Role, str]) -> str | None:
    """The column with the amount converted to one currency, where what was paid is in several."""
    amount = by_role.get("amount")
    several = any(is_currency_name(name) and column.distinct > 1 for name, column in columns.items())
    if amount is None or not several or ONE_CURRENCY.search(columns[amount].words):
        return None
    words = set(columns[amount].words.split())
    converted = (
        name
        for name, column in columns.items()
        if column.numeric
        and column.present >= columns[amount].present
        and set(ONE_CURRENCY.sub("", column.words).split()) == words
        and ONE_CURRENCY.search(column.words)
    )
    return next(converted, None)


def money_in_two_columns(columns: Columns) -> tuple[str, str] | None:
    """The columns of which each row has its money in one, by whether it came in or went out."""
    for out, back in _SIDES:
        pairs = [
            [n for n, c in columns.items() if c.numeric and re.search(side, c.words)]
            for side in (out, back)
        ]
        if not all(len(names) == 1 for names in pairs) or pairs[0] == pairs[1]:
            continue
        first, second = (columns[names[0]] for names in pairs)
        if min(first.present, second.present) and first.present + second.present <= first.rows * SHARED:
            return pairs[0][0], pairs[1][0]
    return None


def currency_words(name: str) -> frozenset[str]:
    """The words by which a name says that money is in one currency, whatever was paid in."""
    return frozenset(ONE_CURRENCY.findall(name_words(name)))
