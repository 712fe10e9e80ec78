"""Facts that a playbook may ask for, in its own words: recency of an order, income, a loan, churn.

Each tells which columns hold it; what columns mean for segments and names is in
`core.data.columns.meanings`.
"""

import re
from dataclasses import dataclass

from core.data import name_words


@dataclass(frozen=True)
class FactKind:
    """A meaning that a feature can have.

    `feature` is its name where transactions were turned into customers and `says` the words for its
    mean there; `pattern` finds it among other tables' columns by name. It is the share of customers who
    have one of the `values` where a category tells it, a whole number where it is `counted`; an
    `outcome` is looked for among the columns that say what became of customers.
    """

    name: str
    help: str
    pattern: str
    feature: str = ""
    says: str = ""
    values: str = ""
    counted: bool = False
    outcome: bool = False


# A column has the meaning of the first pattern that fits.
FACT_KINDS: tuple[FactKind, ...] = (
    FactKind("churn", "share who left",
            r"\bchurn(?:ed)?\b(?!.*\b(?:score|reason)\b)|\battrit\w*|\bexited\b|^(?:has )?left$|\blapsed\b|\bcancell?ed\b"
            r"|\babgewandert\b|\bgekundigt\b|\bresilie\b|\babandono\b|\bbaja\b|\babbandono\b|\bopgezegd\b",
            outcome=True),
    FactKind("response", "share who answered a campaign or bought after it",
            r"\brespon(?:se|ded|der)\b|\bconver(?:ted|sion)\b|\bsubscribed\b|^y$|\baccepted\b|^revenue$|\bpurchased?\b|\bbought\b"
            r"|\breagiert\b|\breponse\b|\brespuesta\b|\brisposta\b|\breactie\b|\bresposta\b",
            outcome=True),
    FactKind("recency", "days since the last order",
            r"\brecency\b|\bdays? since (?:the )?(?:last )?(?:order|purchase|visit|transaction|activity|invoice|booking|stay|gift|donation|login)\b"
            r"|^days? since last\b",
            "recency", "Last order {} days ago"),
    FactKind("frequency", "orders",
            r"\bfrequency\b|^(?:(?:number of|num|no of|nb|n|total) )?(?:orders|purchases|transactions|invoices|bookings|stays|trips|gifts|donations)$"
            r"|\b(?:order|purchase|transaction|booking|gift|donation) count\b",
            "frequency", "{} orders per customer", counted=True),
    FactKind("monetary", "money spent",
            r"\bmonetary\b|\b(?:total|annual|yearly|lifetime|customer lifetime) (?:spend|spent|spending|revenue|sales|value|given|giving|donations?)\b"
            r"|^(?:spend|spent|spending|revenue|sales|turnover|amount)$",
            "monetary", "Spend of {} per customer"),
    FactKind("tenure", "time since becoming a customer",
            r"\btenure\b|\bmonths? on book\b|\brelationship (?:length|months|years)\b|\bmember(?:ship)? (?:days|months|years)\b"
            r"|\b(?:customer|client|account|member|donor) (?:since|for|age|months|years|days)\b|\b(?:months?|years?) (?:as|with)\b|\bvintage\b"
            r"|\bkundenjahre\b|\bvertragsdauer\b|\banciennete\b|\bantiguedad\b|\banzianita\b"
            r"|\bdays since (?:joined|joining|join|sign ?up|registration|registered|enrol\w*|opening|dt customer|first)\b",
            "tenure", "First order {} days ago"),
    FactKind("order_gap", "days between orders", r"\b(?:days|gap) between (?:orders|purchases|visits)\b",
            "order_gap_mean", "{} days between orders"),
    FactKind("order_gap_spread", "deviation of the days between orders", r"(?!)",
            "order_gap_sd", "Days between orders vary by {}"),
    FactKind("rhythm", "time since the last order in the customer's own usual gaps", r"(?!)",
            "relative_recency", "Silent for {} times their usual time between orders"),
    FactKind("order_value", "average order value",
            r"\b(?:average|avg|mean) (?:order|basket|purchase|transaction|booking|gift|donation)(?: value| amount| size)?\b|\baov\b|^adr$"
            r"|\b(?:gift|donation) (?:amount|size)\b",
            "average_order_value", "{} per order"),
    FactKind("items_per_order", "items per order", r"\bitems per (?:order|basket|purchase)\b",
            "items_per_order", "{} items per order"),
    FactKind("return_rate", "share of spend that was returned",
            r"\b(?:return|returns|returned|refund|refunds) (?:rate|share|ratio)\b",
            "return_rate", "Returned {} of their spend"),
    FactKind("spend_trend", "spend over time, from -1 (fading) to 1 (growing)", r"\bspend trend\b",
            "spend_trend", "Spend trend {} (-1 fading, 1 growing)"),
    FactKind("breadth", "distinct products bought",
            r"\b(?:product|category) breadth\b|\b(?:distinct|unique|different) (?:products|categories|items)\b",
            "product_breadth", "{} different products per customer"),
    FactKind("discount", "use of discounts", r"\b(?:discount|coupon|promo|promotion|voucher|deal)s?\b(?!.*\b(?:size|value|won|stage)\b)"),
    FactKind("support", "calls, tickets or complaints to customer service",
            r"\b(?:customer )?(?:service|support|care|help ?desk) (?:calls?|tickets?|contacts?|cases?)\b|\bcustserv calls\b|\btickets? (?:opened|open|count)\b"
            r"|\bopen tickets\b|\bcomplain(?:s|ts?|ed)?\b|\bbeschwerden?\b|\breclamations?\b|\bquejas?\b|\breclami\b|\bklachten\b|\breclamac\w*"),
    FactKind("satisfaction", "satisfaction, high is good",
            r"\bsatisf\w*|\bzufrieden\w*|\bsatisfaccion\b|\bsoddisfazione\b|\btevredenheid\b|\bsatisfacao\b|\bcsat\b|\bnps\b"),
    FactKind("short_contract", "share with a monthly contract",
            r"\bcontract\b|\bsubscription\b|\bvertrag\w*|\bcontrat\b|\bcontrato\b|\bcontratto\b",
            values=r"month|monat|mois|mes\b|mensual|mensil|maand|mensal|no contract|none|flexib"),
    FactKind("manual_payment", "share who pay by cheque or transfer rather than automatically",
            r"\bpayment (?:method|type|mode)\b|\bpays by\b|\bzahlungs(?:art|weise)\b|\bmode de paiement\b|\bmetodo (?:de|di) pag\w*\b",
            values=r"(?!.*auto).*(?:che(?:ck|que)|manual|invoice|transfer|cash)|rechnung|uberweisung|bar\b"),
    FactKind("monthly_charge", "what a customer pays per month",
            r"\bmonthly (?:charges?|fee|bill|price|revenue|payment|spend)\b|\bmrr\b|\barpu\b|\bmonatlich\w*|\bmonatsbeitrag\b|\bcuota\b"),
    FactKind("service_use", "minutes, data, hours or logins",
            r"\b(?:minutes?|hours?|data|gb|mb|usage|watch time|logins?|sessions)\b(?!.*\b(?:score|since)\b)"),
    FactKind("policies", "policies held", r"\b(?:number of|num|no of|n) polic(?:y|ies)\b|\bpolic(?:y|ies) (?:held|count)\b|^policies$"),
    FactKind("claims", "claims made",
            r"\b(?:number of|num|no of|n|open)? ?claims?(?: count| made| filed)?$|\bclaims? (?:last|past|in) |\bschaden(?:falle)?\b|\bsinistres\b|\bsiniestros\b|\bsinistri\b"),
    FactKind("premium", "the premium",
            r"\bpremiums?\b|\bpramie\b|\bprime\b|\bprima\b|\bpremio\b|\bpremie\b"),
    FactKind("claim_amount", "amount of claims",
            r"\bclaims? (?:amount|paid|cost|value|total)\b|\btotal claim\b"),
    FactKind("lead_time", "days booked ahead", r"\blead time\b|\bdays (?:booked )?ahead\b|\badvance (?:days|booking)\b|\bbooking window\b"),
    FactKind("nights", "nights stayed", r"\bnights?\b|\bnachte\b|\bnuits?\b|\bnoches\b|\bnotti\b|\bnachten\b"),
    FactKind("travel_party", "children or babies who travel along", r"\bbab(?:y|ies)\b|\bchildren (?:travel|along)\w*\b"),
    FactKind("repeat_guest", "share who stayed before", r"\brepeat(?:ed)? (?:guest|customer|visitor)\b|\breturning (?:guest|visitor)\b"),
    FactKind("requests", "special requests", r"\b(?:special )?requests?\b"),
    FactKind("regular_gift", "share who give regularly",
            r"\b(?:regular|recurring|monthly|sustain\w*|committed) (?:donor|giver|gift|donation|giving)s?\b|\bsustainer\b|\bdauerspend\w*|\bdonateur regulier\b|\bdirect debit\b"),
    FactKind("events", "events attended or hours volunteered", r"\bevents? (?:attended|count)?\b|\bvolunteer\w*|\battendance\b"),
    FactKind("email_opens", "e-mails opened", r"\b(?:e ?mail )?opens?(?: rate)?\b|\bopen rate\b|\be ?mails opened\b"),
    FactKind("progress", "courses or lessons completed",
            r"\b(?:completion|progress|completed (?:courses|lessons|modules)|(?:courses|lessons|modules) completed|finished courses)\b"),
    FactKind("courses", "courses taken", r"\b(?:courses|classes|lessons|enrol\w*)(?: taken| count)?$"),
    FactKind("employees", "employees of the company", r"\bemployees\b|\bheadcount\b|\bcompany size\b|\bmitarbeiter(?:zahl)?\b|\beffectif\b|\bempleados\b|\bdipendenti\b|\bwerknemers\b|\bfuncionarios\b"),
    FactKind("contract_value", "value of the contract per year", r"\b(?:contract|deal|account|opportunity) value\b|\bacv\b|\barr\b|\bannual revenue\b"),
    FactKind("renewal_days", "days until the renewal", r"\b(?:days|months) (?:to|until|till) (?:the )?(?:renewal|expiry|contract end)\b"),
    FactKind("seats", "seats or licences in use", r"\bseats?\b|\blicen[cs]es?\b|\busers\b"),
    FactKind("debt", "money owed", r"\bdebts?\b|\boutstanding\b|\bloan (?:amount|balance)\b|\bcard balance\b"),
    FactKind("mortgage", "a home loan", r"\bmortgage\b|^housing(?: loan)?$|\bhome loan\b|\bhypothek\b"),
    FactKind("default", "credit in default", r"\bdefault(?:ed)?\b|\barrears\b|\bdelinquen\w*|\bpast due\b|\blate payments?\b"),
    FactKind("credit_score", "credit score, high is good", r"\b(?:credit|fico) ?(?:score|rating)\b"),
    FactKind("risk", "risk, high is bad",
            r"^(?!.*\b(?:tolerance|appetite|profile|affinity|aversion|preference|capacity)\b).*\brisk\b"),
    FactKind("utilisation", "share of a credit limit in use", r"\butili[sz]ation\b"),
    FactKind("card", "a credit card", r"^(?:has )?(?:credit card|cr card|card)$"),
    FactKind("loan", "a personal loan", r"^(?:has )?(?:personal |consumer )?(?:loan|credit|kredit)s?$"),
    FactKind("savings", "savings and deposits", r"\bsavings?\b|\bdeposits?\b|\bsparguthaben\b"),
    FactKind("investments", "invested money", r"\binvest(?:ed|ment|ments)\b|\bsecurities\b|\bportfolio\b|\baum\b"),
    FactKind("cash_advance", "cash drawn on a card", r"^cash advances?$|\bcash advance amount\b"),
    FactKind("balance", "balance of the account", r"\bbalance\b(?!.*\bfrequency\b)|\bkontostand\b|\bsaldo\b"),
    FactKind("income", "income", r"\bincome\b|\bsalary\b|\bearnings\b|\beinkommen\b|\bgehalt\b"),
    FactKind("products", "products held",
            r"\b(?:products?|accounts?) (?:held|owned|count|number)\b|\b(?:num|number|nb|n|no)(?: of)? (?:products?|accounts?)\b"),
    FactKind("contacts", "how often the customer was contacted",
            r"^campaign$|\b(?:num|number|nb|n|no)(?: of)? contacts\b|\bcontacts? count\b"),
    FactKind("earlier_contacts", "contacts in earlier campaigns",
            r"^previous(?: contacts)?$|\b(?:earlier|past|previous) (?:contacts|campaigns)\b"),
    FactKind("activity", "being active",
            r"\bactive(?: member| customer| user)?$"
            r"|^(?:(?:number of|num|no of|nb|n|total) )?visits$|\bvisit count\b"),
    FactKind("age", "age", r"^(?:customer |client |donor )?(?:age|alter|edad|eta|leeftijd|idade)(?: years)?$"),
)  # fmt: skip


def find_fact_kind(feature: str, of_transactions: bool, outcome: bool = False) -> FactKind | None:
    """Find the meaning of a feature, or of an outcome, by its name; None where there is none."""
    if of_transactions:
        return next((each for each in FACT_KINDS if each.feature == feature), None)
    words = name_words(feature)
    fitting = (
        each for each in FACT_KINDS if each.outcome == outcome and re.search(each.pattern, words)
    )
    return next(fitting, None)
