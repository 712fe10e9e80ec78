"""Reasons in words for which a column has its role, and what its meaning is used for."""

from collections.abc import Mapping, Sequence

from core.model import Meaning, Role
from core.text import join_quoted, verb_form

# What a column of a meaning is used for, behind the guess.
MEANING_REASONS: Mapping[Meaning, str] = {
    "behaviour": "What customers buy: used to name segments and to suggest offers.",
    "usage": "How customers use your service or pay for it.",
    "time": "How long, or how long ago.",
    "money": "Money that a customer has, owes or spends.",
    "person": "Who the customer is.",
    "place": "Where the customer is: not used to find segments unless you choose it.",
    "attitude": "What the customer thinks, or a score.",
    "context": "Circumstances rather than the customer: not used to find segments unless you choose it.",
    "outcome": "What became of the customer: shown for each segment, not used to find segments.",
    "other": "Its name does not say what it means.",
}
# By a single role: what in its name and values speaks for it.
ROLE_REASONS: Mapping[Role, str] = {
    "date": "It holds dates.",
    "order": "Named like an order or invoice number; it has {distinct:,} different values.",
    "product": "Named like a product; it has {distinct:,} different values.",
    "quantity": "Numbers, named like a quantity.",
    "unit_price": "Numbers, named like the price of one item.",
    "amount": "Numbers, named like an amount of money.",
    "country": "Named like a country.",
    "latitude": "Named like a latitude, with values from -90 to 90.",
    "longitude": "Named like a longitude, with values from -180 to 180.",
    "label": "Named like an outcome, with few different values: shown for each segment, not used to find segments.",
}
COUNTRY_VALUES = "Its values are names of countries."
OUTCOME_REASON = MEANING_REASONS["outcome"]
CONSTANT = "Every row has the same value, so it cannot tell customers apart."
ROW_NUMBER = "It only numbers the rows."
CURRENCY = "It says which currency the money is in."
FURTHER_DATE = "Another date. Only the main date is used."
PHONE_NUMBERS = "Phone numbers: they go into audience files, not into segments."
ADDRESSES = "E-mail addresses: they go into audience files, not into segments."
PEOPLE = "Names of people: they go into audience files, not into segments."
POSTCODES = "Postcodes stand for places; they are not quantities."
CARD_DIGITS = "Digits of a card or account number; they are not a quantity."
COORDINATES = "Latitude and longitude in one column: a place, not a quantity."
YES_OR_NO = "Yes or no, written as text."
REPEATING_KEY = "Named like an id, but the values repeat, so they are codes for groups."

# Who counts as one customer where another column than an id tells customers apart.
BY_ADDRESS = (
    "Customers are told apart by e-mail address: somebody with two addresses counts as two customers."
)
BY_PHONE = (
    "Customers are told apart by phone number: a household that shares one counts as one customer, and somebody "
    "with two numbers as two."
)
BY_NAME = "There is no customer id, so customers are told apart by name: two customers with the same name count as one."
BY_CARD = "Customers are told apart by their card or account."

EACH_AN_ORDER = (
    "A different value in every row, and no other order number: each row counts as one order."
)
LINE_PRICE = "A price without a quantity: each line counts as one item."
RESULT_COLUMN = "Written by Tessera as part of an earlier result; not used to find segments."
EARLIER_SEGMENTS = "The segments of an earlier result, kept aside to compare with."
FROM_JOINED_TABLE = "As in the table it came from."


def category_reason(distinct: int) -> str:
    return f"Text with only {distinct:,} different values."


def free_text_reason(distinct: int, many: bool) -> str:
    why = "too many to be groups" if many else "too few of them repeated to be groups"
    return f"Text with {distinct:,} different values, {why}."


def code_reason(distinct: int) -> str:
    return f"Only {distinct:,} different whole numbers: codes for groups, not quantities."


def unused_key_reason(unique: bool, distinct: int) -> str:
    values = "a different value in almost every row" if unique else f"{distinct:,} different values"
    return f"Named like an id, with {values}: too many to be groups."


def own_id_reason(named: bool, ends_in_id: bool) -> str:
    """Reason for an id of which almost every row has its own, `named` like one or not."""
    name = "its name ends in 'ID'" if ends_in_id else "it is named like a customer id"
    return f"A different value in almost every row{f', and {name}' if named else ''}."


def repeating_id_reason(distinct: int) -> str:
    return f"Named like a customer id; its {distinct:,} values repeat from row to row."


def unread_quantity_reason(pieces: str) -> str:
    return (
        f"The price of one item; '{pieces}' holds no numbers, so nobody can say what a line was worth."
    )


def with_other_money(reason: str, others: Sequence[str]) -> str:
    """The reason for the column of money, and which `others` it could be."""
    hold = verb_form(len(others), "also holds money and can", "also hold money and can")
    return f"{reason} {join_quoted(others)} {hold} be chosen instead."
