"""Any cross-encoder in the reader's place.

A cross-encoder of sentence-transformers reads the question beside one sentence at a time. It sees
the article's title and the sentence before, since a sentence often says only "the company". Its
logits take the place of the reader's log-odds; the maps that this needs are fitted by
``citewire calibrate``.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from qa.windows import Reading, Window
from vectorstore import WeightsError

#: The most tokens of a question and a sentence together.
MAX_TOKENS = 256


class CrossEncoderReader:
    """A cross-encoder with one logit a pair; threads may share it.

    ``model`` is a path or a name that sentence-transformers knows. Raises WeightsError when it
    cannot be loaded or gives other than one number a pair.
    """

    def __init__(self, model: str) -> None:
        from sentence_transformers import CrossEncoder

        try:
            self._model: Any = CrossEncoder(model, max_length=MAX_TOKENS, local_files_only=True)
        except Exception as error:  # each kind of broken model has an error of its own
            first = str(error).strip().split("\n")[0]
            raise WeightsError(
                f"The evidence model {model} cannot be loaded ({first}).",
                "Nothing was changed.",
                "Set evidence_model to a cross-encoder's path, or take the setting away.",
            ) from error
        if self._model.num_labels != 1:
            raise WeightsError(
                f"The evidence model {model} gives {self._model.num_labels} numbers a pair, "
                "not one.",
                "Nothing was changed.",
                "Set evidence_model to a cross-encoder that ranks.",
            )
        self._lock = threading.Lock()

    def read(self, question: str, windows: Sequence[Window]) -> list[Reading]:
        """Read the question beside each window; there are no short answers."""
        import torch

        pairs = [(question, text) for window in windows for text in _texts(window)]
        if not pairs:
            return []
        with self._lock:
            logits = self._model.predict(
                pairs, activation_fn=torch.nn.Identity(), show_progress_bar=False
            )
        values = np.asarray(logits, np.float32).reshape(len(pairs))
        ends = np.cumsum([len(window.sentences) for window in windows])
        return [Reading(odds, (None,) * len(odds)) for odds in np.split(values, ends[:-1])]


def _texts(window: Window) -> list[str]:
    """Return each sentence as it is read: behind the title and the sentence before it."""
    texts = [window.text[start:end] for start, end in window.sentences]
    front = f"{window.title}. " if window.title else ""
    before = ["", *(f"{text} " for text in texts)]
    return [f"{front}{one}{text}" for one, text in zip(before, texts, strict=False)]


@lru_cache(maxsize=2)
def shared_cross_encoder(model: str) -> CrossEncoderReader:
    """Return this process's reader of a cross-encoder."""
    return CrossEncoderReader(model)
