"""Build the wheel, install it in an environment of its own, and do the main job from there.

``make check-wheel``. What only works in the checkout (a file that the wheel lacks, a dependency
that only the tests bring) fails here.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
ANSWERABLE = "Which companies paused sales, and for how long?"
UNANSWERABLE = "Who won the football final in Tarnholm?"
ABSTAINED = 3


class Installed:
    """The command of one environment, run in an empty folder on a library of its own."""

    def __init__(self, venv: Path, scratch: Path) -> None:
        self.command = venv / "bin" / "citewire"
        self.folder = scratch / "empty"
        self.folder.mkdir()
        self.environment = {**os.environ, "CITEWIRE_DATA_DIR": str(scratch / "library")}
        # The checkout must not be found in any way.
        self.environment.pop("PYTHONPATH", None)

    def run(self, *arguments: str, status: int = 0) -> str:
        """Return what the command prints; stop the check if its exit status is not ``status``."""
        print("$ citewire " + " ".join(arguments), flush=True)
        done = subprocess.run(
            [self.command, *arguments],
            cwd=self.folder,
            env=self.environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        if done.returncode != status:
            sys.exit(f"{done.stdout}\nexit status {done.returncode}, not {status}")
        return done.stdout

    def json(self, *arguments: str, status: int = 0) -> Any:  # noqa: ANN401 - any JSON
        """Return what the command prints with ``--json``."""
        return json.loads(self.run(*arguments, "--json", status=status))


def demand(true: bool, what: str) -> None:
    """Stop the check when something that must be so is not."""
    if not true:
        sys.exit(f"the installed wheel fails: {what}")


def check(citewire: Installed) -> None:
    """Ingest, ask, and hold every citation against its article."""
    print(citewire.run("--version"), end="")
    print(citewire.run("ingest", str(ROOT / "samples" / "articles")), end="")
    answer = citewire.json("ask", ANSWERABLE)
    citations = [one for statement in answer["statements"] for one in statement["citations"]]
    demand(bool(citations), "the answer has no citation")
    texts = {id: citewire.json("show", id)["text"] for id in {c["article_id"] for c in citations}}
    for citation in citations:
        said = texts[citation["article_id"]][citation["start"] : citation["end"]]
        demand(said == citation["quote"], f"{citation} is not what stands there: {said!r}")
    print(f"{len(citations)} citations of {len(texts)} articles, each word for word")
    nothing = citewire.json("ask", UNANSWERABLE, status=ABSTAINED)
    demand(nothing["abstained"] and not nothing["statements"], "an abstention that answers")
    state = citewire.json("status")
    demand(state["articles"] > 0 and not state["unfinished"], f"unexpected status {state}")


def main() -> None:
    """Build, install and check, all in a temporary folder."""
    with tempfile.TemporaryDirectory(prefix="citewire-wheel-") as folder:
        scratch = Path(folder)
        build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder]
        subprocess.run([*build, str(ROOT)], check=True)
        [wheel] = scratch.glob("*.whl")
        venv = scratch / "venv"
        set_up = [sys.executable, str(ROOT / "tools" / "bootstrap.py"), "runtime"]
        subprocess.run([*set_up, "--venv", str(venv), "--wheel", str(wheel)], check=True)
        check(Installed(venv, scratch))
    print("the wheel works on its own")


if __name__ == "__main__":
    main()
