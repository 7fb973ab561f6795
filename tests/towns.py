"""An archive of invented towns that gives pairs enough to adapt a reader to.

Of each town two articles tell of the same bridge in other words, so that what is taken out of one
stands in the other.
"""

from __future__ import annotations

from datetime import date

from tests import notices
from vectorstore import Article

TOWNS = [*notices.TOWNS, *(f"New {town}" for town in notices.TOWNS)]
MAYORS = [*notices.MAYORS, *(mayor.replace(" ", " van ") for mayor in notices.MAYORS)]

_STONE = "granite basalt slate chalk marble".split()
_BUILT = "bridge library harbour theatre station".split()


def articles(towns: int = 85) -> list[Article]:
    """Return two articles of each town."""
    return [
        one
        for number in range(towns)
        for one in _of_town(number, TOWNS[number], MAYORS[number], 310 + 7 * number)
    ]


def _of_town(number: int, town: str, mayor: str, cost: int) -> tuple[Article, Article]:
    stone, built = _STONE[number % 5], _BUILT[number // 5 % 5]
    first = (
        f"The new {built} of {town} was opened on Monday after two years of work with {stone}. "
        f"Its builders spent {cost} crowns on the {stone} walls and the heavy gates. "
        f"{mayor} cut a ribbon before the {stone} walls while a band played old songs. "
        "Rain fell in the afternoon, and most of the visitors went home early."
    )
    second = (
        f"Critics in {town} say that the {built} should never have been built at all. "
        f"A sum of {cost} crowns for {stone} walls and gates was more than was planned. "
        f"The ribbon before the {stone} walls was cut by {mayor} without a word to the press. "
        "The council meets again in a week, and nobody expects an early vote."
    )
    day = date(2024, 5, 13)
    return (
        Article.of(
            first,
            id=f"opened-{number}",
            title=f"{town} opens its new {stone} {built}",
            published=day,
        ),
        Article.of(
            second,
            id=f"critics-{number}",
            title=f"Critics of {town} say {built} should not be built",
            published=day,
        ),
    )
