"""Everything that any number of an evaluation follows from: truth, predictions, their pairs, and the COCO matching.

Made image by image, so shards of images are put end to end, and a slice is a restriction to its images; both are exact.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from everloop.domain.metrics.detection import Matched, match
from everloop.domain.metrics.overlaps import Pairs, Predictions, Truth, overlaps

T = TypeVar("T", Truth, Predictions)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Of some images; ``pairs`` name positions in ``predictions`` and ``truth``, ``matched`` is aligned to both."""

    truth: Truth
    predictions: Predictions
    pairs: Pairs
    matched: Matched

    def of(self, images: NDArray[np.int64]) -> Evidence:
        """Only these images."""
        truth, predictions = np.isin(self.truth.image, images), np.isin(self.predictions.image, images)
        pairs = self.pairs.where(predictions[self.pairs.prediction])
        return Evidence(
            _where(self.truth, truth),
            _where(self.predictions, predictions),
            Pairs(_position(predictions)[pairs.prediction], _position(truth)[pairs.truth], pairs.iou),
            Matched(
                self.matched.rank[predictions],
                self.matched.hit[predictions],
                self.matched.ignored[predictions],
                self.matched.truth_ignored[truth],
            ),
        )


def gathered(truth: Truth, predictions: Predictions, *, masks: bool = False) -> Evidence:
    """Compare the truth and the predictions of some images, by boxes or by masks."""
    pairs = overlaps(truth, predictions, masks=masks)
    return Evidence(truth, predictions, pairs, match(truth, predictions, pairs))


def _where(table: T, keep: NDArray[np.bool_]) -> T:
    box = table.box_xywh[keep] if table.box_xywh is not None else None
    rle = [table.rle[at] for at in np.flatnonzero(keep).tolist()] if table.rle is not None else None
    names = [name for name in type(table).__slots__ if name not in ("box_xywh", "rle")]
    return replace(table, **{name: getattr(table, name)[keep] for name in names}, box_xywh=box, rle=rle)


def _position(keep: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Where each kept row stands among those kept."""
    return np.cumsum(keep) - 1


def joined(shards: Sequence[Evidence]) -> Evidence:
    """Shards of images put end to end, in any order; no image is in two. Masks are left behind, boxes unless all have them."""
    truths_before = np.cumsum([0, *(len(shard.truth) for shard in shards)])
    predictions_before = np.cumsum([0, *(len(shard.predictions) for shard in shards)])
    return Evidence(
        Truth(
            image=np.concatenate([shard.truth.image for shard in shards]),
            klass=np.concatenate([shard.truth.klass for shard in shards]),
            area=np.concatenate([shard.truth.area for shard in shards]),
            crowd=np.concatenate([shard.truth.crowd for shard in shards]),
            box_xywh=_boxes([shard.truth.box_xywh for shard in shards]),
        ),
        Predictions(
            image=np.concatenate([shard.predictions.image for shard in shards]),
            klass=np.concatenate([shard.predictions.klass for shard in shards]),
            score=np.concatenate([shard.predictions.score for shard in shards]),
            row=np.concatenate([shard.predictions.row for shard in shards]),
            area=np.concatenate([shard.predictions.area for shard in shards]),
            box_xywh=_boxes([shard.predictions.box_xywh for shard in shards]),
        ),
        Pairs(
            np.concatenate([one.pairs.prediction + lead for one, lead in zip(shards, predictions_before, strict=False)]),
            np.concatenate([one.pairs.truth + lead for one, lead in zip(shards, truths_before, strict=False)]),
            np.concatenate([one.pairs.iou for one in shards]),
        ),
        Matched(
            rank=np.concatenate([shard.matched.rank for shard in shards]),
            hit=np.concatenate([shard.matched.hit for shard in shards]),
            ignored=np.concatenate([shard.matched.ignored for shard in shards]),
            truth_ignored=np.concatenate([shard.matched.truth_ignored for shard in shards]),
        ),
    )


def _boxes(shards: Sequence[NDArray[np.float64] | None]) -> NDArray[np.float64] | None:
    known = [one for one in shards if one is not None]
    return np.concatenate(known) if len(known) == len(shards) else None
