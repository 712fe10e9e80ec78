"""Adam, which follows noisy slopes downhill: Kingma and Ba, "Adam" (2015), with its usual constants."""

from functools import partial
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
from jax import Array, tree

# A graphics card would give other sums than the processor.
jax.config.update("jax_platforms", "cpu")  # type: ignore[no-untyped-call]

RATE, FADING, SQUARES_FADING, TINY = 1e-3, 0.9, 0.999, 1e-8

# One thread a call: sums must not depend on how many there are. Compiling harder takes half as long
# again and gains nothing.
OPTIONS = {"xla_cpu_multi_thread_eigen": False, "xla_backend_optimization_level": 1}
compiled = partial(jax.jit, compiler_options=OPTIONS)


class Descent(NamedTuple):
    """A `model`, arrays in tuples, on its way down; running means of its slopes and of their squares."""

    model: Any
    slopes: Any
    squares: Any
    steps: Array

    @classmethod
    def of(cls, model: Any) -> "Descent":
        nothing = tree.map(jnp.zeros_like, model)
        return cls(model, nothing, nothing, jnp.float32(0))

    def step(self, slopes: Any) -> "Descent":
        """A step further, with the loss's slopes at the model."""
        steps = self.steps + 1
        mean = tree.map(lambda old, new: _faded(old, new, FADING), self.slopes, slopes)
        squares = tree.map(lambda old, new: _faded(old, new**2, SQUARES_FADING), self.squares, slopes)
        rate = RATE * jnp.sqrt(1 - SQUARES_FADING**steps) / (1 - FADING**steps)

        def moved(weights: Array, slope: Array, square: Array) -> Array:
            return weights - rate * slope / (jnp.sqrt(square) + TINY)

        return Descent(tree.map(moved, self.model, mean, squares), mean, squares, steps)


def _faded(old: Array, new: Array, share: float) -> Array:
    return share * old + (1 - share) * new
