"""Disturbs a small library; run by test_faults.py.

    python -m tests.faults FOLDER SEED OPERATIONS KIND=COUNT…

Draws so many operations, all of them for 0, does so many rounds of each kind, all there are for 0,
and prints a JSON line a round. Exits with 1 if one of them has left something wrong.
"""

from __future__ import annotations

import json
import random
import sys
import time
from pathlib import Path

from tests.faults.hardships import full, limited, power
from tests.faults.rounds import Rounds, boundaries, chosen, moments
from tests.faults.work import OPERATIONS

KINDS = {
    "boundaries": boundaries,
    "moments": moments,
    "power": power,
    "full": full,
    "limited": limited,
}


def main() -> None:
    """Run the rounds."""
    folder, chance, number = Path(sys.argv[1]), random.Random(int(sys.argv[2])), int(sys.argv[3])
    began, failed = time.monotonic(), False
    rounds = Rounds(folder, chosen(chance, list(OPERATIONS.values()), number))
    for kind, _, count in (argument.partition("=") for argument in sys.argv[4:]):
        for found in KINDS[kind](rounds, chance, int(count)):
            failed = failed or bool(found["wrong"])
            found |= {"kind": kind, "at": round(time.monotonic() - began, 1)}
            sys.stdout.write(json.dumps(found) + "\n")
            sys.stdout.flush()
    raise SystemExit(int(failed))


if __name__ == "__main__":
    main()
