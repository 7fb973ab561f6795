"""How many wrong claims are caught, and how many true ones rejected: by the kind of what is wrong.

``python -m benchmarks.grounding [FOLDER]`` reads ``benchmarks/claims``; FOLDER holds ``news-dev``,
without it the claims over its articles are left out. ``--half open`` or ``held`` reads one half,
``--failures`` prints what went wrong in the open one.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from dateutil.parser import parse as parse_day

from benchmarks.data import lines
from qa import check
from qa.measures import Estimate, estimate, mean, resamples
from qa.types import Citation
from qa.verdicts import Label, Verdict
from vectorstore import SHIPPED_MODEL, Article, shared_embedder

CLAIMS = Path(__file__).parent / "claims"
HALVES = ("open", "held")


@dataclass(frozen=True, slots=True)
class Stated:
    """A claim of the set, and the sentences that it cites."""

    id: str
    kind: str
    label: Label
    text: str
    evidence: tuple[Citation, ...]


def read_claims(half: str, folder: Path | None) -> list[Stated]:
    """Return a half of the set; without a folder those over invented articles alone."""
    found = []
    for fields in lines(CLAIMS / f"{half}.jsonl"):
        evidence = [_cited(one, folder) for one in fields["evidence"]]
        known = tuple(one for one in evidence if one is not None)
        if len(known) == len(evidence):
            label = Label(fields["label"])
            found.append(Stated(fields["id"], fields["kind"], label, fields["claim"], known))
    return found


def _cited(one: dict[str, Any], folder: Path | None) -> Citation | None:
    if "news_dev" in one:
        article = _news(folder).get(one["news_dev"]) if folder else None
        return Citation(article, one["start"], one["end"]) if article else None
    before = f"{one['before']} " if one["before"] else ""
    text = before + one["text"]
    day = parse_day(one["published"]).date() if one["published"] else None
    article = Article.of(text, title=one["title"] or "", published=day)
    return Citation(article, len(before), len(text))


@cache
def _news(folder: Path) -> dict[str, Article]:
    return {
        record["id"]: Article.of(
            record["text"],
            id=record["id"],
            title=record["title"],
            published=date.fromisoformat(record["published"].replace("/", "-")),
        )
        for record in lines(folder / "news-dev" / "articles.jsonl.gz")
    }


def cost_of(claims: Sequence[Stated], repeats: int = 3) -> float:
    """Return what a check costs in encodings of the median question, by processor time."""
    embedder = shared_embedder(SHIPPED_MODEL)
    questions = [f"{one.text.rstrip('.')}?" for one in claims]
    ratios = []
    for _ in range(repeats):
        begin = time.process_time()
        for one in questions:
            embedder.query_vector(one)
        encoding = time.process_time() - begin
        begin = time.process_time()
        for one in claims:
            check(one.text, one.evidence)
        ratios.append((time.process_time() - begin) / encoding)
    return float(np.median(ratios))


def _share(hits: Sequence[bool]) -> Estimate:
    return estimate(mean(hits), resamples(len(hits)), questions=len(hits))


def _printed(name: str, one: Estimate) -> str:
    if one.value is None or one.low is None or one.high is None:
        return f"{name:24} {one.questions:5d}"
    return (
        f"{name:24} {one.questions:5d} {100 * one.value:7.1f} %   "
        f"{100 * one.low:5.1f} to {100 * one.high:.1f}"
    )


def report(claims: Sequence[Stated], verdicts: Sequence[Verdict]) -> list[str]:
    """Return the figures of some claims in lines."""
    caught: dict[str, list[bool]] = {}
    for one, verdict in zip(claims, verdicts, strict=True):
        caught.setdefault(one.kind, []).append(not verdict.is_supported)
    rejected = caught.pop("true", [])
    every = [hit for hits in caught.values() for hit in hits]
    rows = [f"{'':24} {'claims':>5}  caught     95 % interval"]
    rows += [_printed(kind, _share(hits)) for kind, hits in sorted(caught.items())]
    if every:
        rows.append(_printed("all corrupted", _share(every)))
    if rejected:
        rows.append(_printed("true, rejected", _share(rejected)))
    rows += ["", "labels: given down, found across"]
    rows.append(f"{'':14}" + "".join(f"{label.value:>14}" for label in Label))
    counts = Counter((one.label, v.label) for one, v in zip(claims, verdicts, strict=True))
    for given in Label:
        row = "".join(f"{counts[given, found]:14d}" for found in Label)
        rows.append(f"{given.value:14}{row}")
    return rows


def failures(claims: Sequence[Stated], verdicts: Sequence[Verdict]) -> list[str]:
    """Return the wrong claims that passed and the true ones that did not, with the reasons."""
    rows = []
    for one, verdict in zip(claims, verdicts, strict=True):
        if verdict.is_supported == (one.kind == "true"):
            continue
        rows.append(f"{one.id} {one.kind} {verdict.label.value} {verdict.score:.2f}: {one.text}")
        rows += [f"    cites: {citation.quote}" for citation in one.evidence]
        rows += [f"    {reason.fault.value}: {reason.text}" for reason in verdict.reasons]
    return rows


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", help="the folder with news-dev")
    parser.add_argument("--half", choices=HALVES, action="append", help="default: both")
    parser.add_argument("--failures", action="store_true", help="those of the open half")
    parser.add_argument("--cost", action="store_true", help="in encodings of a question")
    parser.add_argument("--json", type=Path, help="write the open half's verdicts here")
    args = parser.parse_args(arguments)
    for half in args.half or HALVES:
        claims = read_claims(half, args.folder)
        verdicts = [check(one.text, one.evidence) for one in claims]
        print(f"{half}: {len(claims)} claims")
        print("\n".join(report(claims, verdicts)))
        if args.cost:
            print(f"\na claim costs {cost_of(claims):.1f} encodings of a question")
        if args.failures and half == "open":
            print("\n" + "\n".join(failures(claims, verdicts)))
        if args.json and half == "open":
            found = [v.as_dict() for v in verdicts]
            args.json.write_text(json.dumps(found, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
