"""A comparison in words: titles and notes of its charts, and what its table adds to a result."""

from core.text import format_count, format_integer, format_percent

AGREE, APART = "Which results agree?", "Which customers are borderline?"
BEST = "Which method is best depends on the score"
TOO_FEW_RESULTS = "Compare at least two results."
NO_OTHER_METHOD = "Compare at least one other method with the one in use."
NO_SCORES = "No result has a score yet."
AGREEMENT_NOTE = "1 (bright): the same groups; 0 (dark): no more alike than by chance. Customers in no segment count as a group."
SCORES_NOTE = "Bold: the best of its score among results that a campaign can use."
IN_USE_NOTE = "The result in use has the accent colour."
ALL_IN_ONE = "all are in one segment"
UNDIVIDED = (
    "All customers but the noise are in one segment. With no other to compare it with, silhouette, Davies-Bouldin, "
    "Calinski-Harabasz, Dunn and redraws are not defined."
)


def pair_title(nearly_same: bool, unlike: bool, first: str, second: str) -> str:
    """Title of what the results have in common; `first` and `second` are the two that are most alike."""
    if nearly_same:
        return "All results are nearly the same groups"
    return "No two results are much alike" if unlike else f"{first} and {second} are most alike"


def core_title(core: int, customers: int) -> str:
    verb = "is" if core == 1 else "are"
    of = f"{format_integer(core)} of {format_count(customers, 'customer')}"
    return f"{of} {verb} in the same group with every method"


def borderline_note(customers: int, others: int, method: str) -> str:
    """Note on the customers of whom fewer than half of the `others` agree with the method in use."""
    agree = f"fewer than half of {format_count(others, 'other method')} agree with {method}"
    if not customers:
        return f"No customer is borderline: for none do {agree}."
    who = "1 customer is" if customers == 1 else f"{format_integer(customers)} customers are"
    return f"{who} borderline: {agree}."


def best_title(name: str, best: int, scores: int) -> str:
    return f"{name}: best by {'every score' if best == scores else f'{best} of {scores} scores'}"


def scores_subtitle(customers: int, features: int, label: str | None) -> str:
    against = f" · outcome {label}" if label else ""
    by = f"{format_count(customers, 'customer')} by {format_count(features, 'feature')}"
    return f"{by}{against} · one result per method"


def noise_sentence(noise: int, customers: int) -> str:
    return (
        f"{format_count(noise, 'customer')} ({format_percent(noise / customers)}) "
        f"{'is' if noise == 1 else 'are'} in no segment (noise). Silhouette, WCSS, Davies-Bouldin, Calinski-Harabasz and Dunn leave "
        "them out and may look better for it; redraws, agreement and the scores against an outcome count them as "
        "a group."
    )


def redraws_sentence(rows: int, customers: int, slider: str) -> str:
    """Sentence on the sample that is drawn again and again; `slider` is set anew for it, "" where it is not."""
    at = f", at the {slider} that divides them most alike" if slider else ""
    return f"The redraws are of {rows:,} of {customers:,} customers, drawn at random{at}."


def missing_labels_sentence(missing: int, customers: int, label: str) -> str:
    return f"'{label}' is missing for {missing:,} of {customers:,} customers, who are left out of the scores against it."


def in_none_words(share: float) -> str:
    return f"{format_percent(share)} are in no segment"


def in_one_words(share: float) -> str:
    return f"{format_percent(share)} are in one segment"
