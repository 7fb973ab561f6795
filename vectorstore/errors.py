"""Every error that Citewire raises on purpose, in one tree.

CitewireError
├── UsageError               the caller asked for something that makes no sense
├── SettingsError            a setting is wrong
├── LibraryError             the data folder
│   ├── NotALibraryError
│   ├── NewerLibraryError
│   ├── ReadOnlyLibraryError
│   ├── DiskFullError
│   ├── LibraryBusyError     (a retry helps)
│   ├── LibraryDamagedError
│   ├── CalibrationError
│   ├── AdaptationError
│   └── ArticleNotFoundError
├── IndexDamagedError        the vector index, which can be rebuilt from the library
├── EmbeddingError           the embedding model
│   ├── WeightsError
│   └── StaleIndexError
├── SourceError              something to ingest that cannot be read
└── ServerError              the web chat cannot start as asked

A bug is not in this tree: it crashes with a traceback.
"""

from __future__ import annotations

from typing import ClassVar


class CitewireError(Exception):
    """Shown to a person as it is: what happened, what was kept, what to do."""

    exit_code: ClassVar[int] = 1
    retryable: ClassVar[bool] = False

    def __init__(self, happened: str, kept: str = "", to_do: str = "") -> None:
        super().__init__(happened, kept, to_do)
        self.happened = happened
        self.kept = kept
        self.to_do = to_do

    def __str__(self) -> str:
        return " ".join(part for part in (self.happened, self.kept, self.to_do) if part)


class UsageError(CitewireError):
    """The call makes no sense, whatever the library holds."""

    exit_code = 2


class SettingsError(CitewireError):
    """A value in citewire.toml, the environment or the arguments is wrong."""

    exit_code = 2


class LibraryError(CitewireError):
    """The data folder cannot be used as asked."""


class NotALibraryError(LibraryError):
    """There is something at the path that Citewire did not make."""


class NewerLibraryError(LibraryError):
    """The library was written by a newer version of Citewire."""


class ReadOnlyLibraryError(LibraryError):
    """The data folder cannot be written to."""


class DiskFullError(LibraryError):
    """The disk, or the room given to this process on it, is full."""


class LibraryBusyError(LibraryError):
    """Another process is writing to the library."""

    retryable = True


class LibraryDamagedError(LibraryError):
    """The library database cannot be read."""


class CalibrationError(LibraryError):
    """The library's calibration cannot be read, or none can be made of these questions."""


class AdaptationError(LibraryError):
    """The reader that was adapted to the library cannot be used."""


class ArticleNotFoundError(LibraryError):
    """No article has this id."""


class IndexDamagedError(CitewireError):
    """The vector index is missing or damaged; the library database is not."""


class EmbeddingError(CitewireError):
    """The embedding model cannot be used."""


class WeightsError(EmbeddingError):
    """The embedding weights are missing, or are not the ones they should be."""


class StaleIndexError(EmbeddingError):
    """The vectors were made by another embedding model than the one configured."""


class SourceError(CitewireError):
    """One source cannot be read; the others of the same run are not touched by it."""


class ServerError(CitewireError):
    """The web chat cannot start as asked."""

    exit_code = 2
