"""Reads one hostile page in its own process; prints the seconds, MB and the end.

On a slow or busy machine a page may take longer by as much as an ordinary one does.
"""

from __future__ import annotations

import resource
import sys
import time
from pathlib import Path

from ingest.pages import load_page, page_text
from tests.ingest.ordinary import slowness
from tests.ingest.pages.made import LAST, STORY, page
from vectorstore import SourceError

_STORY = "".join(f"<p>{one}</p>" for one in STORY)


def _nested(depth: int, tag: str = "div") -> str:
    return page(around=(f"<{tag}>" * depth, f"</{tag}>" * depth))


PAGES = {
    "20,000 deep": lambda: _nested(20_000),
    "100,000 deep": lambda: _nested(100_000),
    "100,000 deep in spans": lambda: _nested(100_000, "span"),
    "100,000 deep in tables": lambda: _nested(100_000, "table><tr><td"),
    "100,000 deep in lists": lambda: _nested(100_000, "ul><li"),
    "deep within the article": lambda: page("<b><i>" * 50_000 + LAST + "</i></b>" * 50_000),
    "never closed": lambda: page("<div><font>" * 20_000),
    "5 MB of paragraphs": lambda: page(f"<p>{' '.join(STORY)}</p>" * 11_000),
    "5 MB in one paragraph": lambda: page(f"<p>{' '.join(STORY) * 13_000}</p>"),
    "5 MB of one word": lambda: page(f"<p>{'x' * 5_000_000}</p>"),
    "5 MB of dashes": lambda: page(f"<p>{'-' * 5_000_000}</p>"),
    "5 MB of <a": lambda: page("<a" * 2_500_000),
    "a tag of one name of 5 MB": lambda: "<!doctype html><html" + "endstream" * 550_000,
    "5 MB of links": lambda: page("<a href='/x'>Pier</a> " * 220_000),
    "5 MB of divs": lambda: page("<div>Pier</div>" * 330_000),
    "5 MB of attributes": lambda: page("<p " + "a='1' " * 800_000 + ">x</p>"),
    "100,000 classes": lambda: page(f"<p class='{'share ' * 100_000}'>x</p>"),
    "many articles": lambda: page(around=("", "<article>" + _STORY + "</article>")) * 500,
    "JSON-LD 100,000 deep": lambda: page(
        head="<script type='application/ld+json'>" + '{"@graph":[' * 100_000 + "</script>"
    ),
    "JSON-LD of blanks": lambda: page(
        head='<script type="application/ld+json">{' + " " * 500_000 + '"a": 1,}</script>'
    ),
    "a title of blanks and bars": lambda: page(
        head="<title>" + "a" + "&nbsp; " * 200_000 + "| " * 200_000 + "</title>"
    ),
    "entities": lambda: page("<p>" + "&amp;&#0;&#xd800;&#x110000;" * 50_000 + "</p>"),
    "NULs": lambda: page("<p>Pier\x00 Street</p>"),
    "broken": lambda: "<html><bo<dy><p" + _STORY + "</div></td><![CDATA[<p>]]></html></html><p>x",
    "39,000 elements": lambda: page("<div>Pier</div>" * 39_000),
    "39,000 shared": lambda: page("<div class='share'><p>Pier</p>" * 19_000),
    "39,000 links": lambda: page("<a href='/x'>Pier</a> " * 39_000),
    "39,000 breaks": lambda: page("<p>" + "a<br>" * 39_000 + "</p>"),
    "39,000 cells": lambda: page("<table>" + "<tr><td>a</td></tr>" * 19_000 + "</table>"),
    "1,500 calls to subscribe": lambda: page(
        story=STORY[:1],
        around=("", "<ul>" + f"<li><a href='/x'>subscribe{' or' * 38}</a>" * 1_500),
    ),
    "half a million breaks": lambda: page("<p>" + "a<br>" * 500_000 + "</p>"),
}


def _peak() -> float:
    """Return the most memory this process has held, in MB; getrusage adds what its parent held."""
    status = Path("/proc/self/status")
    if status.exists():
        return int(status.read_text("ascii").split("VmHWM:")[1].split()[0]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Read the page named on the command line."""
    data = PAGES[sys.argv[1]]().encode("utf-8", "surrogatepass")
    slow = slowness()
    began = time.process_time()
    try:
        article = load_page(page_text(data, "page.html", []), "page.html", [])
        said = f"text of {len(article.text)}"
    except SourceError as error:
        said = f"refused: {error}"
    seconds = (time.process_time() - began) / slow
    most = _peak()
    sys.stdout.write(f"{seconds:.1f}\t{most:.0f}\t{said}\n")


if __name__ == "__main__":
    main()
