"""Make .venv and install the locked packages and the project: every make target starts with this.

``bootstrap.py runtime`` installs what Citewire needs, ``bootstrap.py dev`` the tools for tests and
checks as well. ``--venv FOLDER --wheel FILE`` installs a built wheel elsewhere, in the same way.

pip does the installing, so that its settings, proxies and mirrors all count. When .venv is as the
last run left it and its inputs are the same, nothing is done. Syntax: see environment.py.
"""

import argparse
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import time

from environment import (
    ROOT,
    Environment,
    NotFoundError,
    SetupError,
    dotted,
    find_python,
    python_version,
    say,
)

NEEDED_GB = {"runtime": 2.5, "dev": 3.0}
TORCH_CPU_INDEX = "https://download.pytorch.org/whl/cpu"
# A change of any of these makes the next run install again.
INPUTS = [
    "requirements/runtime.lock",
    "requirements/dev.lock",
    "requirements/torch.txt",
    "pyproject.toml",
    "citewire/__init__.py",
]
CHROMIUMS = ["/usr/bin/chromium", "/usr/bin/google-chrome"]


def check_disk(folder: str, kind: str) -> None:
    """Raise SetupError when a new environment would not fit on its disk."""
    place = os.path.dirname(folder)
    free = shutil.disk_usage(place).free / 1e9
    if free < NEEDED_GB[kind]:
        raise SetupError(
            f"no disk space: {place} has {free:.1f} GB free, and about {NEEDED_GB[kind]} GB are "
            "needed. Free some and run make again."
        )


def torch_places(choice: str) -> "list[tuple[str, list[str]]]":
    """Return where to look for torch, in order: a name for people, and pip's arguments.

    ``choice`` is "cpu", "default" (what pip's index gives) or the address of an index.
    """
    pips = ("pip's index", [])  # type: tuple[str, list[str]]
    if choice == "default":
        return [pips]
    if choice != "cpu":
        return [("TORCH_INDEX_URL", ["--index-url", choice])]
    places = [("find-links", ["--no-index"]), pips]
    if sys.platform.startswith("linux"):
        # One retry: there is another place to ask.
        index = ["--index-url", TORCH_CPU_INDEX, "--retries", "1"]
        places.insert(1, (TORCH_CPU_INDEX, index))
    return places


def install_torch(environment: Environment, choice: str, changed: bool) -> None:
    """Install the pinned torch without its dependencies, from the first place that has it."""
    with open(os.path.join(ROOT, "requirements", "torch.txt"), encoding="utf-8") as file:
        torch = file.read().split("\n")[-2]
    if choice == "cpu" and sys.platform.startswith("linux"):
        # By its full name: for Linux, a registry's plain 2.x.y is the CUDA build.
        torch += "+cpu"
    say(f"installing {torch}")
    options = ["install", "--no-deps", "--no-compile"] + (["--force-reinstall"] if changed else [])
    missing = []
    for place, arguments in torch_places(choice):
        try:
            output = environment.pip(torch, *(options + arguments + [torch]))
        except NotFoundError as error:
            missing.append(f"\n- {place}: {error.why}")
        else:
            there = "Requirement already satisfied" in output
            say(f"{torch_build(environment)}, {'already there' if there else 'from ' + place}")
            return
    raise SetupError(
        f"{torch} for Python {dotted(python_version(environment.python))} could not be had from"
        f"{''.join(missing)}\n"
        "Check the network and the proxy (HTTPS_PROXY), or set one of\n"
        "- PIP_FIND_LINKS to a folder with its wheel\n"
        "- TORCH_INDEX_URL to an index that has it\n"
        "- TORCH=default to take the build in pip's index: on Linux with CUDA, 3 GB more\n"
        "and run make again. See docs/install.md."
    )


def torch_build(environment: Environment) -> str:
    """Say which torch is installed, without the seconds that importing it takes."""
    code = (
        "import importlib.util, runpy; torch = importlib.util.find_spec('torch');"
        "v = runpy.run_path(torch.submodule_search_locations[0] + '/version.py');"
        "print(v['__version__'], v['cuda'] or '-', v.get('hip') or '-')"
    )
    output = subprocess.check_output([environment.python, "-I", "-c", code], encoding="utf-8")
    version, cuda, rocm = output.split()
    build = "CPU build" if cuda == rocm == "-" else f"GPU build (CUDA {cuda}, ROCm {rocm})"
    return f"torch {version}, {build}"


