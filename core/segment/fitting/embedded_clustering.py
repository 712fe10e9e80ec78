"""Clusters among a network's codes, refined together with the network.

Guo et al., "Improved deep embedded clustering with local structure preservation" (IJCAI 2017): soft
assignments by Student's t are pulled towards sharper ones while the network goes on saying customers
again. Gaps are measured in the mean squared gap of the starting clusters, so that the scale of the
codes does not matter. This module loads JAX, so it is imported where it is used.
"""

from functools import partial
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jax import Array, lax

from core.model import Floats
from core.segment.fitting.autoencoder_network import (
    BATCH,
    STEPS,
    Descent,
    Network,
    jit_on_cpu,
    map_blocks,
)

LEGS = 6
SHARPENING = 1.0
PLACES = 16
TINY, NOTHING = 1e-6, 1e-30


class Clusters(NamedTuple):
    """Centres (places, d) among a network's codes; `occupied` (places,) is 0 where there is none.

    Places are a multiple of PLACES, so that one compiled function serves many numbers of clusters.
    """

    network: Network
    centres: Array

    def chances(self, rows: Array, occupied: Array, unit: float) -> Array:
        """Chances (m, places) that each of `rows` belongs to each cluster, adding up to 1."""
        gaps = jnp.sum((self.network.encode(rows)[:, None] - self.centres) ** 2, axis=2)
        near = occupied / (1 + gaps / unit) + NOTHING
        return near / near.sum(axis=1, keepdims=True)


class RefinedClusters(NamedTuple):
    """Clusters with what their chances are measured in; see `Clusters`."""

    clusters: Clusters
    occupied: Floats
    unit: float

    def chances(self, rows: Floats) -> Floats:
        """Chances (m, k) that each of `rows` (m, p) belongs to each cluster."""
        chances = map_blocks(partial(_soft_assignments, *self), rows)
        return chances[:, : int(self.occupied.sum())]


def refine_clusters(
    network: Network, centres: Floats, spread: float, rows: Floats, rng: np.random.Generator
) -> RefinedClusters:
    """Refine the clusters by LEGS * STEPS steps on batches of `rows` (m, p).

    They start at `centres` (k, d) among the network's codes, `spread` being the mean squared gap there.
    Soft assignments are sharpened over all rows before each leg.
    """
    clusters, occupied = _place_centres(network, centres)
    unit = max(spread, TINY)
    at = Descent.of(clusters)
    for _ in range(LEGS):
        goals = target_distribution(
            map_blocks(partial(_soft_assignments, at.model, occupied, unit), rows)
        )
        draws = rng.integers(0, len(rows), (STEPS, BATCH))
        at = refine_on_batches(at, rows[draws], goals[draws], occupied, unit)[0]
    return RefinedClusters(at.model, occupied, unit)


def target_distribution(chances: Floats) -> Floats:
    """Target chances (m, places) that soft ones are pulled towards: surer, and fair to small clusters."""
    squares = chances**2 / chances.sum(axis=0)
    goals: Floats = squares / squares.sum(axis=1, keepdims=True)
    return goals


@jit_on_cpu
def refine_on_batches(
    at: Descent, batches: Array, goals: Array, occupied: Array, unit: float
) -> tuple[Descent, Array]:
    """Take a step for each of the batches (STEPS, BATCH, p) with their goals. Return the losses too."""

    def take_step(at: Descent, batch: tuple[Array, Array]) -> tuple[Descent, Array]:
        loss, slopes = jax.value_and_grad(_loss)(at.model, *batch, occupied, unit)
        return at.step(slopes), loss

    return lax.scan(take_step, at, (batches, goals))


def _loss(clusters: Clusters, rows: Array, goals: Array, occupied: Array, unit: float) -> Array:
    """Reconstruction error, and the Kullback-Leibler divergence of the chances from their goals."""
    chances = clusters.chances(rows, occupied, unit)
    apart = jnp.sum(goals * (jnp.log(goals + NOTHING) - jnp.log(chances)), axis=1)
    return clusters.network.loss(rows, rows) + SHARPENING * jnp.mean(apart)


@jit_on_cpu
def _soft_assignments(clusters: Clusters, occupied: Array, unit: float, rows: Array) -> Array:
    return clusters.chances(rows, occupied, unit)


def _place_centres(network: Network, centres: Floats) -> tuple[Clusters, Floats]:
    k, empty = len(centres), -len(centres) % PLACES
    places = np.pad(np.asarray(centres, np.float32), ((0, empty), (0, 0)))
    return Clusters(network, jnp.asarray(places)), (np.arange(k + empty) < k).astype(np.float32)
