"""The arguments of the command line; imports nothing heavy, so that help comes at once."""

import argparse
import json
from datetime import date
from pathlib import Path
from typing import Any, NoReturn, get_args, get_type_hints

from core.errors import UserError
from core.model import MOST_SEED, Recipe


class OneSentence(argparse.ArgumentParser):
    """A parser that refuses with one sentence instead of its usage."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message} ('{self.prog} --help' lists what there is).\n")


def parser() -> argparse.ArgumentParser:
    """Parser whose namespace has `command`, a function of `core.cli.<module>`, and its arguments."""
    top = OneSentence(prog="tessera", description="Turns a file of customers into segments.")
    commands = top.add_subparsers(required=True, metavar="COMMAND", parser_class=OneSentence)
    _add_segment(commands)
    _add_compare(commands)
    _add_suggest(commands)
    _add_verdict(commands)
    _add_profile(commands)
    _add_report(commands)
    _add_audience(commands)
    _add_uplift(commands)
    _add_sample(commands)
    _add_describe(commands)
    return top


def _add_segment(commands: Any) -> None:
    words = "find segments and write customers.csv, recipe.json, scores.json and sweep.json"
    _add_clustering_options(_add_command(commands, "segment", words))


def _add_clustering_options(add: Any) -> None:
    """Options of commands that make segments out of a file."""
    _add_preparation_options(add)
    add("--algorithm", metavar="NAME", help="the method (kmeans)")
    add("--k", metavar="N", type=int, help="the number of segments (recommended otherwise)")
    add(
        "--param",
        metavar="NAME=VALUE",
        type=_parse_parameter,
        action="append",
        default=[],
        help="a parameter of the method; may be repeated",
    )


def _add_compare(commands: Any) -> None:
    words = "compare methods and write compare.json and compare.csv"
    add = _add_command(commands, "compare", words)
    _add_preparation_options(add)
    add(
        "--methods",
        metavar="A,B,...",
        type=_parse_names,
        help="the methods to compare (all but extras otherwise)",
    )
    add("--label", metavar="COLUMN", help="the column to score the segments against")


def _add_suggest(commands: Any) -> None:
    words = "propose a method and its setting and write customers.csv and suggestion.json"
    _add_preparation_options(_add_command(commands, "suggest", words))


def _add_verdict(commands: Any) -> None:
    words = "say whether the segments are real and write verdict.json"
    add = _add_command(commands, "verdict", words)
    _add_preparation_options(add)
    add("--k", metavar="N", type=int, help="the number of segments (recommended otherwise)")


def _add_profile(commands: Any) -> None:
    words = "say what sets the segments apart and what to do, and write segments.json"
    add = _add_command(commands, "profile", words, "profiles", aliases=("explain",))
    _add_clustering_options(add)
    _add_action_options(add)


def _add_action_options(add: Any) -> None:
    """Options that decide which actions are suggested."""
    add(
        "--playbook",
        metavar="NAME|FILE",
        type=Path,
        help="retail, subscription, finance, insurance, travel, charity, b2b or a playbook of your own as "
        "TOML (found otherwise)",
    )
    add("--ratings", metavar="FILE", type=Path, help="ratings.json, saved from the Act page")


def _add_report(commands: Any) -> None:
    words = (
        "write a report of the segments: report.pdf, report.docx, report.pptx, report.html, report.xlsx"
    )
    add = _add_command(commands, "report", words, "reports")
    _add_clustering_options(add)
    _add_action_options(add)
    add(
        "--format",
        metavar="A,B,...",
        type=_parse_names,
        default=("pdf",),
        help="pdf, docx, pptx, html, xlsx (pdf)",
    )
    add("--title", metavar="TEXT", default="", help="the report's title (of the file otherwise)")
    add("--date", metavar="DATE", type=_parse_day, help="the report's date, as 2026-11-22 (today)")
    add(
        "--language",
        metavar="CODE",
        default="en-GB",
        help="how numbers are written: de-DE, fr-FR (en-GB)",
    )
    add("--currency", metavar="CODE", default="", help="what money is in: EUR, GBP (as the data says)")
    add("--logo", metavar="FILE", type=Path, help="a PNG, JPEG or SVG for the first page")
    add("--accent", metavar="COLOUR", default="#2f5bd7", help="the colour of headings (#2f5bd7)")
    add(
        "--sections",
        metavar="A,B,...",
        type=_parse_names,
        help="summary, segments, campaign, map, verdict, features, settings, method, data, appendix (all)",
    )


def _add_audience(commands: Any) -> None:
    words = "write segments as a file for a campaign tool: audience.csv, assignment.csv, audience.json"
    add = _add_command(commands, "audience", words, "campaigns")
    _add_clustering_options(add)
    add(
        "--target",
        metavar="TOOL",
        required=True,
        help="google, meta, mailchimp, klaviyo, hubspot, salesforce or generic",
    )
    add(
        "--segment",
        metavar="N",
        type=int,
        action="append",
        required=True,
        help="the segment to contact; may be repeated",
    )
    add(
        "--holdout",
        metavar="SHARE",
        type=float,
        default=0.0,
        help="the share left out at random, 0.1 for a tenth, to measure uplift (0)",
    )
    add("--country", metavar="CODE", default="", help="two letters for people without a country: DE")
    add(
        "--contact",
        metavar="FIELD=COLUMN",
        type=_parse_field,
        action="append",
        default=[],
        help="the column of email, phone, first_name, last_name, full_name, city, zip, country or "
        "consent (found otherwise); may be repeated",
    )


def _add_uplift(commands: Any) -> None:
    words = "compare a campaign's results with those held out and write uplift.json"
    add = _add_command(commands, "uplift", words, "campaigns")
    add(
        "file", metavar="RESULT", type=Path, help="customer ids with the result of each, of both groups"
    )
    add("--assignment", metavar="FILE", type=Path, required=True, help="the campaign's assignment.csv")
    add("--outcome", metavar="COLUMN", default="", help="the outcome's column (found otherwise)")
    add("--out", metavar="DIR", type=Path, required=True, help="the folder to write to")


def _add_preparation_options(add: Any) -> None:
    """Options that make customers and their features out of a file."""
    _add_files(add)
    add("--out", metavar="DIR", type=Path, required=True, help="the folder to write to")
    _add_table_options(add)
    add("--features", metavar="A,B,...", type=_parse_names, help="the features to compare customers by")
    add(
        "--transform", choices=_allowed_values("transform"), help="how skewed features are straightened"
    )
    add("--scale", choices=_allowed_values("scale"), help="how features are made comparable")
    add(
        "--sample-weight",
        metavar="FEATURE",
        help="the numeric feature by which each customer counts in K-Means (all the same otherwise)",
    )
    add("--seed", metavar="N", type=_parse_seed, help="makes the result repeatable (0)")
    add("--recipe", metavar="FILE", type=Path, help="a recipe.json; other options override it")


def _add_table_options(add: Any) -> None:
    """Options that say what a table holds and what of it counts."""
    add("--table", choices=("customers", "transactions"), help="what a row is (guessed otherwise)")
    add(
        "--role",
        metavar="COLUMN=ROLE",
        type=_parse_pair,
        action="append",
        default=[],
        help="what a column is for; may be repeated",
    )
    add(
        "--meaning",
        metavar="COLUMN=MEANING",
        type=_parse_pair,
        action="append",
        default=[],
        help="what a column means: behaviour, usage, time, money, person, place, attitude, context, "
        "outcome, other; may be repeated",
    )
    add(
        "--fix",
        metavar="NAME",
        action="append",
        default=[],
        help="a fix that describe lists, beside those recommended; none takes none; may be repeated",
    )
    add(
        "--rates",
        metavar="CODE=VALUE,...",
        type=_parse_rates,
        help="what one of a currency is worth in the one that is kept, as USD=0.92,GBP=1.17",
    )
    add(
        "--snapshot",
        metavar="DATE",
        type=_parse_date,
        help="the date, as 2011-12-10, that recency counts to",
    )


def _add_files(add: Any) -> None:
    """The files that become one table, and what is taken of workbooks among them."""
    add(
        "file",
        metavar="FILE",
        type=Path,
        nargs="+",
        help="CSV, TSV, JSON, Excel or Parquet, also compressed; several are joined by what they share",
    )
    add(
        "--sheet",
        metavar="A,B,...",
        action="append",
        help="the sheet of a workbook, or the table of a zip (found otherwise); several are joined",
    )


def _add_sample(commands: Any) -> None:
    add = _add_command(commands, "sample", "write sample data of any size")
    add("kind", metavar="shop|wholesale|bank", help="invoice lines, yearly spend or mixed columns")
    add("--rows", metavar="N", type=int, help="how many rows (the sample's usual size otherwise)")
    add("--seed", metavar="S", type=_parse_seed, default=0, help="equal seeds give equal data (0)")
    add("--out", metavar="FILE", type=Path, required=True, help="a file ending in .csv or .parquet")


def _add_describe(commands: Any) -> None:
    add = _add_command(commands, "describe", "print guessed roles and findings as JSON")
    _add_files(add)


def _add_command(
    commands: Any, name: str, words: str, module: str = "commands", aliases: tuple[str, ...] = ()
) -> Any:
    """A command that the function `name` of `core.cli.<module>` carries out."""
    command = commands.add_parser(
        name, aliases=aliases, help=words, description=words[0].upper() + words[1:] + "."
    )
    command.set_defaults(command=name, module=module)
    return command.add_argument


def _allowed_values(field: str) -> tuple[str, ...]:
    """The values that a field of the recipe may have."""
    return get_args(get_type_hints(Recipe)[field])


def _parse_pair(text: str) -> tuple[str, str]:
    """Split at the last "=": a column's name may hold one, a role does not."""
    left, separator, right = text.rpartition("=")
    if not (left and separator and right):
        raise argparse.ArgumentTypeError(f"'{text}' is not of the form NAME=VALUE")
    return left, right


