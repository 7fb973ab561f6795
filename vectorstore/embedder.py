"""The embedding model: one encoding gives a passage's vector and its sentences' vectors.

Sentence vectors are the mean of the token vectors under the sentence, taken from the encoding of
the whole passage ("late chunking", Günther et al. 2024, arXiv:2409.04701): a sentence is read in
its context, and at no cost beyond the passage's own encoding.
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray

from vectorstore.errors import EmbeddingError
from vectorstore.records import Span
from vectorstore.weights import SHIPPED_MODEL, Weights, find_weights

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

log = logging.getLogger(__name__)

#: Tokens that go through the model together, padding counted: large enough to keep the
#: processor's vector units busy, small enough to stay in its caches.
BATCH_TOKENS = 2048

#: How far from 1 float32 leaves the length of a vector that was divided by it.
_UNIT = 1e-6

#: Texts whose tokens are counted at once.
_COUNTED = 1024


class Embedder(Embeddings):
    """A sentence-transformers model behind LangChain's ``Embeddings``, loaded when first used."""

    def __init__(self, model: str = SHIPPED_MODEL) -> None:
        self.model_name = model
        self._model: SentenceTransformer | None = None
        self._weights: Weights | None = None
        self._tokenizer: Any = None
        self._lock = threading.RLock()

    @property
    def weights(self) -> Weights:
        """The checked weights; raises WeightsError when they are not right."""
        with self._lock:
            if self._weights is None:
                self._weights = find_weights(self.model_name)
            return self._weights

    @property
    def model(self) -> SentenceTransformer:
        """The loaded model; raises WeightsError or EmbeddingError when it cannot be loaded."""
        with self._lock:
            if self._model is None:
                log.info("loading the embedding model from %s", self.weights.location)
                self._model = _load(self.weights)
            return self._model

    @property
    def is_loaded(self) -> bool:
        """Whether the model is in memory."""
        return self._model is not None

    @property
    def tokenizer(self) -> Any:  # noqa: ANN401 - tokenizers.Tokenizer
        """A copy of the model's Rust tokenizer, cured of the truncation stored in its file.

        A copy, because sentence-transformers changes the original's truncation at every call,
        which another thread's call must not see.
        """
        with self._lock:
            if self._tokenizer is None:
                self._tokenizer = _copy_tokenizer(self.model)
            return self._tokenizer

    @property
    def dimension(self) -> int:
        """Length of the vectors."""
        return int(self.model.get_embedding_dimension() or 0)

    @property
    def window(self) -> int:
        """Tokens that the model reads at once, special tokens counted."""
        return int(self.model.max_seq_length or 256)

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Encode texts as they are; shape (n, dim)."""
        vectors = self.model.encode_document(texts, normalize_embeddings=True)
        return [[float(x) for x in row] for row in np.asarray(vectors)]

    def embed_query(self, text: str) -> list[float]:
        """Encode a question; shape (dim,)."""
        return [float(x) for x in self.query_vector(text)]

    def query_vector(self, question: str) -> NDArray[np.float32]:
        """Encode a question as a unit vector, float32, shape (dim,)."""
        model = self.model
        with self._lock:
            vector = model.encode_query(
                question, normalize_embeddings=True, show_progress_bar=False
            )
        found: NDArray[np.float32] = np.asarray(vector, dtype=np.float32)
        length = np.float32(np.linalg.norm(found))
        # Weights in bfloat16 make vectors whose length is off by some thousandths.
        if length and abs(length - 1) > _UNIT:
            found /= length
        return found

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Count each text's tokens, special tokens left out."""
        counts: list[int] = []
        for at in range(0, len(texts), _COUNTED):  # an encoding takes far more memory than its text
            some = list(texts[at : at + _COUNTED])
            encodings = self.tokenizer.encode_batch_fast(some, add_special_tokens=False)
            counts += [len(encoding.ids) for encoding in encodings]
        return counts

    def cut(self, text: str, tokens: int) -> tuple[str, int]:
        """Cut a text after at most so many tokens; return it with the number it has."""
        offsets = self.tokenizer.encode(text, add_special_tokens=False).offsets
        if len(offsets) <= tokens:
            return text, len(offsets)
        return text[: offsets[tokens - 1][1]], tokens

    def encode_passages(
        self, texts: Sequence[str], spans: Sequence[Sequence[Span]]
    ) -> list[tuple[NDArray[np.float32], NDArray[np.float32]]]:
        """Encode each text once; return its vector and the vectors of its spans.

        ``spans[i]`` are half-open character spans of ``texts[i]``. Returns for each text unit
        vectors of shapes (dim,) and (len(spans[i]), dim), float32. A span beyond the model's
        window gets the vector of the whole text. Texts go through the model sorted by length.
        Raises ValueError on unequal lengths.
        """
        if len(texts) != len(spans):
            raise ValueError(f"{len(texts)} texts and {len(spans)} lists of spans")
        prefix = self._document_prompt()
        encodings = self._encode_tokens([prefix + text for text in texts])
        order = sorted(range(len(texts)), key=lambda i: -len(encodings[i].ids))
        result: list[tuple[NDArray[np.float32], NDArray[np.float32]] | None] = [None] * len(texts)
        for batch in _batches(order, [len(e.ids) for e in encodings]):
            tokens, vectors = _forward(self.model, [encodings[i] for i in batch])
            for row, i in enumerate(batch):
                shifted = [(s + len(prefix), e + len(prefix)) for s, e in spans[i]]
                pooled = _pool(tokens[row], encodings[i].offsets, shifted, vectors[row])
                result[i] = (vectors[row], pooled)
        return [pair for pair in result if pair is not None]

    def _encode_tokens(self, texts: list[str]) -> list[Any]:
        # Cut before special tokens are added: without its last one a text has another vector.
        tokenizer = self.tokenizer
        room = self.window - tokenizer.num_special_tokens_to_add(False)
        encodings = tokenizer.encode_batch(texts, add_special_tokens=False)
        for encoding in encodings:
            encoding.truncate(room)
        return [tokenizer.post_process(encoding, None, True) for encoding in encodings]

    def _document_prompt(self) -> str:
        prompts = self.model.prompts
        return prompts.get("document") or prompts.get("passage") or ""


