"""Of a mail only its own words are read; a newsletter or a press release loses none of them."""

from __future__ import annotations

import pytest

from tests.ingest.formats.reads import one, read

OWN = "The lock of Stave was mended on Friday, as I told you."
THEIRS = "Could you say when the lock was mended, and by whom?"


def mail(body: str, *headers: str, kind: str = "plain") -> str:
    some = "".join(f"{header}\n" for header in (*headers, "Subject: The lock"))
    return (
        f"From: Ida Moss <ida@paper.example>\n{some}"
        f"Content-Type: text/{kind}; charset=utf-8\n\n{body}"
    )


WROTE = "Bo Lund <bo@wend.example> wrote:"
HEADERS = (
    "From: Bo Lund <bo@wend.example>\nSent: Tuesday, 5 March 2024 10:15\nTo: Ida Moss\nSubject: "
)

ANSWERS = {
    "gmail": f"{OWN}\n\nOn Tue, 5 Mar 2024 at 10:15, {WROTE}\n\n> {THEIRS}\n",
    "broken": f"{OWN}\n\nOn 5 Mar 2024 at 10:15, Bo Lund\n<bo@wend.example> wrote:\n> {THEIRS}",
    "no address": f"{OWN}\n\nOn 5 March 2024, Bo Lund wrote:\n> {THEIRS}\n>\n> > And more?",
    "german": f"{OWN}\n\nAm 05.03.2024 um 10:15 schrieb Bo Lund <bo@wend.example>:\n\n> {THEIRS}",
    "french": f"{OWN}\n\nLe mar. 5 mars 2024 à 10:15, Bo <bo@wend.example> a écrit :\n\n> {THEIRS}",
    "spanish": f"{OWN}\n\nEl 5 mar 2024, a las 10:15, Bo <bo@wend.example> escribió:\n\n> {THEIRS}",
    "not marked": f"{OWN}\n\nOn Tue, 5 Mar 2024, Bo Lund <bo@wend.example> wrote:\n\n{THEIRS}\n",
    "outlook": f"{OWN}\n\n-----Original Message-----\n{HEADERS}The lock\n\n{THEIRS}\n",
    "outlook, a rule": f"{OWN}\n\n______________________\n{HEADERS}The lock\n\n{THEIRS}\n",
    "outlook, bare": f"{OWN}\n\n{HEADERS}The lock\n\n{THEIRS}\n",
    "german outlook": (
        f"{OWN}\n\nVon: Bo Lund\nGesendet: Dienstag, 5. März 2024 10:15\nAn: Ida Moss\n"
        f"Betreff: Die Schleuse\n\n{THEIRS}\n"
    ),
    "below": f"On 5 March 2024, Bo Lund wrote:\n> {THEIRS}\n\n{OWN}\n",
    "between": f"> {THEIRS}\n\n{OWN}\n\n> Thank you.\n",
}


@pytest.mark.parametrize("kind", ANSWERS)
def test_of_an_answer_only_its_own_words_are_read(kind: str) -> None:
    [article], _, notes = read(mail(ANSWERS[kind]), "a.eml")
    assert article.text == OWN
    assert any("left out" in note for note in notes)


@pytest.mark.parametrize("mark", ["-- ", "--"])
def test_a_signature_is_not_the_mails_words(mark: str) -> None:
    text = f"{OWN}\n\n{mark}\nIda Moss\nEditor, Wend Post\n+44 1632 960000\n"
    [article], _, notes = read(mail(text), "a.eml")
    assert article.text == OWN
    assert notes == ["a signature left out"]
    assert one(mail(f"{OWN}\n\nSent from my iPhone\n"), "a.eml").text == OWN


@pytest.mark.parametrize(
    "mark",
    [
        "---------- Forwarded message ---------",
        "Begin forwarded message:",
        "-------- Weitergeleitete Nachricht --------",
        "-----Original Message-----",
    ],
)
def test_a_mail_that_is_passed_on_is_read_without_its_headers(mark: str) -> None:
    text = f"{mark}\n{HEADERS}The lock\n\n{OWN}\n"
    assert one(mail(text), "a.eml").text == OWN
    assert one(mail(f"FYI.\n\n{text}", "Subject: Fwd: The lock"), "a.eml").text == f"FYI.\n\n{OWN}"


def test_a_mail_of_nothing_but_quoted_lines_is_read() -> None:
    [article], _, notes = read(mail(f"> {OWN}\n> \n> {THEIRS}\n"), "a.eml")
    assert article.text == f"{OWN}\n\n{THEIRS}"
    assert notes == ["it holds nothing but another mail, which is read"]


