"""The reader: a small transformer that reads a question beside a passage and finds what answers it.

It is the six layers of the embedding model, trained further on questions over Wikipedia and
invented news (``training/``). One pass over a passage scores every token as the begin and the end
of an answer, next to a token that stands for "not answered here" (Devlin et al. 2019,
arXiv:1810.04805, section 4.3). A sentence's score is the log-sum-exp of its tokens' begin scores
less that of "not answered here": the log-odds that the answer begins in it. What the question says
itself seldom answers it: words of the question, and words that mean little, count a tenth. A
sentence is thus read in its context, and the short answer inside it is found in the same pass.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import load_file
from torch import Tensor, nn

from qa.edges import edges
from qa.windows import Reading, Window
from qa.words import STOP_WORDS, content_words, stem
from vectorstore import SHIPPED_MODEL, Span, WeightsError, file_sha256, shared_embedder

FOLDER = Path(__file__).with_name("weights")
WEIGHTS_FILE = "reader.safetensors"
SHA256 = "8c117b86849461e87b17bca507b19e4b2f2aaa36d99b7ee8a4c0c330b8126d40"

#: Tokens that go through the network together, padding counted.
BATCH_TOKENS = 512

#: What stands for a sentence of which no token was read.
UNREAD = -12.0

#: What a token counts that belongs to no word, a word of the question or one that means little.
OLD = 0.1

MAX_QUESTION_TOKENS = 64
MAX_TITLE_TOKENS = 32
MAX_TOKENS = 320
MAX_ANSWER_TOKENS = 16

_CLS, _SEP = 101, 102

#: What the weights file lacks: the embedder's word embeddings, which both share in memory.
_NOT_STORED = ("word_embeddings.weight", "position_ids")


@dataclass(frozen=True, slots=True)
class Encoded:
    """What the network reads of a question and a window.

    ``ids`` and ``types`` have shape (n_tokens,); ``owner`` says to which sentence a token belongs,
    -1 to none; ``offsets`` are the tokens' spans in the window's text.
    """

    ids: NDArray[np.int64]
    types: NDArray[np.int64]
    owner: NDArray[np.int64]
    offsets: list[Span]


class ReaderNetwork(nn.Module):
    """The encoder and one linear layer that gives two logits a token, begin and end."""

    def __init__(self, encoder: nn.Module, hidden: int) -> None:
        super().__init__()
        self.encoder = encoder
        self.head = nn.Linear(hidden, 2)

    def forward(self, ids: Tensor, types: Tensor, mask: Tensor) -> Tensor:
        """Return logits, shape (batch, n_tokens, 2)."""
        states = self.encoder(
            input_ids=ids, token_type_ids=types, attention_mask=mask
        ).last_hidden_state
        logits: Tensor = self.head(states)
        return logits


def encode(tokenizer: Any, question: str, window: Window) -> Encoded:  # noqa: ANN401
    """Turn a question and a window into tokens: [CLS] question [SEP] title [SEP] text [SEP].

    ``tokenizer`` is a ``tokenizers.Tokenizer`` without truncation. What exceeds 320 tokens is cut
    off at the end; a sentence that is cut off wholly owns no token.
    """
    asked = tokenizer.encode(question, add_special_tokens=False).ids[:MAX_QUESTION_TOKENS]
    title = tokenizer.encode(window.title, add_special_tokens=False).ids[:MAX_TITLE_TOKENS]
    body = tokenizer.encode(window.text, add_special_tokens=False)
    head = [_CLS, *asked, _SEP]
    front = [*title, _SEP] if title else []
    room = MAX_TOKENS - len(head) - len(front) - 1
    ids = body.ids[:room]
    offsets = [Span(*span) for span in body.offsets[:room]]
    owner = owners(offsets, window.sentences)
    before = len(head) + len(front)
    return Encoded(
        np.asarray([*head, *front, *ids, _SEP], np.int64),
        np.asarray([0] * len(head) + [1] * (len(front) + len(ids) + 1), np.int64),
        np.asarray([-1] * before + owner + [-1], np.int64),
        [Span(0, 0)] * before + offsets + [Span(0, 0)],
    )


def owners(offsets: Sequence[Span], sentences: Sequence[Span]) -> list[int]:
    """Return for each token the number of the sentence in which it begins, or -1."""
    owner, number = [], 0
    for start, _ in offsets:
        while number < len(sentences) and sentences[number][1] <= start:
            number += 1
        inside = number < len(sentences) and sentences[number][0] <= start
        owner.append(number if inside else -1)
    return owner


def collate(batch: Sequence[Encoded]) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Return ids, types, mask and owner, each of shape (batch, n_tokens), padded at the end."""
    width = max(len(one.ids) for one in batch)
    ids = torch.zeros(len(batch), width, dtype=torch.long)
    types, mask = torch.zeros_like(ids), torch.zeros_like(ids)
    owner = torch.full_like(ids, -1)
    for row, one in enumerate(batch):
        length = len(one.ids)
        ids[row, :length] = torch.from_numpy(one.ids)
        types[row, :length] = torch.from_numpy(one.types)
        owner[row, :length] = torch.from_numpy(one.owner)
        mask[row, :length] = 1
    return ids, types, mask, owner


