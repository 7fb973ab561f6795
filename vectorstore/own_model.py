"""The embedding model of a library: what made its vectors, and what may be held against them.

A library knows the model that made its vectors. The setting ``embedding_model`` says with what a
new one is made; a library that was rebuilt with another model since is read with that one, by
programs that have it open too. A setting that names neither is refused, never mixed in.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from vectorstore.errors import EmbeddingError, IndexDamagedError, StaleIndexError

if TYPE_CHECKING:
    from vectorstore.catalogue import Catalogue
    from vectorstore.embedder import Embedder
    from vectorstore.settings import Settings

#: Keys of the ``meta`` table.
FINGERPRINT, NAME, DIMENSION = "embedding_fingerprint", "embedding_model", "dimension"

#: The models that the library was rebuilt from: settings that still name one of them are outdated.
BEFORE = "embedding_models_before"

Found = TypeVar("Found")


class OwnModel:
    """Finds the embedder that fits a library's vectors, anew when they were made anew."""

    def __init__(self, catalogue: Catalogue, settings: Settings, given: Embedder | None) -> None:
        self._catalogue = catalogue
        self._settings = settings
        self._given = given

    @property
    def embedder(self) -> Embedder:
        """The embedder that was given, or that of the library's model, or that of the setting."""
        if self._given is not None:
            return self._given
        from vectorstore.embedder import shared_embedder  # brings LangChain

        return shared_embedder(self._name())

    def _name(self) -> str:
        own, setting = self._catalogue.fact(NAME), self._settings.embedding_model
        if own is None or own == setting:
            return setting
        chosen = "embedding_model" in self._settings.model_fields_set
        return setting if chosen and not self._is_outdated(setting) else own

    def _is_outdated(self, setting: str) -> bool:
        return not {setting, str(Path(setting).expanduser())}.isdisjoint(before(self._catalogue))

    def check(self) -> None:
        """Raise StaleIndexError if the vectors were made by another model than the one set."""
        made_by, name = self._catalogue.fact(FINGERPRINT), self._catalogue.fact(NAME)
        if made_by is None:
            return
        weights = self.embedder.weights
        if made_by == weights.fingerprint:
            return
        folder = self._catalogue.file.parent
        if weights.name == name:
            raise StaleIndexError(
                f"The embedding model {name} is not the one that made the vectors of {folder}: its "
                "weights are others, or it does not lie there any more.",
                "Nothing was changed.",
                "Set embedding_model to where it lies, or run: citewire rebuild --model NAME",
            )
        raise StaleIndexError(
            f"The vectors of {folder} were made by the embedding model {name}, and the one "
            f"configured is {weights.name}.",
            "Nothing was changed.",
            "Set embedding_model back, or take it away; or have everything encoded with the new "
            f"one: citewire rebuild --model {weights.name}",
        )

    def unmixed(self, work: Callable[[], Found]) -> Found:
        """Run what holds a question's vector against the library's, and return what it found.

        When the vectors were made anew by another model meanwhile, it is run again: what it found,
        or failed with, came of a vector of one model and those of another.
        """
        while True:
            made_by = self._catalogue.fact(FINGERPRINT)
            try:
                found = work()
            except (EmbeddingError, IndexDamagedError, ValueError):
                if self._catalogue.fact(FINGERPRINT) == made_by:
                    raise
                continue
            if self._catalogue.fact(FINGERPRINT) == made_by:
                return found


def before(catalogue: Catalogue) -> list[str]:
    """Return the names of the models that a library was rebuilt from, the first one first."""
    return [str(name) for name in json.loads(catalogue.fact(BEFORE) or "[]")]
