"""What mail programs mark in HTML as another mail, or as a signature, is not the mail's own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ingest.canonical import has_words
from ingest.formats.mail_own import About, header_block, introduces
from ingest.formats.markup import Part, html_parts, line_text

if TYPE_CHECKING:
    from lxml.etree import _Element

#: Classes of the boxes that hold the mail that is answered, its introduction, or a signature.
_QUOTES = frozenset(
    "gmail_quote gmail_quote_container yahoo_quoted protonmail_quote zmail_extra tutanota_quote "
    "moz-cite-prefix".split()
)
_SIGNATURES = frozenset(
    "gmail_signature gmail_signature_prefix moz-signature protonmail_signature_block".split()
)
#: Headers above a mail that is passed on.
_HEADS = frozenset(["gmail_attr", "moz-email-headers-table"])
#: Ids of what Outlook puts above the mail that is answered: all that follows is that mail.
_BELOW = frozenset(
    "divrplyfwdmsg x_divrplyfwdmsg appendonsend x_appendonsend olk_src_body_section "
    "mail-editor-reference-message-container".split()
)
#: Parts of the longest signature below two hyphens.
_SIGNATURE = 8
_MARK = re.compile(r"[-_= ]{2,}\s*(?:forwarded|weitergeleitet|transféré|reenviado|inoltrat)", re.I)


def own_parts(text: str, source: str, about: About) -> tuple[list[Part], list[str]]:
    """Return the parts of a mail in HTML that are its own, and what was left out, in words.

    A mail that holds nothing else is read whole. Raises SourceError where it cannot be parsed.
    """
    pruned: list[str] = []
    parts = html_parts(text, source, prune=lambda tree: _prune(tree, about, pruned))
    if pruned and not any(has_words(words) for _, words in parts):
        parts, pruned = (
            html_parts(text, source),
            ["it holds nothing but another mail, which is read"],
        )
    if pruned and parts and about.answer and introduces(parts[-1][1]):
        parts = parts[:-1]
    parts, below = _above(parts, about)
    return parts, list(dict.fromkeys(pruned + below))


def _prune(tree: _Element, about: About, left_out: list[str]) -> None:
    for one in list(tree.iter("*")):
        classes = set((one.get("class") or "").lower().replace("x_", "").split())
        quotes = one.tag == "blockquote" and (one.get("type") or "").lower() == "cite"
        if classes & _SIGNATURES:
            _drop(one, left_out, "a signature left out")
        elif classes & _HEADS:
            _drop(one, left_out, "the headers of the mail in it left out")
        elif (one.get("id") or "").lower() in _BELOW:
            _drop_below(one, about, left_out)
        elif (
            (classes & _QUOTES or quotes)
            and (about.answer or not about.bulk)
            and not (about.forward or _MARK.match(line_text(one)[:80]))
        ):
            _drop(one, left_out, "the mail that it answers left out")


def _drop_below(mark: _Element, about: About, left_out: list[str]) -> None:
    if about.forward:
        if line_text(mark):
            _drop(mark, left_out, "the headers of the mail in it left out")
        return
    for one in list(mark.itersiblings()):
        _drop(one, left_out, "the mail that it answers left out")
    _drop(mark, left_out, "the mail that it answers left out")


def _drop(one: _Element, left_out: list[str], words: str) -> None:
    """Take an element out of the tree, but not the text behind it."""
    parent = one.getparent()
    if parent is None:
        return
    if line_text(one):
        left_out.append(words)
    if tail := one.tail:
        before = one.getprevious()
        if before is None:
            parent.text = (parent.text or "") + tail
        else:
            before.tail = (before.tail or "") + tail
    parent.remove(one)


def _above(parts: list[Part], about: About) -> tuple[list[Part], list[str]]:
    """Leave out what the words alone show to be another mail, its headers and all below."""
    left_out: list[str] = []
    kept: list[Part] = []
    for kind, text in parts:
        lines = text.split("\n")
        headers = header_block(lines, 0)
        if headers and not about.forward and any(has_words(words) for _, words in kept):
            left_out.append("the mail below it left out")
            break
        if headers:
            left_out.append("the headers of the mail in it left out")
            lines = lines[headers:]
        if any(map(str.strip, lines)):
            kept.append((kind, "\n".join(lines)))
    marks = [at for at, (_, text) in enumerate(kept) if text.split("\n")[0].strip() == "--"]
    if marks and marks[-1] and len(kept) - marks[-1] <= _SIGNATURE and not about.bulk:
        kept = kept[: marks[-1]]
        left_out.append("a signature left out")
    return kept, left_out
