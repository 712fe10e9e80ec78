"""Product catalogue of a shop's files: the names of products, and the services that are none."""

import re
from collections.abc import Mapping, Sequence

import polars as pl

from core.data import exact_column, name_words, role_hints
from core.model import Recipe

# Share of the lines whose code has a digit from which on codes without one stand for services. Lower: in
# a shop that numbers only some of its products, others would be left out as services.
NUMBERED_SHARE = 0.98
_SERVICES = re.compile(
    r"(?:[a-z]+ )?(?:postage|porto|freight|carriage|shipping|delivery|versand(?:kosten)?|frais de port)"
    r"(?: (?:costs?|fees?|charges?|free|and handling|and packing))?"
    r"|(?:bank|service|handling|payment|credit card|amazon) (?:charges?|fees?)|(?:[a-z]+ )?commission"
    r"|manual|adjust(?:ment)?(?: by \w+)?|discounts?|rabatt|samples?|test(?: product)?|deposit|pfand"
    r"|gift ?(?:voucher|card|certificate)s?|gutschein|vouchers?|tips?|rounding"
)


def product_names(frame: pl.LazyFrame, recipe: Recipe) -> dict[str, str]:
    """Return the name of each product of the transaction lines, by its code.

    The commonest words beside the code in the column that names products, without outer blanks; the
    code itself where there is none. Two products of one name have their codes behind it.
    """
    code = next((name for name, role in recipe.roles.items() if role == "product"), None)
    name_column = _find_name_column(frame, recipe)
    if code is None or name_column is None:
        return {}
    names = pl.DataFrame(
        frame.select(
            code=exact_column(code).cast(pl.String), words=exact_column(name_column).str.strip_chars()
        )
        .filter(pl.col("words") != "")
        .group_by("code", "words")
        .agg(lines=pl.len())
        .sort("code", "lines", "words", descending=[False, True, False])
        .unique("code", keep="first", maintain_order=True)
        .collect(engine="streaming")
    )
    repeated = pl.col("words").is_duplicated()
    name = pl.when(repeated).then(pl.format("{} ({})", "words", "code")).otherwise("words")
    return dict(names.drop_nulls("code").select("code", name.alias("name")).iter_rows())


def _find_name_column(frame: pl.LazyFrame, recipe: Recipe) -> str | None:
    """Find the text column, beside the one of role product, whose name most surely says product."""
    schema = frame.collect_schema()
    hints = {
        name: role_hints(name).get("product", 0)
        for name, role in recipe.roles.items()
        if role in ("text", "category") and schema.get(name) == pl.String
    }
    best = max(hints, key=lambda name: hints[name], default=None)
    return best if best is not None and hints[best] else None


def find_services(lines: Mapping[str, float], names: Mapping[str, str]) -> Sequence[str]:
    """Find the codes that stand for postage, fees, corrections and the like, not for products.

    `lines` counts the lines of each code, `names` their names. A code is a service
    where its name says so, or where it has no digit while NUMBERED_SHARE of all lines have one that has.
    """
    total = sum(lines.values())
    digits = sum(count for code, count in lines.items() if _has_digit(code))
    numbered = digits >= NUMBERED_SHARE * total
    return [
        code
        for code in lines
        if (numbered and not _has_digit(code)) or _SERVICES.fullmatch(name_words(names.get(code, code)))
    ]


def _has_digit(code: str) -> bool:
    return any(letter.isdigit() for letter in code)
