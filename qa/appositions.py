"""Who somebody is, where a sentence tells it beside the name: "Tessa Brandow, Norrick's president".

The commonest of all questions, and the words that answer it are few: a sentence that is about
something else says it in passing, and the reader, which reads for what a sentence is about, gives
it little. The pattern is sure, so it adds to what the reader says.
"""

from __future__ import annotations

import re

from qa.mentions import names_in
from qa.words import content_words, stem, stem_set

#: By so much the reader's log-odds are raised: from even to fifty-five to one.
RAISED = 4.0

_WHO = re.compile(r"^\s*who(?:['’]s| is| was| are| were)\s+(?P<what>.+?)[?\s]*$", re.IGNORECASE)
_AFTER = re.compile(r"(?:,| is| was| became| has been)\s+([^,;:.()]{3,90})(?=[,;:.()]|$)")
_BEFORE = re.compile(r"(?:^|[,;:.()“\"]\s*)([^,;:.()“\"]{3,90}?),?\s+$")


def tells_who(question: str, sentence: str) -> bool:
    """Say whether a sentence puts all that "Who is …?" asks for beside a name.

    >>> tells_who("Who is Norrick's president?", "Tessa Brandow, Norrick’s president, said no.")
    True
    >>> tells_who("Who is Norrick's president?", "Tessa Brandow met Norrick’s president.")
    False
    """
    who = _WHO.match(question)
    if not who:
        return False
    asked = {stem(word) for word in content_words(who["what"])}
    for start, end in names_in(sentence):
        if stem_set(sentence[start:end]) & asked:
            continue
        beside = (_AFTER.match(sentence[end:]), _BEFORE.search(sentence[:start]))
        if any(found and asked <= stem_set(found[1]) for found in beside):
            return True
    return False
