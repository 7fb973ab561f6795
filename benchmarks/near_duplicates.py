"""How well copies of articles are found, and what is found among real ones.

    python -m benchmarks.near_duplicates FOLDER/news-dev [--groups FILE] [--half choosing]

400 pairs are made of one half of the articles, the one that no threshold was chosen on: 200 of an
article and what another outlet might print of it, 200 of two articles that are none. Of these 60
are drawn, 40 are drawn and put between the same furniture, as one outlet does, and 100 are the
hardest real ones: half those that have most words in a row in common, half those whose words are
most alike. The articles of all pairs are put into one library; a pair is found if its two are in
one group.
"""

from __future__ import annotations

import argparse
import hashlib
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.altering import FURNITURE, KINDS, altered
from benchmarks.data import lines
from vectorstore import Article, groups_of
from vectorstore.catalogue import Catalogue
from vectorstore.copies import Copies
from vectorstore.wording import Wording, common, wording_of

SEED = 20231126

#: Pairs of real articles that are copies, judged by reading all those with the most in common. They
#: are left out: the benchmark asks for related ones that are none.
COPIES = frozenset(
    {
        ("news-2023-00018", "news-2023-00087"),  # a report and the next day's, half of it the same
        ("news-2023-00171", "news-2023-02179"),  # one list of events, printed in two years
        ("news-2023-02068", "news-2023-02069"),  # a report and the same day's live page
    }
)

#: Articles with fewer words are not altered: of ten words a cut leaves nothing to find.
FEWEST = 100

_TOGETHER = 50
_ARTICLE = (
    "INSERT INTO articles (key, id, source, title, text, sha256, characters, ingested_at) "
    "VALUES (?, ?, '', '', ?, '', 0, '')"
)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two articles, by their ids, what kind of pair they are, and whether one copies the other."""

    one: str
    other: str
    kind: str
    copies: bool


def main() -> None:
    """Print precision, recall by kind and time; write the groups among all articles to a file."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folder", type=Path, help="the folder news-dev")
    parser.add_argument("--groups", type=Path, help="write the groups among all articles here")
    parser.add_argument("--half", choices=["reported", "choosing"], default="reported")
    given = parser.parse_args()
    articles = [
        Article.of(one["text"], id=one["id"], title=one["title"], url=one["url"])
        for one in lines(given.folder / "articles.jsonl.gz")
    ]
    half = [one for one in articles if is_reported(one.id) == (given.half == "reported")]
    pairs, made = pairs_of(half)
    group, _ = grouped([*half, *made])
    report(pairs, group)
    group, seconds = grouped(articles)
    print(f"{len(articles):,} articles grouped, {1000 * seconds / len(articles):.1f} ms each")
    said = list(groups_text(articles, group))
    print(said[0])
    if given.groups:
        given.groups.write_text("\n".join(said), "utf-8")


def is_reported(id: str) -> bool:
    """Say in which half an article is: the one reported on, or the one thresholds are chosen on."""
    return hashlib.sha256(id.encode()).digest()[0] % 2 == 1


def grouped(articles: Sequence[Article]) -> tuple[dict[str, int], float]:
    """Put articles into a library; return each one's group, and the processor's seconds it took.

    The articles are stored without passages: the seconds are those of grouping alone.
    """
    with tempfile.TemporaryDirectory() as place:
        catalogue = Catalogue(Path(place, "library.sqlite3"))
        copies, seconds = Copies(catalogue), 0.0
        for at in range(0, len(articles), _TOGETHER):
            with catalogue.transaction():
                for number, article in enumerate(articles[at : at + _TOGETHER], start=at + 1):
                    catalogue.rows(_ARTICLE, (number, article.id, article.text))
                    began = time.process_time()
                    copies.put(number, article.text)
                    seconds += time.process_time() - began
        found = groups_of(catalogue, (article.id for article in articles))
        catalogue.close()
    return found, seconds


