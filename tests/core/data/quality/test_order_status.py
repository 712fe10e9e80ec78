"""Status of orders: what was not paid is left out, what is open is told, and it is no place of purchase."""

from datetime import date
from typing import Any

import polars as pl
import pytest

from core.data.quality.findings import check_quality
from core.data.quality.fixes import fix_table
from core.data.quality.order_status import is_status_name, payment_state
from core.features import build_customers
from core.model import Finding, Fix, Recipe, Role

ROLES: dict[str, Role] = {"who": "id", "day": "date", "paid": "amount"}


def orders(name: str, values: list[Any], **more: list[Any]) -> pl.LazyFrame:
    """60 orders of six customers, 10 each, with the values in turn."""
    days = pl.date_range(pl.date(2024, 1, 1), pl.date(2024, 12, 31), eager=True).head(60)
    columns = {"who": [f"C{i % 6}" for i in range(60)], "day": days, "paid": [10.0] * 60}
    turns = {name: [values[i % len(values)] for i in range(60)]}
    return pl.LazyFrame({**columns, **turns, **more})


def findings_of(frame: pl.LazyFrame, name: str, role: Role = "category") -> list[Finding]:
    findings = check_quality(frame, {**ROLES, name: role}, "transactions")
    return [f for f in findings if f.kind in ("unpaid", "open_orders", "partly_paid")]


UNPAID = [
    "cancelled", "Canceled", "CANCELLED", "wc-cancelled", "refunded", "Refund", "voided", "failed", "Payment failed", "draft", "test",
    "returned", "expired", "Closed Lost", "abandoned", "declined", "rejected", "charged back / chargeback", "deleted",
    "storniert", "Storno", "erstattet", "zurückerstattet", "fehlgeschlagen", "abgelehnt", "abgebrochen", "Retoure", "retourniert",
    "Entwurf", "verloren", "abgelaufen", "ungültig",
    "annulé", "Annulée", "remboursé", "échec", "refusé", "brouillon", "perdu", "expirée", "retourné", "abandonné",
    "cancelado", "Cancelada", "anulado", "reembolsado", "fallido", "rechazado", "borrador", "perdida", "devuelto", "caducado",
    "annullato", "Annullata", "rimborsato", "fallito", "rifiutato", "bozza", "reso", "scaduto", "persa",
    "falhou", "recusado", "devolvido", "rascunho", "estornado - reembolsado",
    "geannuleerd", "terugbetaald", "mislukt", "geweigerd", "afgewezen", "geretourneerd", "verlopen",
]  # fmt: skip
OPEN = [
    "pending", "Pending payment", "on-hold", "On hold", "open", "unpaid", "authorized", "refund requested", "Offen", "ausstehend",
    "en attente", "pendiente", "in attesa", "pendente", "in behandeling", "Qualified to Buy",
]  # fmt: skip
PARTIAL = [
    "partially_refunded", "partially refunded", "teilweise erstattet", "partiellement remboursé", "parcialmente reembolsado",
    "parzialmente rimborsato", "gedeeltelijk terugbetaald",
]  # fmt: skip
PAID = [
    "completed", "paid", "Shipped", "delivered", "processing", "Closed Won", "not cancelled", "no refund", "succeeded", "bezahlt",
    "versandt", "abgeschlossen", "payé", "livrée", "expédié", "pagado", "enviado", "completado", "pagato", "spedito", "pago", "entregue",
    "betaald", "verzonden", "afgerond",
]  # fmt: skip


def test_states_in_all_languages() -> None:
    states = {
        state: [w for w in (*UNPAID, *OPEN, *PARTIAL, *PAID) if payment_state(w) == state]
        for state in ("unpaid", "open", "partial", "paid")
    }
    assert states == {"unpaid": UNPAID, "open": OPEN, "partial": PARTIAL, "paid": PAID}
    assert not any(
        map(
            payment_state, ["Berlin", "gold", "A", "", "Online TA", "Contest", "Prosecco", "Restaurant"]
        )
    )


