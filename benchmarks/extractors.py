"""Other extractors of main text, each imported when it is used: none is needed for the project.

    pip install readability-lxml newspaper4k goose3 resiliparse boilerpy3 justext readabilipy
    pip install trafilaturacore turbohtml breadability gne news-please

Mozilla's Readability.js is the one that readabilipy brings: ``npm install`` in its folder
``javascript`` is needed, and Node. What gives HTML is turned into text as Citewire turns its own.
"""

# mypy: ignore-errors
from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import NamedTuple

Extract = Callable[[str], str]


class Other(NamedTuple):
    """An extractor: its name in the table, the package that has it, and what calls it."""

    name: str
    package: str
    extract: Extract

    @property
    def version(self) -> str:
        """The version that is installed; nothing where none is."""
        try:
            return version(self.package)
        except PackageNotFoundError:
            return ""


def trafilatura(**options: bool) -> Extract:
    """Return trafilatura with its options."""

    def extract(html: str) -> str:
        import trafilatura

        return trafilatura.extract(_plain(html), include_comments=False, **options) or ""

    return extract


def readability(html: str) -> str:
    """Return the text of readability-lxml's summary."""
    from readability import Document

    return _text(Document(_plain(html)).summary())


def newspaper(html: str) -> str:
    """Return newspaper4k's text."""
    from newspaper import Article

    # It would fetch the page's pictures.
    article = Article("https://page.example/news", language="en", fetch_images=False)
    article.download(input_html=_plain(html))
    article.parse()
    return article.text


def news_please(html: str) -> str:
    """Return the text that news-please chooses of its extractors' texts."""
    from newsplease import NewsPlease

    found = NewsPlease.from_html(_plain(html), url="https://page.example/news", fetch_images=False)
    return found.maintext or ""


def goose(html: str) -> str:
    """Return goose3's text."""
    from goose3 import Goose

    return Goose().extract(raw_html=_plain(html)).cleaned_text


def resiliparse(html: str) -> str:
    """Return resiliparse's main content."""
    from resiliparse.extract.html2text import extract_plain_text

    return extract_plain_text(html, main_content=True)


def boilerpy(html: str) -> str:
    """Return the text of boilerpy3's extractor for articles."""
    from boilerpy3 import extractors

    return extractors.ArticleExtractor(raise_on_failure=False).get_content(_plain(html))


def justext(html: str) -> str:
    """Return what jusText leaves."""
    import justext

    found = justext.justext(_plain(html).encode(), justext.get_stoplist("English"))
    return "\n".join(part.text for part in found if not part.is_boilerplate)


class Mozilla:
    """Mozilla's Readability.js, in one Node process: readabilipy would start one for each page."""

    _SCRIPT = """
    const { Readability } = require('@mozilla/readability');
    const { JSDOM, VirtualConsole } = require('jsdom');
    require('readline').createInterface({ input: process.stdin }).on('line', (line) => {
        const page = new JSDOM(JSON.parse(line), { virtualConsole: new VirtualConsole() });
        const found = new Readability(page.window.document).parse();
        process.stdout.write(JSON.stringify(found ? found.content : '') + '\\n');
    });
    """

    def __init__(self) -> None:
        self._node = None

    def __call__(self, html: str) -> str:
        """Return what Readability.js finds."""
        self._node = self._node or self._started()
        self._node.stdin.write(json.dumps(html) + "\n")
        self._node.stdin.flush()
        return _text(json.loads(self._node.stdout.readline() or '""'))

    def _started(self) -> subprocess.Popen[str]:
        import readabilipy

        folder = Path(readabilipy.__file__).parent / "javascript"
        node = shutil.which("node")
        if node is None or not (folder / "node_modules").is_dir():
            raise ImportError("Readability.js is not installed", name="Node or Readability.js")
        return subprocess.Popen(
            [node, "-e", self._SCRIPT],
            cwd=folder,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )


def trafilatura_core(html: str) -> str:
    """Return the text of what trafilaturacore cleans."""
    from trafilaturacore import clean

    return _text(clean(_plain(html), comment_handling="exclude").html)


def turbohtml(html: str) -> str:
    """Return turbohtml's main text."""
    from turbohtml import parse

    return parse(_plain(html)).main_text()


def breadability(html: str) -> str:
    """Return the text of breadability's readable part."""
    from breadability.readable import Article

    return _text(Article(_plain(html)).readable)


def gne(html: str) -> str:
    """Return GNE's content."""
    from gne import GeneralNewsExtractor

    return GeneralNewsExtractor().extract(_plain(html))["content"]


def _plain(html: str) -> str:
    return re.sub(r"\A\s*<\?xml[^>]*\?>", "", html)


def _text(html: str) -> str:
    import lxml.html

    from ingest.pages.blocks import parts_of

    return "\n".join(part.text for part in parts_of(lxml.html.fromstring(html or "<p></p>")))


def others() -> Iterator[Other]:
    """Yield the extractors that Citewire is measured beside."""
    for name, options in (
        ("", {}),
        (", fast", {"fast": True}),
        (", for precision", {"favor_precision": True}),
        (", for recall", {"favor_recall": True}),
    ):
        yield Other(f"trafilatura{name}", "trafilatura", trafilatura(**options))
    yield Other("readability-lxml", "readability-lxml", readability)
    yield Other("breadability", "breadability", breadability)
    yield Other("resiliparse", "resiliparse", resiliparse)
    yield Other("boilerpy3", "boilerpy3", boilerpy)
    yield Other("jusText", "justext", justext)
    yield Other("turbohtml", "turbohtml", turbohtml)
    yield Other("GNE", "gne", gne)
    yield Other("newspaper4k", "newspaper4k", newspaper)
    yield Other("trafilaturacore", "trafilaturacore", trafilatura_core)
    yield Other("goose3", "goose3", goose)
    yield Other("Readability.js, readabilipy", "readabilipy", Mozilla())
    yield Other("news-please", "news-please", news_please)
