"""Makes of an article what another outlet might print of it: cut, reordered, under another title.

Every alteration is drawn from a generator of random numbers that is given, so that a seed makes
the same ones again. The furniture is invented.
"""

from __future__ import annotations

import re

import numpy as np

#: How an article is altered, as the benchmark reports it.
KINDS = ("cut", "reordered", "retitled", "furniture", "reworded", "mixed")

_SENTENCE = re.compile(r"(?<=[.!?”\"])\s+(?=[A-Z“\"])")
_WORD = re.compile(r"\b[a-z]{4,}\b")

#: What outlets put around a text: above it, and below it.
FURNITURE = (
    (
        "Tarnholm Gazette – News from the valley since 1871. Sign in or subscribe to read on.",
        "The Tarnholm Gazette is printed on paper from the Lindesby mills. Reach the "
        "newsroom at the old customs house on Quay Street, by telephone between eight and "
        "six, or write to our readers' editor. Get the morning letter: the five stories "
        "that the valley talks about, in your mail before breakfast. By signing up you "
        "agree to our terms of use and to our privacy notice. Corrections are printed on "
        "page two and stand below the article that they correct. More from the Gazette: "
        "weather, tides, school meals, small notices and the crossword.",
    ),
    (
        "BRACKWATER (Wendrick) – This report was supplied by the Wendrick agency.",
        "Reporting by the Brackwater bureau; editing by Odo Lammer. Our standards: the "
        "Wendrick principles of trust. Licensing rights may be bought. The agency has not "
        "checked what is said on linked pages and is not answerable for it.",
    ),
    (
        "Castrel Post. Listen to this article, 4 minutes. Share it with a friend. Save it "
        "for later.",
        "Castrel Post journalists rely on readers like you. If you value what you have "
        "read, think of a subscription: four weeks for one crown, then nine crowns a month, "
        "which you can end whenever you like. Comments are open for a day and are read by a "
        "person before they appear. Be kind. This page uses cookies to remember what you "
        "have read and to show you notices that fit. You can change your choice at any time "
        "in the settings, at the foot of every page. Copyright the Castrel Post and its "
        "contributors; nothing may be printed again without leave. Also of interest: ten "
        "walks along the canal, how to mend a bicycle, and recipes for a wet Sunday.",
    ),
)


def altered(kind: str, title: str, text: str, words: list[str], rng: np.random.Generator) -> str:
    """Return the text as another outlet might print it; ``words`` replace some if it is reworded.

    ``kind`` is one of KINDS. "mixed" is all of them at once, each a little milder.
    """
    match kind:
        case "cut":
            return cut(text, float(rng.uniform(0.25, 0.75)), rng)
        case "reordered":
            return reordered(text, rng)
        case "retitled":
            return retitled(title, text, words, rng)
        case "furniture":
            return with_furniture(text, rng)
        case "reworded":
            return reworded(text, words, 1 / 12, rng)
        case "mixed":
            part = cut(text, float(rng.uniform(0.5, 0.9)), rng)
            changed = reworded(reordered(part, rng), words, 1 / 25, rng)
            return with_furniture(retitled(title, changed, words, rng), rng)
    raise ValueError(f"{kind!r} is none of {', '.join(KINDS)}")


def cut(text: str, share: float, rng: np.random.Generator) -> str:
    """Return sentences in a row, about that share of them; two times in three the first ones."""
    sentences = _SENTENCE.split(text)
    kept = max(1, round(share * len(sentences)))
    first = 0 if rng.random() < 2 / 3 else int(rng.integers(0, len(sentences) - kept + 1))
    return " ".join(sentences[first : first + kept])


def reordered(text: str, rng: np.random.Generator) -> str:
    """Return the paragraphs in another order, or the sentences where there are few paragraphs."""
    parts = [part for part in text.split("\n") if part.strip()]
    joint = "\n"
    if len(parts) < 6:
        parts, joint = _SENTENCE.split(text), " "
    return joint.join(parts[i] for i in rng.permutation(len(parts)))


def retitled(title: str, text: str, words: list[str], rng: np.random.Generator) -> str:
    """Return the text without its title, where it begins so, under one of drawn words."""
    bare = text.removeprefix(title).lstrip()
    return " ".join(rng.choice(words, 8)).capitalize() + "\n\n" + bare


def with_furniture(text: str, rng: np.random.Generator) -> str:
    """Return the text between what an outlet puts above and below."""
    above, below = FURNITURE[int(rng.integers(len(FURNITURE)))]
    return f"{above}\n\n{text}\n\n{below}"


def reworded(text: str, words: list[str], share: float, rng: np.random.Generator) -> str:
    """Return the text with that share of all its words replaced, never a name or a number."""
    lower = len(_WORD.findall(text))
    chance = share * len(text.split()) / max(1, lower)
    return _WORD.sub(lambda m: str(rng.choice(words)) if rng.random() < chance else m[0], text)
