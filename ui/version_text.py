"""The versions of an article, and what differs between two of them, as text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from ui.terminal import wrapped
from ui.wording import many, minute

if TYPE_CHECKING:
    from qa import Change, Difference, Words
    from vectorstore import Version

#: How a piece of a changed sentence looks where colors are not seen, as wdiff writes it.
_MARKS = {"removed": ("[-", "-]"), "added": ("{+", "+}")}
_COLORS = {"removed": "red", "added": "green"}
_SIGNS = {"removed": "-", "added": "+", "changed": "~"}


def version_words(version: int, versions: Sequence[Version]) -> str:
    """Return which version of an article this is, nothing where there is only one."""
    if len(versions) < 2:
        return ""
    newest = versions[-1].version
    for one in versions:
        if one.version == version and one.superseded_at:
            when = minute(one.superseded_at)
            return f"version {version} of {newest}, superseded {when}"
    return f"version {version}, the newest; citewire history shows the older ones"


def history_text(versions: Sequence[Version]) -> str:
    """Return a line a version, the oldest first."""
    lines = []
    for one in versions:
        until = f"until {minute(one.superseded_at)}" if one.superseded_at else "in use"
        title = one.title or "Untitled"
        lines.append(
            f"{one.version:>3}  since {minute(one.ingested_at)}, {until}  "
            f"{one.characters:,} characters  {title}"
        )
    return "\n".join(lines)


def difference_text(found: Difference) -> str:
    """Return what differs: the fields, then the sentences that went, came, or changed."""
    before, after = found.before, found.after
    head = f"{after.id}: version {before.version} and version {after.version}"
    parts = [click.style(head, bold=True)]
    for name, (was, now) in found.fields.items():
        old, new = _piece("removed", was or "none"), _piece("added", now or "none")
        parts.append(f"{name}: {old} {new}")
    parts += [_change(one, found) for one in found.changes]
    if not found.changes:
        parts.append("The texts are the same.")
    else:
        parts.append(", ".join(_counted(found.changes)) + ".")
    return "\n\n".join(parts)


def _change(one: Change, found: Difference) -> str:
    if one.before and one.after:
        text = "".join(_piece(kind, words) for kind, words in _gathered(one.words))
        return f"{_SIGNS[one.kind]} {wrapped(text, 2).lstrip()}"
    article, span = (found.before, one.before) if one.before else (found.after, one.after)
    start, end = span or (0, 0)
    text = f"{_SIGNS[one.kind]} {wrapped(article.text[start:end], 2).lstrip()}"
    return click.style(text, fg=_COLORS[one.kind])


def _gathered(words: Sequence[Words]) -> Iterator[tuple[str, str]]:
    """Yield the pieces; what changed on both sides of a mere blank is one piece."""
    was = now = ""
    for kind, text in words:
        if kind == "removed":
            was += text
        elif kind == "added":
            now += text
        elif text.isspace() and (was or now):
            was, now = was + text, now + text
        else:
            yield from _both(was, now)
            was = now = ""
            yield "same", text
    yield from _both(was, now)


def _both(was: str, now: str) -> Iterator[tuple[str, str]]:
    if was.strip():
        yield "removed", was.rstrip()
    if now.strip():
        yield "added", now.rstrip()
    after = max(was[len(was.rstrip()) :], now[len(now.rstrip()) :], key=len)
    if after:
        yield "same", after


def _piece(kind: str, text: str) -> str:
    if kind == "same":
        return text
    before, after = _MARKS[kind]
    return click.style(f"{before}{text}{after}", fg=_COLORS[kind])


def _counted(changes: Sequence[Change]) -> Iterator[str]:
    for kind in ("changed", "removed", "added"):
        if number := sum(one.kind == kind for one in changes):
            yield f"{many(number, 'sentence')} {kind}"
