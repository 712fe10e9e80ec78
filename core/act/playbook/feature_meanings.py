"""Facts that a playbook may ask for, in its own words: recency of an order, income, a loan, churn.

Each tells which columns hold it; what columns mean for segments and names is in
`core.data.columns.meanings`.
"""

import re
from dataclasses import dataclass

from core.data import name_words


@dataclass(frozen=True)
class Meaning:
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
MEANINGS: tuple[Meaning, ...] = (
    Meaning("churn", "share who left",
            r"\bchurn(?:ed)?\b(?!.*\b(?:score|reason)\b)|\battrit\w*|\bexited\b|^(?:has )?left$|\blapsed\b|\bcancell?ed\b"
            r"|\babgewandert\b|\bgekundigt\b|\bresilie\b|\babandono\b|\bbaja\b|\babbandono\b|\bopgezegd\b",
            outcome=True),
    Meaning("response", "share who answered a campaign or bought after it",
            r"\brespon(?:se|ded|der)\b|\bconver(?:ted|sion)\b|\bsubscribed\b|^y$|\baccepted\b|^revenue$|\bpurchased?\b|\bbought\b"
            r"|\breagiert\b|\breponse\b|\brespuesta\b|\brisposta\b|\breactie\b|\bresposta\b",
            outcome=True),
    Meaning("recency", "days since the last order",
            r"\brecency\b|\bdays? since (?:the )?(?:last )?(?:order|purchase|visit|transaction|activity|invoice|booking|stay|gift|donation|login)\b"
            r"|^days? since last\b",
            "recency", "Last order {} days ago"),
    Meaning("frequency", "orders",
            r"\bfrequency\b|^(?:(?:number of|num|no of|nb|n|total) )?(?:orders|purchases|transactions|invoices|bookings|stays|trips|gifts|donations)$"
            r"|\b(?:order|purchase|transaction|booking|gift|donation) count\b",
            "frequency", "{} orders a customer", counted=True),
    Meaning("monetary", "money spent",
            r"\bmonetary\b|\b(?:total|annual|yearly|lifetime|customer lifetime) (?:spend|spent|spending|revenue|sales|value|given|giving|donations?)\b"
            r"|^(?:spend|spent|spending|revenue|sales|turnover|amount)$",
            "monetary", "Spend of {} a customer"),
    Meaning("tenure", "time since becoming a customer",
            r"\btenure\b|\bmonths? on book\b|\brelationship (?:length|months|years)\b|\bmember(?:ship)? (?:days|months|years)\b"
            r"|\b(?:customer|client|account|member|donor) (?:since|for|age|months|years|days)\b|\b(?:months?|years?) (?:as|with)\b|\bvintage\b"
            r"|\bkundenjahre\b|\bvertragsdauer\b|\banciennete\b|\bantiguedad\b|\banzianita\b"
            r"|\bdays since (?:joined|joining|join|sign ?up|registration|registered|enrol\w*|opening|dt customer|first)\b",
            "tenure", "First order {} days ago"),
    Meaning("order_gap", "days between orders", r"\b(?:days|gap) between (?:orders|purchases|visits)\b",
            "order_gap_mean", "{} days between orders"),
    Meaning("order_gap_spread", "deviation of the days between orders", r"(?!)",
            "order_gap_sd", "Days between orders vary by {}"),
    Meaning("rhythm", "recency in gaps of the customer's own", r"(?!)",
            "relative_recency", "Silent for {} times their usual time between orders"),
    Meaning("order_value", "average order value",
            r"\b(?:average|avg|mean) (?:order|basket|purchase|transaction|booking|gift|donation)(?: value| amount| size)?\b|\baov\b|^adr$"
            r"|\b(?:gift|donation) (?:amount|size)\b",
            "average_order_value", "{} an order"),
    Meaning("items_per_order", "items per order", r"\bitems per (?:order|basket|purchase)\b",
            "items_per_order", "{} items an order"),
    Meaning("return_rate", "share of spend given back",
            r"\b(?:return|returns|returned|refund|refunds) (?:rate|share|ratio)\b",
            "return_rate", "Share of spend given back {}"),
    Meaning("spend_trend", "where spend lies in time, from -1 (early) to 1 (late)", r"\bspend trend\b",
            "spend_trend", "Spend trend {}, where -1 is early and 1 is late"),
    Meaning("breadth", "distinct products bought",
            r"\b(?:product|category) breadth\b|\b(?:distinct|unique|different) (?:products|categories|items)\b",
            "product_breadth", "{} different products a customer"),
    Meaning("discount", "use of discounts", r"\b(?:discount|coupon|promo|promotion|voucher|deal)s?\b(?!.*\b(?:size|value|won|stage)\b)"),
    Meaning("support", "calls, tickets or complaints to customer service",
            r"\b(?:customer )?(?:service|support|care|help ?desk) (?:calls?|tickets?|contacts?|cases?)\b|\bcustserv calls\b|\btickets? (?:opened|open|count)\b"
            r"|\bopen tickets\b|\bcomplain(?:s|ts?|ed)?\b|\bbeschwerden?\b|\breclamations?\b|\bquejas?\b|\breclami\b|\bklachten\b|\breclamac\w*"),
    Meaning("satisfaction", "satisfaction, high is good",
            r"\bsatisf\w*|\bzufrieden\w*|\bsatisfaccion\b|\bsoddisfazione\b|\btevredenheid\b|\bsatisfacao\b|\bcsat\b|\bnps\b"),
    Meaning("short_contract", "share with a contract by the month",
            r"\bcontract\b|\bsubscription\b|\bvertrag\w*|\bcontrat\b|\bcontrato\b|\bcontratto\b",
            values=r"month|monat|mois|mes\b|mensual|mensil|maand|mensal|no contract|none|flexib"),
    Meaning("manual_payment", "share who pay by cheque or transfer rather than automatically",
            r"\bpayment (?:method|type|mode)\b|\bpays by\b|\bzahlungs(?:art|weise)\b|\bmode de paiement\b|\bmetodo (?:de|di) pag\w*\b",
            values=r"(?!.*auto).*(?:che(?:ck|que)|manual|invoice|transfer|cash)|rechnung|uberweisung|bar\b"),
    Meaning("monthly_charge", "what a customer pays a month",
            r"\bmonthly (?:charges?|fee|bill|price|revenue|payment|spend)\b|\bmrr\b|\barpu\b|\bmonatlich\w*|\bmonatsbeitrag\b|\bcuota\b"),
    Meaning("service_use", "minutes, data, hours or logins",
            r"\b(?:minutes?|hours?|data|gb|mb|usage|watch time|logins?|sessions)\b(?!.*\b(?:score|since)\b)"),
    Meaning("policies", "policies held", r"\b(?:number of|num|no of|n) polic(?:y|ies)\b|\bpolic(?:y|ies) (?:held|count)\b|^policies$"),
    Meaning("claims", "claims made",
            r"\b(?:number of|num|no of|n|open)? ?claims?(?: count| made| filed)?$|\bclaims? (?:last|past|in) |\bschaden(?:falle)?\b|\bsinistres\b|\bsiniestros\b|\bsinistri\b"),
    Meaning("premium", "the premium",
            r"\bpremiums?\b|\bpramie\b|\bprime\b|\bprima\b|\bpremio\b|\bpremie\b"),
    Meaning("claim_amount", "money of claims",
            r"\bclaims? (?:amount|paid|cost|value|total)\b|\btotal claim\b"),
    Meaning("lead_time", "days booked ahead", r"\blead time\b|\bdays (?:booked )?ahead\b|\badvance (?:days|booking)\b|\bbooking window\b"),
    Meaning("nights", "nights stayed", r"\bnights?\b|\bnachte\b|\bnuits?\b|\bnoches\b|\bnotti\b|\bnachten\b"),
    Meaning("travel_party", "children or babies who travel along", r"\bbab(?:y|ies)\b|\bchildren (?:travel|along)\w*\b"),
    Meaning("repeat_guest", "share who stayed before", r"\brepeat(?:ed)? (?:guest|customer|visitor)\b|\breturning (?:guest|visitor)\b"),
    Meaning("requests", "special requests", r"\b(?:special )?requests?\b"),
    Meaning("regular_gift", "share who give regularly",
            r"\b(?:regular|recurring|monthly|sustain\w*|committed) (?:donor|giver|gift|donation|giving)s?\b|\bsustainer\b|\bdauerspend\w*|\bdonateur regulier\b|\bdirect debit\b"),
    Meaning("events", "events attended or hours volunteered", r"\bevents? (?:attended|count)?\b|\bvolunteer\w*|\battendance\b"),
    Meaning("email_opens", "e-mails opened", r"\b(?:e ?mail )?opens?(?: rate)?\b|\bopen rate\b|\be ?mails opened\b"),
    Meaning("progress", "courses or lessons completed",
            r"\b(?:completion|progress|completed (?:courses|lessons|modules)|(?:courses|lessons|modules) completed|finished courses)\b"),
    Meaning("courses", "courses taken", r"\b(?:courses|classes|lessons|enrol\w*)(?: taken| count)?$"),
    Meaning("employees", "employees of the company", r"\bemployees\b|\bheadcount\b|\bcompany size\b|\bmitarbeiter(?:zahl)?\b|\beffectif\b|\bempleados\b|\bdipendenti\b|\bwerknemers\b|\bfuncionarios\b"),
    Meaning("contract_value", "value of the contract a year", r"\b(?:contract|deal|account|opportunity) value\b|\bacv\b|\barr\b|\bannual revenue\b"),
    Meaning("renewal_days", "days to the renewal", r"\b(?:days|months) (?:to|until|till) (?:the )?(?:renewal|expiry|contract end)\b"),
    Meaning("seats", "seats or licences in use", r"\bseats?\b|\blicen[cs]es?\b|\busers\b"),
    Meaning("debt", "money owed", r"\bdebts?\b|\boutstanding\b|\bloan (?:amount|balance)\b|\bcard balance\b"),
    Meaning("mortgage", "a home loan", r"\bmortgage\b|^housing(?: loan)?$|\bhome loan\b|\bhypothek\b"),
    Meaning("default", "credit in default", r"\bdefault(?:ed)?\b|\barrears\b|\bdelinquen\w*|\bpast due\b|\blate payments?\b"),
    Meaning("credit_score", "credit score, high is good", r"\b(?:credit|fico) ?(?:score|rating)\b"),
    Meaning("risk", "risk, high is bad",
            r"^(?!.*\b(?:tolerance|appetite|profile|affinity|aversion|preference|capacity)\b).*\brisk\b"),
    Meaning("utilisation", "share of a credit limit in use", r"\butili[sz]ation\b"),
    Meaning("card", "a credit card", r"^(?:has )?(?:credit card|cr card|card)$"),
    Meaning("loan", "a personal loan", r"^(?:has )?(?:personal |consumer )?(?:loan|credit|kredit)s?$"),
    Meaning("savings", "savings and deposits", r"\bsavings?\b|\bdeposits?\b|\bsparguthaben\b"),
    Meaning("investments", "invested money", r"\binvest(?:ed|ment|ments)\b|\bsecurities\b|\bportfolio\b|\baum\b"),
    Meaning("cash_advance", "cash drawn on a card", r"^cash advances?$|\bcash advance amount\b"),
    Meaning("balance", "balance of the account", r"\bbalance\b(?!.*\bfrequency\b)|\bkontostand\b|\bsaldo\b"),
    Meaning("income", "income", r"\bincome\b|\bsalary\b|\bearnings\b|\beinkommen\b|\bgehalt\b"),
    Meaning("products", "products held",
            r"\b(?:products?|accounts?) (?:held|owned|count|number)\b|\b(?:num|number|nb|n|no)(?: of)? (?:products?|accounts?)\b"),
    Meaning("contacts", "how often the customer was contacted",
            r"^campaign$|\b(?:num|number|nb|n|no)(?: of)? contacts\b|\bcontacts? count\b"),
    Meaning("earlier_contacts", "contacts in earlier campaigns",
            r"^previous(?: contacts)?$|\b(?:earlier|past|previous) (?:contacts|campaigns)\b"),
    Meaning("activity", "being active",
            r"\bactive(?: member| customer| user)?$"
            r"|^(?:(?:number of|num|no of|nb|n|total) )?visits$|\bvisit count\b"),
    Meaning("age", "age", r"^(?:customer |client |donor )?(?:age|alter|edad|eta|leeftijd|idade)(?: years)?$"),
)  # fmt: skip


def find_meaning(feature: str, of_transactions: bool, outcome: bool = False) -> Meaning | None:
    """Find the meaning of a feature, or of an outcome, by its name; None where there is none."""
    if of_transactions:
        return next((each for each in MEANINGS if each.feature == feature), None)
    words = name_words(feature)
    fitting = (each for each in MEANINGS if each.outcome == outcome and re.search(each.pattern, words))
    return next(fitting, None)
