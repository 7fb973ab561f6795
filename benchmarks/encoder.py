"""Measures what runs the embedding model fastest on this machine, and whether the vectors stay.

    python -m benchmarks.encoder PATH [--articles N] [--rounds N]

``PATH`` holds ``articles.jsonl.gz``. Every way encodes the same passages, sorted by length, in
turns with the others. Compared are numbers of tokens that go through PyTorch together, and at one
of them bfloat16 and int8 weights, ONNX Runtime in 32 bits and in int8, and OpenVINO.
``pip install onnx openvino`` lets the last two take part; what is not installed is named. Seconds
are the processor's, so that other programs disturb little.
"""

from __future__ import annotations

import argparse
import copy
import itertools
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from benchmarks import data
from ingest.making import make_article
from ingest.passages import encoder_input, pack
from ingest.sentences import structured
from vectorstore.embedder import Embedder, shared_embedder

BUDGETS = (512, 1024, 2048, 4096, 8192)
#: The budget at which other ways than PyTorch as it is are tried.
BUDGET = 2048

Run = Callable[[NDArray[np.int64], NDArray[np.int64]], Any]


def main() -> None:
    """Run the benchmark and print its figures."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("path", type=Path)
    parser.add_argument("--articles", type=int, default=12)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    embedder = shared_embedder("all-MiniLM-L6-v2")
    texts = passages(arguments.path, arguments.articles, embedder)
    tokens = [encoding.ids for encoding in embedder._encode_tokens(texts)]
    tokens.sort(key=len, reverse=True)
    print(f"{len(tokens)} passages, {np.mean([len(ids) for ids in tokens]):.0f} tokens each")
    with tempfile.TemporaryDirectory() as folder:
        ways = dict(all_ways(embedder, Path(folder), tokens))
        compare(ways, tokens, arguments.rounds)


def passages(path: Path, articles: int, embedder: Embedder) -> list[str]:
    """Return the passages of so many articles as the model reads them."""
    records = itertools.islice(data.lines(path / "articles.jsonl.gz"), articles)
    found = []
    for record in records:
        made = make_article(record["id"], [], title=record["title"], text=record["text"])
        article = structured(made)
        found += [encoder_input(article, one)[0] for one in pack(article, embedder)]
    return found


def all_ways(
    embedder: Embedder, folder: Path, tokens: list[list[int]]
) -> Iterator[tuple[str, tuple[int, Run]]]:
    """Yield each way's name, the tokens that it takes together, and what runs it."""
    model = embedder.model[0].model.eval()  # type: ignore[union-attr]
    for budget in BUDGETS:
        yield f"PyTorch, {budget:,} tokens", (budget, _torch(model))
    yield "PyTorch, bfloat16", (BUDGET, _torch(copy.deepcopy(model).bfloat16()))
    linear = {torch.nn.Linear}
    quantized = torch.ao.quantization.quantize_dynamic(model, linear, dtype=torch.qint8)
    yield "PyTorch, int8", (BUDGET, _torch(quantized))
    try:
        import onnx  # noqa: F401
        import openvino
        from onnxruntime import quantization
    except ImportError as error:
        print(f"ONNX Runtime and OpenVINO are left out: {error}")
        return
    file = folder / "model.onnx"
    _export(model, file, tokens[:2])
    yield "ONNX Runtime", (BUDGET, _onnx(file))
    for name, options in {
        "int8, a scale a row": {"per_channel": True, "reduce_range": True},
        "int8, a scale a matrix": {},
    }.items():
        small = folder / f"{name}.onnx"
        quantization.quantize_dynamic(file, small, **options)
        yield f"ONNX Runtime, {name}", (BUDGET, _onnx(small))
    compiled = openvino.Core().compile_model(
        openvino.Core().read_model(file), "CPU", {"INFERENCE_NUM_THREADS": torch.get_num_threads()}
    )
    yield "OpenVINO", (BUDGET, lambda ids, mask: compiled([ids, mask])[0])


def compare(ways: dict[str, tuple[int, Run]], tokens: list[list[int]], rounds: int) -> None:
    """Let the ways take turns; print the processor's seconds, the ratio, and the cosines."""
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    vectors: dict[str, NDArray[np.float32]] = {}
    for name, (budget, run) in ways.items():
        vectors[name] = encode(run, tokens[:8], budget)  # what the first call prepares
    for _ in range(rounds):
        for name, (budget, run) in ways.items():
            began = time.process_time()
            vectors[name] = encode(run, tokens, budget)
            seconds[name].append(time.process_time() - began)
    first = f"PyTorch, {BUDGETS[-2]:,} tokens"
    for name in ways:
        cosines = (vectors[name] * vectors[first]).sum(axis=1)
        ratio = statistics.median(seconds[first]) / statistics.median(seconds[name])
        print(
            f"{name:38} {len(tokens) / statistics.median(seconds[name]):6.1f} passages a second, "
            f"{ratio:.2f} times, cosine at least {cosines.min():.4f}, mean {cosines.mean():.4f}"
        )


def encode(run: Run, tokens: list[list[int]], budget: int) -> NDArray[np.float32]:
    """Encode passages, the longest first, so many tokens at a time; unit vectors (n, dim)."""
    found: list[NDArray[np.float32]] = []
    at = 0
    while at < len(tokens):
        longest = len(tokens[at])
        some = tokens[at : at + max(1, budget // longest)]
        ids = np.array([one + [0] * (longest - len(one)) for one in some], np.int64)
        mask = np.array([[1] * len(one) + [0] * (longest - len(one)) for one in some], np.int64)
        hidden = np.asarray(run(ids, mask), np.float32) * mask[..., None]
        means = hidden.sum(axis=1) / mask.sum(axis=1)[:, None]
        found.append(means / np.linalg.norm(means, axis=1, keepdims=True))
        at += len(some)
    return np.concatenate(found)


def _torch(model: Any) -> Run:  # noqa: ANN401 - a model of transformers, or one made of it
    def run(ids: NDArray[np.int64], mask: NDArray[np.int64]) -> NDArray[np.float32]:
        with torch.inference_mode():
            out = model(input_ids=torch.from_numpy(ids), attention_mask=torch.from_numpy(mask))
            vectors: NDArray[np.float32] = out[0].float().numpy()
            return vectors

    return run


def _onnx(file: Path) -> Run:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = torch.get_num_threads()
    session = onnxruntime.InferenceSession(file, options, providers=["CPUExecutionProvider"])
    return lambda ids, mask: session.run(None, {"input_ids": ids, "attention_mask": mask})[0]


def _export(model: torch.nn.Module, file: Path, tokens: list[list[int]]) -> None:
    """Write the model in ONNX form; it then takes any number of passages of any length."""

    class Hidden(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.inner = model

        def forward(self, input_ids: Any, attention_mask: Any) -> Any:  # noqa: ANN401
            return self.inner(input_ids=input_ids, attention_mask=attention_mask)[0]

    width = min(map(len, tokens))
    ids = torch.tensor([one[:width] for one in tokens])
    axes = {0: "passages", 1: "tokens"}
    torch.onnx.export(
        Hidden().eval(),
        (ids, torch.ones_like(ids)),
        file,
        input_names=["input_ids", "attention_mask"],
        output_names=["hidden"],
        dynamic_axes={"input_ids": axes, "attention_mask": axes, "hidden": axes},
        opset_version=17,
        dynamo=False,
    )


if __name__ == "__main__":
    main()