@pytest.mark.parametrize(
    ("name", "paid", "unpaid"),
    [
        ("Order Status", "completed", "cancelled"),
        ("financial_status", "paid", "refunded"),
        ("Bestellstatus", "bezahlt", "storniert"),
        ("Statut", "payé", "annulé"),
        ("estado del pedido", "pagado", "cancelado"),
        ("Stato ordine", "pagato", "annullato"),
        ("situação", "pago", "cancelado"),
        ("Status", "betaald", "geannuleerd"),
        ("Status zamówienia", "zrealizowane", "anulowane"),
        ("Deal Stage", "Closed Won", "Closed Lost"),
        ("Info", "completed", "cancelled"),
    ],
)
def test_what_was_not_paid_is_left_out_and_no_feature(name: str, paid: str, unpaid: str) -> None:
    frame = orders(name, [paid, paid, paid, paid, unpaid])
    (finding,) = findings_of(frame, name)
    assert (finding.count, finding.fix, finding.recommended) == (12, Fix("unpaid", name), True)
    assert f"12 '{unpaid}' (120)" in finding.sentence
    assert "20 %, 20 % of money" in finding.sentence
    recipe = Recipe(table="transactions", roles={**ROLES, name: "category"}, fixes=(str(finding.fix),))
    customers = build_customers(frame, recipe)
    assert customers.frame["monetary"].sum() == 480
    assert not any(name in feature for feature in customers.features)
    assert not any(name in f for f in build_customers(frame, recipe.with_changes(fixes=())).features)


@pytest.mark.parametrize(
    ("name", "yes", "no"),
    [("is_cancelled", True, False), ("Cancelled", "Yes", "No"), ("refunded", 1, 0), ("storniert", "ja", "nein"), ("annulé", "oui", "non"),
     ("geannuleerd", "ja", "nee"), ("voided", "Y", "N")],
)  # fmt: skip
def test_flags(name: str, yes: Any, no: Any) -> None:
    frame = orders(name, [no, no, no, yes])
    (finding,) = findings_of(frame, name)
    assert (finding.count, finding.recommended) == (15, True)
    fixed = fix_table(frame, {**ROLES, name: "category"}, "transactions", [str(finding.fix)]).collect()
    assert fixed[name].unique().to_list() == [no]


def test_an_experiment_is_no_test_order() -> None:
    assert not findings_of(orders("test", [0, 1]), "test")[0].recommended


def test_a_parcel_that_was_lost_is_told_only() -> None:
    (finding,) = findings_of(
        orders("Delivery status", ["delivered", "delivered", "lost"]), "Delivery status"
    )
    assert not finding.recommended


def test_a_moment_of_cancelling() -> None:
    frame = orders("Cancelled at", [date(2024, 3, 1), None, None])
    (finding,) = findings_of(frame, "Cancelled at", "ignore")
    assert (finding.count, finding.fix) == (20, Fix("unpaid", "Cancelled at"))


def test_what_is_open_is_told_and_stays() -> None:
    frame = orders("Payment Status", ["paid", "pending", "partially refunded"])
    findings = findings_of(frame, "Payment Status")
    assert [(f.kind, f.count, f.recommended) for f in findings] == [
        ("open_orders", 20, False),
        ("partly_paid", 20, False),
    ]
    fixed = fix_table(
        frame,
        {**ROLES, "Payment Status": "category"},
        "transactions",
        ["open_orders:Payment Status"],
    )
    assert fixed.collect().height == 40


def test_of_deals_what_is_neither_won_nor_lost_is_open() -> None:
    frame = orders(
        "Deal Stage", ["Closed Won", "Closed Lost", "Contract Sent", "Decision Maker Bought-In"]
    )
    findings = findings_of(frame, "Deal Stage")
    assert [(f.kind, f.count) for f in findings] == [("unpaid", 15), ("open_orders", 30)]


