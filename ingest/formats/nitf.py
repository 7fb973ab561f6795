"""NITF, IPTC's older XML for the text of news."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest.formats.markup import Part, line_text, local_name, tree_parts
from ingest.formats.ninjs import identity, without_by
from ingest.making import make_article
from ingest.reading import Reading
from vectorstore import Article, SourceError

if TYPE_CHECKING:
    from lxml.etree import _Element

_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def nitf_article(root: _Element, place: str, reading: Reading) -> Article:
    """Make the article of a NITF document; raises SourceError where it has no text."""
    known: dict[str, str] = {}
    elements: dict[str, list[_Element]] = {}
    for one in root.iter():
        elements.setdefault(local_name(one), []).append(one)

    def take(field: str, *ways: tuple[str, str]) -> str:
        """Take the first that is there: an attribute of an element, or its text."""
        for name, attribute in ways:
            for one in elements.get(name, []):
                if text := one.get(attribute, "") if attribute else line_text(one):
                    known[field] = f"NITF {name}{'/@' if attribute else ''}{attribute}"
                    return text
        return ""

    published = take(
        "published",
        ("date.issue", "norm"),
        ("date.release", "norm"),
        ("pubdata", "date.publication"),
        ("story.date", "norm"),
    )
    if published:
        known["published_at"] = known["published"]
    tags = [text for one in elements.get("keyword", []) if (text := one.get("key", "").strip())]
    if tags:
        known["tags"] = "NITF keyword/@key"
    kept = identity(take("url", ("doc-id", "id-string"), ("pubdata", "ex-ref")))
    if "url" not in kept:
        known.pop("url", None)
    body = next(iter(elements.get("body", [])), None)
    languages = [one.get(_LANGUAGE) for one in (root, body) if one is not None]
    language = next(filter(None, languages), "")
    if language:
        known["language"] = "NITF xml:lang"
    return make_article(
        place,
        reading.notes,
        parts=nitf_parts(root, place),
        title=take("title", ("hl1", ""), ("hedline", ""), ("title", "")),
        outlet=take(
            "outlet", ("pubdata", "name"), ("doc.copyright", "holder"), ("distributor", "")
        ),
        published=published,
        language=language,
        byline=without_by(_byline(elements, known)),
        section=take("section", ("pubdata", "position.section")),
        tags=tags,
        known_from=known,
        **kept,
    )


def nitf_parts(root: _Element, place: str = "") -> list[Part]:
    """Return the paragraphs, headings and list items of a document's body."""
    parts = [
        part for one in root.iter() if local_name(one) == "body.content" for part in tree_parts(one)
    ]
    if not parts:
        raise SourceError(f"{place or 'The NITF'} has no text in its body.content.")
    return parts


def _byline(elements: dict[str, list[_Element]], known: dict[str, str]) -> str:
    """Return the persons that a byline names, else its words without the title of the job."""
    for one in elements.get("byline", []):
        known["byline"] = "NITF byline"
        persons = [line_text(inner) for inner in one.iter() if local_name(inner) == "person"]
        if any(persons):
            return ", ".join(filter(None, persons))
        words = [one.text or ""]
        for inner in one:
            words += [line_text(inner) if local_name(inner) != "byttl" else "", inner.tail or ""]
        if text := " ".join(" ".join(words).split()):
            return text
    known.pop("byline", None)
    return ""
