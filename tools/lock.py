"""Renew requirements/dev.lock and requirements/runtime.lock with uv: ``make lock``.

Pins that still fit are kept; ``--upgrade`` takes the newest of everything.
"""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REQUIREMENTS = ROOT / "requirements"


def uv_environment() -> dict[str, str]:
    """Hand on the index, proxy and certificates that pip is configured with: uv reads only its own.

    pip's extra indexes and find-links are left out: uv would take a package from the first place
    that has it, and a partial mirror has no hashes for other systems. Uv's own variables win.
    """
    listing = subprocess.run(
        [sys.executable, "-m", "pip", "config", "list"], check=True, capture_output=True, text=True
    ).stdout
    settings = {}
    # Lines are "global.index-url='…'" or ":env:.index-url='…'", and the environment wins.
    for line in sorted(listing.splitlines(), key=lambda line: line.startswith(":env:")):
        name, _, value = line.partition("=")
        settings[name.rpartition(".")[2]] = ast.literal_eval(value)
    names = {"index-url": "UV_DEFAULT_INDEX", "cert": "SSL_CERT_FILE", "proxy": "ALL_PROXY"}
    handed_on = {ours: settings[pips] for pips, ours in names.items() if settings.get(pips)}
    return {**handed_on, **os.environ}


def compile_lock(name: str, extra: list[str]) -> Path:
    """Resolve pyproject.toml and what builds it into ``requirements/name``."""
    lock = REQUIREMENTS / name
    command = [sys.executable, "-m", "uv", "pip", "compile", "--quiet"]
    command += ["--config-file", "requirements/uv.toml", "--constraints", "requirements/torch.txt"]
    command += [*extra, "--output-file", f"requirements/{name}"]
    command += ["pyproject.toml", "requirements/build.in"]
    subprocess.run(command, cwd=ROOT, env=uv_environment(), check=True)
    return lock


def pins(lock: Path) -> set[str]:
    """Return a lock's entries, as ``name==version ; marker``.

    Raises SystemExit when one has no hash, names a place, or is torch or of its CUDA build.
    """
    text = lock.read_text("utf-8").replace("\\\n", "")
    entries = [line for line in text.splitlines() if line and not line.lstrip().startswith("#")]
    bad = [line for line in entries if "--hash=" not in line or "://" in line or line[0] == "-"]
    bad += [line for line in entries if re.match(r"(torch|nvidia-|cuda-|triton)", line)]
    if bad:
        raise SystemExit(f"{lock.name} has entries that do not belong in it:\n" + "\n".join(bad))
    return {line.partition("--hash=")[0].strip() for line in entries}


def main() -> None:
    """Resolve the larger lock, then start the smaller one from its pins, so that the two agree."""
    upgrade = ["--upgrade"] if "--upgrade" in sys.argv[1:] else []
    dev = compile_lock("dev.lock", ["--extra", "dev", *upgrade])
    shutil.copyfile(dev, REQUIREMENTS / "runtime.lock")
    runtime = compile_lock("runtime.lock", [])
    if strangers := pins(runtime) - pins(dev):
        raise SystemExit(f"runtime.lock and dev.lock differ: {sorted(strangers)}")
    print(f"{len(pins(runtime))} packages in runtime.lock, {len(pins(dev))} in dev.lock")


if __name__ == "__main__":
    main()
