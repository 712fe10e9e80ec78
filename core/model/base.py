"""Types that every other value is made of: arrays, progress, notices beside a result."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]
Integers = NDArray[np.integer[Any]]
Progress = Callable[[str, float], None]
NOISE = 255  # the label of a customer who belongs to no cluster
MOST_CLUSTERS = 254


def ignore_progress(step: str, share: float) -> None:
    """The `Progress` of a caller who does not watch. `share` runs from 0 to 1 within `step`."""


@dataclass(frozen=True)
class Notice:
    """A sentence the user should read beside a result. `about` names a column, feature or stage."""

    text: str
    level: Literal["info", "warning"] = "info"
    about: str = ""
