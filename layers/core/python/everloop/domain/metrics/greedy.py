"""The one matching kernel: each prediction in turn takes the best truth that is still free, in all groups at once.

A *word* is 64 independent matchings side by side: bit ``b`` of every word belongs to matching ``b`` (for COCO: an IoU
threshold and an area range). So one pass does the forty greedy matchings of the COCO protocol without leaving numpy.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Words = NDArray[np.uint64]


def take(
    group: NDArray[np.int64],
    prediction: NDArray[np.int64],
    truth: NDArray[np.int64],
    allowed: Words,
    reusable: NDArray[np.bool_],
    *,
    predictions: int,
    truths: int,
) -> Words:
    """Who takes whom.

    The candidates ``(E,)`` stand group by group, in each group in the order of choice: best prediction first, its dearest
    truth first. No prediction and no truth is in two groups.

    Args:
        group: What competes: equal values stand together.
        prediction: Position of the prediction, below ``predictions``.
        truth: Position of the truth, below ``truths``.
        allowed: The matchings in which this candidate may be taken.
        reusable: The truth may be taken again (a crowd).
        predictions: How many there are.
        truths: How many there are.

    Returns:
        ``(E,)``: the matchings in which the candidate was taken. A prediction takes one truth per matching, a truth that is
        not reusable is taken once per matching.
    """
    won = np.zeros(len(group), np.uint64)
    if not len(group):
        return won
    starts = np.flatnonzero(np.concatenate(([True], group[1:] != group[:-1])))
    turn = np.arange(len(group)) - np.repeat(starts, np.diff(np.append(starts, len(group))))
    order = np.argsort(turn, kind="stable")
    ends = np.cumsum(np.bincount(turn))
    prediction, truth, allowed = prediction[order], truth[order], allowed[order]
    kept = np.where(reusable[order], np.uint64(0), ~np.uint64(0))
    done, taken = np.zeros(predictions, np.uint64), np.zeros(truths, np.uint64)
    lo = 0
    for hi in ends.tolist():
        p, t = prediction[lo:hi], truth[lo:hi]
        free = allowed[lo:hi] & ~(taken[t] | done[p])
        done[p] |= free
        taken[t] |= free & kept[lo:hi]
        won[order[lo:hi]] = free
        lo = hi
    return won
