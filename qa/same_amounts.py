"""Whether two quantities come to the same, or may be of one kind."""

from __future__ import annotations

from qa.quantities import Quantity


def comparable(one: Quantity, other: Quantity) -> bool:
    """Say whether two quantities may be of one kind."""
    if one.unit == other.unit:
        return True
    times = {"day", "month", "second"}
    return one.unit in times and other.unit in times


def agree(claimed: Quantity, told: Quantity) -> bool:
    """Say whether a claimed quantity is the one told, or a rounder way to say it.

    >>> from qa.quantities import quantities_in
    >>> def one(text): return quantities_in(text)[0]
    >>> agree(one("90 percent"), one("nine in ten")), agree(one("one year"), one("12 months"))
    (True, True)
    >>> agree(one("about 4,000 marchers"), one("4,200 marchers")), agree(one("61"), one("610"))
    (True, False)
    >>> agree(one("at least six"), one("at most six"))
    False
    """
    if not claimed.unit and told.unit not in {"", "ordinal", "per"} and not claimed.counted:
        return claimed.value == told.value
    if not comparable(claimed, told):
        return False
    mine, theirs = claimed.value, told.value
    loose = 1e-6
    if claimed.unit != told.unit:
        days = {"day": 1.0, "month": 30.44, "second": 1 / 86400}
        mine, theirs = mine * days[claimed.unit], theirs * days[told.unit]
        loose = 0.1
    if {_SIDES.get(claimed.bound, 0), _SIDES.get(told.bound, 0)} == {1, -1}:
        return False
    if abs(mine - theirs) <= loose * max(abs(mine), abs(theirs), 1e-9):
        return told.bound != "" or claimed.bound not in {"over", "under"}
    if told.bound:  # "about 61" is not "about 65"
        return False
    if claimed.bound == "about":
        return abs(mine - theirs) <= 0.1 * theirs
    if claimed.bound in {"over", "least"}:
        return 0 < theirs - mine <= 0.25 * theirs
    if claimed.bound == "under":
        return 0 < mine - theirs <= 0.15 * mine
    return False


#: On which side of its number a bound lies.
_SIDES = {"least": 1, "over": 1, "most": -1, "under": -1}
