"""A library kept up to date: round after round, what is new or has changed is taken in.

What was read is known by the library, so a watch that was stopped goes on where it was. Files are
looked at by size and time, and read only when one of them differs; one that is being written is
left until it stands still. Addresses are asked whether they have changed.
"""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from ingest.formats.fields import parse_map
from ingest.pipeline import ingest
from ingest.report import Report, SourceDone
from ingest.seen import Seen
from ingest.selection import Selection, has_magic
from ingest.sources import Finder, Source, is_address, shown
from ingest.web import Web
from vectorstore import Library, LibraryBusyError, UsageError

#: Seconds between two looks at files that were changed just now, and at a busy library.
SETTLE = 1.0
_BUSY = 5.0

#: A file's size in bytes and the time it was changed, in nanoseconds.
_State = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Watched:
    """What a watch did or saw: ``source`` is a file or an address, ``detail`` says more."""

    what: Literal["new", "changed", "failed", "gone", "waiting"]
    source: str
    detail: str = ""


class Watch:
    """Watches files, folders and addresses for a library.

    ``tell`` hears of all that was done, and of nothing else. ``include``, ``exclude`` and
    ``mapping`` are those of ``ingest``. ``open_web`` makes what fetches the addresses of one round;
    ``sleep`` is in seconds. Raises UsageError without sources, and for a mapping of fields that
    articles do not have.
    """

    def __init__(
        self,
        library: Library,
        sources: Iterable[str],
        tell: Callable[[Watched], None],
        *,
        include: str | Iterable[str] = (),
        exclude: str | Iterable[str] = (),
        mapping: str | Mapping[str, str | Iterable[str]] | None = None,
        open_web: Callable[[Library], Web] = Web,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        given = list(dict.fromkeys(sources))
        self._addresses = [source for source in given if is_address(source)]
        self._paths = [Path(source).expanduser() for source in given if not is_address(source)]
        if not given:
            raise UsageError("There is nothing to watch: name a folder, a file or an address.")
        for path in self._paths:
            if has_magic(str(path)) and not os.path.lexists(path):
                raise UsageError(
                    f"{path} is a pattern, which a watch does not take.",
                    to_do="Name the folder: what is in it is watched.",
                )
        self._selection = Selection.of(include, exclude)
        self._mapping = parse_map(mapping)
        self.rounds = 0
        self.added = 0
        self.updated = 0
        self.failed = 0
        self._library = library
        self._tell = tell
        self._open_web = open_web
        self._sleep = sleep
        self._files: dict[Path, Source] = {}
        self._taken: dict[Path, _State] = {}
        self._last: dict[Path, _State] = {}
        self._failures: set[tuple[str, str]] = set()

    def run(self, every: float) -> None:
        """Go round after round, ``every`` seconds from the end of one to the next; never returns.

        Raises what ``ingest`` raises, but for a busy library, which is waited for.
        """
        while True:
            moving = self.round()
            self._sleep(min(SETTLE, every) if moving else every)

    def once(self) -> None:
        """Go one round, after files that are being written were given a moment to stand still."""
        if self._paths:
            self._last = self._look()
            self._sleep(SETTLE)
        self.round()

    def round(self) -> bool:
        """Take in what is new or has changed; returns whether a file is still being written."""
        now = self._look()
        changed = [path for path, state in now.items() if self._taken.get(path) != state]
        still = [path for path in changed if self._last.get(path) == now[path]]
        for path in self._taken.keys() - now.keys():
            del self._taken[path]
            self._tell(
                Watched("gone", shown(path), "its articles are kept; remove them if need be")
            )
        self._last = now
        missing = [path for path in self._paths if not os.path.lexists(path)]
        failures = {(shown(path), f"{shown(path)} does not exist.") for path in missing}
        if still or self._addresses:
            report = self._ingest([*(self._files[path] for path in still), *self._addresses])
            failures |= {(one.source, one.error) for one in report.failed}
            self._taken |= {path: now[path] for path in still}
            self.added += report.added
            self.updated += report.updated
        self._tell_failures(failures, still)
        self.rounds += 1
        return len(still) < len(changed)

    def _ingest(self, sources: list[Source]) -> Report:
        def on_source(done: SourceDone) -> None:
            if done.status in {"new", "changed"}:
                self._tell(Watched(done.status, done.source, done.detail))

        told = False
        while True:
            try:
                return ingest(
                    self._library,
                    sources,
                    include=self._selection.include,
                    exclude=self._selection.exclude,
                    mapping=self._mapping,
                    on_source=on_source,
                    web=self._open_web(self._library),
                )
            except LibraryBusyError as error:
                if not told:
                    self._tell(Watched("waiting", str(self._library.path), error.happened))
                told = True
                self._sleep(_BUSY)

    def _tell_failures(self, failures: set[tuple[str, str]], still: list[Path]) -> None:
        """Tell of failures that were not told in the round before: a broken feed is told once."""
        for source, error in sorted(failures - self._failures):
            self.failed += 1
            self._tell(Watched("failed", source, error))
        # A file is not read again until it changes, so what was wrong with it is still so.
        read = {shown(path) for path in still}
        kept = {
            (source, error)
            for source, error in self._failures
            if not is_address(source) and not _is_of(source, read)
        }
        self._failures = failures | kept

    def _look(self) -> dict[Path, _State]:
        found: dict[Path, _State] = {}
        self._files = {}
        for path in self._paths:
            for file, source in self._below(Path(os.path.abspath(path))):
                try:
                    state = file.stat()
                except OSError:  # gone in between, or a link to nothing
                    continue
                if stat.S_ISREG(state.st_mode):
                    found[file] = (state.st_size, state.st_mtime_ns)
                    self._files.setdefault(file, source)
        return found

    def _below(self, path: Path) -> Iterator[tuple[Path, Source]]:
        """Yield the files of a folder that are taken, or the one file, as ingest wants them."""
        if not path.is_dir():
            yield path, str(path)
            return
        for one in Finder(None, self._selection, Seen()).files_below(path):
            yield one.path, one


def _is_of(source: str, files: set[str]) -> bool:
    """Say whether a source is one of some files, or lies in one: a line, a member."""
    return any(source == file or source.startswith((f"{file}#", f"{file}!")) for file in files)
