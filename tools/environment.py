"""A virtual environment, and pip in it: what bootstrap.py works with.

Only the standard library, and only syntax that Python 3.6 reads: whoever has too old a Python must
see a sentence that says so, not a SyntaxError.
"""

import contextlib
import glob
import json
import os
import re
import shutil
import subprocess
import tempfile
import threading
import time

ROOT = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))
OLDEST = (3, 11)
NEWEST = (3, 14)  # The locked versions have wheels up to this one.

NO_SPACE = r"No space left on device|Errno 28|Disk quota exceeded"
NO_ANSWER = (
    r"Retrying \(|Connection ?Error|ConnectTimeout|NewConnectionError|ProxyError|SSLError"
    r"|not a trusted or secure host|Could not fetch URL|40[13] Client Error|50\d Server Error"
)
NOT_THERE = r"No matching distribution found"


class SetupError(Exception):
    """Shown to a person as it is: what happened, and what to do."""


class NotFoundError(SetupError):
    """pip got no answer, or not the package (``why`` says which): another place may have it."""

    def __init__(self, what: str, why: str, hint: str) -> None:
        super().__init__(f"{what}: {why}. {hint}")
        self.why = why


def say(text: str) -> None:
    """Print a line at once, also when the output is a pipe."""
    print("set-up: " + text, flush=True)


def failure(what: str, output: str) -> SetupError:
    """Say in a sentence what a failed command lacked, and show the last lines of its output."""
    last = "".join("\n    " + line[:160] for line in output.strip().splitlines()[-4:])
    if re.search(NO_SPACE, output):
        place = tempfile.gettempdir()
        return SetupError(f"{what}: no disk space left, here or in {place} (set TMPDIR).{last}")
    if re.search(NO_ANSWER, output):
        hint = (
            "Check the network, or tell pip which proxy or mirror to use: HTTPS_PROXY, "
            "PIP_INDEX_URL or PIP_FIND_LINKS (see docs/install.md)."
        )
        return NotFoundError(what, "no package registry could be reached", hint + last)
    if re.search(NOT_THERE, output):
        return NotFoundError(what, "not there for this Python and system", last)
    return SetupError(f"{what}. The last lines that were printed:{last}")


def dotted(version: "tuple[int, ...]") -> str:
    """Return (3, 11) as "3.11"."""
    return ".".join(str(part) for part in version)


def python_version(python: str, modules: str = "sys") -> "tuple[int, ...]":
    """Return (major, minor) of an interpreter that can import ``modules``, else ()."""
    # -I: neither PYTHONPATH nor the current folder counts.
    code = f"import sys, {modules}; print(*sys.version_info[:2])"
    try:
        done = subprocess.run(
            [python, "-I", "-c", code],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
        )
    except OSError:
        return ()
    return tuple(int(part) for part in done.stdout.split()) if done.returncode == 0 else ()


def find_python() -> "tuple[str, tuple[int, ...]]":
    """Return the Python to make .venv with, and its version.

    It is the one that PYTHON names, or the first suitable one. Raises SetupError that says what is
    wrong with those there are.
    """
    asked = os.environ.get("PYTHON")
    names = ["python3"] + [f"python3.{minor}" for minor in range(NEWEST[1], OLDEST[1] - 1, -1)]
    wrong = []
    for python in [asked] if asked else names:
        version = python_version(python)
        number = dotted(version)
        if version and version < OLDEST:
            wrong.append(f"{python} is Python {number}, too old")
        elif version > NEWEST and not asked:
            wrong.append(f"{python} is Python {number}, newer than the locked packages")
        elif version and not python_version(python, "ensurepip, venv"):
            wrong.append(
                f"{python} is Python {number} without the venv module "
                f"(on Debian and Ubuntu: apt-get install python{number}-venv)"
            )
        elif version:
            return python, version
    found = "; ".join(wrong) or f"{asked or 'python3'} does not run"
    raise SetupError(
        f"it needs Python {dotted(OLDEST)} to {dotted(NEWEST)}, but {found}.\n"
        "Install one, or name one that is installed: make PYTHON=/path/to/python3"
    )


def progress(lines: "list[str]") -> str:
    """Say from pip's output so far what it is at."""
    steps = [line.split() for line in lines if re.match(r"(Collecting|Installing) ", line)]
    if not steps:
        return "at work"
    if steps[-1][0] == "Installing":
        # "Installing collected packages: a, b, c"
        return f"unpacking packages: {len(steps[-1]) - 3}"
    return f"fetching {steps[-1][1]}, package {len(steps)}"


