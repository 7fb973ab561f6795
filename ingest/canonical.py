"""The canonical form of a text: what is stored, split and quoted."""

from __future__ import annotations

import re
import unicodedata

# Line separators of all kinds become one; form feeds stand between pages.
_NEWLINES = re.compile(r"\r\n|[\r\u0085\u2028\u2029\x0b\x0c]")
# Control and invisible formatting characters; zero-width joiners stay, scripts need them.
_INVISIBLE = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064"
    r"\u2066-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
# What no file, database or screen takes: half of a character, and the sign for nothing.
_UNSTORABLE = re.compile(r"[\x00\ud800-\udfff]")
# All blanks but the single space, which is left as it is: most of a text's are that.
_BLANKS = re.compile(r"[^\S\n ][^\S\n]*|[^\S\n]{2,}")
_EDGES = re.compile(r" ?\n ?")
_WORD = re.compile(r"\w")
_MANY_NEWLINES = re.compile(r"\n{3,}")

# What comment forms leave at the end of a copied page; each matches a whole line.
_FORM_LINE = re.compile(
    r"""(?:
    please\ enter\ (?:your|a\ valid|an?|the)\ (?:name|comment|e-?mail|website|answer|code|text)
        \b.{0,25}
  | (?:leave|post|write|add)\ (?:us\ )?a\ (?:reply|comment)(?:\ cancel\ reply)?
  | cancel\ reply
  | you\ have\ entered\ an\ incorrect\ email\ address!?
  | your\ email\ address\ will\ not\ be\ published\.?(?:\ required\ fields\ are\ marked\ ?\*?)?
  | required\ fields\ are\ marked\ ?\*?
  | save\ my\ name,?\ .{0,80}for\ the\ next\ time\ i\ comment\.?
  | notify\ me\ of\ (?:follow-?up|new)\ .{1,40}
  | (?:log|sign)\ in\ to\ (?:leave|post)\ a\ (?:comment|reply)\.?
  | (?:post|submit)\ (?:a\ )?comment
  | (?:your\ )?(?:name|e-?mail|email\ address|website|comment)\ ?\*?\ ?:?\ ?\*?
  )""",
    re.IGNORECASE | re.VERBOSE,
)


def canonical_text(text: str, *, form: bool = True) -> str:
    """Return the text as it is stored.

    Unicode NFC, one kind of newline, single blanks, at most one empty line in a row, no control
    or invisible characters, nothing blank at either end, and no leftovers of a comment form at the
    end, unless ``form`` is false. Applying it twice changes nothing more.

    >>> canonical_text("One.\\r\\nTwo.\\u200b \\n\\n\\nLEAVE A REPLY\\nPlease enter your name here")
    'One.\\nTwo.'
    """
    text = _NEWLINES.sub("\n", text)
    text = _INVISIBLE.sub("", text)
    text = unicodedata.normalize("NFC", text)
    text = _BLANKS.sub(" ", text)
    text = _EDGES.sub("\n", text)
    text = _MANY_NEWLINES.sub("\n\n", text)
    return _without_form(text.strip()) if form else text.strip()


def canonical_line(text: str) -> str:
    """Return a title or a name in canonical form, on one line.

    >>> canonical_line(" Two\\n mayors ")
    'Two mayors'
    """
    return " ".join(canonical_text(text).split())


def storable(name: str) -> str:
    """Return an id, a path or an address as it is, less what cannot be stored or printed.

    >>> storable("wire\\x00/1")
    'wire/1'
    """
    return _UNSTORABLE.sub("", name)


def has_words(text: str) -> bool:
    """Say whether there is a letter or a digit in a text.

    >>> has_words("Two mayors"), has_words("- …")
    (True, False)
    """
    return _WORD.search(text) is not None


def _without_form(text: str) -> str:
    while True:
        head, _, last = text.rpartition("\n")
        if not _FORM_LINE.fullmatch(last.strip()):
            return text
        text = head.rstrip()
