"""The reader that was adapted to a library: where it is kept, when it is used, how it goes.

It lies in the library's folder, weights beside a record that holds their SHA-256. The record is
read anew with every question, so that a program which has the library open takes up a new reader at
its next one. Weights that are not what the record says are an error, never passed over.
"""

from __future__ import annotations

import shutil
import threading
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from qa.adapted_folder import JOURNAL, LOCK, RECORD, RunLock, folder_of
from qa.calibration import SHIPPED_READER
from vectorstore import (
    AdaptationError,
    Library,
    WeightsError,
    file_sha256,
    put_in_place,
    sync_folder,
    translated,
)

if TYPE_CHECKING:
    from qa.reader import Reader

#: How the names of adapted readers begin.
ADAPTED = f"{SHIPPED_READER} adapted "

_TO_DO = "Run: citewire adapt --remove, then adapt again."

_Finite = Annotated[float, Field(allow_inf_nan=False)]


class Figure(BaseModel):
    """A figure of the reader in use before and of the adapted one, and the difference's interval.

    ``low`` and ``high`` are the ends of its 95 % interval.
    """

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    before: _Finite
    after: _Finite
    low: _Finite
    high: _Finite


class Record(BaseModel):
    """What is known of an adapted reader, as it stands beside its weights in JSON.

    ``shipped`` and ``shipped_sha256`` name the reader that it was made from; its figures compare
    it with the one that was in use before. ``trained`` and ``measured`` are numbers of pairs,
    ``questions`` those of a questions file that were measured. ``first`` is the share
    of lists whose first sentence is right, ``mrr`` the mean reciprocal rank of the first right one.
    """

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    format: Literal[1] = 1
    shipped: str
    shipped_sha256: str
    sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
    day: date
    trained: int
    measured: int
    questions: int
    first: Figure
    mrr: Figure

    @property
    def weights_file(self) -> str:
        """The name of the file that holds the weights."""
        return f"reader-{self.sha256[:12]}.safetensors"


