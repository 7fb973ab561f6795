"""Which article of the library each line of a changed file is, when lines have shifted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from ingest.report import Failure
from vectorstore import Article, url_key


@dataclass(frozen=True, slots=True)
class Line:
    """What tells one article of a file from another.

    ``source`` is ``path#line``. ``id`` is the article's in the library; of a line, what it gives
    itself, or empty. A line that cannot be read has a source only.
    """

    source: str
    id: str = ""
    url: str | None = None
    sha256: str = ""
    title: str = ""

    @classmethod
    def of(cls, item: Article | Failure, *, named: bool) -> Line:
        """Make a line of what a loader yields; ``named`` says that the line gives its own id."""
        if isinstance(item, Failure):
            return cls(item.source)
        return cls(item.source, item.id if named else "", item.url, item.sha256, item.title)


def follow(
    file: str, articles: Sequence[Line], lines: Sequence[Line]
) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """Find the articles of a file in its lines as they are now.

    Returns the ids of the articles that lines are, by the lines' sources, and the moves: where an
    article stands now, and its id, for each that stood elsewhere. One whose line has left the file
    has the file as its source, without a line.
    """
    at = len(file) + 1
    known = [one for one in articles if one.source[at:].isdecimal()]
    known.sort(key=lambda one: int(one.source[at:]))
    gone = [one for one in articles if one.source == file]
    ids = match_lines(known, lines, gone)
    places = {id: source for source, id in reversed(ids.items())}
    now = [(places.get(one.id, file), one) for one in (*known, *gone)]
    return ids, [(place, one.id) for place, one in now if place != one.source]


def match_lines(
    known: Sequence[Line], lines: Sequence[Line], gone: Sequence[Line] = ()
) -> dict[str, str]:
    """Return the ids of the articles that lines are, by the lines' sources.

    ``known`` are the library's articles of the file and ``lines`` its lines now, both in the order
    of the file. A line is the article of its id, else of its URL, else of its very content: one
    article of that content after the other, and the first one again when there are more such lines.
    What then is left on both sides behind the same neighbor has changed: those of one title are the
    same, then those of one place in the row. ``gone`` are articles whose lines left the file
    before: a line can be one of them by what it holds, not by where it stands. A line that is no
    article of these is not in the result.

    >>> before = [Line("f#1", "a", None, "A"), Line("f#2", "b", None, "B")]
    >>> now = [Line("f#1", sha256="X"), Line("f#2", sha256="A"), Line("f#3", sha256="changed")]
    >>> match_lines(before, now)
    {'f#2': 'a', 'f#3': 'b'}
    """
    found = _same([*known, *gone], lines)
    taken = set(found.values())
    before = _gaps(known, lambda one: one.id if one.id in taken else None)
    now = _gaps(lines, lambda one: found.get(one.source))
    for neighbor, some in now.items():
        # A line that gives an id or a URL of its own is that article, or a new one.
        open_lines = [one for one in some if not one.id and not one.url]
        found.update(_changed([one for one in before.get(neighbor, []) if not one.url], open_lines))
    return found


def _same(known: Sequence[Line], lines: Sequence[Line]) -> dict[str, str]:
    ids = {one.id for one in known}
    urls = {url_key(one.url): one.id for one in reversed(known) if one.url}
    given = {one.id for one in lines if one.id}
    contents: dict[str, list[str]] = {}
    for one in known:
        if one.id not in given and not one.url:
            contents.setdefault(one.sha256, []).append(one.id)
    left: dict[str, Iterator[str]] = {sha256: iter(some) for sha256, some in contents.items()}
    found: dict[str, str] = {}
    for line in lines:
        if line.id:
            id = line.id if line.id in ids else None
        elif line.url:
            id = urls.get(url_key(line.url))
        elif line.sha256 in contents:
            id = next(left[line.sha256], contents[line.sha256][0])
        else:
            id = None
        if id is not None:
            found[line.source] = id
    return found


def _gaps(some: Sequence[Line], name: Callable[[Line], str | None]) -> dict[str, list[Line]]:
    """Return those without a name, by the name of the nearest before them that has one."""
    gaps: dict[str, list[Line]] = {}
    neighbor = ""
    for one in some:
        if named := name(one):
            neighbor = named
        else:
            gaps.setdefault(neighbor, []).append(one)
    return gaps


def _changed(known: list[Line], lines: list[Line]) -> Iterator[tuple[str, str]]:
    titles = {one.title: one for one in reversed(known) if one.title}
    same = {line.source: titles.pop(line.title) for line in lines if line.title in titles}
    taken = {one.id for one in same.values()}
    known = [one for one in known if one.id not in taken]
    others = [line for line in lines if line.source not in same]
    if len(others) > len(known):  # those that can be read have the better claim
        others.sort(key=lambda line: not line.sha256)
    yield from ((source, one.id) for source, one in same.items())
    for line, one in zip(others, known, strict=False):
        if not (line.title and one.title):  # two titles that differ are two articles
            yield line.source, one.id
