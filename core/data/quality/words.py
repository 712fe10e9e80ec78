"""Findings in words: what is odd in a file, what is done about it, and the buttons that change that."""

from collections.abc import Mapping, Sequence

from core.model import FixKind, Role
from core.text import (
    format_count,
    format_integer,
    format_number,
    format_percent,
    join_names,
    join_quoted,
    verb_form,
)

LEAVE_COLUMN_OUT = "Leave the column out"
LEAVE_OUT_RETURNS = "Leave out instead of subtracting"
CANCELLED = "cancelled: the order number starts with C"
# What happens to gaps unless something else is chosen.
FILLED_WITH_MEDIAN = "the gaps are filled with the median"
FILLED_WITH_COMMONEST = "the gaps are filled with the most frequent value"
GAPS_ARE_A_GROUP = "the gaps count as a group of their own"
GAPS_OF_UNUSED = "it is not used for segments, so the gaps do not matter"
UNFILLED: Mapping[Role, str] = {
    "date": "rows without a date cannot be placed in time",
    "amount": "a line without it counts as nothing",
    "unit_price": "a line without it counts as nothing",
    "quantity": "a line without it counts as nothing",
    "order": "a line without it belongs to no known order",
}
FAR_FROM_OTHERS = ", far from all other values"
SPELLINGS: Mapping[FixKind, str] = {
    "clean_ids": "blanks, invisible characters or Unicode forms",
    "fold_case": "capitals and small letters",
    "strip_zeros": "leading zeros",
}


def empty_ids_sentence(rows: int, share: str, key: str) -> str:
    has = verb_form(rows, "has", "have")
    return (
        f"{format_count(rows, 'row')} ({share}) {has} no value in '{key}', so nobody knows which customer "
        f"{verb_form(rows, 'it belongs', 'they belong')} to."
    )


def without_id_button(rows: int) -> str:
    return f"Leave out {format_count(rows, 'row')} without an id"


def repeated_ids_sentence(key: str, customers: int, rows: int) -> str:
    return (
        f"'{key}' names {format_count(customers, 'customer')} more than once, in {format_count(rows, 'row')}: it cannot be "
        "the customer id unless the repeated rows go."
    )


def first_rows_button(lost: str) -> str:
    return f"Keep only the first row of each customer (removes {lost} of rows)"


def negative_words(columns: Sequence[str]) -> str:
    return f"a negative value in {join_quoted(columns)}"


def returns_sentence(lines: int, noun: str, share: str, what: str, worth: str) -> str:
    """Sentences on cancelled or negative lines; `what` follows is or has, `worth` says what they come to."""
    verb = verb_form(lines, "is", "are") if what == CANCELLED else verb_form(lines, "has", "have")
    return f"{format_count(lines, noun)} ({share}) {verb} {what}. {worth}"


def worthless_sentence(lines: int) -> str:
    has = verb_form(lines, "It has", "They have")
    return f"{has} no value and {verb_form(lines, 'does', 'do')} not affect the result."


def returned_money_sentence(lines: int, money: float, share: str, covered: bool) -> str:
    """Sentence on the money of returned lines; another choice `covered` them already or not."""
    worth = f"{verb_form(lines, 'It comes', 'They come')} to {money:,.0f}, {share} of revenue"
    if covered:
        return f"{worth}; the choice for cancelled lines covers {verb_form(lines, 'it', 'them')} too."
    subtracted = verb_form(
        lines, "it is subtracted from what the customer", "they are subtracted from what customers"
    )
    return f"{worth}; unless left out, {subtracted} spent."


def free_lines_sentence(lines: int, share: str, name: str, below_zero: bool) -> str:
    has, none = verb_form(lines, "has", "have"), "of zero or less" if below_zero else "of zero"
    return (
        f"{format_count(lines, 'line')} ({share}) {has} a price {none} in '{name}': gifts, samples or corrections rather "
        "than sales."
    )


def without_price_button(lines: int) -> str:
    return f"Leave out {format_count(lines, 'line')} without a price"


def duplicates_sentence(rows: int, share: str) -> str:
    return f"{format_count(rows, 'row')} ({share}) {verb_form(rows, 'repeats', 'repeat')} an earlier row exactly."


def repeated_rows_button(rows: int) -> str:
    return f"Remove {format_count(rows, 'row')} that {verb_form(rows, 'is', 'are')} repeated"


def outliers_sentence(rows: int, share: str, columns: Sequence[str], several: int) -> str:
    lie, both = verb_form(rows, "lies", "lie"), f"{several:,}" if several else "none"
    return (
        f"{format_count(rows, 'row')} ({share}) {lie} far outside the usual range in {join_quoted(columns)}; {both} of "
        "them in more than one column."
    )


