"""Evidence, listings and state as text for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ui.terminal import command, wrapped
from ui.wording import many
from vectorstore import language_name

if TYPE_CHECKING:
    from qa import Evidence


def evidence_text(found: Sequence[Evidence]) -> str:
    """Return ranked sentences with their scores."""
    if not found:
        return "No sentence was found."
    rows = []
    for rank, one in enumerate(found, start=1):
        head = f"{rank:>3}  {one.probability:4.2f}  {one.title or one.article_id}"
        rows.append(f"{head}\n{wrapped(one.text, 11)}\n{command(one, 11)}")
    return "\n".join(rows)


#: What a listing shows of an article.
SHOWN = ("id", "published", "outlet", "title")


def listing_json(objects: Iterable[str]) -> Iterator[str]:
    """Yield a JSON list piece by piece, an article a line: it may be very long."""
    before = "[\n"
    for one in objects:
        yield before + one
        before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"


def listing_text(rows: Iterable[Sequence[str | None]]) -> Iterator[str]:
    """Yield a line an article; each row is what SHOWN names."""
    empty = True
    for id, published, outlet, title in rows:
        empty = False
        yield f"{id}  {published or '-':<10}  {outlet or '-'}  {title or '-'}\n"
    if empty:
        yield "The library is empty. citewire ingest SOURCE brings articles in.\n"


def status_text(state: Mapping[str, Any], *, reader: str, calibration: str) -> str:
    """Return the library's state, a line a fact; ``reader`` and ``calibration`` are in words."""
    facts = {
        "library": state["data_dir"],
        "articles": f"{state['articles']:,}",
        "not read": _unread(state),
        "copies": _copies(state),
        "passages": f"{state['passages']:,}",
        "sentences": f"{state['sentences']:,}",
        "published": f"{state['oldest']} to {state['newest']}" if state["oldest"] else "unknown",
        "last ingest": state["last_ingest"] or "never",
        "unfinished": _unfinished(state),
        "writing now": state["writer"] or "nobody",
        "database": _size(state["library_bytes"]),
        "vector index": f"{_size(state['index_bytes'])}, {state['index']}",
        "compaction": _compaction(state),
        "removed words": _removed_words(state),
        "model": f"{state['embedding_model'] or 'none yet'} ({state['dimension'] or '-'} numbers)",
        "own reader": reader,
        "calibration": calibration,
        "versions": ", ".join(f"{name} {version}" for name, version in state["versions"].items()),
    }
    if state["rebuilding"]:
        facts["model"] += f"; rebuilding {state['rebuilding']}"
    if state["index"] != "present":
        facts["vector index"] += "; run: citewire rebuild"
    return "\n".join(f"{name:<13} {fact}" for name, fact in facts.items())


def _compaction(state: Mapping[str, Any]) -> str:
    if not state["compaction"]:
        return "not due"
    return f"due: {state['compaction']}; run: citewire compact"


def _removed_words(state: Mapping[str, Any]) -> str:
    if state["secure_delete"]:
        return "leave the full-text index with their article"
    return (
        "leave the full-text index with a compaction "
        f"(SQLite {state['versions']['sqlite']}; 3.42 and newer take them out at once)"
    )


def _unread(state: Mapping[str, Any]) -> str:
    if state["unread"] is None:
        return "unknown: Citewire does not know which languages this model reads"
    number = sum(state["unread"].values())
    if not number:
        return "none"
    named = (f"{language_name(code)} {n:,}" for code, n in state["unread"].items())
    return (
        f"{many(number, 'article')} in languages that the model does not read: {', '.join(named)}"
    )


def _copies(state: Mapping[str, Any]) -> str:
    if state["copies"] is None:
        return "not looked at yet; the next citewire ingest does that"
    groups, articles = state["copies"]["groups"], state["copies"]["articles"]
    if not groups:
        return "none"
    return f"{many(articles, 'article')} in {many(groups, 'group')}; citewire copies lists them"


def _unfinished(state: Mapping[str, Any]) -> str:
    said = []
    if passages := state["unfinished"]:
        said.append(f"{many(passages, 'passage')}; the next ingest finishes them")
    if began := state["unfinished_ingests"]:
        which = f"ingest that began {began[0]} was"
        if len(began) > 1:
            which = f"ingests that began {', '.join(began)} were"
        said.append(f"the {which} stopped, and what was stored is kept; run the same command again")
    return "; ".join(said) or "nothing"


def _size(number: int) -> str:
    return f"{number / 1_000_000:,.1f} MB"
