"""How features were prepared in words, and what is worth knowing of customers, lines and the feature matrix."""

from collections.abc import Iterator, Mapping, Sequence

from core.text import format_count, format_percent, verb_form

# Why a feature is left out.
ALL_MISSING = "every value is missing"
ALL_ALIKE = "all customers have the same value"
EQUALLY_FREQUENT = "its categories are all equally frequent"
NO_WEIGHT = "left out: its weight is 0"
# Steps of a preparation.
ONE_HOT, FREQUENCY = "a column for each category", "frequency of the category"
MISSING_CATEGORY = "they are a category of their own"
LOG_FROM_ZERO = "log(1 + value), negative values as 0"
ROBUST = "centred on the median and divided by the interquartile range"
FLAT = " (its interquartile range is 0)"
NEGATIVE_LOG = "has negative values, which have no logarithm; Yeo-Johnson is used instead."
UNTRANSFORMED = "is not transformed, as all its values would become the same."
NO_DATES = "No column has dates, so recency, tenure and the time between orders are missing."
NO_MONEY = "No column says what was paid, so spend, order value and revenue are missing."


def left_out_words(why: str) -> tuple[str, str]:
    """Words of a notice, and of the list of preparations, on a feature that is left out."""
    return f"is left out: {why}.", f"left out: {why}"


def missing_sentence(share: float, filled: str) -> str:
    return f"is missing for {format_percent(share)} of the customers; {filled}."


def filled_with(average: str) -> str:
    return f"the gaps are filled with the {average} and marked in an extra column"


def capped_step(share: float) -> str:
    return f"the outer {100 * share:g} % at each end capped" if share else ""


def filled_step(missing: float, by: str, marked: bool = False) -> str:
    """Step that fills the share `missing`; empty where nothing is missing."""
    words = f"missing values ({format_percent(missing)}) filled with the {by}" if missing else ""
    return f"{words} and marked" if marked else words


def missing_category_step(missing: float) -> str:
    return f"missing values ({format_percent(missing)}) as a category of their own"


def yeo_johnson_step(sampled: int) -> str:
    return (
        f"Yeo-Johnson (exponent fitted on {sampled:,} order statistics)" if sampled else "Yeo-Johnson"
    )


def too_large_sentence(largest: float) -> str:
    return f"has values beyond ±{largest:g}, which count as missing."


def many_categories_sentence(levels: int, columns: int) -> str:
    return f"has {levels} categories: the {columns - 1} commonest get a column, the others share one."


def frequency_sentence(levels: int) -> str:
    return f"has {levels} categories, so each customer counts by how common theirs is."


def transformed_sentence(changes: Sequence[str]) -> str:
    return f"Transformed, so that a few large values do not decide the segments: {', '.join(changes)}."


def dominance_sentence(title: str, share: float) -> str:
    return (
        f"'{title}' alone makes up {format_percent(share)} of the differences between customers, so it decides the "
        "segments. Scale the features, or lower its weight."
    )


def repeat_sentence(title: str, other: str, correlation: float) -> str:
    return (
        f"'{title}' says the same as '{other}' (r = {correlation:.2f}), so together they count double. Leave one of "
        "them out."
    )


def few_customers_sentence(customers: int, features: int, per_feature: int) -> str:
    return (
        f"{customers:,} customers are few for {features} features (under {per_feature} per feature): segments may come "
        "out differently with other customers. Fewer features help."
    )


def components_sentence(components: int, share: float, columns: int) -> str:
    return (
        f"Segments are found on the first {components} principal components, which hold {format_percent(share)} of the "
        f"variance of the {columns} prepared columns."
    )


def rates_sentence(currencies: Sequence[str]) -> str:
    return f"The rates for {', '.join(currencies)} are not used: the money is in one currency."


def anonymous_rows_sentence(rows: int) -> str:
    return f"{format_count(rows, 'row')} without a customer id {verb_form(rows, 'is', 'are')} left out."


def left_out_lines(counts: Mapping[str, int], snapshot: str | None) -> Iterator[str]:
    """Sentences on the lines that count for no customer, by what they lack."""
    lacks = {
        "no_id": "without a customer",
        "no_date": "without a date",
        "no_amount": "without an amount",
        "late": f"after the snapshot date {snapshot}",
    }
    for lack, words in lacks.items():
        if count := counts[lack]:
            are = verb_form(count, "is", "are")
            yield f"{format_count(count, 'line')} {words} {are} left out."


def order_sentence(dated: bool) -> str:
    lines = "lines of one day count as one order" if dated else "lines count as one order each"
    return f"There is no order number, so a customer's {lines}."


def only_returns_sentence(customers: int) -> str:
    have = verb_form(customers, "has", "have")
    return (
        f"{format_count(customers, 'customer')} {have} only returns and no purchase, and so no segment."
    )


def negative_spend_sentence(customers: int) -> str:
    return f"{format_count(customers, 'customer')} returned more than they bought: their spend is negative."


def weight_sentence(title: str, weightless: int) -> str:
    if not weightless:
        return f"Customers are weighted by '{title}'."
    who = f"{format_count(weightless, 'customer')} {verb_form(weightless, 'has', 'have')}"
    return f"Customers are weighted by '{title}'; {who} no weight, because it is 0, negative or missing there."


def early_snapshot_sentence(first: str) -> str:
    return f"No purchase is that early. Choose a day after {first}."


def cut_reason(part_known: bool, entered: int | None, numbers: bool) -> str:
    """Why cut points cannot be used: of no score, of the wrong number, no numbers, or not ascending."""
    if not part_known:
        return "only recency, frequency and monetary have scores"
    if entered is not None:
        return f"you entered {entered}"
    return "they do not ascend" if numbers else "one of them is not a number"


def not_a_number_reason(text: str) -> str:
    return f"'{text}' is not a number"


def grouped_digits_reason(text: str) -> str:
    return f"'{text}' was read as two numbers, so write '{text.replace(',', '')}'"
