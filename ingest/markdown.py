"""Markdown becomes the words that a reader sees; markdown-it-py parses it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it.tree import SyntaxTreeNode


def markdown_text(source: str) -> tuple[str, str]:
    """Return the first heading, if the text begins with one, and the rest as plain text.

    >>> markdown_text("# Two *mayors*\\n\\nThey [met](https://a.example).\\n\\n- One\\n- Two")
    ('Two mayors', 'They met.\\n\\n- One\\n- Two')
    >>> markdown_text("1986. A great year it was.")
    ('', '1986. A great year it was.')
    """
    from markdown_it import MarkdownIt
    from markdown_it.tree import SyntaxTreeNode

    root = SyntaxTreeNode(MarkdownIt("commonmark").enable("table").parse(source))
    blocks = [node for node in root.children if node.type != "html_block"]
    heading = ""
    if blocks and blocks[0].type == "heading":
        heading = _inline(blocks[0])
        blocks = blocks[1:]
    return heading, "\n\n".join(filter(None, map(_block, blocks)))


def _block(node: SyntaxTreeNode) -> str:
    match node.type:
        case "paragraph" | "heading":
            return _inline(node)
        case "fence" | "code_block":
            return node.content.strip("\n")
        case "bullet_list":
            return "\n".join(f"- {_item(item)}" for item in node.children)
        case "ordered_list":
            first = int(node.attrs.get("start", 1))
            numbered = enumerate(node.children, first)
            return "\n".join(f"{number}. {_item(item)}" for number, item in numbered)
        case "table":
            rows = [row for part in node.children for row in part.children]
            return "\n".join(" | ".join(map(_inline, row.children)) for row in rows)
        case "html_block" | "hr":
            return ""
        case _:
            return "\n\n".join(filter(None, map(_block, node.children)))


def _item(item: SyntaxTreeNode) -> str:
    return "\n".join(filter(None, map(_block, item.children)))


def _inline(node: SyntaxTreeNode) -> str:
    match node.type:
        case "text" | "code_inline":
            return str(node.content)
        case "softbreak":
            return " "
        case "hardbreak":
            return "\n"
        case "html_inline":
            return ""
        case _:
            return "".join(map(_inline, node.children))
