"""Words of news that mean the same or the opposite, where WordNet does not say so.

Each line is a group of base forms, and behind a stroke the group of its opposites; a line that is
indented goes on. Words of one group are taken to mean the same.
"""

from __future__ import annotations

import re
from functools import lru_cache

from qa.lexicon import base_set, broader, opposite, same

_GROUPS = """
stop halt pause suspend cease end freeze shut close quit discontinue shutdown stoppage closure
  idle discontinue give_up lay_down switch_off turn_off shut_down call_off / continue keep
  resume remain reopen restart run start begin open launch stay carry_on go_on keep_on
rise increase grow climb gain jump soar surge add more higher up raise lift expand growth
  double widen swell / fall drop decline decrease shrink lose slip plunge tumble slump fewer
  less lower down reduce cut fell narrow halve dip
win victory beat defeat triumph succeed / lose loss defeat fail
buy purchase acquire acquisition / sell sale
approve accept agree back support endorse adopt pass clear favor favour welcome / reject
  refuse oppose veto block dismiss turn_down decline criticize criticise condemn
allow permit let legalize authorize license / ban forbid prohibit outlaw bar prevent stop
  block
arrive come enter join return / leave depart quit resign go exit withdraw
stay remain keep stay_on / leave resign quit depart move step_down stand_down oust
  unseat vote_out remove
hire recruit appoint employ name / fire sack dismiss lay_off
accuse blame charge / clear acquit exonerate
guilty convict / innocent acquit clear
confirm admit acknowledge / deny dispute reject
find discover recover locate / lose miss
safe harmless / dangerous unsafe hazardous risky
early earlier before first ahead / late later after last
many most majority / few minority
all every each whole entire full / none no partial part half
always / never
full whole complete / empty partial half
succeed success / fail failure
survive live alive / die kill dead death
build construct erect / demolish destroy raze dismantle
repair fix mend / break damage
lend / borrow
teach / learn
cheap cheaper affordable / expensive costly dear dearer
public / private
remember / forget
attack / defend
send dispatch / receive get
give grant award / take receive
pay / owe
pull withdraw / push
old older / new newer young younger
large big huge great larger bigger / small little tiny smaller
long longer / short shorter
strong stronger / weak weaker
fast quick faster rapid / slow slower
north northern / south southern
east eastern / west western
inside indoors / outside outdoors
male man boy men / female woman girl women
husband / wife
father / mother
brother / sister
son / daughter
morning / evening night
import / export
profit / loss
hot warm warmer / cold cool colder
dry / wet
light / dark heavy
agree unite / disagree quarrel split
possible able can / impossible unable cannot
legal lawful / illegal unlawful
free release / jail imprison detain arrest
postpone delay put_off / hasten advance bring_forward
cancel scrap drop abandon give_up call_off / keep hold maintain
voluntary / compulsory mandatory
majority / minority
maximum most / minimum least
uphold / overturn quash
extend prolong / shorten
strengthen / weaken
tighten / loosen ease relax
present attend / absent miss
same / different
friend ally / enemy rival
hide conceal / reveal show
worse worsen deteriorate / better improve
lock / unlock
known / unknown
local / foreign
attack / defend
loyal / disloyal
satisfied happy pleased content / unhappy angry dissatisfied
easy / difficult hard
above over / below under
upper / lower
left / right
include also too plus / exclude except
unanimous unanimously / dissent disagree split
exempt spare exemption / include apply
leave_out omit exclude / include count
welcome praise applaud hail cheer / regret criticize criticise condemn deplore lament
trust believe / distrust doubt mistrust
improve / worsen
encourage / discourage
like love enjoy / dislike hate
attract / deter repel
calm / anger upset
"""

