"""Words that deny what is said, doubt it, only plan it, or put it on somebody."""

from __future__ import annotations

NOT = frozenset(
    "not n't never no nobody none nothing neither nor without cannot nowhere hardly barely unable "
    "denied denies deny denying refused refuses refuse refusing declined declines decline failed "
    "fails fail failing avoided avoid avoids rejected rejects dismissed unlike "
    "contradicted".split()
)
#: Pairs of words that deny; the pair counts once.
NOT_TOGETHER = frozenset(
    "no one|no longer|ruled out|rule out|rules out|ruling out|rather than|instead of|voted against|"
    "vote against|ruled against|decided against|advised against|votes against|argued against|"
    "spoke against".split("|")
)
ONLY = frozenset(
    "not only|no doubt|nothing but|no fewer|no less|no more|no later|not least|no matter|not just|"
    "not merely|not simply|not even".split("|")
)
#: They deny the word that says something behind them, and no other.
PLAINLY_NOT = frozenset({"not", "n't", "never", "cannot"})
MODALS = frozenset("may might could will would shall".split())
STOPS = frozenset(
    "stop stops stopped stopping end ends ended ending cease ceases ceased halt halts halted "
    "pause pauses paused suspend suspends suspended quit drops dropped discontinue discontinued "
    "abandon abandoned scrap scrapped cancel cancelled canceled".split()
)
#: A plan that is given up stands before what it was for.
GIVES_UP = frozenset(
    "dropped drops dropping scrapped scraps abandoned abandons shelved shelves reversed reverses "
    "withdrew withdrawn cancelled canceled".split()
)
PLANNED = frozenset("plan plans decision intention proposal proposals threat".split())
MAY = frozenset(
    "may might could possibly perhaps maybe considering weighing "
    "weighs mulling undecided whether potentially unclear suggests suggest "
    "suggested probably hints hinted talks negotiating "
    "negotiates negotiations discussing discusses hopes hope hoped hoping".split()
)
#: What may be a thing as well as a verb.
NOUNS = frozenset(
    "plan plans proposal demands hopes hope risk risks attempt attempts promise threat".split()
)
WILL = frozenset("will would shall 'll wo".split())
PLAN = frozenset(
    "plans plan planned planning wants wanted want intends intended intend aims aimed aim expects "
    "expected expect expecting expectations proposes proposed propose proposal threatens "
    "threatened threatening promises promised promise vowed vows pledged pledges should must ought "
    "demands demanded seeks sought seeking asked asks urged urges likely scheduled wishes "
    "wished proposing supposed needs agreed tries tried try attempted attempt attempts attempting "
    "undertaken undertook undertakes committed means preparing prepares".split()
)
ALLEGED = frozenset(
    "alleged allegedly allege alleges alleging accused accuses accuse accusing suspected suspects "
    "charged reportedly apparently claims claimed purported believed presumably rumored rumoured "
    "rumour rumor rumours rumors blamed blames blame accusation accusations allegation "
    "allegations".split()
)
#: What somebody thinks, he does not know.
OPINIONS = frozenset("think thinks thought believe believes believed".split())
#: They deny nothing: what is uncovered is seen.
NO_DENIAL = frozenset(
    "uncovered unveiled unloaded unlocked unfolded unleashed unpacked undone unearthed".split()
)
#: Words that say how sure something is, or that it is only said.
DOUBTS = MAY | PLAN | ALLEGED | WILL | OPINIONS
#: The bases of verbs that do so in all their forms.
MAYBE = frozenset("weigh mull suggest hint negotiate discuss hope".split())
MEANS_TO = frozenset(
    "plan want intend aim expect propose threaten promise vow pledge demand seek ask urge wish try "
    "attempt hesitate".split()
)
SEEMS = frozenset({"appear", "seem"})
CONSIDERS = frozenset({"consider", "considers", "considered"})
#: "To keep the pressure from rising" denies that it rises.
PREVENTS = frozenset("keep prevent stop ban bar prohibit discourage block".split())
CONDITIONS = frozenset({"if", "unless", "provided", "providing"})
