"""Which files are meant: patterns as in a shell, with ``**`` for any number of folders."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from vectorstore import UsageError

_MAGIC = re.compile(r"[*?\[]")


def has_magic(text: str) -> bool:
    """Say whether a path is a pattern."""
    return bool(_MAGIC.search(text))


@dataclass(frozen=True, slots=True)
class Selection:
    """What to take: what any of ``include`` matches, all if there are none, and no ``exclude``.

    A pattern without a slash matches a name at any depth; one with a slash the whole path below
    the given folder, or inside the archive. A folder that matches means all that is in it.
    """

    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()

    @classmethod
    def of(cls, include: str | Iterable[str] = (), exclude: str | Iterable[str] = ()) -> Selection:
        """Make a selection of one pattern or several."""
        return cls(_several(include), _several(exclude))

    def takes(self, *paths: str) -> bool:
        """Say whether a file is taken, by any of the paths that it goes by."""
        if self.include and not any(matches(p, path) for p in self.include for path in paths):
            return False
        return self.allows(*paths)

    def allows(self, *paths: str) -> bool:
        """Say whether no pattern excludes a file or folder."""
        return not any(matches(p, path) for p in self.exclude for path in paths)


def matches(pattern: str, path: str) -> bool:
    """Say whether a pattern matches a path or a folder that it lies in.

    >>> matches("*.html", "a/b.html"), matches("a/*.html", "a/b.html"), matches("a", "a/b.html")
    (True, True, True)
    >>> matches("b/*.html", "a/b/c.html"), matches("**/b/*.html", "a/b/c.html")
    (False, True)
    """
    return _compiled(pattern).match(path) is not None


def may_hold(pattern: str, folder: str) -> bool:
    """Say whether a folder can hold what a pattern with a slash matches.

    >>> may_hold("2024/*/a.txt", "2024"), may_hold("2024/*/a.txt", "2023")
    (True, False)
    """
    wanted, parts = pattern.split("/"), folder.split("/")
    for at, part in enumerate(parts):
        if at >= len(wanted):
            return matches(f"/{pattern}", folder)
        if wanted[at] == "**":
            return True
        if not re.fullmatch(_segment(wanted[at]), part, re.DOTALL):
            return False
    return True


@lru_cache(maxsize=1024)
def _compiled(pattern: str) -> re.Pattern[str]:
    anchored = "/" in pattern.rstrip("/")
    parts = [part for part in pattern.split("/") if part not in ("", ".")]
    if not anchored:
        parts.insert(0, "**")
    pieces: list[str] = []
    for at, part in enumerate(parts):
        last = at == len(parts) - 1
        if part == "**":
            pieces.append(".*" if last else "(?:[^/]+/)*")
        else:
            pieces.append(_segment(part) + ("" if last else "/"))
    try:
        return re.compile(f"(?:{''.join(pieces)})(?:/.*)?\\Z", re.DOTALL)
    except re.error as error:
        raise UsageError(f"{pattern!r} is no pattern ({error}).") from error


@lru_cache(maxsize=1024)
def _segment(part: str) -> str:
    pieces: list[str] = []
    at = 0
    while at < len(part):
        sign = part[at]
        end = part.find("]", at + 2) if sign == "[" else -1
        if sign == "*":
            pieces += ["[^/]*"] if pieces[-1:] != ["[^/]*"] else []
        elif sign == "?":
            pieces.append("[^/]")
        elif end > 0:
            inner = part[at + 1 : end].replace("\\", "\\\\").replace("[", "\\[")
            not_in = inner.startswith("!")
            pieces.append(f"[^/{inner[1:]}]" if not_in else f"(?!/)[{inner}]")
            at = end
        else:
            pieces.append(re.escape(sign))
        at += 1
    return "".join(pieces)


def _several(patterns: str | Iterable[str]) -> tuple[str, ...]:
    return (patterns,) if isinstance(patterns, str) else tuple(patterns)