def outliers_button(rows: int, share: str, money_share: float) -> str:
    cost = f"{share}, {format_percent(money_share)} of money" if money_share else share
    return f"Remove {format_count(rows, 'row')} outside in more than one column ({cost})"


def marker_sentence(name: str, value: str, rows: int, share: str, why: str) -> str:
    return f"'{name}' is '{value}' in {format_count(rows, 'row')} ({share}){why}; it seems to mean 'missing'."


def missing_sentence(name: str, rows: int, share: str, treatment: str) -> str:
    return f"'{name}' is missing in {format_count(rows, 'row')} ({share}); {treatment}."


def without_value_button(rows: int, cost: str) -> str:
    return f"Remove {format_count(rows, 'row')} without it ({cost})"


def constant_sentence(name: str, is_empty: bool, used: bool) -> str:
    what = "is empty" if is_empty else "has the same value in every row"
    return f"'{name}' {what}, so it cannot tell customers apart{'' if used else ' and is left out'}."


def codes_sentence(columns: Sequence[str]) -> str:
    n = len(columns)
    return (
        f"{join_quoted(columns)} {verb_form(n, 'holds', 'hold')} whole numbers that stand for groups: "
        f"{verb_form(n, 'it is', 'they are')} compared as categories, not added up or averaged."
    )


def yes_no_sentence(columns: Sequence[str]) -> str:
    return f"{join_quoted(columns)} {verb_form(len(columns), 'says', 'say')} yes or no as text; each answer is one group."


def decimal_ids_sentence(key: str) -> str:
    return f"'{key}' was read as decimal numbers because some ids are missing or written with a point; all ids are whole."


def nobody_sentence(lines: int, counted: str, key: str, values: Sequence[str]) -> str:
    return (
        f"{counted} {verb_form(lines, 'is', 'are')} under {join_quoted(values, most=4)} in '{key}', which "
        f"{verb_form(len(values), 'names', 'name')} no customer in particular: unless taken back in, "
        f"{verb_form(lines, 'it is', 'they are')} left out."
    )


def nobody_button(lines: int, noun: str) -> str:
    return f"Leave out {format_count(lines, noun)} without a real customer"


def stand_in_sentence(key: str, value: str, counted: str) -> str:
    return (
        f"'{key}' is '{value}' in {counted}: it seems to mean that nobody is named, and unless taken back in, they are "
        "left out."
    )


def crowd_sentence(value: str, counted: str, key: str, times: float) -> str:
    return (
        f"'{value}' alone has {counted} in '{key}', {times:,.0f} times as many as the next customer. If it stands for "
        "many people, such as all who pay in cash, leave it out."
    )


def no_customer_button(value: str) -> str:
    return f"Treat '{value}' as no customer"


def shared_contact_sentence(rows: int, share: str, value: str, name: str) -> str:
    return (
        f"{format_count(rows, 'row')} ({share}) share '{value}' in '{name}', so it belongs to nobody in particular: audience "
        "files leave it empty, and no customers are matched by it."
    )


def far_dates_sentence(
    lines: int, noun: str, share: str, name: str, dates: Sequence[str], usual: tuple[str, str]
) -> str:
    has = verb_form(lines, "has", "have")
    return (
        f"{format_count(lines, noun)} ({share}) {has} a date far from all others in '{name}': "
        f"{join_names(dates, most=4)}; the others lie between {usual[0]} and {usual[1]}."
    )


def far_dates_outcome(lines: int, of_purchases: bool) -> str:
    if not of_purchases:
        return "Such a date is taken as missing."
    are, them = verb_form(lines, "It is", "They are"), verb_form(lines, "it", "them")
    return f"{are} left out, and no recency counts from {them}."


def far_dates_button(lines: int, noun: str, dates: Sequence[str], of_purchases: bool) -> str:
    if not of_purchases:
        return f"Treat {format_count(lines, 'date')} as missing"
    return f"Leave out {format_count(lines, noun)} dated {join_names(dates, most=2)}"


def future_dates_sentence(lines: int, noun: str, share: str, name: str, last: str, few: bool) -> str:
    are = verb_form(lines, "it is", "they are")
    end = (
        f"unless taken back in, {are} left out, and recency counts from the last day before."
        if few
        else f"recency counts from there unless {are} left out."
    )
    dated = f"{format_count(lines, noun)} ({share}) {verb_form(lines, 'is', 'are')} dated after today"
    return f"{dated} in '{name}', up to {last}: {end}"