def _parse_field(text: str) -> tuple[str, str]:
    """Split at the first "=": a field's name holds none."""
    field, _, column = text.partition("=")
    if not (field and column):
        raise argparse.ArgumentTypeError(f"'{text}' is not of the form FIELD=COLUMN")
    return field, column


def _parse_parameter(text: str) -> tuple[str, Any]:
    """Split at the first "=": a parameter's name holds none, its value may."""
    name, separator, value = text.partition("=")
    if not (name and separator and value):
        raise argparse.ArgumentTypeError(f"'{text}' is not of the form NAME=VALUE")
    try:
        return name, json.loads(value)
    except ValueError:
        return name, value


def _parse_date(text: str) -> str:
    return _parse_day(text).isoformat()


def _parse_day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"'{text}' is not a date such as 2011-12-10") from None


def _parse_names(text: str) -> tuple[str, ...]:
    names = tuple(name.strip() for name in text.split(",") if name.strip())
    if not names:
        raise argparse.ArgumentTypeError("there is no name in it")
    return names


def _parse_rates(text: str) -> dict[str, float]:
    from core.data import parse_rates

    try:
        return parse_rates(text)
    except UserError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _parse_seed(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) > MOST_SEED:
        raise argparse.ArgumentTypeError(f"'{text}' is not a whole number from 0 to {MOST_SEED}")
    return int(text)
