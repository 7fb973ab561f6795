"""Freed memory goes back to the system."""

from __future__ import annotations

from pathlib import Path

import pytest

from vectorstore.memory import _trim, give_back

STATUS = Path("/proc/self/status")


def held_kb() -> int:
    lines = STATUS.read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))


@pytest.mark.skipif(not STATUS.exists() or _trim() is None, reason="needs Linux with glibc")
def test_holes_between_what_is_still_used_are_given_back() -> None:
    blocks = [bytearray(b"x" * 50_000) for _ in range(2_000)]
    kept = blocks[::20]
    del blocks
    before = held_kb()
    assert give_back()
    assert before - held_kb() > 50_000
    assert len(kept) == 100