class Reader:
    """The network with its weights; threads may share it."""

    def __init__(self, network: ReaderNetwork, tokenizer: Any) -> None:  # noqa: ANN401
        self._network = network.eval()
        self._tokenizer = tokenizer
        self._lock = threading.Lock()

    def read(self, question: str, windows: Sequence[Window]) -> list[Reading]:
        """Read the question beside each window.

        A sentence beyond what the network can take has log-odds of -12 and no answer.
        """
        with self._lock:
            encoded = [encode(self._tokenizer, question, one) for one in windows]
        readings: dict[int, Reading] = {}
        for group in _grouped(encoded):
            ids, types, mask, _ = collate([encoded[i] for i in group])
            with torch.inference_mode():
                logits = self._network(ids, types, mask).numpy()
            for row, i in enumerate(group):
                new = news_to(question, windows[i].text, encoded[i].offsets)
                readings[i] = _reading(logits[row], encoded[i], windows[i], new)
        return [readings[i] for i in range(len(windows))]


def _grouped(encoded: Sequence[Encoded]) -> list[list[int]]:
    """Group windows of like length into batches."""
    groups: list[list[int]] = []
    for i in sorted(range(len(encoded)), key=lambda i: len(encoded[i].ids)):
        width = len(encoded[i].ids)
        if groups and width * (len(groups[-1]) + 1) <= BATCH_TOKENS:
            groups[-1].append(i)
        else:
            groups.append([i])
    return groups


_WORD = re.compile(r"[^\W_]+")
#: What a short answer does not begin or end with, and what alone is none.
_MARKS = " \t\n.,;:!?–—…"
_SMALL = frozenset("a an the to of in on at by for from with and or but that is was as".split())


def news_to(question: str, text: str, offsets: Sequence[Span]) -> NDArray[np.bool_]:
    """Say which tokens belong to words that the question does not have, shape (n_tokens,).

    ``offsets`` are the tokens' spans in the text. Words that mean little are none.

    >>> news_to("Who sued?", "Ann Lee sued.", [(0, 3), (4, 7), (8, 12), (12, 13)]).tolist()
    [True, True, False, False]
    """
    asked = {stem(word) for word in content_words(question)}
    new = np.zeros(len(text) + 1, np.bool_)
    for found in _WORD.finditer(text):
        word = found[0].lower()
        if word not in STOP_WORDS and stem(word) not in asked:
            new[found.start() : found.end()] = True
    return np.asarray([end > start and new[start] for start, end in offsets], np.bool_)


def _reading(
    logits: NDArray[np.float32], encoded: Encoded, window: Window, new: NDArray[np.bool_]
) -> Reading:
    """Turn the logits of one window, shape (n_tokens or more, 2), into what they say."""
    count = len(window.sentences)
    odds = np.full(count, UNREAD, np.float32)
    answers: list[Span | None] = [None] * count
    inside = edges(window.text, encoded.offsets)
    for number in range(count):
        tokens = np.flatnonzero(encoded.owner == number)
        if len(tokens):
            begin, end = logits[tokens].T
            weight = np.where(new[tokens], 0.0, np.log(OLD))
            odds[number] = np.logaddexp.reduce(begin + weight) - logits[0, 0]
            first, last = best_span(begin - inside[0][tokens], end - inside[1][tokens])
            start, end = encoded.offsets[tokens[first]][0], encoded.offsets[tokens[last]][1]
            answers[number] = in_words(window.text, start, end)
    read = np.flatnonzero(encoded.owner >= 0)
    return Reading(
        odds,
        tuple(answers),
        tuple(encoded.offsets[token] for token in read),
        logits[read, 0] - logits[0, 0],
    )


