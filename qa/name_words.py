"""Lists of words: nouns that take up a name, and usual first names."""

from __future__ import annotations

#: Nouns for a person that a news text uses to take up a name ...
PERSONS = frozenset(
    """actor actress activist adviser advisor ambassador analyst archbishop architect artist athlete
    attorney aunt author baker barrister bishop boss boxer boy broker brother builder businessman
    businesswoman candidate captain carpenter ceo chair chairman chairwoman champion chancellor
    chemist chief cleric co-founder coach colleague comedian commander commissioner composer
    conductor congressman congresswoman correspondent councillor cousin cyclist daughter defendant
    defender deputy designer detective dictator diplomat director doctor driver economist editor
    emperor engineer entrepreneur executive expert farmer father filmmaker fisherman footballer
    founder friend general girl goalkeeper governor grandfather grandmother guitarist gunman head
    historian husband inspector inventor journalist judge king lawmaker lawyer leader lecturer
    lieutenant man manager mayor midfielder millionaire billionaire minister model monarch mother
    musician naturalist nephew niece novelist nurse officer official opener owner painter pastor
    philosopher photographer physician pilot player playwright poet politician pontiff pope premier
    presenter president priest prince princess producer professor prosecutor psychologist pupil
    queen rapper referee representative reporter researcher resident scientist screenwriter sculptor
    secretary senator sergeant sheriff singer sister skipper soldier solicitor son songwriter
    spokesman spokesperson spokeswoman star striker student suspect surgeon survivor swimmer teacher
    teenager trader treasurer uncle veteran victim widow widower wife winger winner
    witness woman worker writer""".split()
)
#: ... for an organization ...
GROUPS = frozenset(
    """agency airline airport alliance army association authority automaker band bakery bank board
    brand brewer brewery broadcaster builder business carmaker carrier chain channel charity choir
    church cinema club coalition college commission committee company conglomerate consortium
    cooperative co-operative corporation council court department developer distributor employer
    enterprise factory federation firm foundation franchise fund gallery giant group hospital hotel
    inspectorate institute institution insurer journal laboratory label league lender magazine
    maker manufacturer marketplace mill ministry museum newspaper nonprofit office
    operator opera orchestra organisation organization outlet paper parliament partnership party
    plant platform producer provider publisher railway regulator restaurant retailer school seller
    service shop society startup start-up store studio supermarket supplier team theater theatre
    trust union university utility venture watchdog waterworks website wholesaler""".split()
)
#: ... and for a place.
PLACES = frozenset(
    """archipelago borough capital city country county district hamlet island kingdom municipality
    nation peninsula port province region republic resort state suburb territory town
    village""".split()
)
#: Usual first names of men and of women, and those of either that are surnames as well.
MEN = frozenset(
    """aaron adam ahmed alan albert alex alexander ali andrea andreas andrew anthony antonio
    arthur austin barack benjamin bernie bill bob boris brad brandon brian bruce carl
    carlos charles chris christian christopher craig daniel dave david dennis derek donald
    doug douglas edward elon emmanuel eric erik frank fred gary gavin george gordon graham
    greg gregory harry henry hugh ian ivan jack jacob jake james jason jeff jeffrey jeremy
    jerome jim jimmy joe joel john jonathan jose joseph josh joshua juan justin keith ken
    kenneth kevin kyle larry lee luis luke marco marcus mario mark martin matt matthew max
    michael mike mohamed mohammed muhammad narendra nathan neil nicholas nick nigel oliver
    oscar patrick paul pedro peter phil philip pierre ralph randy raymond richard rick
    rishi rob robert roger ron ronald ryan sam samuel scott sean sebastian sergei simon
    stephen steve steven stuart ted terry thomas tim timothy todd tom tony travis tyler
    victor vladimir volodymyr walter wayne william xi zachary""".split()
)
WOMEN = frozenset(
    """abigail alexandra alice alison amanda amber amy andrea angela angelina ann anna anne
    annie ashley barbara beth betty beyonce brenda britney caitlin camilla carla carol
    caroline catherine charlotte cheryl chloe christina christine claire clara cynthia
    deborah denise diana diane donna dorothy elena elizabeth ellen emily emma eva fiona
    florence frances gina gloria grace greta hannah heather helen hillary holly ingrid
    isabel jackie jane janet jennifer jenny jessica jill joan joanna jodie joyce judith
    judy julia julie kamala karen kate katherine kathleen kathy katie kelly kim kimberly
    kristen laura lauren leah linda lisa liz louise lucy lynn margaret maria marie martha
    mary megan melania melanie melissa michelle miriam monica nancy naomi natalie natasha
    nicole nicola olivia pamela patricia paula rachel rebecca renee rosa rose ruth sally
    samantha sandra sara sarah serena sharon sheila shirley sonia sophia sophie stacey
    stephanie sue susan suzanne sylvia tamara tanya teresa theresa tina tracy ursula
    vanessa veronica victoria virginia wendy yvonne zoe""".split()
)
SURNAMES = frozenset(
    "grace holly joyce kelly kim lee lynn rose ruth virginia victoria florence james".split()
)
