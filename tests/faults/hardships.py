"""Rounds on disks of their own: the power is cut, or the disk is full."""

from __future__ import annotations

import random
import resource
import shutil
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from tests.faults.children import child
from tests.faults.disks import cut_power, enlarge, in_memory, mounted, new_image, sync, used
from tests.faults.look import answered, state
from tests.faults.points import Points
from tests.faults.rounds import Rounds, chosen
from tests.faults.work import Operation, opened
from vectorstore import DiskFullError

_ROOM = 200_000_000


def power(rounds: Rounds, chance: random.Random, count: int) -> Iterator[dict[str, Any]]:
    """Cut the power at steps, the last of which is that the operation has ended.

    Of what was not synced nothing has reached the disk, or in every other round what had been
    written some steps before.
    """
    every = [
        (one, number)
        for one in rounds.operations
        for number in range(1, len(rounds.known(one)["steps"]) + 2)
    ]
    for turn, (one, number) in enumerate(chosen(chance, every, count)):
        steps = [*rounds.known(one)["steps"], "the end"]
        sync_at = chance.randint(1, number) if turn % 2 else None
        image, after = rounds.folder / "disk.img", rounds.folder / "after.img"
        _clear(rounds.at)
        cut_power(_prepared(rounds, one), image)
        with mounted(image, rounds.at):
            work = partial(_killed_or_synced, one, rounds.at, number, sync_at)
            ended = child(work, rounds.note)
            cut_power(image, after)
        wrong = [f"disturbed: {ended.error}"] if ended.error else []
        with mounted(after, rounds.at):
            if not ended.killed and not ended.error:
                wrong += _lost(rounds, one)
            wrong += rounds.judge(one, repair=bool(turn % 3))
        yield {
            "operation": one.name,
            "step": f"{number} {steps[number - 1]}",
            "synced": sync_at,
            "killed": ended.killed,
            "of": len(every),
            "wrong": wrong,
        }


def _prepared(rounds: Rounds, operation: Operation) -> Path:
    """Return a file system in which an operation finds what it needs."""
    image = rounds.folder / f"{operation.name}.img"
    if not image.exists():
        new_image(image)
        with mounted(image, rounds.at):
            rounds.fill(operation)
    return image


def _killed_or_synced(operation: Operation, at: Path, kill_at: int, sync_at: int | None) -> None:
    points = Points(kill_at=kill_at)
    if sync_at is not None:
        points.also[sync_at] = partial(sync, at)
    points.watch()
    operation.run(at)


def _lost(rounds: Rounds, operation: Operation) -> list[str]:
    """Say what is not there any more of what an operation had done when it ended."""
    if operation.makes in ("broken", "first"):
        return []  # what these do is done again by whoever opens the library
    found = child(partial(state, rounds.at, operation), rounds.note)
    if found.error:
        return [f"after its end: {found.error}"]
    wanted = rounds.known(operation)["after"]
    return [
        f"after its end: {name} is {found.value[name]!r}, not {wanted[name]!r}"
        for name in ("articles", "counts", "questions", "reader", "model", "copy", "traces")
        if name in wanted and found.value.get(name) != wanted[name]
    ]


def full(rounds: Rounds, chance: random.Random, count: int) -> Iterator[dict[str, Any]]:
    """Let an operation run on a disk with little room, then give it room."""
    every = list(rounds.operations)
    for turn in range(count):
        one = every[turn % len(every)]
        rounds.known(one)
        room = chance.choice((0, 4_194_304)) + chance.randint(0, 1_500_000)
        _clear(rounds.at)
        with in_memory(rounds.at, _ROOM):
            rounds.fill(one)
            enlarge(rounds.at, used(rounds.at) + room)
            ended = child(partial(_until_full, one, rounds.at), rounds.note)
            asked = child(partial(_asked, one, rounds.at), rounds.note)
            enlarge(rounds.at, _ROOM)
            wrong = [f"{what.error}" for what in (ended, asked) if what.error]
            wrong += rounds.judge(one, repair=bool(turn % 2))
        yield {"operation": one.name, "room": room, "full": ended.value, "wrong": wrong}


def limited(rounds: Rounds, chance: random.Random, count: int) -> Iterator[dict[str, Any]]:
    """Let no file grow beyond a size, as a quota would: what needs no rights."""
    every = list(rounds.operations)
    for turn in range(count):
        one = every[turn % len(every)]
        rounds.known(one)
        size = int(10 ** chance.uniform(3.5, 5.8))
        rounds.prepare(one)
        ended = child(partial(_within, size, one, rounds.at), rounds.note)
        wrong = [f"{ended.error}"] if ended.error else []
        wrong += rounds.judge(one, repair=bool(turn % 2))
        yield {"operation": one.name, "size": size, "full": ended.value, "wrong": wrong}


def _within(size: int, operation: Operation, at: Path) -> bool:
    # The soft limit alone: the note of how this ended is written without it.
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
    try:
        return _until_full(operation, at)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY,) * 2)


def _until_full(operation: Operation, at: Path) -> bool:
    """Run an operation; says whether it heard that the disk is full."""
    try:
        operation.run(at)
    except DiskFullError:
        return True
    return False


def _asked(operation: Operation, at: Path) -> bool:
    """Ask a library on a full disk; says whether there was room enough for that."""
    if operation.makes == "first" or not (at / operation.makes).exists():
        return False  # an index of the first release has no seal, for which there is no room
    try:
        with opened(at / operation.makes) as library:
            answered(library)
    except DiskFullError:
        return False
    return True


def _clear(at: Path) -> None:
    shutil.rmtree(at, ignore_errors=True)
    at.mkdir(exist_ok=True)
