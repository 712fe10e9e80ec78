"""Lists of something else than customers: what is seen of their rows, and the way out."""

import re
from collections import Counter
from collections.abc import Mapping

from core.data.columns import kind_words as words
from core.data.columns.column import ENOUGH_ROWS, Column
from core.data.columns.column_names import is_currency_name, is_money_part
from core.data.columns.leftover_roles import leftover_role
from core.data.columns.name_meanings import (
    NO_CUSTOMER,
    is_attribute_date,
    is_full_name,
    is_period,
    is_person_name,
    is_personal,
    names_postcode,
)
from core.data.columns.role_rules import PLAIN_ID, looks_like_keys
from core.model import Role

Columns = Mapping[str, Column]
DAY = 86_400
REGULAR = 0.9  # share of the days, weeks or months between first and last that a row each fills
SURE_ORDER = 6  # how surely a name means an order number, from which on each row is (part of) an order
ROWS_PER_NAME = 1.5  # rows a first and a last name from which people stand in several rows
MOST_COMPARED = 2  # numbers that even a list of products, one a row, has beside its key
_NO_PERSON: frozenset[Role] = frozenset({"order", "product", "category", "country", "label"})
_COMPARED: tuple[Role, ...] = ("number", "amount", "category", "country", "latitude", "longitude")
_PERIODS = (DAY, 7 * DAY, 30.44 * DAY, 91.3 * DAY)
_HOURS = re.compile(r"date ?time|date hour|hour")
_KEY = r"(?:ids?|no|nr|num|number|key|uuid)"
# What the rows can be instead, by the key's name: (words, one of them, several).
_SUBJECTS = (
    (r"\bcampaigns?\b|\bkampagnen?\b|\bcampan?as?\b|\bcampagn[ae]s?\b", "campaign", "campaigns"),
    (r"\bcoupons?\b|\bpromo(?:tion)?s?\b|\bgutschein", "coupon", "coupons"),
    (r"\b(?:stores?|shops?|branch|outlet|filiale|tienda|negozio|magasin|winkel|loja)\b", "shop", "shops"),
    (r"\b(?:employees?|staff|mitarbeiter|empleado|dipendente|medewerker)\b", "employee", "employees"),
    (r"\b(?:suppliers?|vendors?|manufacturers?|lieferant|fornitore|proveedor)\b", "supplier", "suppliers"),
    (rf"\b(?:reviews?|bewertungs?|avis|resena|recensione) ?{_KEY}\b", "review", "reviews"),
    (rf"\b(?:events?|log) ?{_KEY}\b", "event", "events"),
    (rf"\b(?:payouts?|settlements?|refunds?|disputes?) ?{_KEY}\b", "payout or refund", "payouts or refunds"),
    (r"\b(?:landing )?page(?: path)?\b|\burl\b|\bkeywords?\b|\bad ?(?:group|set)\b", "page", "pages"),
)  # fmt: skip
# Figures of a mailing or an advertisement; one alone may also be told of a customer.
_OF_CAMPAIGNS = re.compile(
    r"\b(?:open|click|bounce|unsubscribe|conversion|offnungs|klick|ouverture|clics?|apertura|abertura) ?rat[ei]o?\b"
    r"|\b(?:\w*offnungsrate|klickrate|taux d? ?(?:ouverture|clics?)|tasa de (?:apertura|clics?)|tasso di (?:apertura|clic))\b"
    r"|\b(?:impressions?|impr|impressionen|ctr|cpc|cpm|roas|recipients?|deliveries|unsubscribe[sd]?|(?:soft|hard) bounces?"
    r"|empfanger|destinataires?|destinatarios?|destinatari|ontvangers)\b"
)
FEWEST_FIGURES = 2
_PEOPLE = re.compile(
    r"(?:number of )?(?:users|customers|clients|visitors|members|buyers|shoppers|subscribers|guests|households|kunden|nutzer"
    r"|besucher|clientes|usuarios|utilisateurs|visiteurs|clienti|utenti|klanten|gebruikers)"
)
_DICTIONARY = re.compile(
    r"^(?:variables?|columns?|fields?|features?|attribut\w*|spalte|variabel|campo|colonne)(?: ?names?)?$"
)
_MEANING = re.compile(
    r"\bdescri\w*|\bdiscrip\w*|\bdiscerption\b|\bdefinitions?\b|\bmeaning|\bbeschreibung|\bbedeutung"
)