def install(environment: Environment, kind: str, torch: str, changed: bool, wheel: str) -> None:
    """Install torch, the lock and the project, each as far as it is missing."""
    install_torch(environment, torch, changed)
    lock = f"requirements/{kind}.lock"
    say(f"installing the packages of {lock}")
    # Wheels only: what builds a source package is not locked.
    locked = ["--require-hashes", "--no-deps", "--only-binary", ":all:", "--no-compile", "-r", lock]
    environment.pip("the locked packages could not be installed", "install", *locked)
    if torch != "cpu":
        say("installing what this build of torch needs besides")
        environment.pip("torch's own packages could not be installed", "install", "torch")
    project = [wheel] if wheel else ["-e", ROOT]
    say(f"installing citewire from {project[-1]}")
    alone = ["--no-deps", "--no-build-isolation", "--no-index", "--force-reinstall"]
    environment.pip("citewire could not be installed", "install", *(alone + project))
    environment.compile()
    try:
        environment.pip("the installed packages do not fit together", "check")
    except SetupError as error:
        # Not the end: make lock, which mends it, starts with a set-up.
        say(f"{error}\n    After a change of pyproject.toml: make lock")


def fingerprint(wheel: str) -> str:
    """Return a hash of all that decides what is installed."""
    digest = hashlib.sha256()
    for name in INPUTS + ([wheel] if wheel else []):
        with open(os.path.join(ROOT, name), "rb") as file:
            digest.update(hashlib.sha256(file.read()).digest())
    return digest.hexdigest()


def torch_choice(before: "dict[str, object]") -> str:
    """Return which torch is asked for; what was chosen once stays until something else is."""
    asked = os.environ.get("TORCH")
    if asked not in (None, "", "cpu", "default"):
        raise SetupError(f"TORCH is cpu or default, not {asked}. An index: TORCH_INDEX_URL.")
    return os.environ.get("TORCH_INDEX_URL") or asked or str(before.get("torch", "cpu"))


def set_up(environment: Environment, kind: str, wheel: str) -> None:
    """Bring the environment to the state that is asked for, unless it is there."""
    before = environment.read_stamp()
    torch = torch_choice(before)
    if before.get("kind") == "dev":
        kind = "dev"
    after = {"folder": environment.folder, "inputs": fingerprint(wheel), "kind": kind}
    after.update(torch=torch, finished="yes")
    works = environment.works()
    if works and before == after:
        return
    started = time.time()
    if not works:
        python, version = find_python()
        check_disk(environment.folder, kind)
        environment.make(python, version)
    elif before.get("finished") != "yes":
        environment.repair()
    had = before.get("torch", torch)
    environment.write_stamp(dict(after, finished="no", torch=had))
    changed = works and had != torch
    install(environment, kind, torch, changed, wheel)
    environment.write_stamp(after)
    say(f"finished in {time.time() - started:.0f} s")


def main() -> int:
    """Set up, one run at a time; turn what goes wrong into a message and an exit code."""
    parser = argparse.ArgumentParser(description="Make a virtual environment with Citewire in it.")
    parser.add_argument("kind", choices=["runtime", "dev"])
    parser.add_argument("--venv", default=os.path.join(ROOT, ".venv"), help="where, if not .venv")
    parser.add_argument("--wheel", default="", help="install this wheel, not the checkout")
    options = parser.parse_args()
    lock = os.open(ROOT, os.O_RDONLY)
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("waiting for another set-up in this checkout")
            fcntl.flock(lock, fcntl.LOCK_EX)
        wheel = os.path.abspath(options.wheel) if options.wheel else ""
        set_up(Environment(options.venv), options.kind, wheel)
    except SetupError as error:
        print(f"\nset-up stopped: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nset-up was interrupted; the next run goes on from here.", file=sys.stderr)
        return 130
    named = os.environ.get("CITEWIRE_CHROMIUM")
    if options.kind == "dev" and not named and not any(map(os.path.exists, CHROMIUMS)):
        say(
            f"no Chromium ({' or '.join(CHROMIUMS)}): the browser tests will be left out. "
            "Install one (apt-get install chromium) or set CITEWIRE_CHROMIUM."
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
