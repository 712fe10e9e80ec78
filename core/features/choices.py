"""Choices of preparation: the values that a recipe may have, and the words for them."""

from core.plugins import Param

TRANSFORM = Param(
    "transform",
    "Prepare",
    "auto",
    choices=(
        ("auto", "Log where skewed"),
        ("none", "As they are"),
        ("log", "Logarithm"),
        ("yeo-johnson", "Yeo-Johnson"),
    ),
)
SCALE = Param(
    "scale",
    "Scale",
    "standard",
    choices=(
        ("standard", "Standardise"),
        ("robust", "Median and quartiles"),
        ("minmax", "From 0 to 1"),
        ("none", "Do not scale"),
    ),
)
WINSORISE = Param("winsorise", "Extreme values", 0.0, low=0, high=0.25, step=0.01)
IMPUTE = Param("impute", "Missing numbers", "median", choices=(("median", "Median"), ("mean", "Mean")))
ENCODE = Param(
    "encode",
    "Categories",
    "auto",
    choices=(
        ("auto", "By number of values"),
        ("onehot", "One column a value"),
        ("frequency", "Frequency"),
    ),
)
COMPONENTS = Param("components", "Principal components", 0, low=0, high=20)
WEIGHT = Param("weight", "Weight", 1.0, low=0, high=3, step=0.25)
CHOICES = (TRANSFORM, SCALE, WINSORISE, IMPUTE, ENCODE)
