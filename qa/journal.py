"""What an adaptation has done so far, in a file that a kill at any moment leaves readable.

Each line is a JSON object, and lines are only added: a last one that was torn is passed over. The
first says what the run is about; one about something else is begun anew.
"""

from __future__ import annotations

import json
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

from qa.labels import Labeled
from qa.lists import Listed, Shown
from qa.windows import Window
from vectorstore import Span, translated

FORMAT = 1

#: Seconds of work that a kill may leave uncounted.
_TICK = 15.0


class Journal:
    """The journal of one run, and the time that it has spent, with the runs before it."""

    def __init__(self, file: Path, about: str) -> None:
        self.file = file
        self.tried: dict[str, bool] = {}
        self.lists: list[Labeled] = []
        self.ranks: dict[str, list[float]] = {"before": [], "after": []}
        self.at: dict[str, float] = {}
        self.trained: int | None = None
        self._before = 0.0
        self.resumed = self._read(about)
        self._began = self._noted = time.monotonic()
        if not self.resumed:
            file.unlink(missing_ok=True)
            self._add({"run": about, "format": FORMAT})

    @property
    def seconds(self) -> float:
        """The time spent in seconds, the runs before a kill included."""
        return self._before + time.monotonic() - self._began

    def tick(self) -> None:
        """Note the time spent, if some has passed since it was noted last."""
        if time.monotonic() - self._noted > _TICK:
            self._noted = time.monotonic()
            self._add({"seconds": self.seconds})

    def add_pair(self, key: str, found: Labeled | None) -> None:
        """Note that a pair was searched for, and its list."""
        self.tried[key] = found is not None
        if found is not None:
            self.lists.append(found)
        self._add({"pair": key, "list": None if found is None else asdict(found)})
        self.tick()

    def reach(self, what: str) -> None:
        """Note that a part of the run has ended, and when, in seconds: ``at`` says so then."""
        if what not in self.at:
            self.at[what] = self.seconds
            self._add({"reached": what, "seconds": self.seconds})

    def add_rank(self, which: str, rank: float) -> None:
        """Note the rank of the next held-out list, ``which`` is "before" or "after"."""
        self.ranks[which].append(rank)
        self._add({which: rank})
        self.tick()

    def end_training(self, steps: int) -> None:
        """Note that the training has ended, after so many steps."""
        self.trained = steps
        self._add({"trained": steps})
        self.reach("trained")

    def _add(self, line: dict[str, Any]) -> None:
        with translated(self.file), self.file.open("ab") as stream:
            stream.write(json.dumps(line, default=sorted).encode() + b"\n")

    def _read(self, about: str) -> bool:
        """Read what a run before has left; returns whether it was about the same."""
        with translated(self.file):
            data = self.file.read_bytes() if self.file.exists() else b""
        whole = data[: data.rfind(b"\n") + 1]
        lines = whole.split(b"\n")[:-1]
        try:
            first = json.loads(lines[0]) if lines else None
            if first != {"run": about, "format": FORMAT}:
                return False
            for line in lines[1:]:
                self._take(json.loads(line))
        except (ValueError, LookupError, TypeError):
            self.tried, self.lists, self.at = {}, [], {}
            self.ranks, self.trained, self._before = {"before": [], "after": []}, None, 0.0
            return False
        if len(whole) < len(data):
            with translated(self.file), self.file.open("rb+") as stream:
                stream.truncate(len(whole))
        return True

    def _take(self, line: dict[str, Any]) -> None:
        if "pair" in line:
            self.tried[line["pair"]] = line["list"] is not None
            if line["list"] is not None:
                self.lists.append(_labeled(line["list"]))
        for which, ranks in self.ranks.items():
            if which in line:
                ranks.append(float(line[which]))
        self.trained = line.get("trained", self.trained)
        self._before = line.get("seconds", self._before)
        if "reached" in line:
            self.at[line["reached"]] = self._before


def _labeled(kept: dict[str, Any]) -> Labeled:
    shown = tuple(
        Shown(
            Window(
                one["window"]["title"],
                one["window"]["text"],
                tuple(Span(*span) for span in one["window"]["sentences"]),
            ),
            frozenset(one["right"]),
            tuple(Span(*span) for span in one["answers"]),
        )
        for one in kept["listed"]["shown"]
    )
    return Labeled(kept["kind"], kept["held_out"], Listed(kept["listed"]["question"], shown))