RELEASE = """FOR IMMEDIATE RELEASE
From: The City of Wendbridge
Date: 5 March 2024
Contact: Ida Moss, press office

WENDBRIDGE, 5 March 2024 -- The lock of Stave was mended.

________________________________

On Monday the mayor wrote:

"We are glad. Best regards go to all who helped."

In 2021, a reader of this paper wrote:
It never works.

--

On the program: a tour of the lock; from: noon, to: three.

Best regards,

The press office closed the day with a tour of the harbor.

###"""


@pytest.mark.parametrize("headers", [(), ("List-Unsubscribe: <https://wend.example/leave>",)])
@pytest.mark.parametrize("subject", ["Subject: Lock mended", "Subject: Rex: The lock"])
def test_a_press_release_loses_nothing(headers: tuple[str, ...], subject: str) -> None:
    text = RELEASE.replace("\n--\n", "\n---\n")
    [article], _, notes = read(mail(text, subject, *headers), "a.eml")
    assert article.text == text
    assert notes == []


def test_a_newsletter_keeps_what_it_marks_as_quoted_and_its_lines_of_hyphens() -> None:
    text = f"This week\n\n> {OWN}\n> {THEIRS}\n\n--\n\nIt rained.\n\n--\n\nThe market is open."
    article = one(mail(text, "List-Unsubscribe: <https://wend.example/leave>"), "a.eml")
    assert article.text == text


GMAIL = (
    f'<div dir="ltr">{OWN}</div><br><div class="gmail_quote"><div class="gmail_attr">On Tue, 5 Mar '
    f'2024, Bo wrote:<br></div><blockquote class="gmail_quote"><p>{THEIRS}</p></blockquote></div>'
)
IN_HTML = {
    "gmail": GMAIL,
    "apple": f"<p>{OWN}</p><blockquote type='cite'>On 5 March, Bo wrote:<p>{THEIRS}</blockquote>",
    "thunderbird": f"<p>{OWN}</p><div class='moz-cite-prefix'>On 05/03/2024, Bo wrote:</div>"
    f"<blockquote type='cite'><p>{THEIRS}</p></blockquote>"
    "<pre class='moz-signature'>-- \nIda</pre>",
    "outlook": f"<p>{OWN}</p><hr><div id='divRplyFwdMsg'><b>From:</b> Bo<br></div>"
    f"<div><p>{THEIRS}</p></div>",
    "outlook, on a desk": f"<p>{OWN}</p><div style='border-top:solid'><p><b>From:</b> Bo Lund<br>"
    f"<b>Sent:</b> Tuesday, 5 March 2024 10:15<br><b>To:</b> Ida<br><b>Subject:</b> Lock</p></div>"
    f"<p>{THEIRS}</p>",
    "signature": f"<p>{OWN}</p><div class='gmail_signature'>Ida Moss<br>Editor</div>",
    "two hyphens": f"<p>{OWN}</p><div>-- <br>Ida Moss<br>Editor</div>",
}


@pytest.mark.parametrize("kind", IN_HTML)
def test_of_an_answer_in_html_only_its_own_words_are_read(kind: str) -> None:
    [article], _, notes = read(mail(IN_HTML[kind], kind="html"), "a.eml")
    assert article.text == OWN
    assert any("left out" in note for note in notes)


def test_a_mail_in_html_that_is_passed_on_is_read_without_its_headers() -> None:
    passed_on = (
        '<div class="gmail_quote"><div class="gmail_attr">---------- Forwarded message ---------'
        f"<br>From: Bo</div><div><h2>The lock</h2><p>{OWN}</p></div></div>"
    )
    for text in (passed_on, f"<div>FYI.</div>{passed_on}"):
        article = one(mail(text, kind="html"), "a.eml")
        assert article.text.removeprefix("FYI.\n\n") == f"The lock\n\n{OWN}"


def test_a_newsletter_in_html_keeps_its_quotations() -> None:
    text = f"<p>{OWN}</p><blockquote><p>{THEIRS}</p></blockquote>"
    text += "<p>In 2021, he wrote:</p><p>It did.</p>"
    for headers in ((), ("List-Unsubscribe: <https://wend.example/leave>",)):
        article = one(mail(text, *headers, kind="html"), "a.eml")
        assert article.text == f"{OWN}\n\n{THEIRS}\n\nIn 2021, he wrote:\n\nIt did."


@pytest.mark.parametrize(
    "line", ["On " + "wrote " * 100_000, "> " * 300_000, "From: " * 100_000, "--\n" * 100_000]
)
def test_lines_without_an_end_are_gone_over_in_a_moment(line: str) -> None:
    assert OWN in one(mail(f"{OWN}\n\n{line}\n\n{OWN}\n"), "a.eml").text
