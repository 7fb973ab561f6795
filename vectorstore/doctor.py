"""Whether a library is sound: every promise about what it holds, looked at one by one.

What is derived (the vector index, the full-text index, counts, leftovers of swaps) can be made anew
from the articles and is, when that is asked for. What is not (texts, the sentences' places,
vectors) is named with what to do about it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from vectorstore.compaction import FORGETTING, clear_leftovers, leftovers, purge
from vectorstore.doctor_articles import article_faults, vector_faults, version_faults
from vectorstore.doctor_copies import (
    COPY_TABLES,
    address_faults,
    copy_faults,
    make_addresses_anew,
    make_copies_anew,
    question_faults,
)
from vectorstore.doctor_index import full_text_faults, index_faults, make_full_text_anew
from vectorstore.errors import CitewireError, EmbeddingError
from vectorstore.layout import CHROMA

if TYPE_CHECKING:
    from vectorstore.library import Library

#: So many faults of one kind are told apart; of more, only the number.
_TOLD = 5


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found: nothing wrong when ``faults`` is empty.

    ``derived`` says whether a repair can make it right; ``to_do`` what a person can do otherwise.
    ``repaired`` says that it was found wrong and has been made right.
    """

    check: str
    faults: tuple[str, ...] = ()
    derived: bool = False
    to_do: str = ""
    repaired: bool = False

    @property
    def sound(self) -> bool:
        """Whether it is right, or was made so."""
        return not self.faults or self.repaired

    def as_dict(self) -> dict[str, Any]:
        """Return all fields as JSON values."""
        return {**asdict(self), "faults": list(self.faults), "sound": self.sound}


@dataclass(frozen=True, slots=True)
class _Check:
    """One kind of fault, how it is looked for, and how it is made right, if it can be."""

    name: str
    look: Callable[[Library], Iterator[str]]
    repair: Callable[[Library], object] | None = None
    to_do: str = "Run: citewire doctor --repair"


def examine(library: Library, *, repair: bool = False) -> list[Finding]:
    """Look at everything that a library promises; returns a finding a check, in their order.

    With ``repair`` what is derived is made anew where it is wrong. Waits for another writer, which
    would make counts differ; raises LibraryBusyError when that takes long.
    """
    with library.writing(heal=False, wait=30):
        return [_examined(library, check, repair) for check in CHECKS]


def _examined(library: Library, check: _Check, repair: bool) -> Finding:
    faults = _told(check.look(library))
    derived = check.repair is not None
    if not faults or not repair or check.repair is None:
        return Finding(check.name, faults, derived, check.to_do if faults else "")
    try:
        check.repair(library)
    except CitewireError as error:  # made of what is damaged itself
        faults = (*faults, f"it could not be made anew: {error.happened}")
        return Finding(check.name, faults, derived, check.to_do)
    left = _told(check.look(library))
    return Finding(check.name, left or faults, derived, check.to_do if left else "", not left)


def _told(faults: Iterator[str]) -> tuple[str, ...]:
    """Return the first faults and the number of the others; an error that looking meets is one."""
    told: list[str] = []
    more = 0
    try:
        for fault in faults:
            if len(told) < _TOLD:
                told.append(fault)
            else:
                more += 1
    except CitewireError as error:
        told.append(error.happened)
    return (*told, f"and {more:,} more") if more else tuple(told)


def _integrity(library: Library) -> Iterator[str]:
    for (said,) in library.catalogue.rows("PRAGMA integrity_check(20)"):
        if said != "ok":
            yield str(said)


def _foreign_keys(library: Library) -> Iterator[str]:
    for table, row, parent, _ in library.catalogue.rows("PRAGMA foreign_key_check"):
        if table not in COPY_TABLES:  # those are derived, and looked at by a check of their own
            yield f"row {row} of {table} belongs to nothing in {parent}"


def _counts(library: Library) -> Iterator[str]:
    for id, passages, sentences, true_passages, true_sentences in library.catalogue.rows(
        "SELECT a.id, a.passages, a.sentences, count(p.key), ifnull(sum(s.number), 0) "
        "FROM articles a LEFT JOIN passages p ON p.article_key = a.key LEFT JOIN "
        "(SELECT passage_key, count(*) AS number FROM sentences GROUP BY 1) s "
        "ON s.passage_key = p.key GROUP BY a.key"
    ):
        if (passages, sentences) != (true_passages, true_sentences):
            yield (
                f"{id} counts {passages} passages and {sentences} sentences and has "
                f"{true_passages} and {true_sentences}"
            )


def _model(library: Library) -> Iterator[str]:
    catalogue = library.catalogue
    made_by = catalogue.fact("embedding_fingerprint")
    if made_by is None:
        if catalogue.value("SELECT 1 FROM passages LIMIT 1"):
            yield "there are vectors, and it is not known which model made them"
        return
    try:
        configured = library.embedder.weights  # the shipped ones are held against their checksum
    except EmbeddingError as error:
        yield error.happened
        return
    if configured.fingerprint != made_by:
        yield (
            f"the vectors were made by {catalogue.fact('embedding_model')} ({made_by[:19]}…), the "
            f"model in use is {configured.name} ({configured.fingerprint[:19]}…)"
        )


def _unfinished(library: Library) -> Iterator[str]:
    catalogue = library.catalogue
    if catalogue.fact(FORGETTING) is not None:
        yield "the words of forgotten articles have not been cleared from the files"
    if catalogue.fact("index_writing") == "1":
        yield "a writer was interrupted while it wrote the vector index"
    for what, table in (("not in", "passages WHERE indexed = 0"), ("still in", "departed")):
        if number := int(catalogue.value(f"SELECT count(*) FROM {table}")):
            yield f"{number:,} passages are {what} the vector index"


def _finish(library: Library) -> None:
    if library.catalogue.fact(FORGETTING) is not None:
        purge(library)
    else:
        library.rebuild_inside()


def _leftovers(library: Library) -> Iterator[str]:
    for file in leftovers(library.path):
        yield f"{file.name} was left by an interrupted rebuild"


_FROM_SOURCE = (
    "Take the article out (citewire remove ID) and ingest its source again, or restore a backup."
)
_ENCODE = "Run: citewire rebuild --model NAME, with the model's name, to encode everything again."

#: In this order: what is derived is made anew from what was looked at before it.
CHECKS: tuple[_Check, ...] = (
    _Check("database", _integrity, to_do="Restore a backup: citewire restore."),
    _Check("references", _foreign_keys, to_do="Restore a backup: citewire restore."),
    _Check("articles", article_faults, to_do=_FROM_SOURCE),
    _Check("versions", version_faults, to_do="Restore a backup: citewire restore."),
    _Check("vectors", vector_faults, to_do=_ENCODE),
    _Check(
        "model",
        _model,
        to_do="Set embedding_model to the model that made the vectors, install its weights again, "
        "or run: citewire rebuild --model NAME",
    ),
    _Check("counts", _counts, lambda library: library.catalogue.count_passages()),
    _Check("addresses", address_faults, make_addresses_anew),
    _Check("copies", copy_faults, make_copies_anew),
    _Check(
        "questions",
        question_faults,
        to_do="Take the question out (citewire recheck --remove N), and ask it anew with --save.",
    ),
    _Check("full text", full_text_faults, make_full_text_anew),
    _Check("leftovers", _leftovers, lambda library: clear_leftovers(library.path)),
    _Check("unfinished", _unfinished, _finish),
    _Check(
        CHROMA,
        index_faults,
        lambda library: library.rebuild_inside(),
        to_do="Run: citewire rebuild",
    ),
)
