"""Which articles copy one another, kept up to date in the transaction that writes an article.

Articles with the same words share a text; texts that are copies are linked, and a group is all that
hangs together by links. A new text is compared with those that its signature meets in a band, never
with all. The groups follow from the articles alone, in whichever order they came: a text that is
linked with several of a group needs no more links there, and when one leaves, what it held together
is looked up again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from vectorstore.database import Database
from vectorstore.sketches import NUMBERS, bands, possible_share, signature
from vectorstore.wording import COPIED, Hashes, Wording, copied_share, wording_of

#: Links of a text in one group that are enough: they hold it there, and more only cost.
ENOUGH = 8

#: Texts that are looked at closely for a new one at most. Only where more than these look like it
#: and are no copies, a column that has come out 200 times say, may the order of coming matter.
MOST = 200

#: Rows bound at once; SQLite allows 32,766 bound values.
_ROWS = 500


class _Met(NamedTuple):
    """A text that a signature meets: its number, its group."""

    key: int
    group: int


class _Signed(NamedTuple):
    """What is kept of a text: how many sequences it has, and its signature."""

    size: int
    numbers: Hashes


class Copies:
    """The groups of a library's articles; everything that writes runs inside a transaction."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def put(self, article_key: int, text: str) -> None:
        """Put a stored article into the group that its text belongs to, out of the one before."""
        wording = wording_of(text)
        held = self._db.value(
            "SELECT t.digest FROM copy_members m JOIN copy_texts t ON t.key = m.text_key "
            "WHERE m.article_key = ?",
            (article_key,),
        )
        if held == wording.digest:
            return
        self.remove(article_key)
        key = self._db.value("SELECT key FROM copy_texts WHERE digest = ?", (wording.digest,))
        if key is None:
            key = self._new_text(wording)
        self._db.rows("INSERT INTO copy_members VALUES (?, ?)", (article_key, key))

    def remove(self, article_key: int) -> None:
        """Take an article out of its group; what it held together there is grouped anew."""
        found = self._db.rows(
            "DELETE FROM copy_members WHERE article_key = ? RETURNING text_key", (article_key,)
        )
        for (key,) in found:
            left = self._db.value("SELECT 1 FROM copy_members WHERE text_key = ?", (key,))
            if left is None:
                self._drop_text(int(key))

    def unsigned(self, after: int, limit: int) -> list[tuple[int, str]]:
        """Return articles that came before copies were noted: their numbers, their texts."""
        return self._db.rows(
            "SELECT key, text FROM articles WHERE key > ? "
            "AND key NOT IN (SELECT article_key FROM copy_members) ORDER BY key LIMIT ?",
            (after, limit),
        )

    # -- texts -----------------------------------------------------------------------------------

    def _new_text(self, wording: Wording) -> int:
        sequences = wording.sequences
        key = int(
            self._db.value(
                "INSERT INTO copy_texts (digest, grouped) VALUES (?, 0) RETURNING key",
                (wording.digest,),
            )
        )
        self._set_group([key], key)
        if len(sequences):
            signed = signature(sequences)
            self._db.rows(
                "INSERT INTO copy_signatures VALUES (?, ?, ?)",
                (key, len(sequences), signed.astype("<u4").tobytes()),
            )
            self._join(key, wording)
            rows = ((number, key) for number in bands(signed))
            self._db.many("INSERT OR IGNORE INTO copy_bands VALUES (?, ?)", rows)
        return key

    def _drop_text(self, key: int) -> None:
        group = self._db.value("SELECT grouped FROM copy_texts WHERE key = ?", (key,))
        if signed := self._signature(key):
            rows = ((number, key) for number in bands(signed.numbers))
            self._db.many("DELETE FROM copy_bands WHERE band = ? AND text_key = ?", rows)
        near = self._db.rows("SELECT other FROM copy_links WHERE one = ?", (key,))
        self._db.many(
            "DELETE FROM copy_links WHERE one = ? AND other = ?", ((row[0], key) for row in near)
        )
        self._db.rows("DELETE FROM copy_texts WHERE key = ?", (key,))
        if near:
            self._regroup(int(group))

    def _signature(self, key: int) -> _Signed | None:
        found = self._db.rows(
            "SELECT size, signature FROM copy_signatures WHERE text_key = ?", (key,)
        )
        return _Signed(int(found[0][0]), np.frombuffer(found[0][1], "<u4")) if found else None

    def _regroup(self, group: int) -> None:
        """Group the texts of a group anew, after one has left it."""
        parts = sorted(self._parts(group), key=len)
        for part in parts:
            self._set_group(part, min(part))
        # What two parts have in common was perhaps not noted, as the one that left held them both.
        for part in parts[:-1]:
            for key in part:
                self._join(key, self._wording(key))

    def _parts(self, group: int) -> list[list[int]]:
        """Return the texts of a group in parts that hang together by links."""
        near: dict[int, list[int]] = {
            int(key): []
            for (key,) in self._db.rows("SELECT key FROM copy_texts WHERE grouped = ?", (group,))
        }
        for one, other in self._db.rows(
            "SELECT l.one, l.other FROM copy_links l JOIN copy_texts t ON t.key = l.one "
            "WHERE t.grouped = ?",
            (group,),
        ):
            near[int(one)].append(int(other))
        parts = []
        while near:
            first, ahead = near.popitem()
            part = [first]
            while ahead:
                key = ahead.pop()
                if key in near:
                    part.append(key)
                    ahead += near.pop(key)
            parts.append(part)
        return parts

    # -- links -----------------------------------------------------------------------------------

    def _join(self, key: int, wording: Wording) -> None:
        """Link a text with those that it copies or that copy it, and put them into one group."""
        links: list[tuple[int, int, float]] = []
        held: Counter[int] = Counter()
        own = int(self._db.value("SELECT grouped FROM copy_texts WHERE key = ?", (key,)))
        for met in self._met(key):
            if met.group == own or held[met.group] == ENOUGH:
                continue
            share = copied_share(wording, self._wording(met.key))
            if share is not None:
                held[met.group] += 1
                links += [(key, met.key, share), (met.key, key, share)]
        self._db.many("INSERT OR REPLACE INTO copy_links VALUES (?, ?, ?)", links)
        joined = [group for group in held if held[group]]
        if joined:
            groups = [own, *joined]
            self._db.rows(
                f"UPDATE copy_texts SET grouped = ? WHERE grouped IN ({_marks(groups)})",
                (min(groups), *groups),
            )

    def _met(self, key: int) -> list[_Met]:
        """Return the texts that may be copies of one, the likeliest first."""
        signed = self._signature(key)
        if signed is None:
            return []
        numbers = bands(signed.numbers)
        found = self._db.rows(
            f"SELECT DISTINCT text_key FROM copy_bands WHERE band IN ({_marks(numbers)}) "
            "AND text_key <> ?",
            (*numbers, key),
        )
        keys = [int(row[0]) for row in found]
        likely: list[tuple[float, bytes, _Met]] = []
        for at in range(0, len(keys), _ROWS):
            likely += self._likely(signed, keys[at : at + _ROWS])
        # Of equal ones the order is that of their words, which is the same in every library.
        return [met for _, _, met in sorted(likely)[:MOST]]

    def _likely(self, signed: _Signed, keys: Sequence[int]) -> list[tuple[float, bytes, _Met]]:
        """Return those of some texts whose signatures are near enough."""
        rows = self._db.rows(
            "SELECT key, grouped, digest, size, signature FROM copy_texts t "
            f"JOIN copy_signatures s ON s.text_key = t.key WHERE key IN ({_marks(keys)})",
            keys,
        )
        others = np.frombuffer(b"".join(row[4] for row in rows), "<u4").reshape(-1, NUMBERS)
        sizes = np.asarray([row[3] for row in rows], np.int64)
        shares = possible_share(signed.numbers, signed.size, others, sizes)
        return [
            (-float(share), row[2], _Met(int(row[0]), int(row[1])))
            for share, row in zip(shares, rows, strict=True)
            if share >= COPIED
        ]

    def _wording(self, key: int) -> Wording:
        """Return a text's wording, from any of the articles that share it."""
        text = self._db.value(
            "SELECT a.text FROM copy_members m JOIN articles a ON a.key = m.article_key "
            "WHERE m.text_key = ? LIMIT 1",
            (key,),
        )
        return wording_of(str(text))

    def _set_group(self, keys: Iterable[int], group: int) -> None:
        for key in keys:
            self._db.rows("UPDATE copy_texts SET grouped = ? WHERE key = ?", (group, key))


def _marks(values: Sequence[object]) -> str:
    return ",".join("?" * len(values))
