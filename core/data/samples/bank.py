"""The bank: numbers, categories and yes-no answers of customers at four stages of life."""

from collections.abc import Mapping, Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from core.model import Floats

Ints = NDArray[np.int64]
STAGE_SHARES = (0.20, 0.38, 0.27, 0.15)
AGE = np.array([[25, 3.5], [37, 6], [49, 6], [67, 6]])
LOG_INCOME = np.array([[9.9, 0.25], [10.6, 0.3], [11.1, 0.35], [10.1, 0.3]])
LOG_BALANCE = np.array([[6.2, 1.0], [7.2, 1.0], [8.6, 0.9], [9.3, 0.8]])
PRODUCTS = np.array([0.6, 1.6, 3.2, 1.8])
ACCEPTS = np.array([0.16, 0.06, 0.09, 0.24])
NEVER_CONTACTED = 999

# Category -> its share at each of the four stages; shares of a stage are scaled to one.
JOBS = {
    "student": (40, 0, 0, 0),
    "services": (22, 18, 8, 1),
    "blue-collar": (18, 28, 14, 2),
    "admin.": (15, 24, 18, 3),
    "technician": (5, 18, 16, 2),
    "management": (0, 10, 30, 4),
    "self-employed": (0, 2, 12, 4),
    "retired": (0, 0, 2, 84),
}
MARITAL = {"single": (85, 28, 12, 6), "married": (14, 62, 70, 64), "divorced": (1, 10, 18, 30)}
EDUCATION = {
    "primary": (4, 16, 12, 34),
    "secondary": (56, 50, 38, 46),
    "university": (40, 34, 50, 20),
}
HOUSING = {"yes": (10, 68, 52, 8), "no": (90, 32, 48, 92)}
LOAN = {"yes": (12, 24, 14, 4), "no": (88, 76, 86, 96)}
CONTACT = {"cellular": (90, 72, 64, 34), "telephone": (10, 28, 36, 66)}
UNKNOWN = {"job": 0.01, "education": 0.04, "housing": 0.02, "loan": 0.02}


def make_bank_sample(rows: int, seed: int) -> pl.DataFrame:
    """Make one row a customer; "unknown" and pdays 999 stand for missing, `y` says who accepted."""
    random = np.random.default_rng(seed)
    stage = random.choice(len(STAGE_SHARES), rows, p=STAGE_SHARES)
    age = np.clip(random.normal(*AGE[stage].T), 18, 92).astype(np.int64)
    categories = {"job": JOBS, "marital": MARITAL, "education": EDUCATION}
    answers = {"housing": HOUSING, "loan": LOAN, "contact": CONTACT}
    return pl.DataFrame(
        {
            "customer_id": np.arange(rows) + 200_001,
            "age": age,
            **{name: _draw_categories(random, stage, name, of) for name, of in categories.items()},
            "income": np.exp(random.normal(*LOG_INCOME[stage].T)).round(-2),
            "balance": _draw_balances(random, stage),
            "tenure_months": (random.beta(2, 3, rows) * (age - 17) * 8).astype(np.int64),
            "products_held": 1 + random.poisson(PRODUCTS[stage]),
            **{name: _draw_categories(random, stage, name, of) for name, of in answers.items()},
            "campaign": 1 + random.poisson(1.4, rows),
            **_draw_campaign_history(random, stage),
        }
    )


def _draw_categories(
    random: np.random.Generator, stage: Ints, name: str, shares: Mapping[str, Sequence[int]]
) -> pl.Series:
    """Draw a category for each customer by the shares of the customer's stage, some unknown."""
    weights = np.array(list(shares.values()), dtype=float).T
    reach = np.cumsum(weights / weights.sum(axis=1, keepdims=True), axis=1)[:, :-1]
    code = (random.random(stage.size)[:, None] > reach[stage]).sum(axis=1)
    code[random.random(stage.size) < UNKNOWN.get(name, 0.0)] = len(shares)
    return pl.Series([*shares, "unknown"]).gather(code)


def _draw_balances(random: np.random.Generator, stage: Ints) -> Floats:
    """Draw savings, log-normal within a stage; one in twelve is overdrawn."""
    savings = np.exp(random.normal(*LOG_BALANCE[stage].T))
    overdrawn = random.random(stage.size) < 1 / 12
    balance: Floats = np.where(overdrawn, -savings / 10, savings).round(2)
    return balance


def _draw_campaign_history(random: np.random.Generator, stage: Ints) -> dict[str, object]:
    """Draw the days since the last campaign's contact, how that ended, and the answer to this one."""
    contacted = random.random(stage.size) < 0.12
    pleased = contacted & (random.random(stage.size) < 0.35)
    accepts = random.random(stage.size) < ACCEPTS[stage] + 0.4 * pleased
    outcome = np.where(contacted, np.where(pleased, 2, 1), 0)
    return {
        "pdays": np.where(contacted, random.integers(2, 22, stage.size), NEVER_CONTACTED),
        "poutcome": pl.Series(["nonexistent", "failure", "success"]).gather(outcome),
        "y": pl.Series(["no", "yes"]).gather(accepts.astype(np.int64)),
    }