#: Words that are used for each other in news, and have no opposite.
_SAME = """
money cash sum fund cent funding
car vehicle
fire blaze
company firm business group manufacturer maker producer employer
shop store outlet retailer chain supermarket
boss chief head director manager executive leader chairman president ceo run
person people resident individual citizen
child kid pupil
house home building
injure hurt wound harm injury scald burn
die kill death dead
ask request want demand call
say tell state announce according
show reveal find indicate
test examine check inspect
choose take pick opt select
throw bin discard dump throw_away throw_out
begin start launch open
plan intend aim propose
change alter switch modify amend move replace
wage pay salary
job work post position role
worker employee staff
ill sick illness
police officer
doctor physician medic
film movie
prize award
need require
lack without
expensive cost
agree deal agreement
contest dispute challenge deny
study research survey
island islander
cost bill price
use rely employ
make produce manufacture build
get receive obtain recover
supply deliver provide come supplier
cause due because lead result blame
injury injured
apologize sorry apology apologise
quarrel row argue dispute
carry hold
hurt injured
buyer customer owner client consumer
year annual annually
month monthly
week weekly
day daily
begin open
protest march demonstrate rally demonstration demonstrator protester marcher
visit tour trip
crowd thousands
chief main
country nation state
vote ballot election poll
parliament mp lawmaker
big major large
help aid assist
quit resign leave
keep retain hold
fix repair mend
count number total
earn make
flee escape
jail prison
law rule legislation
lawyer solicitor attorney
talk speak speech
try attempt
house residence
school pupil
about approximately roughly
phone call ring telephone
break pause stop halt
death toll die dead victim
lack shortage miss short
sell sale deal
"""


def _pairs(text: str) -> tuple[dict[str, set[int]], dict[str, set[int]]]:
    """Return by word the numbers of its groups, and of the groups against it."""
    of: dict[str, set[int]] = {}
    against: dict[str, set[int]] = {}
    for number, line in enumerate(re.sub(r"\n  ", " ", text.strip()).splitlines()):
        sides = [side.split() for side in line.split(" / ")]
        for side, words in enumerate(sides):
            for word in words:
                of.setdefault(word, set()).add(2 * number + side)
                if len(sides) > 1:
                    against.setdefault(word, set()).add(2 * number + 1 - side)
    return of, against


#: Words that go with others more often than they mean something of their own.
_NO_OPPOSITE = frozenset(
    "up down off out on in over under first go goes going gone went come comes came coming get "
    "gets got getting take takes took taken put puts give gives gave given make made do did have "
    "has had back away one two man day time long short".split()
)

_OF, _AGAINST = _pairs(_GROUPS)
_ALIKE, _ = _pairs(_SAME)


@lru_cache(maxsize=100_000)
def _groups(word: str, table: str) -> frozenset[int]:
    known = {"of": _OF, "against": _AGAINST, "alike": _ALIKE}[table]
    return frozenset(number for base in base_set(word) for number in known.get(base, ()))


@lru_cache(maxsize=100_000)
def mean_the_same(one: str, other: str) -> bool:
    """Say whether two words may be used for each other.

    >>> mean_the_same("binned", "threw"), mean_the_same("halted", "suspended")
    (True, True)
    """
    return (
        same(one, other)
        or bool(_groups(one, "of") & _groups(other, "of"))
        or bool(_groups(one, "alike") & _groups(other, "alike"))
    )


@lru_cache(maxsize=100_000)
def mean_the_opposite(one: str, other: str, *, anywhere: bool = True) -> bool:
    """Say whether two words may mean the opposite of each other.

    ``anywhere`` is for words that need not stand at the same place: then small ones say nothing.

    >>> mean_the_opposite("stopped", "keeps"), mean_the_opposite("halted", "suspended")
    (True, False)
    """
    if anywhere and (one in _NO_OPPOSITE or other in _NO_OPPOSITE):
        return False
    if base_set(one) & base_set(other) or same(one, other):
        return False
    return bool(_groups(one, "of") & _groups(other, "against")) or opposite(one, other)


__all__ = ["broader", "mean_the_opposite", "mean_the_same"]
