"""The columns of a data set on the Data page: what each is for, what it tells, what it is called."""

from collections.abc import Mapping, Sequence

import dash_bootstrap_components as dbc
from dash import html

from core.data import MEANING_REASONS, Description
from core.model import ColumnProfile, Meaning, Recipe, Role, RoleGuess
from core.text import LONGEST_NAME, readable_title, shorten
from layouts import ids
from layouts.parts import AS_FOUND, select

ROLES = (
    ("id", "Customer id"), ("date", "Date"), ("order", "Order"), ("product", "Product"),
    ("quantity", "Quantity"), ("unit_price", "Unit price"), ("amount", "Amount"), ("number", "Number"),
    ("category", "Category"), ("country", "Country"), ("latitude", "Latitude"), ("longitude", "Longitude"),
    ("text", "Text"), ("label", "Outcome (kept aside)"), ("ignore", "Leave out"),
)  # fmt: skip
# What a column tells of a customer, in the words of the Data page.
MEANING_WORDS: Mapping[Meaning, str] = {
    "behaviour": "What they buy",
    "usage": "How they use it",
    "time": "Time",
    "money": "Money",
    "person": "Who they are",
    "place": "Place",
    "attitude": "Attitude or score",
    "context": "Circumstances",
    "outcome": "Outcome",
    "other": "Something else",
}
WITHOUT_MEANING: frozenset[Role] = frozenset({"id", "text", "label", "ignore"})
CHOSEN = "Your choice."  # as the guess of roles has it, too
TYPES = {
    "number": "Number",
    "integer": "Whole number",
    "text": "Text",
    "date": "Date",
    "boolean": "Yes or no",
}
LONGEST_EXAMPLE = 28


def columns_section(
    description: Description, recipe: Recipe, starting_roles: Mapping[str, Role]
) -> html.Section:
    """Table of the columns: role, meaning and title, type, gaps, values."""
    of_customers = recipe.table != "transactions"
    meaning_head = ("Meaning",) if of_customers else ()
    heads = ("Column", "Role", *meaning_head, "Type", "Missing", "Different values", "Examples")
    head = html.Thead(html.Tr([html.Th(name, scope="col") for name in heads]))
    body = html.Tbody(
        [
            _column(
                p,
                recipe,
                _reason(p.name, recipe, description.guess, starting_roles),
                [_meaning(p, recipe, description.meanings)] if of_customers else [],
            )
            for p in description.profiles
        ]
    )
    return html.Section(
        [
            html.H2("Columns, their roles and meanings", className="section-title"),
            html.Div(html.Table([head, body], className="columns-table"), className="table-wide"),
        ]
    )


def _reason(name: str, recipe: Recipe, guess: RoleGuess, starting_roles: Mapping[str, Role]) -> str:
    """Reason for the column's role; a new recipe leaves out what a finding says to leave out."""
    if recipe.roles.get(name) == "ignore" == starting_roles.get(name):
        reason = guess.reasons.get(name, "")
        return "It would not set customers apart." if reason == CHOSEN else reason
    is_guessed = recipe.roles.get(name, "ignore") == guess.roles.get(name, "ignore")
    return guess.reasons.get(name, "") if is_guessed else CHOSEN


def _meaning(profile: ColumnProfile, recipe: Recipe, guessed: Mapping[str, Meaning]) -> html.Td:
    """Choice of what a column tells, the guess first; empty where its role says all."""
    name = profile.name
    if recipe.roles.get(name, "ignore") in WITHOUT_MEANING:
        return html.Td(className="meaning-cell")
    member, guess = ids.keyed(ids.DATA_MEANING_SELECTS, name), guessed.get(name, "other")
    pairs = [(AS_FOUND, f"{MEANING_WORDS[guess]} (guessed)"), *MEANING_WORDS.items()]
    chosen = recipe.meanings.get(name, AS_FOUND)
    label = html.Label(f"Meaning of {name}", htmlFor=ids.text(member), className="visually-hidden")
    words = html.Small(MEANING_REASONS[guess if chosen == AS_FOUND else chosen])
    return html.Td([label, select(member, pairs, chosen, small=True), words], className="meaning-cell")


def _column_head(name: str, recipe: Recipe) -> html.Th:
    """The column's own name, and what it is called on every other page."""
    if recipe.table == "transactions" or recipe.roles.get(name, "ignore") in WITHOUT_MEANING - {
        "label"
    }:
        return html.Th(name, scope="row")
    member = ids.keyed(ids.DATA_TITLE_FIELDS, name)
    title = dbc.Input(
        id=member,
        value=recipe.titles.get(name, ""),
        placeholder=readable_title(name),
        debounce=True,
        size="sm",
        maxLength=LONGEST_NAME,
        className="title-field",
    )
    label = html.Label(f"What {name} is called", htmlFor=ids.text(member), className="visually-hidden")
    return html.Th([name, label, title], scope="row")


def _column(profile: ColumnProfile, recipe: Recipe, reason: str, meaning: Sequence[html.Td]) -> html.Tr:
    member = ids.keyed(ids.DATA_ROLE_SELECTS, profile.name)
    role = html.Div(
        [
            html.Label(
                f"Role of {profile.name}", htmlFor=ids.text(member), className="visually-hidden"
            ),
            select(member, ROLES, recipe.roles.get(profile.name, "ignore"), small=True),
        ]
    )
    cells = (
        _column_head(profile.name, recipe),
        html.Td([role, html.Small(reason)], className="role-cell"),
        *meaning,
        html.Td(TYPES[profile.dtype], className="type-cell"),
        html.Td(f"{profile.missing:,}", className="number-cell"),
        html.Td(f"{profile.distinct:,}", className="number-cell"),
        html.Td(_examples(profile), className="examples"),
    )
    return html.Tr(cells)


def _examples(profile: ColumnProfile) -> str:
    """The most frequent values, each cut to what fits."""
    return ", ".join(shorten(example, LONGEST_EXAMPLE) for example in profile.examples[:3])
