"""Markdown becomes the parts that a reader sees; markdown-it-py parses it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ingest.making import Piece
from ingest.markdown_html import CODE, block_parts, opened, tag_name, tag_text
from ingest.structure import PartKind, may_be_heading

if TYPE_CHECKING:
    from markdown_it.tree import SyntaxTreeNode


def markdown_parts(source: str, notes: list[str]) -> tuple[str, list[Piece]]:
    """Return the first heading, if the text begins with one, and the parts of the rest.

    A part's text is what a reader sees, list marks among it. HTML loses its tags and keeps its
    words. A script or a style is left out, which is said in ``notes``; a tag that opens one and has
    no end hides nothing from a reader, and stays as text.

    >>> heading, parts = markdown_parts("# Two *mayors*\\n\\nThey [met](https://a.example).", [])
    >>> heading, parts
    ('Two mayors', [Piece(kind='paragraph', text='They met.', gap='\\n\\n')])
    >>> markdown_parts("1986. A great year it was.", [])[1][0].text
    '1986. A great year it was.'
    """
    from markdown_it import MarkdownIt
    from markdown_it.tree import SyntaxTreeNode

    root = SyntaxTreeNode(MarkdownIt("commonmark").enable("table").parse(source))
    reader = _Reader()
    blocks = root.children
    # A title may stand below a comment, an anchor or a picture.
    first = next((at for at, one in enumerate(blocks) if one.type != "html_block"), None)
    heading = ""
    if first is not None and blocks[first].type == "heading":
        heading = reader.inline(blocks[first])
        blocks = blocks[:first] + blocks[first + 1 :]
    parts = reader.parts(blocks, "\n\n")
    notes.extend(f"a {kind} in it is left out" for kind in reader.left_out)
    return heading, parts


_EMPTY_LINES = re.compile(r"\n(?:[^\S\n]*\n)+")


class _Reader:
    """Turns what was parsed into parts, and remembers what it left out."""

    def __init__(self) -> None:
        self.left_out: list[str] = []

    def parts(
        self, nodes: Sequence[SyntaxTreeNode], between: str, kind: PartKind = "paragraph"
    ) -> list[Piece]:
        """Return the parts of nodes; ``kind`` is what a paragraph is here, an item's say."""
        found: list[Piece] = []
        for number, node in enumerate(nodes, start=1):
            some = [one for one in self.block(node, kind) if one.text.strip()]
            if not some:
                continue
            if number < len(nodes) and _is_bold(node) and may_be_heading(some[0].text):
                some = [some[0]._replace(kind="heading")]
            found += [some[0]._replace(gap=between), *some[1:]]
        return found

    def block(self, node: SyntaxTreeNode, kind: PartKind) -> list[Piece]:
        match node.type:
            case "paragraph":
                return [Piece(kind, self.inline(node))]
            case "heading":
                return [Piece("heading", self.inline(node))]
            case "fence" | "code_block":
                return [Piece(kind, one) for one in _EMPTY_LINES.split(node.content.strip("\n"))]
            case "html_block":
                some, left_out = block_parts(node.content)
                self.left_out += left_out
                return [one._replace(kind=_within(one.kind, kind)) for one in some]
            case "bullet_list":
                return self.items(node, ["-"] * len(node.children))
            case "ordered_list":
                first = int(node.attrs.get("start", 1))
                return self.items(node, [f"{first + at}." for at in range(len(node.children))])
            case "table":
                rows = [row for part in node.children for row in part.children]
                texts = [" | ".join(map(self.inline, row.children)) for row in rows]
                return [Piece(kind, "\n".join(texts))]
            case "hr":
                return []
            case _:
                return self.parts(node.children, "\n\n", kind)

    def items(self, node: SyntaxTreeNode, marks: Sequence[str]) -> list[Piece]:
        found: list[Piece] = []
        for item, mark in zip(node.children, marks, strict=True):
            some = self.parts(item.children, "\n", "item") or [Piece("item", "")]
            found += [some[0]._replace(text=f"{mark} {some[0].text}", gap="\n"), *some[1:]]
        return found

    def inline(self, node: SyntaxTreeNode) -> str:
        match node.type:
            case "text" | "code_inline":
                return str(node.content)
            case "softbreak":
                return " "
            case "hardbreak":
                return "\n"
            case "html_inline":
                return tag_text(node.content).replace("\n\n", " ")
            case _:
                return self.row(node.children)

    def row(self, nodes: Sequence[SyntaxTreeNode]) -> str:
        """Return the text of nodes side by side, without what a script or a style holds."""
        tags = [one.content if one.type == "html_inline" else "" for one in nodes]
        ends: dict[str, list[int]] = {name: [] for name in CODE}
        for at in reversed(range(len(nodes))):
            if tags[at].startswith("</") and (name := tag_name(tags[at])) in CODE:
                ends[name].append(at)
        parts: list[str] = []
        until = 0
        for at, node in enumerate(nodes):
            if at < until:
                continue
            if name := opened(tags[at]):
                while ends[name] and ends[name][-1] < at:
                    ends[name].pop()
                if ends[name]:
                    until = ends[name][-1] + 1
                    self.left_out.append(name)
                    continue
            parts.append(self.inline(node))
        return "".join(parts)


def _is_bold(node: SyntaxTreeNode) -> bool:
    """Say whether a paragraph is nothing but bold letters, as some write headings."""
    if node.type != "paragraph":
        return False
    inner = [
        one for row in node.children for one in row.children if one.type != "text" or one.content
    ]
    return len(inner) == 1 and inner[0].type == "strong"


def _within(kind: PartKind, outer: PartKind) -> PartKind:
    return outer if kind == "paragraph" else kind
