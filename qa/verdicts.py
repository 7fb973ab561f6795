"""What a check of a claim says: a verdict, and for what reasons."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from vectorstore import Span


class Label(StrEnum):
    """How a claim stands to the sentences that it cites.

    ``PARTLY``: some of it they say, the rest they neither say nor deny.
    """

    SUPPORTED = "supported"
    PARTLY = "partly"
    UNSUPPORTED = "unsupported"
    CONTRADICTED = "contradicted"


class Fault(StrEnum):
    """What of a claim failed."""

    NUMBER = "number"
    DATE = "date"
    NAME = "name"
    QUOTATION = "quotation"
    NEGATION = "negation"
    OPPOSITE = "opposite"
    MODALITY = "modality"
    CONDITION = "condition"
    ATTRIBUTION = "attribution"
    ROLES = "roles"
    ORDER = "order"
    CAUSE = "cause"
    MERGED = "merged"
    ADDITION = "addition"


_SAYS = {
    Fault.NUMBER: "the number",
    Fault.DATE: "the time",
    Fault.NAME: "the name",
    Fault.QUOTATION: "the quotation",
    Fault.NEGATION: "what is denied",
    Fault.OPPOSITE: "the opposite",
    Fault.MODALITY: "how sure it is",
    Fault.CONDITION: "the condition",
    Fault.ATTRIBUTION: "who says it",
    Fault.ROLES: "who did it to whom",
    Fault.ORDER: "what came first",
    Fault.CAUSE: "the cause",
    Fault.MERGED: "what belongs together",
    Fault.ADDITION: "what is added",
}


@dataclass(frozen=True, slots=True)
class Reason:
    """What of a claim failed against which sentence.

    ``span`` is half-open, of the claim's text, and ``words`` are the words there. ``sentence``
    counts the cited sentences from 0; None where no one sentence is to blame, since none says
    anything of the kind. ``against`` is the span of that sentence, and ``says`` its words there,
    empty where it says nothing. ``contradicts`` is set where the sentence says otherwise, not only
    less.
    """

    fault: Fault
    span: Span
    words: str
    sentence: int | None = None
    against: Span | None = None
    says: str = ""
    contradicts: bool = False

    def __post_init__(self) -> None:
        if self.span.end - self.span.start != len(self.words) or not self.words:
            raise ValueError(f"span {self.span} and the words {self.words!r}")
        if (self.against is None) != (not self.says):
            raise ValueError(f"the span {self.against} of a sentence with the words {self.says!r}")

    @property
    def text(self) -> str:
        """What failed, in a sentence for a reader.

        >>> Reason(Fault.NUMBER, Span(8, 12), "nine", 0, Span(3, 8), "eight", True).text
        'Of the number, the claim says “nine”; the sentence cited says “eight”.'
        """
        begin = f"Of {_SAYS[self.fault]}, the claim says “{self.words}”"
        if self.says:
            return f"{begin}; the sentence cited says “{self.says}”."
        return f"{begin}; nothing that is cited says so."

    def as_dict(self) -> dict[str, Any]:
        """Return the reason as JSON values."""
        return {
            "fault": self.fault.value,
            "start": self.span.start,
            "end": self.span.end,
            "words": self.words,
            "sentence": self.sentence,
            "against": self.against
            and {"start": self.against.start, "end": self.against.end, "text": self.says},
            "contradicts": self.contradicts,
            "text": self.text,
        }


@dataclass(frozen=True, slots=True)
class Part:
    """One claim of a statement: its half-open span, and how it stands alone.

    ``score`` is the probability, 0 to 1, that what is cited says it; ``sentence`` is the number of
    the sentence that says it best, counted from 0.
    """

    span: Span
    text: str
    label: Label
    score: float
    sentence: int | None
    reasons: tuple[Reason, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Return the part as JSON values."""
        return {
            "start": self.span.start,
            "end": self.span.end,
            "text": self.text,
            "label": self.label.value,
            "score": round(self.score, 4),
            "sentence": self.sentence,
        }


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether sentences say what a claim says.

    ``score`` is the probability, 0 to 1, that they say all of it: that of its weakest part.
    ``reasons`` are what failed, in the claim's order; a supported claim has none, any other one
    has. ``parts`` are the claims that the statement was split into. Raises ValueError when they
    do not go together.
    """

    label: Label
    score: float
    reasons: tuple[Reason, ...]
    parts: tuple[Part, ...] = ()

    def __post_init__(self) -> None:
        if not 0 <= self.score <= 1:
            raise ValueError(f"a score of {self.score}")
        if (self.label is Label.SUPPORTED) == bool(self.reasons):
            raise ValueError(f"{self.label.value} with {len(self.reasons)} reasons")

    @property
    def is_supported(self) -> bool:
        """Whether all of the claim is said by the sentences."""
        return self.label is Label.SUPPORTED

    def as_dict(self) -> dict[str, Any]:
        """Return the verdict as JSON values."""
        return {
            "label": self.label.value,
            "score": round(self.score, 4),
            "reasons": [one.as_dict() for one in self.reasons],
            "parts": [one.as_dict() for one in self.parts],
        }
