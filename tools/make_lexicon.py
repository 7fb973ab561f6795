"""Makes ``qa/lexicon.txt.gz`` of WordNet 3.0: which words mean the same, or the opposite.

``python tools/make_lexicon.py FOLDER`` reads the folder with WordNet's database files, as Debian's
package ``wordnet-base`` installs them in ``/usr/share/wordnet``. Kept are verbs, also of two words,
adjectives, adverbs, and the nouns that are no plants, animals or substances, each in its first
senses; of the relations those that ``qa/lexicon.py`` uses.
"""

from __future__ import annotations

import gzip
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

Synset = tuple[list[str], list[str], list[str]]

OUT = Path(__file__).parent.parent / "qa" / "lexicon.txt.gz"

#: Senses of a word, the commonest first, that are kept; a rare one makes false friends.
SENSES = {"n": 3, "v": 6, "a": 4, "r": 3}
FILES = {"n": "noun", "v": "verb", "a": "adj", "r": "adv"}
_LEFT_OUT = {"05", "20", "27", "13", "08"}  # animals, plants, substances, foods, body parts
_WORD = re.compile(r"[a-z]+(?:-[a-z]+)*")
_PHRASE = re.compile(r"[a-z]+(?:_[a-z]+)?")


def main(folder: Path) -> None:
    """Write the file."""
    synsets = _synsets(folder)
    words = _words(folder, synsets)
    used = sorted({one for some in words.values() for one in some})
    number = {id: at for at, id in enumerate(used)}
    lines = []
    for (pos, word), some in sorted(words.items()):
        lines.append(f"{word} {pos} {' '.join(str(number[one]) for one in some)}")
    lines.append("")
    for id in used:
        broader, beside, against = synsets[id]
        broader = list(_kept(broader, number, synsets))
        row = [
            ",".join(str(number[one]) for one in dict.fromkeys(group) if one in number)
            for group in (broader, beside, against)
        ]
        lines.append(";".join(row))
    lines.append("")
    for pos in "nv":
        for line in (folder / f"{FILES[pos]}.exc").read_text().splitlines():
            form, *bases = line.split()
            if _PHRASE.fullmatch(form) and bases and (pos, bases[0]) in words:
                lines.append(f"{form} {pos} {bases[0]}")
    data = "\n".join(lines).encode()
    with OUT.open("wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=0) as stream:
        stream.write(data)
    print(f"{OUT}: {len(words)} words, {len(used)} meanings, {OUT.stat().st_size:,} bytes")


def _kept(
    some: Iterable[str], number: Mapping[str, int], synsets: Mapping[str, Synset]
) -> Iterator[str]:
    """Yield the meanings that are kept, for another one those that are broader than it."""
    for one in some:
        if one in number:
            yield one
        else:
            yield from _kept(synsets[one][0], number, synsets)


def _synsets(folder: Path) -> dict[str, Synset]:
    """Return each meaning's broader ones, those beside it and those against it."""
    found: dict[str, Synset] = defaultdict(lambda: ([], [], []))
    for pos, name in FILES.items():
        for line in (folder / f"data.{name}").read_text(encoding="latin-1").splitlines():
            if line.startswith("  "):
                continue
            fields = line.split("|")[0].split()
            count = int(fields[3], 16)
            at = 4 + 2 * count
            own = found[f"{pos}{fields[0]}"]
            for i in range(int(fields[at])):
                kind, offset, other, _ = fields[at + 1 + 4 * i : at + 5 + 4 * i]
                id = f"{'a' if other == 's' else other}{offset}"
                if kind in {"@", "@i", "*", ">"}:
                    own[0].append(id)
                elif kind in {"+", "&", "\\", "$"}:
                    own[1].append(id)
                elif kind == "!":
                    own[2].append(id)
    return found


def _words(folder: Path, synsets: Mapping[str, Synset]) -> dict[tuple[str, str], list[str]]:
    lexnames = {}
    for pos, name in FILES.items():
        for line in (folder / f"data.{name}").read_text(encoding="latin-1").splitlines():
            if not line.startswith("  "):
                offset, lexname, *_ = line.split()
                lexnames[f"{pos}{offset}"] = lexname
    common = {
        word
        for line in (folder / "data.noun").read_text(encoding="latin-1").splitlines()
        if not line.startswith("  ")
        for word in line.split("|")[0].split()[4 : 4 + 2 * int(line.split()[3], 16) : 2]
        if word.islower()
    }
    words: dict[tuple[str, str], list[str]] = {}
    for pos, name in FILES.items():
        for line in (folder / f"index.{name}").read_text().splitlines():
            if line.startswith("  "):
                continue
            fields = line.split()
            word, senses, tagged = fields[0], int(fields[2]), int(fields[5 + int(fields[3])])
            fits = _PHRASE if pos == "v" else _WORD
            if not fits.fullmatch(word) or len(word) < 2 or (pos == "n" and word not in common):
                continue
            ids = [f"{pos}{offset}" for offset in fields[-senses:]]
            if pos == "n" and not tagged and lexnames[ids[0]] in _LEFT_OUT | {"18"}:
                continue
            words[pos, word] = ids[: SENSES[pos]]
    return words


if __name__ == "__main__":
    main(Path(sys.argv[1]))