class Environment:
    """One virtual environment, and what the last run noted about it."""

    def __init__(self, folder: str) -> None:
        self.folder = os.path.abspath(folder)
        self.python = os.path.join(self.folder, "bin", "python")
        self.stamp = os.path.join(self.folder, "citewire-setup.json")

    def read_stamp(self) -> "dict[str, object]":
        """Return what the last run wrote; nothing if there was none."""
        try:
            with open(self.stamp, encoding="utf-8") as file:
                return json.load(file)
        except (OSError, ValueError):
            return {}

    def write_stamp(self, stamp: "dict[str, object]") -> None:
        """Note the state for the next run."""
        with open(self.stamp, "w", encoding="utf-8") as file:
            json.dump(stamp, file)

    def works(self) -> bool:
        """Tell whether packages can be installed and found in it, with the Python asked for."""
        # The scripts in it hold its path: a moved or copied one is of no use.
        if self.read_stamp().get("folder", self.folder) != self.folder:
            return False
        version = python_version(self.python, "pip")
        return version >= OLDEST and (not os.environ.get("PYTHON") or version == find_python()[1])

    def make(self, python: str, version: "tuple[int, ...]") -> None:
        """Make the environment, in the place of one that does not work."""
        if os.path.lexists(self.folder):
            say(f"{self.folder} does not work, or is of another Python: making it anew")
            if os.path.islink(self.folder):
                os.unlink(self.folder)
            else:
                shutil.rmtree(self.folder)
        say(f"making {self.folder} with {python} (Python {dotted(version)})")
        made = subprocess.run(
            [python, "-m", "venv", self.folder],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
        )
        if made.returncode:
            raise failure("the virtual environment could not be made", made.stdout)

    def repair(self) -> None:
        """Forget packages that an interrupted pip left half unpacked: pip then installs them again.

        pip writes INSTALLER after a package's files, but without it still counts it as installed.
        """
        for info in glob.glob(os.path.join(self.folder, "lib/python*/site-packages/*.dist-info")):
            if not os.path.exists(os.path.join(info, "INSTALLER")):
                shutil.rmtree(info)

    def pip(self, what: str, *arguments: str) -> str:
        """Run pip in the environment, as ``run`` does."""
        return self.run(what, "pip", "--no-input", "--disable-pip-version-check", *arguments)

    def run(self, what: str, module: str, *arguments: str) -> str:
        """Run a module quietly, with a sign of life every ten seconds, and return its output.

        Raises SetupError that begins with ``what``.
        """
        settings = dict(os.environ)
        # These would send packages elsewhere than into the environment.
        for name in ("PIP_USER", "PIP_TARGET", "PIP_PREFIX", "PIP_ROOT"):
            settings.pop(name, None)
        # pip's own five make somebody without a network wait for minutes.
        settings.setdefault("PIP_RETRIES", "2")
        process = subprocess.Popen(
            [self.python, "-I", "-m", module, *arguments],
            cwd=ROOT,
            env=settings,
            encoding="utf-8",
            errors="replace",
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        lines = []  # type: list[str]
        reader = threading.Thread(target=lambda: lines.extend(process.stdout), daemon=True)
        started = time.time()
        try:
            reader.start()
            while reader.is_alive():
                reader.join(10)
                if reader.is_alive():
                    say(f"  {time.time() - started:3.0f} s: {progress(lines)}")
            process.wait()
        finally:
            process.terminate()
        output = "".join(lines)
        if process.returncode:
            raise failure(what, output)
        return output

    def compile(self) -> None:
        """Compile the packages, where their first use will not do it.

        It normally does, and faster: most modules are never used. pip would compile them all.
        """
        if not os.environ.get("PYTHONDONTWRITEBYTECODE"):
            return
        say("compiling them, since PYTHONDONTWRITEBYTECODE is set")
        unused = "/(tests?|testing|kubernetes)/|/transformers/models/"
        libraries = glob.glob(os.path.join(self.folder, "lib", "python*", "site-packages"))
        # Some packages carry files for other Pythons only.
        with contextlib.suppress(SetupError):
            self.run("compile", "compileall", "-qq", "-j", "0", "-x", unused, *libraries)