def test_a_line_that_takes_back_is_subtracted_and_not_left_out() -> None:
    paid = [-10.0 if i % 5 == 4 else 10.0 for i in range(60)]
    frame = orders("status", ["paid", "paid", "paid", "paid", "refunded"], paid=paid)
    assert not findings_of(frame, "status")
    recipe = Recipe(
        table="transactions", roles={**ROLES, "status": "category"}, fixes=("unpaid:status",)
    )
    assert build_customers(frame, recipe).frame["monetary"].sum() == 360


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("Membership Status", ["active", "inactive", "cancelled"]),
        ("customer_status", ["active", "lost"]),
        ("Loyalty status", ["gold", "silver", "expired"]),
        ("Kundenstatus", ["aktiv", "verloren"]),
        ("Marital status", ["single", "married"]),
        ("State", ["CA", "NY", "TX"]),
        ("Shipping State", ["open", "closed"]),
        ("Channel", ["web", "shop"]),
        ("Test group", ["A", "B"]),
        ("Note", ["cancelled", "please ring", "paid"]),
        ("product status", ["active", "draft"]),
        ("returned", [3, 5, 9]),
    ],
)
def test_other_columns_stay_what_they_are(name: str, values: list[Any]) -> None:
    assert not findings_of(orders(name, values), name)


def test_a_status_of_customers_stays_a_category() -> None:
    frame = pl.LazyFrame({"id": range(40), "status": ["active", "cancelled"] * 20, "n": range(40)})
    roles: dict[str, Role] = {"id": "id", "status": "category", "n": "number"}
    assert not [f for f in check_quality(frame, roles, "customers") if f.kind == "unpaid"]
    customers = build_customers(frame, Recipe(roles=roles))
    assert "status" in customers.features


def test_names_of_statuses() -> None:
    assert all(
        map(
            is_status_name,
            [
                "Status",
                "orderStatus",
                "payment_status",
                "Zahlungsstatus",
                "Deal Stage",
                "Statut de la commande",
            ],
        )
    )
    assert not any(
        map(
            is_status_name,
            ["Billing State", "Statue", "Membership Status", "Estate", "amount", "lifecycle stage"],
        )
    )


@pytest.mark.parametrize(
    ("name", "bought", "others"),
    [
        ("event_type", "purchase", ["view", "view", "cart", "view", "remove_from_cart"]),
        ("event", "transaction", ["view", "addtocart"]),
        ("behavior", "buy", ["pv", "fav", "cart", "pv", "pv", "pv", "pv", "pv", "pv", "pv", "pv"]),
        ("Aktion", "Kauf", ["Warenkorb"]),
    ],
)
def test_only_purchases_count_among_what_visitors_do(name: str, bought: str, others: list[str]) -> None:
    frame = orders(name, [bought, *others])
    (finding,) = findings_of(frame, name)
    assert finding.recommended
    rest = fix_table(frame, {**ROLES, name: "category"}, "transactions", [str(finding.fix)]).collect()
    assert set(rest[name]) == {bought}


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("event_type", ["view", "click"]),
        ("event", ["Wedding", "Birthday"]),
        ("type", ["view", "purchase"]),
        ("event_type", ["purchase", "concert"]),
    ],
)
def test_other_events_stay(name: str, values: list[str]) -> None:
    assert findings_of(orders(name, values), name) == []


@pytest.mark.parametrize(
    ("name", "values", "gone"),
    [
        ("Transaction Type", ["Sale", "Sale", "Void", "Refund"], 15),
        ("Kind", ["authorization", "capture"], 30),
        ("Type", ["Sale", "Refund"], 0),
    ],
)
def test_kinds_of_lines_that_brought_nothing(name: str, values: list[str], gone: int) -> None:
    assert sum(f.count for f in findings_of(orders(name, values), name)) == gone


def test_a_mode_of_tests_is_a_status_and_the_arms_of_an_experiment_are_none() -> None:
    assert findings_of(orders("Mode", ["live"] * 18 + ["test"] * 2), "Mode")[0].kind == "unpaid"
    assert not findings_of(orders("Arm", ["control"] * 10 + ["test"] * 10), "Arm")


@pytest.mark.parametrize("word", ["Rückbuchung", "Rücklastschrift", "Contracargo"])
def test_a_payment_that_the_bank_took_back_is_no_sale(word: str) -> None:
    assert payment_state(word) == "unpaid"
