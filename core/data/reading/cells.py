"""Cells of a column as its format is decided by: the different ones with their rows, and its name."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import polars as pl

from core.data.columns.column_names import name_words, role_hints

MOST_DISTINCT = 5000  # distinct values of a column that its format is decided by
MARKERS = (
    "na", "n/a", "#n/a", "nan", "null", "none", "nil", "-", "--", "\u2013", "\u2014", "?", ".", "#div/0!",
    "#value!", "#ref!", "#name?", "#num!", "#null!", "n.a.", "n.a", "<na>", "(blank)", "(null)", "\\n", "nat",
    "missing", "unknown", "not available", "unbekannt", "keine angabe", "k.a.", "k. a.", "inconnu",
    "non renseigné", "desconocido", "sconosciuto", "desconhecido", "onbekend", "s/d", "n/d", "nd",
)  # fmt: skip
# A column is a number or a date where at most this share of its rows is neither; those are read as
# missing. Higher, more dirty columns are numbers, at the price of more lost values.
MOST_MISFITS = 0.01
# The same where the name says that it is a number or a date,
MOST_NAMED_MISFITS = 0.5
# and where the name says nothing and the misfits are words without a digit, so that they are no codes.
MOST_WORDS = 0.1
_MEASURES = re.compile(
    r"\b(?:costs?|kosten|fees?|gebu(?:e)?hr(?:en)?|tax(?:es)?|vat|mwst|steuern?|discounts?|rabatt|remise|sconto"
    r"|descuento|versandkosten|freight|balance|saldo|income|einkommen|ingresos?|revenu|reddito|renda"
    r"|salary|gehalt|salaire|sueldo|stipendio|budget|weight|gewicht|poids|peso|height|age|alter|edad|eta|idade"
    r"|leeftijd|counts?|anzahl|scores?|points|punkte|percent|pct|margin|marge|profit|gewinn|visits|sessions"
    r"|clicks|views|refund(?:ed|s)?|gross|net|netto|brutto|tip|subtotal|limit|tenure|frequency|recency|duration|dauer)\b|^shipping$"
)
_KEYS = re.compile(
    r"\b(?:tele)?(?:phone|fon)\b|\b(?:tel|telefono|telephone|telefoon|telefonnummer|mobile?|mobil\w*|handy\w*"
    r"|cell|fax|whatsapp|movil|portable|celular|cellulare|zip|plz|post ?codes?|postal|postleitzahl|cap|cep"
    r"|iban|bic|konto(?:nummer|nr)?|account|ean|gtin|isbn|upc|sku|asin|barcode|serial|vin|pan|iccid|imei|siret"
    r"|siren|vat (?:id|no|number)|ust id|tax id|steuernummer|code|key|hash|reference|ref)\b"
)
_DATES = re.compile(
    r"\b\w*(?<!candi)(?<!man)dates?\b|\b\w*datum\b|\b(?:fecha|data|jour|day|tag|dia|giorno|dag|time|zeit|datetime"
    r"|\w*timestamp|\w*zeitpunkt|ts|created|updated|modified|ordered|purchased|registered|joined|since|birth\w*"
    r"|geburt\w*|erstellt|month|monat|mois|mes|mese|maand|period|quarter|quartal|week|woche|when|log ?in|heure)\b"
    r"|\b(?:at|on)$|\blast (?:seen|visit|activity|active|order|purchase)$"
)
# Under these words whole numbers count something and are no moments.
_COUNTS = re.compile(
    r"\b(?:values?|amount|counts?|number|num|total|sum|avg|average|mean|usage|volume|income|sales|revenue|charges?"
    r"|prices?|costs?|days|hours|minutes|seconds|mb|gb|kb|bytes|age|rate|share|spend|umsatz|anzahl|id|no|nr)\b"
)


@dataclass(frozen=True)
class Cells:
    """The different values of a column's sample with the rows of each, and the column's name."""

    name: str
    values: pl.Series
    rows: pl.Series

    def share(self, mask: pl.Series) -> float:
        """The share of the rows for which the mask over the values is true."""
        total = int(self.rows.sum())
        return int(self.rows.filter(mask.fill_null(value=False)).sum()) / total if total else 0.0

    def matching_share(self, pattern: str) -> float:
        return self.share(self.values.str.contains(pattern))


def column_cells(column: pl.Series) -> Cells:
    """The column's values that say something, in order of appearance."""
    counted = column.drop_nulls().to_frame("value").group_by("value", maintain_order=True).len("rows")
    counted = counted.head(MOST_DISTINCT)
    counted = counted.filter(~pl.col("value").str.to_lowercase().is_in(MARKERS))
    return Cells(column.name, counted["value"], counted["rows"].cast(pl.Int64))


def evaluate(column: pl.Series, expression: Callable[[pl.Expr], pl.Expr]) -> pl.Series:
    """Apply a function of expressions to a column."""
    frame = column.alias("cell").to_frame()
    return frame.select(expression(pl.col("cell")).alias("cell")).to_series().alias(column.name)


@cache
def is_measure(name: str) -> bool:
    """Tell whether the name says money, a quantity or another number."""
    hints = role_hints(name)
    strength = max(hints.get(role, 0) for role in ("amount", "quantity", "unit_price"))
    named = strength > 0 or _MEASURES.search(name_words(name)) is not None
    return named and strength >= hints.get("date", 0) and not is_key(name)


@cache
def is_money(name: str) -> bool:
    hints = role_hints(name)
    return is_measure(name) and ("amount" in hints or "unit_price" in hints)


@cache
def is_key(name: str) -> bool:
    """Tell whether the name says id, number of an order or article, telephone, account or postcode."""
    hints = role_hints(name)
    key = max(hints.get(role, 0) for role in ("id", "order", "product"))
    measure = max(hints.get(role, 0) for role in ("date", "amount", "quantity", "unit_price"))
    return key > measure or (measure == 0 and _KEYS.search(name_words(name)) is not None)


@cache
def is_date_name(name: str) -> bool:
    return _DATES.search(name_words(name)) is not None


@cache
def names_moment(name: str) -> bool:
    """Tell whether numbers under this name may be moments: Excel's day numbers, seconds since 1970."""
    return is_date_name(name) and not is_measure(name) and not _COUNTS.search(name_words(name))


def accepts_misfits(name: str, supported: bool, filled: int, misfits: int, coded: int) -> bool:
    """Tell whether a column of `filled` cells is numbers or dates in spite of the misfits.

    `supported` says that its name speaks for it; `coded` of the misfits hold a digit.
    """
    if not misfits or is_key(name):
        return not misfits
    if misfits <= MOST_MISFITS * filled:
        return True
    if supported:
        return misfits <= MOST_NAMED_MISFITS * filled
    return misfits <= MOST_WORDS * filled and coded <= MOST_MISFITS * filled
