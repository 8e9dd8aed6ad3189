"""Near-duplicate groups: exact by hash, exact and nearly complete by vector."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from everloop.domain import near_duplicates
from everloop.domain.near_duplicates import hash_groups, vector_groups
from everloop.domain.vectors import rounded


def slowly(close: list[tuple[int, int]], count: int) -> list[int]:
    groups = list(range(count))
    for _ in range(count):
        for a, b in close:
            groups[a] = groups[b] = min(groups[a], groups[b])
    return groups


@settings(max_examples=60)
@given(st.lists(st.integers(0, 2**64 - 1), max_size=12), st.lists(st.sets(st.integers(0, 63), max_size=10), max_size=12))
def test_hash_groups_are_those_of_comparing_every_pair(hashes: list[int], flips: list[set[int]]) -> None:
    near = [hashes[i % len(hashes)] ^ sum(1 << bit for bit in bits) for i, bits in enumerate(flips)] if hashes else []
    every = hashes + near + hashes[:2]
    close = [(a, b) for a, b in itertools.combinations(range(len(every)), 2) if (every[a] ^ every[b]).bit_count() <= 8]
    assert hash_groups(np.array(every, dtype=np.uint64)).tolist() == slowly(close, len(every))


def test_every_pair_of_eight_bits_shares_a_band() -> None:
    rng = np.random.default_rng(2)
    base = np.uint64(0x0123456789ABCDEF)
    for _ in range(200):
        bits = rng.choice(64, size=8, replace=False)
        other = base ^ np.bitwise_or.reduce(np.uint64(1) << bits.astype(np.uint64))
        assert hash_groups(np.array([base, other], dtype=np.uint64)).tolist() == [0, 0]
        ninth = np.uint64(1) << np.uint64(rng.choice(np.setdiff1d(np.arange(64), bits)))
        assert hash_groups(np.array([base, other ^ ninth], dtype=np.uint64)).tolist() == [0, 1]


def world(count: int, *, planted: int, seed: int) -> np.ndarray:  # type: ignore[type-arg]
    """Clustered unit vectors, some of them near-copies of others, some equal, one zero."""
    rng = np.random.default_rng(seed)
    centres = rng.standard_normal((12, 96))
    rows = centres[rng.integers(0, 12, count)] + rng.standard_normal((count, 24)) @ rng.standard_normal((24, 96)) / 3
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    to, of = rng.permutation(count)[:planted], rng.integers(0, count, planted)
    rows[to] = rows[of] + rng.standard_normal((planted, 96)) * 0.01
    rows[1] = rows[0]
    rows[2] = 0
    return rounded(rows.astype(np.float32))


def test_vector_groups_are_those_of_comparing_every_pair() -> None:
    vectors = world(300, planted=40, seed=1)
    alike = vectors.astype(np.float32) @ vectors.astype(np.float32).T >= 0.97
    close = [(a, b) for a, b in itertools.combinations(range(300), 2) if alike[a, b]]
    groups = vector_groups(vectors, cosine=0.97)
    assert groups.tolist() == slowly(close, 300)
    assert (groups[1], groups[2]) == (0, 2), "equal rows are one group, a zero row is alone"


def test_many_vectors_are_compared_in_cells_and_nearly_none_is_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    vectors = world(3_000, planted=300, seed=3)
    exact = vector_groups(vectors, cosine=0.985)
    monkeypatch.setattr(near_duplicates, "EXACT_BELOW", 100)
    beats: list[int] = []
    found = vector_groups(vectors, cosine=0.985, beat=lambda: beats.append(1))
    assert beats
    paired = exact != np.arange(len(exact))
    assert paired.sum() > 250
    assert (found[paired] == exact[paired]).mean() >= 0.98
    assert (found[~paired] == exact[~paired]).mean() >= 0.98
    firsts = vectors[found].astype(np.float64)
    grouped = found != np.arange(len(found))
    assert grouped.any()
    assert firsts.shape == vectors.shape


def test_nothing_to_compare_is_no_group() -> None:
    assert hash_groups(np.empty(0, np.uint64)).tolist() == []
    assert vector_groups(np.empty((0, 8), np.float16)).tolist() == []
