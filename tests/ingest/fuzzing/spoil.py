"""Changes that spoil a file: bytes flipped, cut, dropped, doubled, put in, and nested."""

from __future__ import annotations

from hypothesis import strategies as st

from tests.ingest.fuzzing.seeds import Seed, parsers

Change = tuple[str, float, int]

TOKENS = [
    *b"\x00 \xff \xed\xa0\x80 \xe2\x80\xae \r\n\r\n \" ' < > [ { ( , : & % -- ]]> <!--".split(b" "),
    *b"<![CDATA[ <p> </p> <div> <b> <a href= <table> <li> </li> <script> <br> &nbsp;".split(),
    *b"&#0; &#xD800; <!DOCTYPE <!ENTITY %PDF- obj endobj stream endstream xref << >>".split(),
    *b"/Kids /Prev R 0 boundary= Content-Type: =?utf-8?q? ?= --b 9999-12-31 0000-00-00".split(),
    *b'99999999999999999999 {"text": "\\ud800" [[ <body.content> <item> null -1 1e999'.split(),
    *b"PK\x01\x02 PK\x03\x04 PK\x05\x06 PK\x06\x06 ustar \x1f\x8b\x08 WARC/1.0 ../ /etc/".split(),
    *b"Content-Length: Content-Encoding: Transfer-Encoding: chunked gzip Location: Link:".split(),
    *b"http://[ //x:99999/ <loc> <sitemap> <entry> <link xml:base= Disallow: * $ <?xml".split(),
    *b"> - ` ** | ~~~ ![ ]( --- {#".split(),
    b"\n\n",
    b"\xff\xff\xff\xff",
    b"\x00\x00\x00\x00",
    "日本".encode("utf-16"),
]

spots = st.floats(0, 1, allow_nan=False)
tokens = st.sampled_from(range(len(TOKENS)))
changes = st.one_of(
    st.tuples(st.just("flip"), spots, st.integers(0, 255)),
    st.tuples(st.just("cut"), spots, st.just(0)),
    st.tuples(st.just("drop"), spots, st.integers(1, 400)),
    st.tuples(st.just("double"), spots, st.integers(1, 2000)),
    st.tuples(st.just("repeat"), spots, st.sampled_from([2, 50, 2000])),
    st.tuples(st.just("put"), spots, tokens),
    st.tuples(st.just("put"), spots, tokens),
    st.tuples(st.sampled_from(["nest 50", "nest 3000", "nest 100000"]), spots, tokens),
    st.tuples(st.just("mix"), spots, st.integers(0, 1000)),
)


def spoiled(seed: Seed, some: list[Change], within: float | None) -> bytes:
    """Return a file with changes, which are made to one of its parts if ``within`` says which."""
    if within is None:
        data = seed.whole()
        for change in some:
            data = changed(data, change)
        return data
    parts = dict(seed.parts)
    name = list(parts)[int(within * (len(parts) - 1))]
    for change in some:
        parts[name] = changed(parts[name], change)
    return seed.build(parts)


def changed(data: bytes, change: Change) -> bytes:
    """Return bytes with one change made to them."""
    kind, spot, value = change
    at = int(spot * len(data))
    match kind:
        case "flip":
            return data[:at] + bytes([value]) + data[at + 1 :]
        case "cut":
            return data[:at]
        case "drop":
            return data[:at] + data[at + value :]
        case "double":
            return data[: at + value] + data[at:]
        case "repeat":
            return data[:at] + data[at : at + 100] * value + data[at:]
        case "put":
            return data[:at] + TOKENS[value] + data[at:]
        case "mix":
            seeds = [seed for some in parsers().values() for seed in some]
            other = seeds[value % len(seeds)].whole()
            return data[:at] + other[int(spot * len(other)) :]
        case _:
            return data[:at] + TOKENS[value] * int(kind.split()[1]) + data[at:]
