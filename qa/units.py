"""Words for numbers and for what they count, and what those come to."""

from __future__ import annotations

ONES = {
    word: number
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
        "fifteen sixteen seventeen eighteen nineteen".split()
    )
}
TENS = {
    word: number
    for number, word in zip(
        range(20, 100, 10),
        "twenty thirty forty fifty sixty seventy eighty ninety".split(),
        strict=True,
    )
}
SCALES = {
    "hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12,
    "dozen": 12.0, "k": 1e3, "m": 1e6, "mn": 1e6, "bn": 1e9, "b": 1e9, "tn": 1e12,
}  # fmt: skip
PARTS = {
    "half": 1 / 2, "third": 1 / 3, "quarter": 1 / 4, "fifth": 1 / 5, "sixth": 1 / 6,
    "seventh": 1 / 7, "eighth": 1 / 8, "ninth": 1 / 9, "tenth": 1 / 10,
}  # fmt: skip
ORDINALS = {
    word: number
    for number, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split(),
        start=1,
    )
}
#: Units by their names: what they are called here, and how many of that one is.
UNITS: dict[str, tuple[str, float]] = {}
for _names, _unit, _factor in (
    ("second sec", "second", 1), ("minute min mins", "second", 60), ("hour hr hrs", "second", 3600),
    ("day", "day", 1), ("night", "day", 1), ("week", "day", 7), ("fortnight", "day", 14),
    ("weekend", "weekend", 1),
    ("month", "month", 1), ("year yr yrs", "month", 12), ("decade", "month", 120),
    ("century", "month", 1200),
    ("km kilometre kilometer", "meter", 1000), ("metre meter", "meter", 1), ("mile", "mile", 1),
    ("cm centimetre centimeter", "meter", 0.01), ("millimetre millimeter mm", "meter", 0.001),
    ("foot feet", "foot", 1), ("inch inches", "inch", 1), ("kg kilogram kilo", "gram", 1000),
    ("gram", "gram", 1), ("tonne", "gram", 1e6), ("ton", "ton", 1), ("litre liter", "liter", 1),
    ("acre", "acre", 1), ("hectare", "hectare", 1), ("degree", "degree", 1),
    ("dollar buck", "$", 1), ("cent", "$", 0.01), ("euro", "€", 1), ("pound quid", "£", 1),
    ("penny pence", "£", 0.01), ("crown krone kroner krona kronor", "crown", 1), ("yen", "¥", 1),
    ("franc", "franc", 1), ("yuan renminbi", "yuan", 1), ("rupee", "rupee", 1),
    ("rouble ruble", "ruble", 1), ("peso", "peso", 1),
):  # fmt: skip
    for _name in _names.split():
        UNITS[_name] = (_unit, _factor)
        UNITS.setdefault(_name + "s", (_unit, _factor))
UNITS["centuries"] = UNITS["century"]
SIGNS = {"$": "$", "US$": "$", "USD": "$", "€": "€", "EUR": "€", "£": "£", "GBP": "£", "¥": "¥"}
