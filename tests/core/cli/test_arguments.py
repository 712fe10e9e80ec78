"""Options of the command line that are read before anything runs."""

import pytest

from core.cli.arguments import parser


def test_rates_are_given_in_one_option() -> None:
    command = ["segment", "orders.csv", "--out", "out", "--rates"]
    assert parser().parse_args([*command, "usd=0.92, GBP=1.17"]).rates == {"USD": 0.92, "GBP": 1.17}
    for wrong in ("USD", "USD=", "USD=x", "USD=-1", "USD=0", "USD=inf"):
        with pytest.raises(SystemExit):
            parser().parse_args([*command, wrong])
