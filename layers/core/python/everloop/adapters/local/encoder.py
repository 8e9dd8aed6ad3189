"""The laptop's encoder: EfficientNet-Lite0 by onnxruntime, and words by WordLlama's table. No PyTorch, no network.

Files and licences are in ``models/`` (``models/NOTICE``); ``layers/encoder/build.py`` makes them.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from everloop.domain.errors import Invalid
from everloop.domain.vectors import CONSE, LITE0, Space, rounded

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

MODELS = Path(__file__).parent / "models"
SIDE = 224
VIEWS = 3
WORD = re.compile(r"[^\W\d_]+")


class OnnxEncoder:
    """Pictures into ``lite0`` and ``conse``, words into ``conse``.

    ``lite0`` is the network's pooled features: good for "more like this" and for near-duplicates.

    ``conse`` (Norouzi et al. 2014, "Zero-shot learning by convex combination of semantic embeddings") is the sum over three
    views (the whole picture, and two square tiles along its longer side) of p(class) × text vector(class), where a class's
    text vector sums its WordNet names and those of its parents, weighted 0.6 a step. Its limits are those of its 1,000 ImageNet
    classes: it finds things that these can name, in English, and knows no colour, count, action or relation. Special images
    (cells, X-rays) get scores that mean little; use a picture as the query there.

    A query whose best cosine is below ``CONSE.floor`` (0.35) has no match. Measured on 127 COCO photographs: of the classes
    whose best picture shows them, 84 % pass it; of things, ideas and made-up words that no picture shows, 16 % do. Words that
    WordNet does not have are ignored.

    Pictures should have a long side of about 512 px: then the mean average precision over 73 class names is what the full
    pictures give (0.466 against 0.467; 0.457 at 256 px). 32 ms of CPU an image on one thread.
    """

    def __init__(self, folder: Path = MODELS, *, threads: int = 1, batch: int = 16) -> None:
        self._folder = folder
        self._threads = threads
        self._batch = batch

    def spaces(self) -> Sequence[Space]:
        """``lite0`` and ``conse``."""
        return (LITE0, CONSE)

    def images(self, pictures: Sequence[NDArray[np.uint8]]) -> dict[str, NDArray[np.float16]]:
        """Vectors of upright RGB pictures ``(H, W, 3)`` uint8: by space ``(N, D)`` float16, unit rows."""
        features = np.zeros((len(pictures), LITE0.dimension), np.float32)
        words = np.zeros((len(pictures), CONSE.dimension), np.float32)
        step = max(1, self._batch // VIEWS)
        for start in range(0, len(pictures), step):
            some = pictures[start : start + step]
            ready = np.concatenate([views(picture) for picture in some])
            embedding, logits = self._session.run(["embedding", "logits"], {"image": ready})
            features[start : start + step] = embedding[::VIEWS]
            chances = softmax(logits).reshape(len(some), VIEWS, -1).sum(axis=1)
            words[start : start + step] = chances @ self._classes
        return {LITE0.name: rounded(features), CONSE.name: rounded(words)}

    def text(self, space: Space, words: str) -> NDArray[np.float16]:
        """The vector of a query, ``(256,)`` float16 unit; zero where no word is known.

        Raises:
            Invalid: The space takes no text.
        """
        if space.name != CONSE.name:
            raise Invalid(f"The vector space {space.name!r} takes pictures only; ask {CONSE.name!r} for words.")
        return rounded(self._words.query(words))

    @cached_property
    def _session(self) -> InferenceSession:
        import onnxruntime  # who only turns words into vectors does without

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = self._threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        return onnxruntime.InferenceSession(str(self._folder / "lite0.onnx"), options, providers=["CPUExecutionProvider"])

    @cached_property
    def _classes(self) -> NDArray[np.float32]:
        table: NDArray[np.float32] = np.load(self._folder / "classes.npy").astype(np.float32)
        return table

    @cached_property
    def _words(self) -> Words:
        return Words(self._folder)


class Words:
    """WordLlama's table: a text's vector is the mean of its tokens' vectors."""

    def __init__(self, folder: Path) -> None:
        from tokenizers import Tokenizer  # who only turns pictures into vectors does without

        self.vectors: NDArray[np.float16] = np.load(folder / "words.npy")
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._lexicon = frozenset(gzip.decompress((folder / "lexicon.txt.gz").read_bytes()).decode().split())

    def query(self, words: str) -> NDArray[np.float32]:
        """The vector of the known words, ``(256,)`` float32; zero where none is known."""
        kept = " ".join(part for word in WORD.findall(words) for part in self.parts(word))
        return self.vector(kept) if kept else np.zeros(self.vectors.shape[1], np.float32)

    def parts(self, word: str) -> tuple[str, ...]:
        """A known word itself; the two known words that an unknown one is written of ("diningtable"); or none."""
        if self.known(word):
            return (word,)
        for at in range(len(word) - 2, 1, -1):
            first, second = word[:at], word[at:]
            long_enough = max(at, len(second)) >= 5 or min(at, len(second)) >= 4
            if long_enough and self.known(first) and self.known(second):
                return first, second
        return ()

    def known(self, word: str) -> bool:
        """Whether WordNet has the word, or has it without a common English ending."""
        return any(form in self._lexicon for form in forms(word.lower()))

    def vector(self, text: str) -> NDArray[np.float32]:
        """The mean of the token vectors, not normed."""
        tokens = self._tokenizer.encode(text, add_special_tokens=False).ids
        mean: NDArray[np.float32] = self.vectors[tokens].astype(np.float32).mean(axis=0)
        return mean

    def mean(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """The mean of the unit vectors of several names of one thing."""
        rows = np.stack([self.vector(text) for text in texts])
        mean: NDArray[np.float32] = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).mean(axis=0)
        return mean


def forms(word: str) -> Iterator[str]:
    """A word and what it may be an inflection of."""
    yield word
    for ending, instead in (("ies", "y"), ("es", ""), ("s", ""), ("ing", ""), ("ing", "e"), ("ed", ""), ("ed", "e")):
        if word.endswith(ending):
            yield word[: -len(ending)] + instead


def views(picture: NDArray[np.uint8]) -> NDArray[np.float32]:
    """The network's three views of a picture, ``(3, 3, 224, 224)`` float32: the whole squeezed into the square, and the two
    squares at the ends of its longer side.
    """
    from PIL import Image

    image = Image.fromarray(picture)
    width, height = image.size
    side = min(width, height)
    boxes = ((0, 0, width, height), (0, 0, side, side), (width - side, height - side, width, height))
    squares = [np.asarray(image.resize((SIDE, SIDE), Image.Resampling.BILINEAR, box=box)) for box in boxes]
    planes = np.ascontiguousarray(np.stack(squares).transpose(0, 3, 1, 2), dtype=np.float32)
    return (planes - np.float32(127)) / np.float32(128)


def softmax(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    """Chances from logits, by row."""
    powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
    chances: NDArray[np.float32] = powers / powers.sum(axis=-1, keepdims=True)
    return chances
