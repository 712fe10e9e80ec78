"""Values of segments are sums of what the file holds."""

from core.act.what_if import find_values, segment_values
from core.model import Segmentation
from tests.support.profiled_segments import make_explanation, make_halves, make_profile


def test_values_are_sums_of_the_frame() -> None:
    analysis = make_halves({"frequency": [1.0, 2, 3, 4, 5, 5]}, "transactions")
    rich, poor = segment_values(
        Segmentation(analysis, 2),
        make_explanation(make_profile(1, money=60.0, money_share=0.6), make_profile(2)),
        25,
    )
    assert (rich.orders, rich.order_value, rich.margin, rich.per) == (6, 10, 15, "order")
    assert (poor.orders, poor.order_value, poor.margin) == (14, None, None)


def test_without_orders_the_money_is_of_a_customer() -> None:
    analysis = make_halves({"x": [1.0] * 6})
    (value,) = segment_values(
        Segmentation(analysis, 2), make_explanation(make_profile(1, money=60.0, money_share=0.6)), 25
    )
    assert value.orders is None and value.order_value == 12 and value.per == "customer"


def test_values_are_found_by_what_their_name_means() -> None:
    analysis = make_halves({"Days since last order": [1.0, 2, 3, 4], "other": [0.0] * 4})
    values = find_values(analysis, "recency")
    assert values is not None and values.tolist() == [1, 2, 3, 4]
    assert find_values(analysis, "monetary") is None