def pairs_of(articles: Sequence[Article]) -> tuple[list[Pair], list[Article]]:
    """Return 400 pairs, and the articles in them that were made."""
    rng = np.random.default_rng(SEED)
    wordings = {one.id: wording_of(one.text) for one in articles}
    once = list({wordings[one.id].digest: one for one in articles}.values())
    long = [one for one in once if len(one.text.split()) >= FEWEST]
    drawn = [long[i] for i in rng.permutation(len(long))]
    pairs, made = [], []
    for number, article in enumerate(drawn[:200]):
        kind = KINDS[number % len(KINDS)]
        other = drawn[-1 - number]
        words = [word for word in other.text.split() if word.isalpha() and word.islower()]
        text = altered(kind, article.title, article.text, words, rng)
        made.append(Article.of(text, id=f"{article.id}-{kind}"))
        pairs.append(Pair(article.id, made[-1].id, kind, True))
    for number in range(60):
        one, other = drawn[200 + 2 * number], drawn[201 + 2 * number]
        pairs.append(Pair(one.id, other.id, "unrelated", False))
    for number in range(40):
        two = drawn[320 + 2 * number : 322 + 2 * number]
        above, below = FURNITURE[number % len(FURNITURE)]
        framed = [
            Article.of(f"{above}\n\n{one.text}\n\n{below}", id=f"{one.id}-framed") for one in two
        ]
        made += framed
        pairs.append(Pair(framed[0].id, framed[1].id, "same furniture", False))
    pairs += [Pair(*two, "related", False) for two in related(once, wordings, 100)]
    return pairs, made


def related(
    articles: Sequence[Article], wordings: dict[str, Wording], number: int
) -> list[tuple[str, str]]:
    """Return pairs of real articles that are likest and no copies."""
    chosen: dict[tuple[str, str], None] = {}
    for ranked in (in_common(articles, wordings), alike(articles)):
        wanted = len(chosen) + number // 2
        for two in ranked:
            if len(chosen) < wanted and two not in COPIES:
                chosen[two] = None
    return list(chosen)


def in_common(articles: Sequence[Article], wordings: dict[str, Wording]) -> list[tuple[str, str]]:
    """Return pairs by the share of the shorter one's word sequences in the longer, most first."""
    where = defaultdict(list)
    for article in articles:
        for sequence in wordings[article.id].sequences.tolist():
            where[sequence].append(article.id)
    met: Counter[tuple[str, str]] = Counter()
    for ids in where.values():
        if len(ids) <= 20:  # what stands in more is a phrase
            met.update((one, other) for i, one in enumerate(ids) for other in ids[i + 1 :])

    def share(two: tuple[str, str]) -> float:
        one, other = (wordings[id].sequences for id in two)
        return common(one, other) / min(len(one), len(other))

    return sorted((two for two, _ in met.most_common(500)), key=share, reverse=True)


def alike(articles: Sequence[Article]) -> list[tuple[str, str]]:
    """Return pairs by the cosine of their words, each weighted by how rare it is, highest first."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    matrix = TfidfVectorizer(sublinear_tf=True).fit_transform(one.text for one in articles)
    cosine = np.triu((matrix @ matrix.T).toarray(), 1)
    best = np.argsort(cosine, axis=None)[::-1][:1000]
    return [
        (articles[int(at) // len(articles)].id, articles[int(at) % len(articles)].id) for at in best
    ]


def report(pairs: Sequence[Pair], group: dict[str, int]) -> None:
    """Print precision and recall, and how many of each kind were taken for copies."""
    found = {pair: group[pair.one] == group[pair.other] for pair in pairs}
    right = sum(found[pair] for pair in pairs if pair.copies)
    wrong = [pair for pair in pairs if found[pair] and not pair.copies]
    total = sum(pair.copies for pair in pairs)
    print(f"{len(pairs)} pairs, {total} of them copies")
    print(f"precision {right / (right + len(wrong)):.3f}, recall {right / total:.3f}")
    for kind in dict.fromkeys(pair.kind for pair in pairs):
        of_kind = [pair for pair in pairs if pair.kind == kind]
        print(f"  {kind:<16} {sum(found[p] for p in of_kind):>3} of {len(of_kind)} grouped")
    for pair in wrong:
        print(f"  wrongly grouped: {pair.one} {pair.other} ({pair.kind})")


def groups_text(articles: Sequence[Article], group: dict[str, int]) -> Iterator[str]:
    """Yield a summary, then for each group its articles as a person can judge them."""
    groups = defaultdict(list)
    for article in articles:
        groups[group[article.id]].append(article)
    shared = [members for members in groups.values() if len(members) > 1]
    inside = sum(len(members) for members in shared)
    yield f"{len(shared)} groups of {inside} articles"
    for number, members in enumerate(shared, start=1):
        yield f"\nGroup {number}"
        for one in members:
            first = wording_of(members[0].text)
            wording = wording_of(one.text)
            size = min(len(first.sequences), len(wording.sequences)) or 1
            share = common(first.sequences, wording.sequences) / size
            yield f"  {one.id}  {one.title}\n    {one.url}"
            yield f"    {len(one.text.split())} words, {share:.2f} in common with the first"
            yield f"    {' '.join(one.text.split()[:40])} …"


if __name__ == "__main__":
    main()
