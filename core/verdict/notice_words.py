"""What a verdict adds in words: why there is none, how it was judged, and what happens meanwhile."""

RESAMPLING, COMPARING = "Redrawing the customers", "Testing against chance"
ONE_SEGMENT = "There is one segment, so there is nothing to tell apart."
NOISY = "Nearly all customers are in no segment, so there is too little to judge."
BORROWED = "The agreement between redraws is that of K-Means segments, every customer counted once."
HEAPS = (
    "Gaps were not looked at: more than a tenth of the customers share one value of a feature, so gaps may be "
    "steps from one value to the next."
)
UNWEIGHTED = (
    "The verdict counts each customer once: segments that only the weights make count as unstable."
)
SINGLE_FEATURES = (
    "The segments come from gaps within single features, not from how features go together: with each feature "
    "shuffled by itself, segments are just as tight."
)
TOO_MANY = "{k} segments are too many to judge with so few different customers. Ask for {most} at most."
TOO_FEW_DRAWN = "A segment of {size:,} customers is too small to judge: only {drawn} of them are in the sample of {rows:,}."


def range_sentence(fewest: int, most: int) -> str:
    return f"Verdicts are given for {fewest} to {most} segments."


def one_left_sentence(others: str) -> str:
    """Sentence on segments beside one that holds all but a share of `others`."""
    return f"All but {others} of the customers are in one segment; the others are too few to judge."


def halves_sentence(title: str, halves: int, rows: int, adaptive: bool, quick: bool) -> str:
    """Sentence on a method that divided random halves itself."""
    how = ", at the setting that divides the half most like all of them" if adaptive else ""
    start = ", each from one start, which is quicker than the segments' own fit" if quick else ""
    return (
        f"{title} itself divided {halves} random halves of {rows:,} customers{how}{start}; a half varies as much "
        "as a redraw of all of them."
    )


def fewer_rows_sentence(rows: int, of: int) -> str:
    return f"Gaps are tested against chance on {rows:,} of {of:,} customers."


def redrawn_by_kmeans_sentence(title: str) -> str:
    return (
        f"Redraws are divided by K-Means, as {title} would take too long: segments that K-Means cannot find again "
        "count as unstable."
    )


def sampling_sentence(customers: int, rows: int) -> str:
    return (
        f"Stability and the test against chance are measured on {rows:,} of {customers:,} customers, drawn at "
        "random."
    )


def few_customers_sentence(customers: int, features: int, per_feature: int) -> str:
    return (
        f"{customers:,} customers are few for {features} features: {per_feature * features:,} ({per_feature} per "
        "feature) are advised. The verdict is stricter for it."
    )


def estimate_sentence(criterion: str, measured: int, customers: int) -> str:
    return f"{criterion} is estimated on {measured:,} of {customers:,} customers."
