"""Sentences of a report beside those of the stages; sections hold their own headings."""

from collections.abc import Sequence

from core.text import format_count, join_names

OWN_GROUP = "Your own"
APPENDIX_TITLE = "Appendix: statistics and method"
NOT_JUDGED = "Whether these segments are real has not been checked yet."
NO_FINDINGS = "No problems were found in the data."
COMPARED_BY = "Customers are compared by these features."
ROW_PER_CUSTOMER = "Each row of the file is a customer."
NO_CONTACT_PAYS = "Under these assumptions no contact pays for itself."
SQL_ON_OWN_TABLE = "A condition on columns of your table follows WHERE in a query on that table."
SQL_ON_EXPORTED_TABLE = "A condition on a computed column follows WHERE in a query on the exported customers (customers.csv)."
SQL_OF_TRANSACTIONS = (
    " Where a query can build the column from your transactions, the Profiles page has it."
)
REPLAY_NOTE = (
    "Save the recipe as recipe.json and run: tessera segment FILE --recipe recipe.json --out DIR. "
    "The same file and recipe give the same segments."
)
RETURNS = {
    "subtract": "reduce spend and do not count as orders",
    "ignore": "are left out",
}


def lead_sentence(customers: str, segments: int, doubtful: bool) -> str:
    verb = "were divided into" if doubtful else "fall into"
    return f"{customers} {verb} {format_count(segments, 'segment')}."


def others_sentence(others: int) -> str:
    return f"And {format_count(others, 'more segment')}, each on a page of its own."


def top_earner_sentence(name: str, money: str, brings: str, size: str) -> str:
    return f"{name} bring {money}: {brings} of the revenue from {size} of the customers."


def little_sentence(names: Sequence[str], brings: str, size: str) -> str:
    return f"{join_names(names, most=3)} bring {brings} from {size} of the customers."


def chosen_sentence(segments: int) -> str:
    return f"The author chose {format_count(segments, 'segment')}."


def fidelity_sentence(right: str) -> str:
    return f"Tested on customers they had not seen, the rules are right for {right}."


def contact_sentence(names: Sequence[str], profit: str) -> str:
    return f"Contact {join_names(names, most=4)}: expected profit {profit}."


def assumptions_sentence(cost: str, margin: str) -> str:
    return f"Assumed: a contact costs {cost}, and {margin} of revenue is left after other costs."


def map_note(view: str, source: str) -> str:
    return f"The map is drawn by {view}. Source of the method: {source}"


def customers_sentence(snapshot: str, with_money: bool, returns: str) -> str:
    """Say how purchases became customers; `snapshot` is "" where all of them count."""
    until = f" up to {snapshot}" if snapshot else ""
    if not with_money:
        return (
            f"Visits or purchases{until} were counted for each customer; the file has no money in it."
        )
    return (
        f"Orders{until} were added up for each customer; returns and cancellations {RETURNS[returns]}."
    )


def footer(data: str, recipe: str, seed: int, version: str) -> str:
    """All that it takes to make the same report again."""
    return f"Data {data} · recipe {recipe} · seed {seed} · Tessera {version}"
