"""A small denoising autoencoder: a network that says customers again through a few coordinates.

Vincent et al., "Extracting and composing robust features with denoising autoencoders" (2008). This
module loads JAX, so it is imported where it is used.
"""

from collections.abc import Callable
from functools import partial
from itertools import pairwise
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jax import Array, lax, tree

from core.model import Floats, Report

HIDDEN = (64, 32)

FEWEST_CODES, MOST_CODES = 2, 10

NOISE_SHARE = 0.2

# Batches and blocks have one size whatever the table's, so that each function is compiled once.
BATCH, STEPS, BLOCK = 256, 50, 1_024

LEGS = 40

Layers = tuple[tuple[Array, Array], ...]


class Network(NamedTuple):
    """Layers from features to codes and back: weights (in, out) and shifts (out,), float32."""

    encoder: Layers
    decoder: Layers

    def encode(self, rows: Array) -> Array:
        return _apply_layers(self.encoder, rows)

    def loss(self, rows: Array, noisy: Array) -> Array:
        """The mean squared error of `rows` (m, p) said again from their `noisy` likes."""
        return jnp.mean((_apply_layers(self.decoder, self.encode(noisy)) - rows) ** 2)


def train_network(rows: Floats, rng: np.random.Generator, step: Report) -> Network:
    """The network after LEGS * STEPS steps on batches of `rows` (m, p), float32 of spread about 1."""
    at = Descent.of(random_network(rows.shape[1], rng))
    for leg in range(LEGS):
        step(leg / LEGS)
        at = train_on_batches(at, *noisy_batches(rows, rng))[0]
    network: Network = at.model
    return network


def noisy_batches(rows: Floats, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Batches (STEPS, BATCH, p) drawn from `rows`, and the same with noise added."""
    batches = rows[rng.integers(0, len(rows), (STEPS, BATCH))]
    return batches, batches + np.float32(NOISE_SHARE) * rng.standard_normal(batches.shape, np.float32)


# One thread a call: sums must not depend on how many there are. Compiling harder takes half as long
# again and gains nothing.
OPTIONS = {"xla_cpu_multi_thread_eigen": False, "xla_backend_optimization_level": 1}

jit_on_cpu = partial(jax.jit, compiler_options=OPTIONS)


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
        mean = tree.map(lambda old, new: _decay_mean(old, new, FADING), self.slopes, slopes)
        squares = tree.map(
            lambda old, new: _decay_mean(old, new**2, SQUARES_FADING), self.squares, slopes
        )
        rate = RATE * jnp.sqrt(1 - SQUARES_FADING**steps) / (1 - FADING**steps)

        def move(weights: Array, slope: Array, square: Array) -> Array:
            return weights - rate * slope / (jnp.sqrt(square) + TINY)

        return Descent(tree.map(move, self.model, mean, squares), mean, squares, steps)


@jit_on_cpu
def train_on_batches(at: Descent, batches: Array, noisy: Array) -> tuple[Descent, Array]:
    """A step for each batch, and the losses (STEPS,) before them."""

    def take_step(at: Descent, batch: tuple[Array, Array]) -> tuple[Descent, Array]:
        loss, slopes = jax.value_and_grad(Network.loss)(at.model, *batch)
        return at.step(slopes), loss

    return lax.scan(take_step, at, (batches, noisy))


def encode_rows(network: Network, rows: Floats) -> Floats:
    """The codes (m, d) of `rows` (m, p)."""
    return map_blocks(partial(_encode_block, network), rows)


def map_blocks(work: Callable[[Floats], Array], rows: Floats) -> Floats:
    """Apply `work` to all rows, BLOCK at a time; the last block is filled up with zeros."""
    parts = [rows[start : start + BLOCK] for start in range(0, len(rows), BLOCK)]
    full = (np.pad(part, ((0, BLOCK - len(part)), (0, 0))) for part in parts)
    pairs = zip(full, parts, strict=True)
    return np.concatenate([np.asarray(work(block))[: len(part)] for block, part in pairs])


@jit_on_cpu
def _encode_block(network: Network, rows: Array) -> Array:
    return network.encode(rows)


def random_network(features: int, rng: np.random.Generator) -> Network:
    """A network of random weights, with half as many codes as features within the limits."""
    sizes = (features, *HIDDEN, min(MOST_CODES, max(FEWEST_CODES, features // 2)))
    return Network(_random_layers(sizes, rng), _random_layers(sizes[::-1], rng))


def _random_layers(sizes: tuple[int, ...], rng: np.random.Generator) -> Layers:
    """Random weights that keep spread as it is: Glorot and Bengio (2010)."""

    def layer(inputs: int, outputs: int) -> tuple[Array, Array]:
        weights = rng.standard_normal((inputs, outputs), np.float32)
        return jnp.asarray(weights * np.float32(np.sqrt(2 / (inputs + outputs)))), jnp.zeros(outputs)

    return tuple(layer(*pair) for pair in pairwise(sizes))


def _apply_layers(layers: Layers, rows: Array) -> Array:
    *inner, (weights, shift) = layers
    for inner_weights, inner_shift in inner:
        rows = jnp.tanh(rows @ inner_weights + inner_shift)
    return rows @ weights + shift


# A graphics card would give other sums than the processor.
jax.config.update("jax_platforms", "cpu")  # type: ignore[no-untyped-call]

RATE, FADING, SQUARES_FADING, TINY = 1e-3, 0.9, 0.999, 1e-8


def _decay_mean(old: Array, new: Array, share: float) -> Array:
    return share * old + (1 - share) * new