def in_words(text: str, start: int, end: int) -> Span | None:
    """Return the whole words of a span without the marks around them; None if they say nothing.

    >>> text = "Nobody met the Oxholt boss, a baker."
    >>> [text[slice(*span)] for span in (in_words(text, 15, 18), in_words(text, 22, 28)) if span]
    ['Oxholt', 'boss']
    >>> in_words(text, 11, 14), in_words(text, 26, 27)
    (None, None)
    """
    while start > 0 and text[start - 1].isalnum() and text[start].isalnum():
        start -= 1
    while end < len(text) and text[end].isalnum() and text[end - 1].isalnum():
        end += 1
    while start < end and text[start] in _MARKS:
        start += 1
    while start < end and text[end - 1] in _MARKS:
        end -= 1
    words = _WORD.findall(text[start:end].lower())
    return Span(start, end) if words and not _SMALL.issuperset(words) else None


def best_span(begin: NDArray[np.float32], end: NDArray[np.float32]) -> tuple[int, int]:
    """Return the first and the last token of the likeliest answer, at most 16 tokens long.

    ``begin`` and ``end`` are logits, shape (n_tokens,).

    >>> best_span(np.float32([0, 3, 0]), np.float32([3, 0, 2]))
    (1, 2)
    """
    sums = begin[:, None] + end[None, :]
    places = np.arange(len(begin))
    length = places[None, :] - places[:, None]
    sums = np.where((length >= 0) & (length < MAX_ANSWER_TOKENS), sums, -np.inf)
    first, last = np.unravel_index(int(np.argmax(sums)), sums.shape)
    return int(first), int(last)


_loading = threading.Lock()


def shared_reader() -> Reader:
    """Return the reader with the shipped weights; raises WeightsError when they are not right."""
    with _loading:  # of several questions at the start, one loads it
        return _shipped_reader()


@lru_cache(maxsize=1)
def _shipped_reader() -> Reader:
    check_reader(FOLDER / WEIGHTS_FILE)
    return load_reader(FOLDER / WEIGHTS_FILE)


def check_reader(file: Path) -> None:
    """Raise WeightsError unless a file holds the shipped weights."""
    try:
        found = file_sha256(file)
    except OSError as error:
        raise WeightsError(
            f"The reader's weights {file} cannot be read ({error.strerror}).",
            "Nothing was changed.",
            "Install citewire again.",
        ) from error
    if found != SHA256:
        raise WeightsError(
            f"The reader's weights {file} fail their checksum (SHA-256 {found[:12]}…, expected "
            f"{SHA256[:12]}…).",
            "They were not used and nothing was changed.",
            "Install citewire again.",
        )


def load_reader(file: Path) -> Reader:
    """Load weights made by ``python -m training`` or ``citewire adapt``."""
    return Reader(load_network(file), shared_embedder(SHIPPED_MODEL).tokenizer)


def load_network(file: Path) -> ReaderNetwork:
    """Load the network of a reader.

    The word embeddings are the embedding model's own and not in the file.
    """
    from transformers import AutoConfig
    from transformers.models.bert.modeling_bert import BertModel

    folder = Path(shared_embedder(SHIPPED_MODEL).weights.location)
    config = AutoConfig.from_pretrained(folder, local_files_only=True)
    encoder: Any = BertModel(config, add_pooling_layer=False)
    network = ReaderNetwork(encoder, config.hidden_size)
    first: Any = shared_embedder(SHIPPED_MODEL).model[0]
    encoder.set_input_embeddings(first.auto_model.get_input_embeddings())
    state = {name: value.float() for name, value in load_file(file).items()}
    missing, unexpected = network.load_state_dict(state, strict=False)
    if unexpected or [name for name in missing if not name.endswith(_NOT_STORED)]:
        raise WeightsError(
            f"The reader's weights {file} do not fit the network.",
            "They were not used and nothing was changed.",
            "Install citewire again.",
        )
    return network
