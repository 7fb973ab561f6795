"""Run by test_streams.py: goes over one file in a dry run, and prints what came of it and peaks."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from ingest import dry_run
from tests.bad_input_child import peak_kb


def main(folder: Path, small: Path, file: Path) -> None:
    """Read a small file, to have everything loaded, then ``file``."""
    dry_run(folder, small)
    before = peak_kb()
    report = dry_run(folder, file)
    state = {**report.as_dict(), "grown_mb": (peak_kb() - before) / 1024}
    state["failed"] = [one["error"] for one in state["failed"]][:10]
    sys.stdout.write(json.dumps(state))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
