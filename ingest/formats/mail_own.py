"""A mail's own words, without the mails that it answers or passes on, and without signatures.

Ours, since none of the libraries fits mail that is news: quotequail leaves out all that follows a
line of 32 underscores or one such as "On Monday the mayor wrote:", mail-parser-reply all that
follows "Best regards", and newsletters have these in their midst. Here what is left out must be
told by more than its words: by marks of quotation, a block of headers, an address, a time.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.canonical import has_words

#: What headers are called that stand above a mail within a mail.
_FROM = "from|von|de|da|van|från|fra|от|od"
_OTHER = (
    "sent|gesendet|envoyé|enviado|enviado el|inviato|verzonden|skickat|sendt|date|datum|fecha|data|"
    "to|an|à|para|a|aan|till|til|кому|do|cc|kopie|subject|betreff|objet|asunto|assunto|oggetto|"
    "onderwerp|ämne|emne|тема|temat|дата|reply-to|importance"
)
_HEADER = re.compile(rf"[*_]{{0,2}}({_FROM}|{_OTHER})\s?:[*_]{{0,2}}(?:\s.*)?", re.I)
_SENDER = re.compile(rf"[*_]{{0,2}}(?:{_FROM})\s?:", re.I)
_FORWARDED = (
    "forwarded message|begin forwarded message|weitergeleitete nachricht|"
    "anfang der weitergeleiteten (?:nachricht|e-mail)|message transféré|"
    "début du message (?:transféré|réexpédié)|mensaje reenviado|inicio del mensaje reenviado|"
    "messaggio inoltrato|mensagem encaminhada|doorgestuurd bericht|begin doorgestuurd bericht|"
    "vidarebefordrat meddelande|videresendt besked|пересылаемое сообщение"
)
_ANSWERED = (
    "original message|ursprüngliche nachricht|original-nachricht|message d'origine|"
    "message original|mensaje original|messaggio originale|mensagem original|"
    "oorspronkelijk bericht|origineel bericht|ursprungligt meddelande|oprindelig meddelelse"
)
_FORWARD = re.compile(rf"(?:[-_=]{{2,}} ?(?:{_FORWARDED}):? ?[-_=]*|(?:{_FORWARDED}):)", re.I)
_ANSWER = re.compile(rf"(?:[-_=]{{2,}} ?(?:{_ANSWERED}):? ?[-_=]*|(?:{_ANSWERED}):)", re.I)
#: "On Tue, 5 Mar 2024 at 10:15, Ida Moss <ida@paper.example> wrote:"
_INTRO = re.compile(
    r"\S.{0,300}\b(?:wrote|writes|schrieb|geschrieben|a écrit|escribió|escreveu|ha scritto|"
    r"schreef|skrev|napisał(?:a|\(a\))?|пишет|написал(?:а|\(а\))?)\b.{0,100}:",
    re.I,
)
_TIME = re.compile(r"\b\d{1,2}[:.h]\d\d\b")
_SENT_FROM = re.compile(
    r"(?:sent from (?:my|outlook|yahoo|proton|mail for)|get outlook for|"
    r"von meinem .{1,40} gesendet|gesendet von |envoyé de(?:puis)? mon |enviado desde mi |"
    r"inviato da |verstuurd vanaf )"
    r".{0,60}",
    re.I,
)
_QUOTED = re.compile(r"\s?(?:>\s?)+")
_RULE = re.compile(r"[_*=-]{5,}")
#: Lines of the longest signature; one without the blank that should end its mark is shorter.
_SIGNATURE, _UNSURE_SIGNATURE = 20, 8


@dataclass(frozen=True, slots=True)
class About:
    """What a mail's headers say: whether it answers one, passes one on, or goes to many."""

    answer: bool = False
    forward: bool = False
    bulk: bool = False