def other_reason(columns: Columns, singles: Mapping[str, Role], lines: Mapping[str, Role]) -> str:
    """Reason for which the rows are neither customers nor what customers did; "" where they may be.

    `singles` are the roles in a table of customers, `lines` in one of transactions.
    """
    key = next((name for name, role in lines.items() if role == "id"), None)
    if key is not None and not columns[key].unique and not _has_features(columns, singles):
        return words.repeated_key_reason(key, columns[key].distinct)
    identified = key is not None or _has_person(columns, singles)
    seen = _dictionary_seen(columns) or _campaigns_seen(columns) or _counts_seen(columns, singles)
    seen = seen or ("" if identified else _subject_seen(columns, lines))
    purchases = "" if seen or key is not None else _nobodys_purchases_seen(columns, singles)
    seen = seen or purchases
    if not seen and key is None and _is_unknown_language(columns):
        return words.unknown_language_reason(list(columns))
    if seen:
        return words.other_rows_reason(seen, _way_out(columns, purchases))
    if not _has_features(columns, singles):
        listed = next((name for name, role in singles.items() if role == "id"), None)
        return words.nothing_to_compare_reason(listed, list(columns))
    return ""


def _is_unknown_language(columns: Columns) -> bool:
    """Tell whether no name says anything, in another script or for want of a header, and a column holds
    dates."""
    dated = any(column.profile.dtype == "date" for column in columns.values())
    lettered = any(re.search(r"[^\W\da-z_]", column.words) for column in columns.values())
    unnamed = all(re.fullmatch(r"column \d+", column.words) for column in columns.values())
    silent = not any(column.role_hints or is_personal(name) for name, column in columns.items())
    return dated and (lettered or unnamed) and silent


def _way_out(columns: Columns, purchases: str) -> str:
    candidate = _possible_customer(columns, bool(purchases))
    people = [name for name in columns if is_person_name(name)]
    if len(people) > 1 and (purchases or candidate is None):
        return words.names_in_columns(people)
    return words.possible_customer(candidate) if candidate else words.ONE_COLUMN_HAS


def _possible_customer(columns: Columns, of_purchases: bool) -> str | None:
    """The column that could tell customers apart, as its values repeat and no name speaks against it;
    of purchases it may be any text."""
    fitting = [
        ("id" in column.role_hints, column.distinct, name)
        for name, column in columns.items()
        if column.could_be_key
        and not column.unique
        and column.distinct > 1
        and (
            "id" in column.role_hints
            or (of_purchases and column.profile.dtype == "text" and column.distinct > 2)
        )
        and not _NO_PERSON & column.role_hints.keys()
        and _subject_of(column) is None
        and not NO_CUSTOMER.search(column.words)
    ]
    return max(fitting)[2] if fitting else None


def _nobodys_purchases_seen(columns: Columns, singles: Mapping[str, Role]) -> str:
    """Rows with a date and money, as purchases have, and nobody whose they are."""
    by_role = {role: name for name, role in singles.items()}
    key, date, amount = (by_role.get(role) for role in ("id", "date", "amount"))
    amount = amount or (_price_of_people(columns) if key is None else None)
    if date is None or amount is None or is_attribute_date(date):
        return ""
    named = key is not None and (columns[key].mail or _names_person(columns[key]))
    named = named and not (key is not None and _is_payment(columns, columns[key]))
    if named or any(is_personal(name) and not is_person_name(name) for name in columns):
        return ""
    return words.purchases_seen(date, amount)


