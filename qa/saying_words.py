"""Words that tell that somebody says, thinks or wants what is told."""

from __future__ import annotations

import re

#: Verbs that tell somebody's own mind: who says "we see no reason" sees none.
MIND = re.compile(
    r"\b(?:sees?|saw|wants?|wanted|expects?|expected|believes?|believed|plans?|planned|hopes?|"
    r"hoped|thinks?|thought|considers?|considered|intends?|intended|feels?|felt|fears?|feared|"
    r"regards?|refuses?|refused|denies|denied|rejects?|rejected|promises|promised|doubts?|doubted|"
    r"blames?|blamed|accuses?|accused|criticizes?|criticized|criticises?|criticised|"
    r"apologi[sz]e[sd]?|"
    r"regrets?|regretted|insists?|welcomes?|welcomed|admits|admitted|announces?|announced|"
    r"warn(?:s|ed)?|puts?|estimates?|"
    r"estimated|calls?|called|praises?|praised|supports?|opposes?|urges?|urged|demands?|demanded|"
    r"asks?|asked|agrees?|agreed|vows?|vowed|pledges?|pledged|counts?|counted|describes?|"
    r"described|accepts?|"
    r"knows?|knew|likes?|liked|will not|would not|reports?|reported|quotes?|found|finds?|"
    r"recalls?|recalled|"
    r"remembers?|remembered|told|tells?|says?|said|acknowledges?|acknowledged|claims?|"
    r"claimed|explains?|explained|indicates?|indicated|"
    r"complains?|complained|suggests?|suggested|concludes?|concluded|shows?|showed|"
    r"states?|stated|learn(?:ed|s|t)?|"
    r"hear[sd]?|argues?|argued|notes?|noted|declares?|declared|asserts?|asserted|writes?|"
    r"wrote|predicts?|predicted|alleges?|alleged|maintains?|"
    r"maintained|confirms?|confirmed|advis\w+|warn\w*|recommend\w*)\b"
)

ATTRIBUTED = re.compile(
    r"\baccording to\b|\b(?:own )?account\b|\ballegedly\b|\breportedly\b|\bin (?:his|her|"
    r"its|their|\w+['’]s) "
    r"(?:words|view|opinion)|\bby (?:his|her|its|their) own\b|\bsaid to\b|\bsays?\b|"
    r"\bsaid\b|\b(?:he|she|it|they) (?:added|told|wrote|warned|argued)\b",
    re.IGNORECASE,
)

SAYS = (
    r"said|says|say|told|tells|claim(?:s|ed)?|den(?:ies|ied)|admit(?:s|ted)|argu(?:es|ed)|"
    r"warn(?:s|ed)|insist(?:s|ed)|explain(?:s|ed)|believe[sd]?|acknowledged|conceded|"
    r"alleges?|alleged|"
    r"added|adds|wrote|writes|reported|reports|noted|notes|estimate[sd]?|promised|testified|"
    r"according to|asserted|complained|stressed|stated|maintain(?:s|ed)|predict(?:s|ed)|"
    r"suggest(?:s|ed)"
)

#: Somebody's view without a verb of saying.
OPINES = re.compile(
    r"(?P<who>\b(?:[A-Z][\w’'-]+|[Tt]he \w+|[Hh]e|"
    r"[Ss]he)(?: [A-Z][\w’'-]+)*),? (?P<verb>called|calls|described|describes|"
    r"branded|labell?ed|blames?|blamed|put|puts|considers?|considered|regards?|deems?|dismissed|"
    r"attributed|attributes)\b(?= [^.;]{0,40}?\b(?:a|an|as|down to|to|on|for|the|\w+)\b)"
)

#: What is told behind the fact, "..., police said", reports rather than argues.
TRAILING = re.compile(
    r",\s(?:(?:the |an? )?[\w’' -]{2,60}?\s)?(?:said|says|stated|added|explained|"
    r"noted|announced|told \w+|reported|according to)\b"
)