@dataclass(slots=True)
class Own:
    """The lines of a mail's own words, and what was left out of it, in words."""

    lines: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The lines as a text."""
        return "\n".join(self.lines)


def own_words(text: str, about: About) -> Own:
    """Return the words of a mail's text that are its own.

    A mail that passes another on, and one that holds nothing else, is that mail, without its
    headers. What marks of quotation in a newsletter stand for, its author meant.

    >>> own_words("It did.\\n\\nOn 5 March 2024, Bo <b@a.example> wrote:\\n> Did it?", About()).text
    'It did.'
    """
    lines = text.split("\n")
    found = _without_quoted(lines, about)
    if found.left_out and not has_words(found.text):
        bare = [_QUOTED.sub("", line, count=1) for line in lines]
        found = _without_quoted(bare, About(answer=about.answer, forward=True, bulk=True))
        found.left_out = ["it holds nothing but another mail, which is read"]
    while found.lines and not found.lines[-1].strip():
        found.lines.pop()
    before = len(found.lines)
    found.lines = _without_signature(found.lines, about)
    if len(found.lines) < before:
        found.left_out.append("a signature left out")
    return found


def _without_quoted(lines: Sequence[str], about: About) -> Own:
    own = Own()
    quoted, at, looked = 0, 0, 0
    keep_marks = about.bulk and not about.answer
    while at < len(lines):
        line = lines[at].strip()
        end = 0
        if at >= looked:  # where no block begins, none begins within what looked like one either
            looked, found = _headers(lines, at)
            end = looked if found else 0
        if end or _FORWARD.fullmatch(line) or _ANSWER.fullmatch(line):
            forward = about.forward or bool(_FORWARD.fullmatch(line))
            end = end or header_block(lines, _next(lines, at + 1)) or at + 1
            if not forward and has_words(own.text):
                own.left_out.append("the mail below it left out")
                break
            own.left_out.append("the headers of the mail in it left out")
            own.lines = _without_signature(own.lines, about)
            at = end
        elif end := _intro(lines, at, about):
            quoted += 1
            if not lines[_next(lines, end)].lstrip().startswith(">"):
                own.left_out.append("the mail below it left out")
                break
            at = end
        elif line.startswith(">") and not keep_marks:
            quoted += 1
            at += 1
        else:
            own.lines.append(lines[at])
            at += 1
    if quoted:
        own.left_out.append(f"{quoted:,} quoted line{'' if quoted == 1 else 's'} left out")
    return own


def header_block(lines: Sequence[str], at: int) -> int:
    """Return where the headers of a mail within a mail end that begin at a line; 0 if none do.

    There are three at least, of who sent it and of two more, and a rule may stand above them.
    """
    end, found = _headers(lines, at)
    return end if found else 0


def _headers(lines: Sequence[str], at: int) -> tuple[int, bool]:
    """Return where lines that look like headers end, and whether they are those of a mail."""
    end = at
    if end < len(lines) and _RULE.fullmatch(lines[end].strip()):
        end = _next(lines, end + 1)
    some: list[str] = []
    while end < len(lines) and (_HEADER.fullmatch(line := lines[end].strip()[:500]) or some):
        if not _HEADER.fullmatch(line):
            if not line or len(some) < 2 or not _continues(lines, end):
                break
        else:
            some.append(line)
        end += 1
    senders = [line for line in some if _SENDER.match(line)]
    if len(some) < 3 or not senders or len({line.split(":")[0] for line in some}) < 3:
        return end, False
    # A press release may say from whom and on what day it is: only mail has an address or a time.
    sure = any("@" in line or _TIME.search(line) for line in some)
    return end, sure


def introduces(text: str) -> bool:
    """Say whether a text is the line above a mail that is answered.

    >>> introduces("On Tue, 5 Mar 2024, Bo wrote:"), introduces("On Monday the mayor wrote:")
    (True, False)
    """
    return _intro([text, "> "], 0, About()) == 1


def _continues(lines: Sequence[str], at: int) -> bool:
    """Say whether a line is the rest of a header: another header follows it."""
    return at + 1 < len(lines) and _HEADER.fullmatch(lines[at + 1].strip()[:500]) is not None


def _next(lines: Sequence[str], at: int) -> int:
    """Return the next line that is not empty, the last one if there is none."""
    while at < len(lines) - 1 and not lines[at].strip():
        at += 1
    return min(at, len(lines) - 1)


def _intro(lines: Sequence[str], at: int, about: About) -> int:
    """Return where the line ends that introduces a quoted mail, which may be broken; 0 if none."""
    for end in range(at + 1, min(at + 4, len(lines)) + 1):
        some = [line.strip().lstrip("> ") for line in lines[at:end]]
        if not all(some):
            return 0
        words = " ".join(some)[:600]
        if not words.endswith(":") or not _INTRO.fullmatch(words):
            continue
        follows = end < len(lines) and lines[_next(lines, end)].lstrip().startswith(">")
        sure = "@" in words or (about.answer and _TIME.search(words) is not None)
        if (follows and any(map(str.isdigit, words))) or (sure and end < len(lines)):
            return end
    return 0


def _without_signature(lines: list[str], about: About) -> list[str]:
    """Leave out what stands below the last line of two hyphens, and where it was written."""
    last = len(lines)
    for at in range(len(lines) - 1, -1, -1):
        line = lines[at].rstrip("\r")
        if line not in {"-- ", "--"} or at == 0:
            continue
        below = sum(1 for one in lines[at:] if one.strip()) - 1
        if below <= (_SIGNATURE if line == "-- " else 0 if about.bulk else _UNSURE_SIGNATURE):
            last = at
        break
    lines = lines[:last]
    while lines and (not lines[-1].strip() or _SENT_FROM.fullmatch(lines[-1].strip())):
        lines = lines[:-1]
    return lines