def _price_of_people(columns: Columns) -> str | None:
    """The price beside first and last names that repeat too often to be one person a row."""
    people = [column for name, column in columns.items() if is_person_name(name)]
    repeat = all(column.present >= ROWS_PER_NAME * column.distinct for column in people)
    prices = (n for n, c in columns.items() if c.numeric and "unit_price" in c.role_hints)
    return next(prices, None) if len(people) > 1 and repeat else None


def _names_person(column: Column) -> bool:
    """Tell whether the name is a customer's key's; one merely called id is, unless it is an order's."""
    return column.role_hints.get("id", 0) >= PLAIN_ID and "order" not in column.role_hints


def _is_payment(columns: Columns, key: Column) -> bool:
    """Tell whether a key merely called id is that of a payment: fees, taxes or a currency stand beside
    it, and nothing that tells of a person."""
    parts = any((c.numeric and is_money_part(n)) or is_currency_name(n) for n, c in columns.items())
    people = any(
        c.mail or c.telephone or is_full_name(n) or is_person_name(n) for n, c in columns.items()
    )
    return key.role_hints.get("id") == PLAIN_ID and parts and not people


def _campaigns_seen(columns: Columns) -> str:
    """Figures of mailings or advertisements, one a row."""
    figures = [n for n, c in columns.items() if c.numeric and _OF_CAMPAIGNS.search(c.words)]
    people = any(c.mail or c.role_hints.get("id", 0) > SURE_ORDER for c in columns.values())
    if len(figures) < FEWEST_FIGURES or people:
        return ""
    return words.campaigns_seen(figures)


def _counts_seen(columns: Columns, singles: Mapping[str, Role]) -> str:
    """A report that counts people by groups: numbers under "Users", and everything else is a group."""
    counts = [n for n, c in columns.items() if c.numeric and _PEOPLE.fullmatch(c.words)]
    groups = [column for name, column in columns.items() if name not in counts]
    if not counts or not groups or "id" in singles.values():
        return ""
    grouped = all(c.profile.dtype in ("text", "date") or is_period(c.profile.name) for c in groups)
    return words.counts_seen(counts) if grouped else ""


def _has_person(columns: Columns, singles: Mapping[str, Role]) -> bool:
    """Tell whether a column names customers or tells of a person.

    Beside an order number, what is merely called id is the row's.
    """
    ordered = any(column.role_hints.get("order", 0) > SURE_ORDER for column in columns.values())
    least = SURE_ORDER if ordered else 1
    named = any(
        role == "id"
        and (columns[name].role_hints.get("id", 0) >= least or columns[name].mail)
        and _subject_of(columns[name]) is None
        for name, role in singles.items()
    )
    return named or any(column.mail or is_personal(name) for name, column in columns.items())


def _has_features(columns: Columns, singles: Mapping[str, Role]) -> bool:
    """Tell whether anything is left to compare customers by, keys and dates not counted."""
    for name, column in columns.items():
        role = singles.get(name) or leftover_role(column)[0]
        if role in _COMPARED and not _is_key(column):
            return True
    return False


def _is_key(column: Column) -> bool:
    return (
        bool({"id", "order", "product"} & column.role_hints.keys()) or _subject_of(column) is not None
    )


def _subject_seen(columns: Columns, lines: Mapping[str, Role]) -> str:
    """Sentence on what the rows seem to be; "" where they may be customers."""
    tests = (_listed_seen, _orders_seen, _periods_seen, _repeated_seen, _baskets_seen)
    return next(filter(None, (test(columns, lines) for test in tests)), "")


def _dictionary_seen(columns: Columns) -> str:
    named = [name for name, column in columns.items() if _DICTIONARY.match(column.words)]
    meant = [name for name, column in columns.items() if _MEANING.search(column.words)]
    return words.dictionary_seen([*named, *meant]) if named and meant else ""


