"""Rounds of disturbing a small library, and the kinds that need only kills.

A round takes a copy of what there was at first, disturbs an operation, looks at what is left, does
the operation again, and holds the end against that of an undisturbed run.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import datasketch  # noqa: F401 - imported before the children are forked
import langchain_chroma  # noqa: F401
import torch

from qa.reader import _shipped_reader
from qa.windows import Window
from tests.faults.children import Ended, child
from tests.faults.look import between, state
from tests.faults.points import Points
from tests.faults.work import Operation, make
from vectorstore import Span
from vectorstore.embedder import shared_embedder
from vectorstore.languages import language_code

Known = dict[str, Any]


def warm_up() -> None:
    """Load and run what children need, in this thread alone: forked threads would not go on."""
    torch.set_num_threads(1)
    shared_embedder("all-MiniLM-L6-v2").query_vector("warm")
    shared_embedder("all-MiniLM-L6-v2").encode_passages(["warm"], [[Span(0, 4)]])
    _shipped_reader().read("Who is warm?", [Window("", "It is warm.", (Span(0, 11),))])
    language_code(None, "It is warm in here, they said.")


class Rounds:
    """What all rounds share: the folder, and what each operation does when nobody disturbs it."""

    def __init__(self, folder: Path, operations: Sequence[Operation]) -> None:
        self.operations = operations
        self.folder, self.at, self.base = folder, folder / "round", folder / "base"
        self.note = folder / "note.json"
        self._known: dict[str, Known] = {}
        warm_up()
        self._must(child(lambda: make(self.at), self.note))
        self.at.rename(self.base)
        shared_embedder(str(self.base / "model")).query_vector("warm")

    def prepare(self, operation: Operation) -> None:
        """Put what an operation needs in place."""
        shutil.rmtree(self.at, ignore_errors=True)
        self.fill(operation)

    def fill(self, operation: Operation) -> None:
        """Copy what an operation needs into the round's folder."""
        self.at.mkdir(exist_ok=True)
        for name in operation.needs:
            source = self.base / name
            if source.is_dir():
                shutil.copytree(source, self.at / name)
            else:
                shutil.copyfile(source, self.at / name)

    def known(self, operation: Operation) -> Known:
        """Return an operation's steps, time, and ends, run undisturbed."""
        if operation.name in self._known:
            return self._known[operation.name]
        before: list[Any] = []
        self.prepare(operation)
        if operation.makes in operation.needs and operation.name != "repair":
            before = self._must(child(partial(state, self.at, operation), self.note))["articles"]
            self.prepare(operation)
        took = child(partial(operation.run, self.at), self.note)
        self._must(took)
        after = self._must(child(partial(state, self.at, operation), self.note))
        self.prepare(operation)
        steps = self._must(child(partial(_steps, operation, self.at), self.note))
        found = {
            "steps": steps,
            "seconds": took.seconds,
            "after": after,
            "contents": [*before, *after["articles"]],
        }
        if after["faults"]:
            raise SystemExit(f"{operation.name}, undisturbed: {after['faults']}")
        return self._known.setdefault(operation.name, found)

    def judge(self, operation: Operation, *, repair: bool) -> list[str]:
        """Say what is wrong with what was left, and with the end when it is done again."""
        known = self.known(operation)
        look = partial(_judged, operation, self.at, known["contents"], repair)
        seen = child(look, self.note)
        return [seen.error] if seen.error else _told(seen.value, known["after"])

    def _must(self, ended: Ended) -> Any:  # noqa: ANN401 - JSON
        if ended.error:
            raise SystemExit(ended.error)
        return ended.value


def _steps(operation: Operation, at: Path) -> list[str]:
    points = Points()
    points.watch()
    operation.run(at)
    return points.seen


def _killed_at(operation: Operation, at: Path, number: int) -> None:
    Points(kill_at=number).watch()
    operation.run(at)


def _judged(operation: Operation, at: Path, known: list[Any], repair: bool) -> dict[str, Any]:
    left = between(at, operation, known, repair=repair)
    operation.run(at)
    return {"left": left, "end": state(at, operation)}


def _told(seen: dict[str, Any], wanted: dict[str, Any]) -> list[str]:
    left, end = seen["left"], seen["end"]
    return [f"right after: {one}" for one in left] + [
        f"in the end: {name} is {end.get(name)!r}, not {wanted[name]!r}"
        for name in wanted
        if end.get(name) != wanted[name]
    ]


def chosen(chance: random.Random, every: list[Any], count: int) -> list[Any]:
    """Return so many of some, in their order, or all of them for 0."""
    if not count or count >= len(every):
        return every
    return [every[i] for i in sorted(chance.sample(range(len(every)), count))]


def boundaries(rounds: Rounds, chance: random.Random, count: int) -> Iterator[dict[str, Any]]:
    """Kill at steps: all there are, or some."""
    every = [
        (one, number, step)
        for one in rounds.operations
        for number, step in enumerate(rounds.known(one)["steps"], start=1)
    ]
    for turn, (one, number, step) in enumerate(chosen(chance, every, count)):
        rounds.prepare(one)
        killed = child(partial(_killed_at, one, rounds.at, number), rounds.note)
        wrong = [f"disturbed: {killed.error}"] if killed.error else []
        wrong += rounds.judge(one, repair=bool(turn % 2))
        yield {
            "operation": one.name,
            "step": f"{number} {step}",
            "killed": killed.killed,
            "of": len(every),
            "wrong": wrong,
        }


def moments(rounds: Rounds, chance: random.Random, count: int) -> Iterator[dict[str, Any]]:
    """Kill at moments."""
    every = list(rounds.operations)
    for turn in range(count):
        one = every[turn % len(every)]
        delay = chance.uniform(0.0, 1.0) * rounds.known(one)["seconds"]
        rounds.prepare(one)
        killed = child(partial(one.run, rounds.at), rounds.note, kill_after=delay)
        wrong = [f"disturbed: {killed.error}"] if killed.error else []
        wrong += rounds.judge(one, repair=bool(turn % 2))
        yield {
            "operation": one.name,
            "seconds": round(delay, 3),
            "killed": killed.killed,
            "wrong": wrong,
        }
