"""Named vector spaces (decision 19): vectors of one space are never compared with another's."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Space:
    """One model's vector space. ``floor``: below this cosine a text query has no match (None: takes no text)."""

    name: str
    model: str
    version: str
    dimension: int
    floor: float | None = None

    @property
    def takes_text(self) -> bool:
        """Whether words have a vector here too."""
        return self.floor is not None


LITE0 = Space(name="lite0", model="EfficientNet-Lite0 pooled features", version="1", dimension=1280)
CONSE = Space(
    name="conse", model="Lite0 classes with WordNet parents in WordLlama's text space", version="1", dimension=256, floor=0.35
)
"""``floor``, measured on 127 COCO photographs with class names as queries: of the 38 classes whose best picture shows them,
84 % have a best cosine over 0.35; of 44 things, ideas and made-up words that no picture shows, 16 %. (At 0.30 it is 89 % and
20 %, at 0.40 84 % and 9 %, at 0.45 76 % and 2 %: below 0.4 because the lists get short there.) Mean average precision over the
73 classes 0.47; the best picture is right for 52 %.
"""
SPACES: dict[str, Space] = {space.name: space for space in (LITE0, CONSE)}


def rounded(vectors: NDArray[np.float32]) -> NDArray[np.float16]:
    """Unit rows, rounded to float16: the form in which every adapter sees stored vectors and queries alike.

    Args:
        vectors: ``(N, D)`` or ``(D,)`` float32; a zero row stays zero.
    """
    norms = np.linalg.norm(vectors, axis=-1, keepdims=True)
    unit: NDArray[np.float16] = (vectors / np.where(norms > 0, norms, 1)).astype(np.float16)
    return unit