@lru_cache(maxsize=4)
def shared_embedder(model: str) -> Embedder:
    """Return this process's embedder of a model: loading one takes seconds and much memory."""
    return Embedder(model)


def _load(weights: Weights) -> SentenceTransformer:
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "true")
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging as transformers_logging

    transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        return SentenceTransformer(weights.location, local_files_only=True)
    except Exception as error:  # a folder of someone else's can be wrong in any way
        first_line = (str(error).strip() or type(error).__name__).splitlines()[0]
        raise EmbeddingError(
            f"The embedding model {weights.name} cannot be loaded: {first_line}",
            "Nothing was changed.",
            "Set embedding_model to all-MiniLM-L6-v2 or to the folder of a "
            "sentence-transformers model.",
        ) from error


def _copy_tokenizer(model: SentenceTransformer) -> Any:  # noqa: ANN401 - tokenizers.Tokenizer
    backend = getattr(model.tokenizer, "backend_tokenizer", None)
    if backend is None:
        raise EmbeddingError(
            "The embedding model has no fast tokenizer, so tokens cannot be placed in the text.",
            "Nothing was changed.",
            "Choose a model with a tokenizer.json.",
        )
    from tokenizers import Tokenizer

    copy = Tokenizer.from_str(backend.to_str())
    copy.no_truncation()
    copy.no_padding()
    return copy


def _batches(order: list[int], lengths: list[int]) -> list[list[int]]:
    """Cut ``order`` (longest first) into runs of at most BATCH_TOKENS tokens with padding."""
    batches: list[list[int]] = []
    for i in order:
        if batches and (len(batches[-1]) + 1) * lengths[batches[-1][0]] <= BATCH_TOKENS:
            batches[-1].append(i)
        else:
            batches.append([i])
    return batches


def _forward(
    model: SentenceTransformer, encodings: list[Any]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Run the model; return token vectors (n, tokens, dim) and unit text vectors (n, dim)."""
    import torch

    longest = max(len(e.ids) for e in encodings)
    pad = model.tokenizer.pad_token_id or 0
    features = {
        "input_ids": torch.tensor([e.ids + [pad] * (longest - len(e.ids)) for e in encodings]),
        "attention_mask": torch.tensor(
            [[1] * len(e.ids) + [0] * (longest - len(e.ids)) for e in encodings]
        ),
    }
    if "token_type_ids" in model.tokenizer.model_input_names:
        features["token_type_ids"] = torch.zeros_like(features["input_ids"])
    with torch.inference_mode():
        out = model({name: tensor.to(model.device) for name, tensor in features.items()})
        vectors = torch.nn.functional.normalize(out["sentence_embedding"].float(), dim=1)
        tokens = out["token_embeddings"].float()
    return tokens.cpu().numpy(), vectors.cpu().numpy()


def _pool(
    tokens: NDArray[np.float32],
    offsets: list[tuple[int, int]],
    spans: list[tuple[int, int]],
    whole: NDArray[np.float32],
) -> NDArray[np.float32]:
    """Average the token vectors under each span; unit vectors, shape (len(spans), dim)."""
    places = np.asarray(offsets)
    real = places[:, 1] > places[:, 0]
    pooled = np.empty((len(spans), tokens.shape[-1]), dtype=np.float32)
    for row, (start, end) in enumerate(spans):
        under = np.flatnonzero(real & (places[:, 0] < end) & (places[:, 1] > start))
        mean = tokens[under].mean(axis=0) if len(under) else whole
        length = float(np.linalg.norm(mean))
        pooled[row] = mean / length if length else whole
    return pooled
