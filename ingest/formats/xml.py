"""XML is parsed without entities, network or size to spare; its root says what it is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ingest.formats.markup import with_entities_spelled
from vectorstore import SourceError

if TYPE_CHECKING:
    from lxml.etree import _Element

_DOCTYPE = re.compile(rb"<!DOCTYPE\b", re.I)
_ROOT = re.compile(rb"<([A-Za-z_][\w.:-]*)")
#: What may stand before the root: declarations, instructions and comments.
_PROLOG = re.compile(rb"(?:\xef\xbb\xbf|\s+|<\?.*?\?>|<!--.*?-->)+", re.S)
_HEAD = 1024 * 1024


def root_name(data: bytes, source: str) -> str:
    """Return the name of a document's root element, in lower case and without a prefix.

    Raises SourceError where there is none, and for a document that declares entities of its own:
    these can grow without end or bring in other files, and no news needs them.

    >>> root_name(b'<?xml version="1.0"?><!-- a --><a:Feed xmlns:a="b">', "x.xml")
    'feed'
    """
    head = data[:_HEAD]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in head[:4]:
        head = head.replace(b"\x00", b"").lstrip(b"\xff\xfe")
    at = 0
    if found := _PROLOG.match(head):
        at = found.end()
    if _DOCTYPE.match(head, at):
        at = _after_doctype(head, at, source)
        if found := _PROLOG.match(head, at):
            at = found.end()
    root = _ROOT.match(head, at)
    if root is None:
        raise SourceError(f"{source} is not XML (it begins with no element).")
    return root[1].rpartition(b":")[2].decode("ascii", "replace").lower()


def _after_doctype(head: bytes, at: int, source: str) -> int:
    """Return where a document type declaration ends; it may hold declarations in brackets."""
    close, bracket = head.find(b">", at), head.find(b"[", at)
    if bracket < 0 or 0 <= close < bracket:
        return close + 1 if close >= 0 else len(head)
    end = re.compile(rb"\]\s*>").search(head, bracket)
    inside = head[bracket : end.start() if end else len(head)]
    if re.search(rb"<!ENTITY", inside, re.I):
        raise SourceError(
            f"{source} declares entities of its own, which can grow without end or bring in other "
            "files: it is not read.",
            to_do="Save it with its entities written out.",
        )
    return end.end() if end else len(head)


def parse_xml(data: bytes, source: str) -> _Element:
    """Return the root of an XML document; raises SourceError where it is not well-formed.

    Entities that HTML names are spelled out, others are left out. Nesting deeper than 256 elements
    and single texts above 10 MB are refused by libxml2.
    """
    from lxml import etree

    root_name(data, source)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.LxmlError, ValueError, LookupError) as error:
        raise SourceError(f"{source} is not well-formed XML ({error}).") from error
    if root is None:
        raise SourceError(f"{source} is not XML (it holds no element).")
    subset: Any = root.getroottree().docinfo.internalDTD
    if subset is not None and any(subset.iterentities()):
        raise SourceError(f"{source} declares entities of its own: it is not read.")
    return with_entities_spelled(root)
