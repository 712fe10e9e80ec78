"""The commands that both sides run, and the files that are made for them.

The samples are used at their usual size; verdict, suggest and compare take about a minute on those of
more than 5,000 customers. Left out unless all are wanted: every method on every table but two, and
compare, verdict, suggest, profile and report on every table. Never run: the `autoencoder`, which needs
JAX, and the pages, which have tests of their own.
"""

import csv
import json
import random
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, product
from pathlib import Path

METHODS = ("kmeans", "gmm", "hierarchical", "dbscan", "hdbscan", "spectral")
TARGETS = ("google", "meta", "mailchimp", "klaviyo", "hubspot", "salesforce", "generic")
DATE = "--date 2026-11-22"  # a kept report is compared with one of another day
REPORT = f"--format pdf,docx,pptx,html,xlsx {DATE}"
# A case runs in a folder of its own, beside those of the others.
SAMPLES = {name: f"../sample-{name}/{name}.csv" for name in ("shop", "wholesale", "bank")}
SMALL_SHOP = "../sample-small-shop/small-shop.parquet"  # about 400 customers
REAL = {
    "real-wholesale": "wholesale/wholesale_customers.csv",
    "real-bank": "bank_marketing/bank-additional.csv",
    "real-shoppers": "online_shoppers/online_shoppers_intention.csv",
    "real-retail": "online_retail/online_retail.parquet",
    "real-retail-csv": "online_retail/online_retail.csv.gz",
    "real-retail-earlier": "online_retail_ii_2009_2010/online_retail_ii_2009_2010.parquet",
}
LABELS = {"bank": "--label y", "real-wholesale": "--label Channel"}
# By command, the tables that it takes unless all are wanted.
USUAL = {
    "compare": ("wholesale", "bank", "real-wholesale"),
    "verdict": ("wholesale", "small-shop", "real-wholesale", "real-bank"),
    "suggest": ("wholesale", "small-shop", "real-bank"),
    "explain": ("wholesale", "shop", "bank", "real-bank", "real-retail"),
    "report": ("wholesale", "real-bank"),
}
RECIPES = {
    "tsne": {"reducer": "tsne"},
    "tsne-3d": {"reducer": "tsne", "reducer_params": {"perplexity": 15, "dimensions": 3}},
}
CUSTOMERS = 240


@dataclass(frozen=True)
class Case:
    """The arguments of one command, run in a folder of this name; `extra` ones only where all are wanted."""

    name: str
    arguments: tuple[str, ...]
    extra: bool = False

    @property
    def needs(self) -> set[str]:
        """Names of the folders beside its own that it reads."""
        return {Path(text).parts[1] for text in self.arguments if text.startswith("../")}

    @property
    def sums(self) -> bool:
        """True where it makes customers of transactions, whose sums are made in any order."""
        reads = any("shop." in text or "retail" in text for text in self.arguments)
        return reads and self.arguments[0] not in ("sample", "describe")


def all_cases(data: Path) -> list[Case]:
    """Every case, each after those that it needs. Real tables are those of the folder `data`."""
    tables = SAMPLES | {name: str(data / path) for name, path in REAL.items() if (data / path).exists()}
    of_tables = (make(tables) for make in (_descriptions, _segments, _stages))
    return [*chain(_samples(), *of_tables, _options(), _variants(), _campaigns(), _refusals())]