def _listed_seen(columns: Columns, _: Mapping[str, Role]) -> str:
    """A list of products, campaigns, ...: a key of theirs is different in almost every row."""
    for name, column in columns.items():
        subject = _subject_of(column)
        if subject and column.could_be_key and column.unique:
            return words.list_seen(subject[1], name)
    for name, column in columns.items():
        place = column.profile.dtype == "text" and {"country", "category"} & column.role_hints.keys()
        keys = looks_like_keys(column) and not names_postcode(name)
        if place and column.unique and column.distinct > 2 and not keys:
            return words.report_seen(name)
    return ""


def _subject_of(column: Column) -> tuple[str, str] | None:
    """One and several of what a key's name means: ("product", "products"); None for another column."""
    if column.role_hints.get("product", 0) >= 5:
        return "product", "products"
    keyed = re.search(r"\b(?:ids?|identifier|no|nr|num|number|codes?|key|name)\b", column.words)
    for pattern, subject, several in _SUBJECTS:
        if re.search(pattern, column.words) and (keyed or re.fullmatch(pattern, column.words)):
            return subject, several
    return None


def _orders_seen(columns: Columns, lines: Mapping[str, Role]) -> str:
    order = next((name for name, role in lines.items() if role == "order"), None)
    if order is None or columns[order].role_hints.get("order", 0) < SURE_ORDER:
        return ""
    return words.orders_seen(order, columns[order].unique)


def _periods_seen(columns: Columns, _: Mapping[str, Role]) -> str:
    """A report by day, week, month or quarter, or of a pivot table: each has one row."""
    for name, column in columns.items():
        if (
            is_period(name)
            and column.could_be_key
            and column.unique
            and 2 < column.distinct == column.rows
        ):
            return words.report_seen(name)
        timed = column.profile.dtype == "date" and (is_period(name) or _HOURS.fullmatch(column.words))
        if timed and _are_only_numbers(columns, name):
            return words.report_seen(name, "date in")
        low, high = column.profile.minimum, column.profile.maximum
        if column.profile.dtype != "date" or low is None or high is None or column.rows < 6:
            continue
        apart = (high - low) / max(1, column.distinct - 1)
        regular = any(REGULAR * period <= apart <= period / REGULAR for period in _PERIODS)
        if regular and column.distinct == column.present:
            return words.report_seen(name, "date in")
    return ""


def _are_only_numbers(columns: Columns, date: str) -> bool:
    """Tell whether each date stands once, and numbers alone stand beside it."""
    others = [column for name, column in columns.items() if name != date and not column.constant]
    once = columns[date].distinct == columns[date].rows >= ENOUGH_ROWS
    return once and len(others) > 1 and all(column.numeric for column in others)


def _repeated_seen(columns: Columns, lines: Mapping[str, Role]) -> str:
    """Figures of products or shops: over time, sold, with hardly a number to compare, or of one in the
    other."""
    subjects = {subject for column in columns.values() if (subject := _subject_of(column))}
    numbers = sum(column.numeric and not _is_key(column) for column in columns.values())
    dated = any(column.profile.dtype == "date" for column in columns.values())
    dated = dated or {"quantity", "unit_price", "amount"} <= set(lines.values())
    for name, column in columns.items():
        subject = _subject_of(column)
        if subject and column.could_be_key and (dated or numbers <= MOST_COMPARED or len(subjects) > 1):
            return words.subject_seen(subject[0], name)
    return ""


def _baskets_seen(columns: Columns, _: Mapping[str, Role]) -> str:
    """Baskets of products: only texts, and the same ones in most columns."""
    texts = [column for column in columns.values() if column.profile.dtype == "text"]
    if len(texts) < 3 or len(texts) < len(columns):
        return ""
    values = Counter(value for column in texts for value in column.profile.examples)
    shared = [sum(values[v] > 1 for v in column.profile.examples) >= 2 for column in texts]
    gaps = [column.profile.missing for column in texts]
    many = texts[0].distinct > ENOUGH_ROWS and gaps[0] < gaps[-1] and gaps == sorted(gaps)
    seen = sum(shared) * 2 >= len(texts) and many
    return words.BASKETS if seen else ""
