"""Meanings of features, in a playbook's words: recency of an order, income, a loan."""

import re
from dataclasses import dataclass

from core.data import name_words


@dataclass(frozen=True)
class Meaning:
    """A meaning that a feature can have.

    `feature` is its name where transactions were turned into customers and `says` the words for its
    mean there; `pattern` finds it among other tables' columns by name.
    """

    name: str
    help: str
    pattern: str
    feature: str = ""
    says: str = ""
    finance: bool = False


# A column has the meaning of the first pattern that fits.
MEANINGS: tuple[Meaning, ...] = (
    Meaning("recency", "days since the last order",
            r"\brecency\b|\bdays since (?:the )?(?:last )?(?:order|purchase|visit|transaction|activity|invoice)\b"
            r"|^days since last\b",
            "recency", "Last order {} days ago on average"),
    Meaning("frequency", "orders",
            r"\bfrequency\b|^(?:(?:number of|num|no of|nb|n|total) )?(?:orders|purchases|transactions|invoices)$"
            r"|\b(?:order|purchase|transaction) count\b",
            "frequency", "{} orders a customer on average"),
    Meaning("monetary", "money spent",
            r"\bmonetary\b|\b(?:total|annual|yearly|lifetime|customer lifetime) (?:spend|spent|spending|revenue|sales|value)\b"
            r"|^(?:spend|spent|spending|revenue|sales|turnover|amount)$",
            "monetary", "Spend of {} a customer on average"),
    Meaning("tenure", "time since becoming a customer",
            r"\btenure\b|\bmonths? on book\b|\brelationship (?:length|months|years)\b|\bmember(?:ship)? (?:days|months|years)\b"
            r"|\bdays since (?:joined|joining|join|sign ?up|registration|registered|enrol\w*|opening|dt customer|first)\b",
            "tenure", "First order {} days ago on average"),
    Meaning("order_gap", "days between orders", r"\b(?:days|gap) between (?:orders|purchases|visits)\b",
            "order_gap_mean", "{} days between orders on average"),
    Meaning("order_gap_spread", "deviation of the days between orders", r"(?!)",
            "order_gap_sd", "Days between orders deviate by {} on average"),
    Meaning("rhythm", "recency in gaps of the customer's own", r"(?!)",
            "relative_recency", "Silent for {} of their own usual gaps between orders on average"),
    Meaning("order_value", "average order value",
            r"\b(?:average|avg|mean) (?:order|basket|purchase|transaction)(?: value| amount| size)?\b|\baov\b",
            "average_order_value", "{} an order on average"),
    Meaning("items_per_order", "items per order", r"\bitems per (?:order|basket|purchase)\b",
            "items_per_order", "{} items an order on average"),
    Meaning("return_rate", "share of spend given back",
            r"\b(?:return|returns|returned|refund|refunds) (?:rate|share|ratio)\b",
            "return_rate", "Share of spend given back {} on average"),
    Meaning("spend_trend", "where spend lies in time, from -1 (early) to 1 (late)", r"\bspend trend\b",
            "spend_trend", "Spend trend {} on average, where -1 is early and 1 is late"),
    Meaning("breadth", "distinct products bought",
            r"\b(?:product|category) breadth\b|\b(?:distinct|unique|different) (?:products|categories|items)\b",
            "product_breadth", "{} different products a customer on average"),
    Meaning("discount", "use of discounts", r"\b(?:discount|coupon|promo|promotion|voucher|deal)s?\b"),
    Meaning("debt", "money owed", r"\bdebts?\b|\boutstanding\b|\bloan (?:amount|balance)\b|\bcard balance\b",
            finance=True),
    Meaning("mortgage", "a home loan", r"\bmortgage\b|^housing(?: loan)?$|\bhome loan\b|\bhypothek\b",
            finance=True),
    Meaning("default", "credit in default", r"\bdefault(?:ed)?\b|\barrears\b|\bdelinquen\w*|\bpast due\b|\blate payments?\b",
            finance=True),
    Meaning("credit_score", "credit score, high is good", r"\b(?:credit|fico) ?(?:score|rating)\b", finance=True),
    Meaning("risk", "risk, high is bad",
            r"^(?!.*\b(?:tolerance|appetite|profile|affinity|aversion|preference|capacity)\b).*\brisk\b",
            finance=True),
    Meaning("utilisation", "share of a credit limit in use", r"\butili[sz]ation\b", finance=True),
    Meaning("card", "a credit card", r"^(?:has )?(?:credit card|cr card|card)$", finance=True),
    Meaning("loan", "a personal loan", r"^(?:has )?(?:personal |consumer )?(?:loan|credit|kredit)s?$",
            finance=True),
    Meaning("savings", "savings and deposits", r"\bsavings?\b|\bdeposits?\b|\bsparguthaben\b", finance=True),
    Meaning("investments", "invested money", r"\binvest(?:ed|ment|ments)\b|\bsecurities\b|\bportfolio\b|\baum\b",
            finance=True),
    Meaning("balance", "balance of the account", r"\bbalance\b|\bkontostand\b|\bsaldo\b", finance=True),
    Meaning("income", "income", r"\bincome\b|\bsalary\b|\bearnings\b|\beinkommen\b|\bgehalt\b", finance=True),
    Meaning("products", "products held",
            r"\b(?:products?|accounts?) (?:held|owned|count|number)\b|\b(?:num|number|nb|n|no)(?: of)? (?:products?|accounts?)\b"),
    Meaning("contacts", "how often the customer was contacted",
            r"^campaign$|\b(?:num|number|nb|n|no)(?: of)? contacts\b|\bcontacts? count\b"),
    Meaning("earlier_contacts", "contacts in earlier campaigns",
            r"^previous(?: contacts)?$|\b(?:earlier|past|previous) (?:contacts|campaigns)\b"),
    Meaning("activity", "being active",
            r"\bactive(?: member| customer| user)?$|\blogins?\b|\bsessions\b"
            r"|^(?:(?:number of|num|no of|nb|n|total) )?visits$|\bvisit count\b"),
    Meaning("age", "age", r"^(?:customer |client )?(?:age|alter)(?: years)?$"),
)  # fmt: skip


def find_meaning(feature: str, of_transactions: bool) -> Meaning | None:
    """Find the meaning of a feature by its name; None where there is none."""
    if of_transactions:
        return next((each for each in MEANINGS if each.feature == feature), None)
    words = name_words(feature)
    return next((each for each in MEANINGS if re.search(each.pattern, words)), None)