@dataclass(frozen=True, slots=True)
class AdaptationState:
    """Which reader of its own a library has, and whether a run that makes one is unfinished.

    ``record`` is None without one; ``used`` says that it reads the questions: it does not when the
    setting evidence_model names another model. ``problem`` says what is wrong with it.
    ``unfinished`` is None, or "running", or "stopped".
    """

    record: Record | None = None
    used: bool = False
    problem: str | None = None
    unfinished: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return the state as JSON values."""
        return {
            "record": self.record.model_dump(mode="json") if self.record else None,
            "used": self.used,
            "problem": self.problem,
            "unfinished": self.unfinished,
        }


def record_of(library: Library) -> Record | None:
    """Return the record of the adapted reader that is in use, None where none is.

    Raises AdaptationError for one that cannot be read or was made of another reader.
    """
    if library.settings.evidence_model != SHIPPED_READER:
        return None
    return _record(library)


def _record(library: Library) -> Record | None:
    file = folder_of(library) / RECORD
    try:
        kept = file.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise AdaptationError(
            f"The record of the adapted reader, {file}, cannot be read ({error.strerror}).",
            "The articles are not touched by that.",
            _TO_DO,
        ) from error
    try:
        record = Record.model_validate_json(kept)
    except ValidationError as error:
        wrong = error.errors()[0]
        said = ": ".join(filter(None, (".".join(map(str, wrong["loc"])), wrong["msg"])))
        raise AdaptationError(
            f"The record of the adapted reader, {file}, is not as it was written ({said}).",
            "The articles are not touched by that.",
            _TO_DO,
        ) from error
    if record.shipped != SHIPPED_READER:
        raise _foreign(record, SHIPPED_READER)
    return record


def model_name(library: Library) -> str:
    """Return what reads a library's questions: the setting evidence_model, or the adapted reader.

    Raises AdaptationError.
    """
    record = record_of(library)
    return library.settings.evidence_model if record is None else adapted_name(record)


def adapted_name(record: Record) -> str:
    """Return the name of an adapted reader, which no other has."""
    return ADAPTED + record.sha256[:12]


def adapted_reader(library: Library) -> Reader | None:
    """Return the adapted reader that is in use, None where the shipped one is.

    Raises AdaptationError unless its weights are what its record says.
    """
    record = record_of(library)
    if record is None:
        return None
    try:
        return _loaded(folder_of(library) / record.weights_file, record)
    except AdaptationError:
        again = record_of(library)  # another one may just have taken its place, or none
        if again == record:
            raise
        return adapted_reader(library)


_loading = threading.Lock()


def _loaded(file: Path, record: Record) -> Reader:
    with _loading:  # of several questions at the start, one loads it
        return _load(file, record)


@lru_cache(maxsize=1)
def _load(file: Path, record: Record) -> Reader:
    from qa.reader import load_reader

    _check(file, record)
    try:
        return load_reader(file)
    except WeightsError as error:
        raise AdaptationError(
            f"The adapted reader's weights {file} do not fit the network.",
            "They were not used.",
            _TO_DO,
        ) from error


def _check(file: Path, record: Record) -> None:
    """Raise AdaptationError unless a file holds what a record says, made of the shipped reader."""
    from qa.reader import SHA256

    if record.shipped_sha256 != SHA256:
        raise _foreign(record, f"{SHIPPED_READER} with other weights")
    try:
        found = file_sha256(file)
    except OSError as error:
        raise AdaptationError(
            f"The adapted reader's weights {file} cannot be read ({error.strerror}).",
            "The articles are not touched by that.",
            _TO_DO,
        ) from error
    if found != record.sha256:
        raise AdaptationError(
            f"The adapted reader's weights {file} fail their checksum (SHA-256 {found[:12]}…, "
            f"expected {record.sha256[:12]}…).",
            "They were not used.",
            _TO_DO,
        )


def _foreign(record: Record, shipped: str) -> AdaptationError:
    return AdaptationError(
        f"The library's reader was adapted from {record.shipped}; this version of Citewire has "
        f"{shipped}.",
        "The articles are not touched by that.",
        _TO_DO,
    )


def keep_reader(weights: Path, library: Library, figures: dict[str, Any]) -> Record:
    """Put weights to use in a library; ``figures`` are the record's fields that measure them.

    They are copied into the library's folder, so that a call that was killed can be made again. The
    record takes the old one's place in one step, after the weights are there and on the disk.
    """
    from qa.reader import SHA256

    folder = folder_of(library)
    with translated(weights):
        record = Record(
            shipped=SHIPPED_READER,
            shipped_sha256=SHA256,
            sha256=file_sha256(weights),
            day=date.today(),
            **figures,
        )
        folder.mkdir(exist_ok=True)
        sync_folder(library.path)
        copy = folder / "reader.safetensors.new"
        shutil.copyfile(weights, copy)
        put_in_place(copy, folder / record.weights_file)
        note = folder / "reader.json.new"
        note.write_text(record.model_dump_json(indent=2), "utf-8")
        put_in_place(note, folder / RECORD)
        for old in folder.glob("reader-*.safetensors"):
            if old.name != record.weights_file:
                old.unlink()
    return record


def remove_files(library: Library) -> bool:
    """Take away an adapted reader and what an unfinished run left, whole or broken.

    Returns whether there was anything. Raises LibraryBusyError while a run goes on.
    """
    folder = folder_of(library)
    if not folder.is_dir():
        return False
    with RunLock(library), translated(folder / RECORD):
        kept = [file for file in folder.iterdir() if file.name != LOCK]
        # The record first: without it the weights are not looked for.
        for file in sorted(kept, key=lambda one: one.name != RECORD):
            file.unlink(missing_ok=True)
        sync_folder(folder)
    return bool(kept)


def adaptation_state(library: Library) -> AdaptationState:
    """Return which adapted reader a library has; a broken one is told of, not raised."""
    folder = folder_of(library)
    unfinished = None
    if (folder / JOURNAL).exists():
        unfinished = "running" if RunLock(library).is_held() else "stopped"
    try:
        record = _record(library)
        if record is not None:
            _check(folder / record.weights_file, record)
    except AdaptationError as error:
        return AdaptationState(problem=str(error), unfinished=unfinished)
    used = record is not None and library.settings.evidence_model == SHIPPED_READER
    return AdaptationState(record, used, None, unfinished)
