"""Columns that say whether an order was paid, and the lines that were not: cancelled, refunded, failed."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Literal

import polars as pl

from core.data.columns.column import NO, YES
from core.data.columns.column_names import name_words
from core.data.columns.profile import exact_column
from core.data.columns.typed_table import TypedTable
from core.data.quality import line_kinds, words
from core.data.quality.costs import count_words, money
from core.model import Finding, Fix
from core.text import format_number, join_names

Payment = Literal["unpaid", "open", "partial", "paid", ""]
MOST_STATUSES = 40  # different values of a status; more are notes
# Share of the lines that may go by themselves; more are told only. A flag called test that many lines
# have is rather an experiment with two groups.
MOST_UNPAID, MOST_TESTS = 0.9, 0.2

# Patterns of a status as `_status_words` writes it, the first that fits decides.
_PARTIAL = re.compile(
    r"\b(?:partial(?:ly)?|part|teil\w*|partiel\w*|parcial\w*|parzial\w*|gedeeltelijk)\b"
)
_OPEN = re.compile(
    r"\b(?:awaiting|payment due|erwartet|wacht op|request\w*|beantragt|demandee?"
    r"|solicitad[oa]|richiest[oa]|aangevraagd|pending|on ?hold|hold|open|offen|ausstehend|wartend|warten|en attente"
    r"|pendientes?|en espera|in attesa|in sospeso|pendentes?|aguardando|em espera|in afwachting|in behandeling|wachten\w*"
    r"|unpaid|not paid|unbezahlt|nicht bezahlt|impayee?|non payee?|no pagad[oa]|non pagat[oa]|nao pag[oa]|onbetaald"
    r"|niet betaald|overdue|uberfallig|authori[sz]ed|unfulfilled|negotiat\w*|qualif\w*|proposal|appointment\w*)\b"
)
_NEGATED = re.compile(r"\b(?:not|no|non|never|nicht|kein\w*|pas|sin|nao|niet|geen)\b")
_UNPAID = re.compile(
    r"\b(?:cancel\w*|annul\w*|stornier\w*|storno|anulad\w*|anular|geannuleerd|abgesagt|abgebrochen|afgebroken"
    r"|void\w*|ungultig|invalid\w*|refund(?:ed)?|(?:zu)?ruck(?:er)?stattet|erstattet|ruckerstattet|zuruckerstattet"
    r"|rembourse\w*|reembols\w*|rimbors\w*|terugbetaald|gutschrift|charge ?back|ruckbuchung\w*|rucklastschrift\w*|contracargo\w*|fail(?:ed|ure)?|fehlgeschlagen"
    r"|echou\w*|echec|fallid\w*|fallit\w*|falhou|falhad\w*|mislukt|errore?|fehler|erreur|declined?|rejected|denied"
    r"|abgelehnt|refus\w*|rechazad\w*|rifiutat\w*|recusad\w*|geweigerd|afgewezen|draft|entwurf|brouillon|borrador"
    r"|bozza|rascunho|test|lost|verloren|perdue?s?|perdid\w*|pers[oa]|abandon\w*|expired?|abgelaufen|expiree?"
    r"|caducad\w*|scadut\w*|expirad\w*|verlopen|return(?:ed|s)?|retour(?:niert|e|ne|nee|en)?|zuruckgesandt|zuruckgeschickt"
    r"|zuruckgegeben|devuelt\w*|devolvid\w*|reso|resi|restituit\w*|geretourneerd|teruggestuurd|deleted|trash(?:ed)?"
    r"|anulowan[aeoy]|zwrocon[aeoy]|odrzucon[aeoy]|avbruten|avbestalld|annulleret|afbestilt|kansellert|peruttu|iptal edildi|iptal"
    r"|geloscht|supprime\w*|eliminad\w*|eliminat\w*|verwijderd|fraud\w*|authori[sz]ation|pre ?auth\w*)\b"
)
_PAID = re.compile(
    r"\b(?:complete[ds]?|paid|shipped|delivered|fulfilled|closed|won|gewonnen|gagnee?|ganad[oa]|vint[oa]|processing"
    r"|processed|dispatched|succeeded|success\w*|approved|captured|settled|invoiced|sold|active|placed|confirmed|ok|done"
    r"|ready|received|accepted|live|production|in progress|new|bezahlt|versandt|versendet|geliefert|zugestellt|abgeschlossen|erledigt|fertig"
    r"|bestatigt|payee?s?|livree?s?|terminee?s?|expediee?s?|validee?s?|confirmee?s?|complet\w*|pagad[oa]s?|pag[oa]"
    r"|enviad[oa]s?|entreg\w*|confirmad[oa]|concluid\w*|aprovad\w*|finalizad\w*|pagat[oa]|spedit[oa]|consegnat[oa]|evas[oa]"
    r"|confermat[oa]|conclus[oa]|sales?|capture|verkauf|vente|venta|vendita|venda|verkoop|betaald|verzonden|geleverd|bezorgd|afgerond|voltooid|check(?:ed)? ?(?:in|out))\b"
)
_WON = re.compile(r"\b(?:won|gewonnen|gagnee?|ganad[oa]|vint[oa]|ganh[oa])\b")
# A column that names kinds of documents, and the kinds that give money back: they are lines of their own.
KIND_NAME = re.compile(
    r"\b(?:type|typ|kind|document|doc|art|tipo|soort|nature|\w*belegart|vorgangsart|buchungsart)\b"
)
CREDIT = re.compile(
    r"\b(?:credit ?(?:note|memo|nota)s?|gutschrift(?:en)?|rechnungskorrektur|stornorechnung|avoirs?|notes? de credit"
    r"|notas? de credito|abonos?|not[ae] di credito|credit ?invoice|factura rectificativa|refund(?:ed|s)?|returns?|retoure?n?"
    r"|erstattung|remboursement|devolucion|devolucao|reembolso|rimborso|reso|terugbetaling|retour)\b"
)
# What visitors of a shop do, and which of it is a purchase.
_ACTION_NAME = re.compile(r"\b(?:events?|actions?|activity|behaviou?r|interaction|aktion|ereignis)\b")
_PURCHASES = frozenset(
    (
        "purchase",
        "purchased",
        "buy",
        "bought",
        "transaction",
        "order",
        "ordered",
        "kauf",
        "achat",
        "compra",
        "acquisto",
        "aankoop",
    )
)
_ACTION = re.compile(
    r"\b(?:views?|viewed|pv|page ?views?|clicks?|cart|carts|addtocart|basket|fav|wish ?list|search|impressions?|visits?|sessions?"
    r"|log ?in|sign ?up|scroll|checkout|remove\w*|purchases?|purchased|buy|bought|transaction|order|ordered|warenkorb|panier"
    r"|carrito|carrello|kauf|achat|compra|acquisto|aankoop)\b"
)
_STATUS_NAME = re.compile(
    r"\b(?:status|state|stage|(?:\w+)?zustand|stand|etat|statut|estado|stato|situacao|fase|phase|etape|etapa)\b|\w+status\b"
)
# A status of something else than the order: of a person, a contract or a product.
_OTHER_STATUS = re.compile(
    r"\b(?:customers?|clients?|clientes?|clienti?|kunden?\w*|klant\w*|users?|members?|membership|mitglied\w*|account|marital"
    r"|civil|civile|familien\w*|loyalty|subscri\w*|abo\w*|employ\w*|e ?mail|newsletter|consent|lead|lifecycle|contact|vip|product"
    r"|produkt\w*|artikel\w*|lager\w*|produit|producto|prodotto|produto|stock|inventory|tax|smoking|health|country|billing|shipping|province|region"
    r"|insurance|policy|home|housing|address|residen\w*|us|federal)\b"
)
_OF_DELIVERY = re.compile(
    r"\b(?:fulfil\w*|ship\w*|deliver\w*|liefer\w*|versand\w*|livraison|envio|entrega|sped\w*|consegna|levering|verzend\w*)\b"
)
_BADLY_ENDED = (
    r"(?:cancel(?:l?ed|ado|ada)?|canceled|cancellation|annul(?:led|e|iert|ato|ado|ata)?|anulad[oa]|storn(?:o|iert|ata|ato)|void(?:ed)?"
    r"|geannuleerd|refunded|erstattet|rembourse|reembolsad[oa]|rimborsat[oa]|terugbetaald|deleted|failed|abandoned|fraud|returned"
    r"|retourniert|test|testbestellung|draft)"
)
_FLAG_NAME = re.compile(
    rf"^(?:is |was |has been |ist |est |e |es |order |bestellung |commande |pedido )*{_BADLY_ENDED}(?: (?:order|mode|flag|yn|transaction|indicator))?$"
)
_CANCEL_DATE_NAME = re.compile(
    r"^(?:order )?(?:cancel\w*|void\w*|annul\w*|storn\w*|anula\w*) ?(?:at|on|date|datum|time|am|le|el|il|em|op|timestamp)?$"
    r"|^(?:date|datum|data|fecha) (?:d |de |of |di |da )?(?:cancel\w*|annul\w*|storn\w*|anula\w*)$|^stornodatum$"
)
# Of flags also ones and zeros, a cross, first letters, and nothing for no.
_YES = YES | {"1", "x", "j", "o", "s"}
_NO = NO | {"0", "nao", ""}


def is_status_name(name: str) -> bool:
    """Tell whether a column of this name may hold the status of an order, a payment or a deal."""
    words = name_words(name)
    return bool(_STATUS_NAME.search(words)) and not _OTHER_STATUS.search(words)


def payment_state(status: str) -> Payment:
    """State of the payment that a status speaks of; empty for a word that is none of an order."""
    words = _status_words(status)
    if _PARTIAL.search(words):
        return "partial"
    if _OPEN.search(words):
        return "open"
    if _NEGATED.search(words):
        return "paid" if _UNPAID.search(words) else "open"
    if _UNPAID.search(words):
        return "unpaid"
    return "paid" if _PAID.search(words) else ""


def _status_words(status: str) -> str:
    plain = "".join(c for c in unicodedata.normalize("NFKD", status) if not unicodedata.combining(c))
    return " ".join(re.findall(r"[^\W_]+", plain.casefold()))


def status_columns(table: TypedTable) -> tuple[str, ...]:
    """Columns of transactions that say which lines were paid, whatever their role: they qualify the money
    and tell no customers apart."""
    if table.kind != "transactions":
        return ()
    return tuple(name for name, values in _few_values(table).items() if _is_status(table, name, values))


def _few_values(table: TypedTable) -> dict[str, list[object]]:
    """Different values of each column that may be a status."""
    single = ("id", "date", "amount", "unit_price", "quantity", "product", "order", "country")
    names = [
        name for name, dtype in table.schema.items()
        if table.roles.get(name, "ignore") not in single
        and (dtype == pl.String or ((dtype == pl.Boolean or dtype.is_integer()) and _is_flag_name(name)))
    ]  # fmt: skip
    few = [
        exact_column(n).drop_nulls().unique().head(MOST_STATUSES + 1).implode().alias(str(i))
        for i, n in enumerate(names)
    ]
    row = table.frame.select(few).collect(engine="streaming").row(0) if few else ()
    return {
        name: list(values)
        for name, values in zip(names, row, strict=True)
        if 0 < len(values) <= MOST_STATUSES
    }


def _is_flag_name(name: str) -> bool:
    return _FLAG_NAME.search(name_words(name)) is not None


def _is_flag(name: str, values: Sequence[object]) -> bool:
    words = {str(value).strip().casefold() for value in values}
    return _is_flag_name(name) and bool(words & _YES) and words <= _YES | _NO


def _are_actions(name: str, values: Sequence[object]) -> bool:
    """Tell whether the values are what visitors do, purchases among them."""
    words = [_status_words(str(value)) for value in values]
    fits = bool(_ACTION_NAME.search(name_words(name))) and all(map(_ACTION.search, words))
    return fits and bool(_PURCHASES & {*words}) and not {*words} <= _PURCHASES


def _line_state(name: str, value: object) -> Payment:
    """State of the payment of one line: what gives money back under a kind of document is a line as well."""
    if KIND_NAME.search(name_words(name)) and CREDIT.search(_status_words(str(value))):
        return "paid"
    return payment_state(str(value))


def _is_status(table: TypedTable, name: str, values: Sequence[object]) -> bool:
    if _is_flag(name, values) or _are_actions(name, values):
        return True
    if not table.is_text(name):
        return False
    states = [_line_state(name, value) for value in values]
    if is_status_name(name):
        deals = any(_WON.search(_status_words(str(value))) for value in values)
        certain = deals or 2 * sum(map(bool, states)) >= len(states)
        return certain and any(states)
    if _OTHER_STATUS.search(name_words(name)):
        return False
    return len(values) > 1 and all(states) and {"unpaid", "paid"} <= set(states)


def _states(table: TypedTable, name: str) -> dict[object, Payment]:
    """State of the payment for each value of a status column."""
    values = (
        table.frame.select(exact_column(name).drop_nulls().unique().sort())
        .collect()
        .to_series()
        .to_list()
    )
    if _is_flag(name, values):
        return {v: "unpaid" if str(v).strip().casefold() in _YES else "paid" for v in values}
    if _are_actions(name, values):
        return {v: "paid" if _status_words(str(v)) in _PURCHASES else "unpaid" for v in values}
    states = {value: _line_state(name, value) for value in values}
    won = {value for value in values if _WON.search(_status_words(str(value)))}
    if not won:
        return states
    # Deals: one that is neither won nor lost is still open.
    return {v: s if v in won or s == "unpaid" else "open" for v, s in states.items()}


def cancel_dates(table: TypedTable) -> tuple[str, ...]:
    """Columns that hold a moment for cancelled orders only."""
    if table.kind != "transactions":
        return ()
    return tuple(
        name for name, dtype in table.schema.items()
        if dtype.is_temporal() and _CANCEL_DATE_NAME.search(name_words(name)) and table.column_for("date") != name
    )  # fmt: skip


def is_unpaid(table: TypedTable, name: str) -> pl.Expr:
    """True for lines whose status says that nothing was paid for good.

    A negative line takes back what another line brought, so it stays and is subtracted.
    """
    filled = exact_column(name).is_not_null()
    ended = filled if table.schema[name].is_temporal() else _has_state(table, name, "unpaid")
    worth = line_kinds.line_value(table)
    if worth is None:
        return ended
    return ended & ~(line_kinds.is_negative(table) | (worth < 0).fill_null(False))


def is_open(table: TypedTable, name: str) -> pl.Expr:
    """True for lines whose status says that they are not paid yet."""
    return _has_state(table, name, "open")


def _has_state(table: TypedTable, name: str, state: Payment) -> pl.Expr:
    values = [value for value, its_state in _states(table, name).items() if its_state == state]
    return exact_column(name).is_in(values).fill_null(False) if values else pl.lit(False)


def check_statuses(table: TypedTable) -> Iterator[Finding]:
    """Findings on lines that were not paid, or not yet, by each column that says so."""
    for name in status_columns(table):
        yield from _status_findings(table, name)
    for name in cancel_dates(table):
        yield from _unpaid_finding(table, name)


def _status_findings(table: TypedTable, name: str) -> Iterator[Finding]:
    yield from _unpaid_finding(table, name)
    if _OF_DELIVERY.search(name_words(name)):
        return  # what is still to be sent was paid
    waits, refunded = is_open(table, name), _has_state(table, name, "partial")
    n, counted = count_words(table, waits)
    if n:
        text = words.open_orders_sentence(n, counted, name, _list_statuses(table, name, waits))
        yield Finding("open_orders", text, (name,), n, Fix("open_orders", name), f"Leave out {counted}")
    n, counted = count_words(table, refunded)
    if n:
        text = words.partly_paid_sentence(n, counted, name, _list_statuses(table, name, refunded))
        yield Finding("partly_paid", text, (name,), n)


def _unpaid_finding(table: TypedTable, name: str) -> Iterator[Finding]:
    gone = is_unpaid(table, name)
    n, counted = count_words(table, gone)
    if not n:
        return
    rows = table.frame.select(pl.len()).collect().item()
    has_words = table.is_text(name) and not _is_flag_name(name)
    which = f": {_list_statuses(table, name, gone)}" if has_words else ""
    most = MOST_TESTS if re.search(r"\btest", name_words(name)) else MOST_UNPAID
    most = 1 if _ACTION_NAME.search(name_words(name)) and n < rows else most
    safe = n <= most * rows and not _OF_DELIVERY.search(name_words(name))
    text = words.unpaid_sentence(n, counted, name, which, safe)
    yield Finding("unpaid", text, (name,), n, Fix("unpaid", name), f"Leave out {counted}", safe)


def _list_statuses(table: TypedTable, name: str, marked: pl.Expr) -> str:
    """The statuses of the marked lines with their counts and money: "17 'cancelled' (1,947)"."""
    worth = money(table)
    value = pl.lit(0.0) if worth is None else worth
    lines = table.frame.filter(marked).select(status=exact_column(name), worth=value)
    sums = (
        lines.group_by("status")
        .agg(rows=pl.len(), worth=pl.col("worth").sum())
        .sort("status")
        .collect()
    )
    parts = (
        f"{rows:,} '{status}'" + (f" ({format_number(worth)})" if worth else "")
        for status, rows, worth in sums.iter_rows()
    )
    return join_names(parts, most=6)
