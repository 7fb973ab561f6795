"""The groups of articles that copy one another, as a reader sees them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from vectorstore.database import Database

#: The groups that hold more than one article.
_SHARED = (
    "(SELECT u.grouped FROM copy_members n JOIN copy_texts u ON u.key = n.text_key "
    "GROUP BY u.grouped HAVING count(*) > 1)"
)
_ROWS = 500

#: Stands in the ``meta`` table as long as there may be articles that were not looked at.
COPIES_UNSIGNED = "copies_unsigned"


@dataclass(frozen=True, slots=True)
class CopiedArticle:
    """One article of a group.

    ``share`` is how much of the shorter one's words in a row this article and the one of the group
    that is likest to it have in common, from 0.6 to 1; 1.0 of the same words. ``characters`` is the
    length of its text.
    """

    id: str
    title: str
    outlet: str | None
    published: date | None
    url: str | None
    source: str
    characters: int
    share: float


@dataclass(frozen=True, slots=True)
class CopyGroup:
    """Articles that copy one another, in the order in which they came."""

    articles: tuple[CopiedArticle, ...]

    @property
    def id(self) -> str:
        """The id of the group: that of the article which came first."""
        return self.articles[0].id

    def as_dict(self) -> dict[str, Any]:
        """Return all fields as JSON values."""
        articles = [asdict(one) for one in self.articles]
        for one in articles:
            one["published"] = one["published"] and one["published"].isoformat()
        return {"id": self.id, "articles": articles}


def copy_groups(database: Database) -> list[CopyGroup]:
    """Return all groups of two articles or more, in the order in which their first came."""
    found = database.rows(
        "SELECT t.grouped, a.id, a.title, a.outlet, a.published, a.url, a.source, a.characters, "
        "CASE WHEN (SELECT count(*) FROM copy_members n WHERE n.text_key = t.key) > 1 THEN 1.0 "
        "ELSE (SELECT max(share) FROM copy_links l WHERE l.one = t.key) END "
        "FROM copy_texts t JOIN copy_members m ON m.text_key = t.key "
        f"JOIN articles a ON a.key = m.article_key WHERE t.grouped IN {_SHARED} ORDER BY a.key"
    )
    groups: dict[int, list[CopiedArticle]] = {}
    for group, id, title, outlet, published, url, source, characters, share in found:
        day = date.fromisoformat(published) if published else None
        groups.setdefault(int(group), []).append(
            CopiedArticle(id, title, outlet, day, url, source, characters, round(float(share), 3))
        )
    return [CopyGroup(tuple(articles)) for articles in groups.values()]


def copy_counts(database: Database) -> dict[str, int]:
    """Return how many groups of two articles or more there are, and how many articles in them."""
    row = database.rows(
        "SELECT count(*), ifnull(sum(number), 0) FROM (SELECT count(*) AS number "
        "FROM copy_members m JOIN copy_texts t ON t.key = m.text_key "
        "GROUP BY t.grouped HAVING count(*) > 1)"
    )[0]
    return {"groups": int(row[0]), "articles": int(row[1])}


def group_names(database: Database) -> dict[str, str]:
    """Return for each article that has copies the id of its group, by its own id."""
    found = database.rows(
        "SELECT t.grouped, a.id FROM copy_texts t JOIN copy_members m ON m.text_key = t.key "
        f"JOIN articles a ON a.key = m.article_key WHERE t.grouped IN {_SHARED} ORDER BY a.key"
    )
    first: dict[int, str] = {}
    return {str(id): first.setdefault(int(group), str(id)) for group, id in found}


def groups_of(database: Database, ids: Iterable[str]) -> dict[str, int]:
    """Return the numbers of articles' groups, by their ids; copies have the same.

    Left out are articles that are not there, or that came before copies were noted and have not
    been looked at since.
    """
    wanted, groups = list(ids), {}
    for at in range(0, len(wanted), _ROWS):
        some = wanted[at : at + _ROWS]
        for id, group in database.rows(
            "SELECT a.id, t.grouped FROM articles a JOIN copy_members m ON m.article_key = a.key "
            f"JOIN copy_texts t ON t.key = m.text_key WHERE a.id IN ({','.join('?' * len(some))})",
            some,
        ):
            groups[str(id)] = int(group)
    return groups