def write_inputs(folder: Path) -> None:
    """Writes the recipes and the tables of a campaign that cases read."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, recipe in RECIPES.items():
        (folder / f"{name}.json").write_text(json.dumps(recipe), "utf-8")
    for name, rows in (("contacts", _contacts()), ("outcomes", _outcomes())):
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows(rows)


def _case(name: str, command: str, *, extra: bool = False) -> Case:
    return Case(name, tuple(shlex.split(command)), extra)


def _samples() -> Iterator[Case]:
    for name in SAMPLES:
        yield _case(f"sample-{name}", f"sample {name} --out {name}.csv")
    yield _case("sample-small-shop", "sample shop --rows 12000 --seed 3 --out small-shop.parquet")


def _descriptions(tables: dict[str, str]) -> Iterator[Case]:
    for name, path in tables.items():
        yield _case(f"describe-{name}", f"describe {path}")


def _segments(tables: dict[str, str]) -> Iterator[Case]:
    for (name, path), method in product(tables.items(), METHODS):
        usual = name in ("wholesale", "bank") or method == "kmeans"
        yield _case(
            f"segment-{name}-{method}",
            f"segment {path} --algorithm {method} --out out",
            extra=not usual,
        )


def _options() -> Iterator[Case]:
    for name, options in {
        "k": "--k 5 --seed 7",
        "scales": "--transform none --scale robust --features Fresh,Milk,Frozen",
        "yeo-johnson": "--transform yeo-johnson --scale minmax",
        "weight": "--sample-weight Grocery",
        "roles": "--role Region=label --role Channel=ignore",
        "diagonal": "--algorithm gmm --k 3 --param covariance=diag",
        "average": "--algorithm hierarchical --k 4 --param linkage=average",
        "leaf": "--algorithm hdbscan --param cluster_selection=leaf",
        "tsne": "--recipe ../inputs/tsne.json",
        "replay": "--recipe ../segment-wholesale-gmm/out/recipe.json",
    }.items():
        yield _case(f"options-{name}", f"segment {SAMPLES['wholesale']} {options} --out out")
    yield _case("options-dates", f"segment {SMALL_SHOP} --snapshot 2026-06-30 --k 4 --out out")


def _stages(tables: dict[str, str]) -> Iterator[Case]:
    tables = {**tables, "small-shop": SMALL_SHOP}
    for (command, usual), (name, path) in product(USUAL.items(), tables.items()):
        options = {"report": REPORT, "compare": LABELS.get(name, "")}.get(command, "")
        words = f"{command} {path} {options} --out out"
        yield _case(f"{command}-{name}", words, extra=name not in usual)


def _variants() -> Iterator[Case]:
    wholesale, bank = SAMPLES["wholesale"], SAMPLES["bank"]
    yield _case("verdict-k", f"verdict {wholesale} --k 4 --out out")
    yield _case("explain-finance", f"explain {bank} --playbook finance --algorithm gmm --k 4 --out out")
    for name, options in {
        "tsne": "--recipe ../inputs/tsne.json --format html",
        "tsne-3d": "--recipe ../inputs/tsne-3d.json --format html",
        "noise": "--algorithm hdbscan --format html,xlsx --sections summary,map,segments",
    }.items():
        yield _case(f"report-{name}", f"report {wholesale} {options} {DATE} --out out")
    words = "--title 'Our shop' --language de-DE --currency EUR --accent '#7a1f5c'"
    yield _case("report-words", f"report {SMALL_SHOP} --k 4 {REPORT} {words} --out out")


def _campaigns() -> Iterator[Case]:
    who = "../inputs/contacts.csv --k 3 --segment 1 --segment 2 --holdout 0.2 --country DE"
    for target in TARGETS:
        yield _case(f"audience-{target}", f"audience {who} --target {target} --out out")
    assignment = "--assignment ../audience-generic/out/assignment.csv --out out"
    for outcome in ("revenue", "bought"):
        yield _case(
            f"uplift-{outcome}",
            f"uplift ../inputs/outcomes.csv --outcome {outcome} {assignment}",
        )


def _refusals() -> Iterator[Case]:
    segment = f"segment {SAMPLES['wholesale']} --out out"
    yield _case("refusal-method", f"{segment} --algorithm nosuch")
    yield _case("refusal-number", f"{segment} --algorithm hdbscan --k 3")
    yield _case("refusal-parameter", f"{segment} --param n_clusters=99")
    yield _case("refusal-feature", f"{segment} --features Fresh,Wine")
    yield _case("refusal-file", "describe ../inputs/nosuch.csv")
    yield _case("refusal-option", "describe ../inputs/contacts.csv --nosuch")


def _contacts() -> Iterator[list[object]]:
    """A header and customers of three kinds, some without an address or consent."""
    rng = random.Random(1)
    yield ["customer_id", "first_name", "last_name", "email", "phone", "city", "zip", "newsletter_consent",
           "orders", "spend", "days_since_order"]  # fmt: skip
    for number in range(CUSTOMERS):
        kind = number % 3
        email = f"Person.{number}@example.com" if number % 11 else ""
        phone = f"0151 {23_456_000 + number}" if number % 7 else ""
        name = [f"Ada {number}", rng.choice(("Müller", "O'Neill", "=Sum")), email, phone]
        place = [rng.choice(("Köln", "Berlin")), f"{1_000 + number:05}", "yes" if number % 8 else "no"]
        habits = [rng.gauss((2, 9, 20)[kind], 1), rng.gauss((50, 400, 90)[kind], 9), rng.gauss((200, 20, 90)[kind], 9)]  # fmt: skip
        yield [f"C{number:04}", *name, *place, *(round(value, 2) for value in habits)]


def _outcomes() -> Iterator[list[object]]:
    """A header and what each of those customers did after a campaign."""
    rng = random.Random(2)
    yield ["customer_id", "revenue", "bought"]
    for number in range(CUSTOMERS):
        bought = rng.random() < 0.4
        yield [f"C{number:04}", round(rng.uniform(5, 90), 2) if bought else 0, int(bought)]
