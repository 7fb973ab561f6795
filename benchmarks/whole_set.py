"""Reads a set of questions with their whole answers, and checks it against a library.

A set is a folder with ``articles.jsonl``, which ``citewire ingest`` reads, and ``questions.jsonl``,
an object a line with ``id kind question as_of expected``. What is expected differs from kind to
kind; ``benchmarks.expected`` says how. Evidence is a pair of an article's id and a whole sentence
of it. A set over articles whose words may not be copied names places instead: an article's id,
start and end stand for the words there. A malformed line is refused: a figure over half a set would
look like one over the whole.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, replace
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from benchmarks.expected import (
    ConflictExpected,
    DuplicateExpected,
    Expected,
    Fact,
    ListExpected,
    Quoted,
    SingleExpected,
    TableExpected,
    TrapExpected,
    UnanswerableExpected,
    UpdateExpected,
    WholeQuestion,
    facts,
)
from qa.questions import holds_answer
from vectorstore import Library, SourceError

Part = TypeVar("Part")

_HASH = re.compile(r"-[0-9a-f]{8}$")

#: What a question for a single fact may ask.
FORMS = frozenset(
    "who what when where how_many how_long why yes_no quotation comparison definition state".split()
)


def read_set(folder: Path, library: Library | None = None) -> tuple[WholeQuestion, ...]:
    """Read a set's questions; raises SourceError, with file and line, for what is none.

    ``library`` holds the articles that the set names places in, if it does.
    """
    stored = {one.id: one.text for one in library.articles()} if library else {}
    path = folder / "questions.jsonl"
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(f"{path} cannot be read: {error}.") from error
    questions: dict[str, WholeQuestion] = {}
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            question = _question(_in_words(json.loads(line), stored))
            if question.id in questions:
                raise ValueError(f"the id {question.id!r} stands twice")
        except (ValueError, RecursionError) as error:
            raise SourceError(f"{path}, line {number}: {error}.") from error
        questions[question.id] = question
    if not questions:
        raise SourceError(f"{path} holds no question.")
    return tuple(questions.values())


def located(questions: Iterable[WholeQuestion], library: Library) -> tuple[WholeQuestion, ...]:
    """Return the questions with the ids that the evidence's articles have in the library.

    The id of a file without an id or an address of its own ends in a hash of the path that it was
    read from; where that differs, the rest of the id tells the article. Raises SourceError, naming
    all of it, for evidence that is not in the library: nothing could ever be right by it.
    """
    texts = {one.id: one.text for one in library.articles()}
    by_stem: dict[str, list[str]] = {}
    for id in texts:
        by_stem.setdefault(_stem(id), []).append(id)
    found: list[WholeQuestion] = []
    missing: list[str] = []
    for question in questions:
        ids: dict[str, str] = {}
        for one in (one for fact in facts(question.expected) for one in fact.evidence):
            known = one.article_id in texts
            same = [one.article_id] if known else by_stem.get(_stem(one.article_id), [])
            here = next((id for id in same if one.text in texts[id]), None)
            ids[one.article_id] = here or one.article_id
            if not here:
                what = f"{one.text!r} is not in" if same else "there is no article"
                missing.append(f"{question.id}: {what} {one.article_id}")
        found.append(replace(question, expected=_renamed(question.expected, ids)))
    if missing:
        listed = "\n".join(dict.fromkeys(missing))
        raise SourceError(f"Evidence is not in the library:\n{listed}\n")
    return tuple(found)


def _in_words(value: Any, texts: Mapping[str, str]) -> Any:  # noqa: ANN401
    """Put the words of the articles in place of ids, starts and ends."""
    if isinstance(value, list):
        return [_in_words(one, texts) for one in value]
    if not isinstance(value, dict):
        return value
    found = {key: _in_words(one, texts) for key, one in value.items()}
    for key, whole in (("evidence", True), ("texts", False)):
        if isinstance(found.get(key), list):
            found[key] = [_cut(one, texts, whole) for one in found[key]]
    return found


def _cut(place: Any, texts: Mapping[str, str], with_id: bool) -> Any:  # noqa: ANN401
    if not (isinstance(place, list) and [type(one) for one in place] == [str, int, int]):
        return place
    id, start, end = place
    if not 0 <= start < end <= len(texts.get(id, "")):
        raise ValueError(f"no article of the library has the place {place}")
    words = texts[id][start:end]
    return [id, words] if with_id else words


def _stem(id: str) -> str:
    """Return an id without the hash that it ends in."""
    return _HASH.sub("", id)


def _renamed(value: Any, ids: dict[str, str]) -> Any:  # noqa: ANN401
    if isinstance(value, Quoted):
        return replace(value, article_id=ids.get(value.article_id, value.article_id))
    if isinstance(value, tuple):
        return tuple(_renamed(one, ids) for one in value)
    if isinstance(value, Fact | Expected):
        parts = {one.name: _renamed(getattr(value, one.name), ids) for one in fields(value)}
        return replace(value, **parts)
    return value


def _question(value: object) -> WholeQuestion:
    given = _keys(value, "the question", {"id", "kind", "question", "as_of", "expected"})
    kind = _string(given["kind"], "kind")
    if kind not in _READERS:
        raise ValueError(f"the kind {kind!r} is none of {', '.join(_READERS)}")
    return WholeQuestion(
        id=_string(given["id"], "id"),
        text=_string(given["question"], "question"),
        as_of=date.fromisoformat(_string(given["as_of"], "as_of")),
        expected=_READERS[kind](given["expected"]),
    )


def _list(value: object) -> ListExpected:
    given = _keys(value, "expected", {"members", "not_members"})
    members = _some(given["members"], "members", _fact)
    return ListExpected(members, _all(given["not_members"], "not_members", _excluded))


def _table(value: object) -> TableExpected:
    given = _keys(value, "expected", {"columns", "rows", "not_rows"})
    columns = _some(given["columns"], "columns", lambda one: _string(one, "a column"))

    def row(value: object) -> tuple[Fact, ...]:
        cells = _all(value, "a row", lambda cell: _fact(cell, empty=True))
        if len(cells) != len(columns):
            raise ValueError(f"a row of {len(cells)} cells below {len(columns)} columns")
        if not cells[0].texts:
            raise ValueError("a row whose first cell is empty")
        return cells

    rows = _some(given["rows"], "rows", row)
    return TableExpected(columns, rows, _all(given["not_rows"], "not_rows", _excluded))


def _conflict(value: object) -> ConflictExpected:
    given = _keys(value, "expected", {"values", "standing"})
    values = _some(given["values"], "values", _fact)
    standing = given["standing"]
    if len(values) < 2:
        raise ValueError("a conflict of one value")
    if standing is not None and (type(standing) is not int or not 0 <= standing < len(values)):
        raise ValueError(f"standing is {standing!r}, not the number of one of {len(values)} values")
    return ConflictExpected(values, standing)


def _update(value: object) -> UpdateExpected:
    given = _keys(value, "expected", {"current", "superseded"})
    superseded = _all(given["superseded"], "superseded", _fact)
    return UpdateExpected(_fact(given["current"]), superseded)


def _duplicate(value: object) -> DuplicateExpected:
    given = _keys(value, "expected", {"fact", "groups"})
    fact, groups = _fact(given["fact"]), _some(given["groups"], "groups", _ids)
    grouped = [id for group in groups for id in group]
    if sorted(grouped) != sorted(fact.article_ids):
        raise ValueError("the groups do not hold each article of the evidence once")
    return DuplicateExpected(fact, groups)


def _trap(value: object) -> TrapExpected:
    given = _keys(value, "expected", {"answer", "wrong"})
    answer = None if given["answer"] is None else _fact(given["answer"])
    return TrapExpected(answer, _some(given["wrong"], "wrong", _fact))


def _unanswerable(value: object) -> UnanswerableExpected:
    return UnanswerableExpected(_ids(_keys(value, "expected", {"near"})["near"]))


def _single(value: object) -> SingleExpected:
    given = _keys(value, "expected", {"form", "answer"})
    form = _string(given["form"], "form")
    if form not in FORMS:
        raise ValueError(f"the form {form!r} is none of {', '.join(sorted(FORMS))}")
    answer = _fact(given["answer"], quoted=form != "yes_no")
    if form == "yes_no" and answer.texts not in (("yes",), ("no",)):
        raise ValueError(f"yes_no is answered with {answer.texts}")
    return SingleExpected(form, answer)


_READERS: dict[str, Callable[[object], Expected]] = {
    "list": _list,
    "table": _table,
    "conflict": _conflict,
    "update": _update,
    "duplicate": _duplicate,
    "trap": _trap,
    "unanswerable": _unanswerable,
    "single": _single,
}


def _fact(value: object, *, empty: bool = False, quoted: bool = True) -> Fact:
    """Read a fact; ``quoted`` asks that its words stand in its evidence."""
    given = dict(value) if isinstance(value, dict) else value
    if isinstance(given, dict):
        given.pop("why", None)  # for whoever reads the set
    given = _keys(given, "a fact", {"texts", "evidence"})
    texts = _all(given["texts"], "texts", lambda one: _string(one, "a text"))
    fact = Fact(texts, _all(given["evidence"], "evidence", _sentence))
    if not fact.texts and not fact.evidence and empty:
        return fact
    if not fact.texts or not fact.evidence:
        raise ValueError(f"a fact with the texts {list(texts)} and {len(fact.evidence)} sentences")
    if quoted and not any(holds_answer(one.text, texts) for one in fact.evidence):
        raise ValueError(f"none of the texts {list(texts)} stands in its evidence")
    return fact


def _sentence(value: object) -> Quoted:
    if not isinstance(value, list) or len(value) != 2:
        raise ValueError(f"evidence is {value!r}, not an article's id and a sentence")
    return Quoted(_string(value[0], "an article's id"), _string(value[1], "a sentence"))


def _excluded(value: object) -> tuple[str, ...]:
    given = _keys(value, "what is no member", {"texts", "why"})
    return _some(given["texts"], "texts", lambda one: _string(one, "a text"))


def _ids(value: object) -> tuple[str, ...]:
    return _some(value, "ids", lambda one: _string(one, "an article's id"))


def _keys(value: object, what: str, names: set[str]) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ValueError(f"{what} is {value!r}, not an object")
    if set(value) != names:
        raise ValueError(f"{what} has the keys {sorted(value)} instead of {sorted(names)}")
    return value


def _string(value: object, what: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"{what} is {value!r}, not a text")
    return value


def _all(value: object, what: str, read: Callable[[object], Part]) -> tuple[Part, ...]:
    if not isinstance(value, list):
        raise ValueError(f"{what} is {value!r}, not a list")
    return tuple(read(one) for one in value)


def _some(value: object, what: str, read: Callable[[object], Part]) -> tuple[Part, ...]:
    if read_all := _all(value, what, read):
        return read_all
    raise ValueError(f"{what} is empty")