def line_prices_sentence(price: str, pieces: str, product: str, whole: float, times: float) -> str:
    return (
        f"'{price}' grows with '{pieces}' for the same '{product}', so it is the price of the line, not of one item: the "
        f"lines add up to {format_number(whole)} and not {format_number(times)}."
    )


def line_price_button(price: str) -> str:
    return f"Use '{price}' as the price of the line"


def discount_sentence(pieces: str, price: str, name: str, lines: int, taken: bool) -> str:
    have = f"{format_count(lines, 'line')} {verb_form(lines, 'has', 'have')}"
    before = f"'{pieces}' times '{price}' is before the discount in '{name}', which {have}"
    if taken:
        return f"{before}: it is taken off."
    return f"{before}: it is not taken off. Give the column with what was paid the role Amount, if there is one."


def credits_sentence(
    lines: int, counted: str, values: Sequence[str], name: str, money: float, sure: bool
) -> str:
    done = "subtracted" if sure else "counted as bought unless subtracted; they may also be payments"
    which = join_names((f"'{value}'" for value in values), most=4)
    return (
        f"{counted} {verb_form(lines, 'is', 'are')} {which} in '{name}', with {format_number(money)} above zero: "
        f"{verb_form(lines, 'it is', 'they are')} {done}."
    )


def spelling_sentence(
    kind: FixKind, key: str, spellings: int, customers: int, example: str, safe: bool
) -> str:
    alike = f"{format_count(spellings, 'id')} in '{key}' differ only by {SPELLINGS[kind]}, such as {example}"
    they = format_count(customers, "customer")
    if safe:
        return f"{alike}: they count as {they}."
    return f"{alike}: they are {they}, if the difference means nothing. As it stands, each spelling is a customer."


def spelling_button(spellings: int, customers: int) -> str:
    return f"Count {format_count(spellings, 'spelling')} as {format_count(customers, 'customer')}"


def open_orders_sentence(lines: int, counted: str, name: str, statuses: str) -> str:
    count = verb_form(lines, "It counts", "They count")
    return (
        f"{counted} {verb_form(lines, 'is', 'are')} still open according to '{name}': {statuses}. {count} as bought unless "
        "left out."
    )


def partly_paid_sentence(lines: int, counted: str, name: str, statuses: str) -> str:
    was, count = verb_form(lines, "was", "were"), verb_form(lines, "It counts", "They count")
    return (
        f"{counted} {was} refunded or paid in part according to '{name}': {statuses}. {count} in full where no column says "
        "what was given back."
    )


def unpaid_sentence(lines: int, counted: str, name: str, which: str, safe: bool) -> str:
    no_sale = verb_form(lines, "is not a sale", "are not sales")
    done = "left out unless taken back in" if safe else "counted unless left out"
    return f"{counted} {no_sale} according to '{name}'{which}. {verb_form(lines, 'It is', 'They are')} {done}."


def repeat_sentence(name: str, of: str, by_rank: bool, sample: int, correlation: float) -> str:
    measure = "rank correlation" if by_rank else "correlation"
    where = f" in a sample of {sample:,} rows" if sample else ""
    return f"'{name}' nearly repeats '{of}' ({measure} {correlation:.2f}{where}), so together they count almost twice."


def split_items_sentence(name: str, products: int, examples: str) -> str:
    return (
        f"'{name}' holds the items of an order packed into one cell: they are split into products and quantities "
        f"({format_integer(products)} different ones in its first cells, such as {examples}). The money of each order "
        "counts once."
    )


def unread_items_sentence(name: str) -> str:
    return (
        f"'{name}' holds the items of an order packed into one cell. Money and orders are right without them; which "
        "products were bought, and how many, is not read from there."
    )


def constant_columns_sentence(columns: str, names: str) -> str:
    return (
        f"{columns} are the same in every row or empty, so they cannot tell customers apart: {names}."
    )


def repeating_columns_sentence(columns: str, names: str) -> str:
    return f"{columns} nearly repeat another one, so together they count almost twice: {names}."


def markers_sentence(values: str, names: str) -> str:
    return f"{values} in {names} {'seem' if ' and ' in values else 'seems'} to mean 'missing'."


def cents_sentence(name: str, total: float) -> str:
    return (
        f"'{name}' seems to be in cents: it adds up to {format_number(total)}, which would be "
        f"{format_number(total / 100)}. Segments are the same either way; money is shown as in the file."
    )


def impossible_years_sentence(name: str, years: Sequence[str], rows: int, share: str) -> str:
    return (
        f"'{name}' is {join_names(years)} in {format_count(rows, 'row')} ({share}): nobody alive was born then, so "
        f"{verb_form(rows, 'it is probably a typing error', 'they are probably typing errors')}."
    )
