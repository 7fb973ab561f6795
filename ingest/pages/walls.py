"""Pages that a site shows in the place of an article: they ask for consent, money, or a person.

A wall speaks to the reader ("we and our partners", "your consent"); an article about cookies or
subscriptions reports. So what counts is how much of the text speaks so, never that a word is there:
nearly every page has a banner somewhere. The languages are those of ``furniture``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from ingest.pages.furniture import REPORTS

#: Words of the longest page that asks for consent, and of the longest beginning of an article that
#: is shown to those who do not pay.
MOST_CONSENT, MOST_STUB = 1_000, 100
#: The share of a text's words that speak of consent, and what it must be where the page calls
#: itself an article.
SHARE, SHARE_OF_ARTICLE = 0.5, 0.8
_MARKS = 3

_SENTENCE = re.compile(r"(?<=[.!?…:])\s+|\n+")
_WORD = re.compile(r"\w+")
_SITE = re.compile(
    r"\b(?:we|our|us|wir|uns(?:er\w*)?|nous|nos|notre|nosotros|nuestr[oa]s?|noi|nostr[oiae]|"
    r"n[oó]s|noss[oa]s?|wij|onze?)\b",
    re.I,
)
_READER = re.compile(
    r"\b(?:you|your|yours|sie|ihr\w*|du|dein\w*|vous|vos|votre|usted(?:es)?|tus?|sus?|tuo|tuoi|tua|"
    r"tue|voi|vostr[oiae]|puoi|voc[eê]s?|seus?|suas?|je|jij|jouw|u|uw)\b",
    re.I,
)
#: What a page that asks for consent speaks of; each line is one thing.
_OF_CONSENT = tuple(
    re.compile(words, re.I)
    for words in (
        r"\bcookies?\b",
        r"\bpartn(?:er\w*|ers)\b|\bpartenaires?\b|\bsocios\b|\bparceiros\b|\bvendors?\b|"
        r"\bthird[- ]part(?:y|ies)\b|\bdrittanbieter\w*",
        r"\bconsent\w*|\beinwillig\w*|\bzustimm\w*|\bconsentement\w*|\bconsent\w*\b|"
        r"\bconsentimiento\b|\bconsenso\b|\bconsentimento\b|\btoestemming\b",
        r"\bprivacy\b|\bdatenschutz\w*|\bconfidentialit[eé]\b|\bprivacidad\b|\bprivacidade\b",
        r"\bpersonal (?:data|information)\b|\bpersonenbezogen\w*|\bdonn[eé]es\b|"
        r"\bdatos personales\b|\bdati personali\b|\bdados pessoais\b|\bpersoonsgegevens\b",
        r"\b(?:accept|reject|agree|decline|refuse) ?(?:all\b|to\b|and\b|or\b|button\b|[\"'”’»])|"
        r"\bakzeptieren\b|\bablehnen\b|\baccepte[rz]\b|\brefuse[rz]\b|\baceptar?\b|\brechazar\b|"
        r"\baccett\w+|\brifiuta\w*|\baceitar?\b|\brejeitar\b|\bakkoord\b|\baccepteren\b|"
        r"\bweigeren\b",
        r"\btrack(?:ing|ers?)\b|\bpersonali[sz]ed\b|\bpersonalisier\w*|\bpersonnalis\w*|"
        r"\bpersonali[sz]ad\w*|\bpersonalizzat\w*|\bgepersonaliseerd\w*|\badvertis\w*|"
        r"\bwerbung\b|\banzeigen\b|\bpublicit\w*|\bpublicidad\w*|\bpubblicit\w*|\badvertenties\b",
        r"\bpreferences\b|\bsettings\b|\bchoices\b|\beinstellungen\b|\bpr[eé]f[eé]rences\b|"
        r"\bpreferencias\b|\bpreferenze\b|\bprefer[eê]ncias\b|\bvoorkeuren\b|\binstellingen\b",
    )
)
#: What a page says under the beginning of an article that is not shown whole.
_PAY = re.compile(
    r"(?:subscribe|register|log ?in|sign ?in|sign ?up|create an? (?:free )?account)\b"
    r"(?: (?:now|today|for free|or \w+(?: (?!to\b|and\b|or\b)\w+)?))*+ (?:to|and) "
    r"(?:(?:continue|keep|finish) reading|"
    r"(?:read|unlock|view|access) (?:\w+ ){0,4}(?:articles?|stor(?:y|ies)|content|journalism|rest|"
    r"report)\b|read more\W*$)"
    r"(?!.{0,30}\b(?:comments?|repl(?:y|ies)|discussion|newsletters?|e-?paper)\b)"
    r"|continue reading (?:with|for) "
    r"|this (?:article|content|story|page) is (?:\w+ ){0,3}(?:to|for) (?:our )?(?:paying |paid "
    r"|premium |registered )?(?:subscribers|members)\b|unlock this (?:article|story)"
    r"|you(?:['’]ve| have) (?:reached|used|read) (?:all )?(?:your|the) (?:\w+ ){0,4}"
    r"(?:limit|free articles)"
    r"|(?:dieser (?:artikel|text|inhalt)|der ganze artikel) (?:ist|steht) (?:\w+ ){0,2}f[uü]r "
    r"(?:unsere )?abonnent"
    r"|weiterlesen mit |jetzt (?:testen|abonnieren) und "
    r"|(?:cet article|la suite|ce contenu) est r[eé]serv[eé]e? |il vous reste [\d.,]+ ?% "
    r"|(?:article|contenu) r[eé]serv[eé] aux abonn"
    r"|(?:contenido|art[ií]culo) (?:exclusivo|s[oó]lo) para suscriptores"
    r"|suscr[ií]bete para (?:leer|seguir|continuar)"
    r"|(?:contenuto|articolo) riservato agli abbonati|abbonati per leggere"
    r"|(?:conte[uú]do|mat[eé]ria) exclusiv[oa] para assinantes"
    r"|assine para (?:ler|continuar)|(?:dit )?artikel is (?:alleen |exclusief )?voor abonnees"
    r"|lees verder met ",
    re.I,
)
#: How it says that there is more, which a heading above other articles may say as well, and what
#: must stand with that.
_MORE = re.compile(
    r"\bto (?:continue|keep|finish) reading\b|\b(?:um|zum) (?:\w+ ){0,4}weiter(?:zu)?lesen\b"
    r"|\bpour (?:lire|continuer) (?:la suite|[àa] lire)\b|\bpara (?:seguir|continuar) leyendo\b"
    r"|\bper continuare a leggere\b|\bpara continuar (?:a )?len?do\b"
    r"|\b(?:om )?verder (?:te )?lezen\b",
    re.I,
)
_ACT = re.compile(
    r"\b(?:subscri[bp]\w*|regist\w+|(?:log|sign) ?(?:in|up|on)|account|trial|unlock|"
    r"abonn\w+|anmelden|einloggen|konto|inscri\w+|connectez|compte|suscr\w+|iniciar? sesi[oó]n|"
    r"cuenta|abbona\w*|accedi|iscriv\w+|assin\w+|cadastr\w+|inloggen|aanmelden|inschrijv\w+)\b",
    re.I,
)
_PROMPT = 40
_PERSON = re.compile(
    r"(?:verify(?:ing)?|confirm|prove|mak(?:e|ing) sure|check(?:ing)?)(?: that| if)? "
    r"(?:you are|you['’]re) (?:not )?(?:an? )?(?:real )?(?:humans?|persons?|(?:ro)?bot)\b|"
    r"checking your browser\b|are you a (?:robot|human)\b|"
    r"you(?:r browser)? (?:are|is) not a (?:ro)?bot|"
    r"(?:please )?(?:enable|turn on|activate) (?:javascript|js) and (?:disable|cookies)|"
    r"unusual (?:traffic|activity) from your|complete the (?:captcha|security check)",
    re.I,
)


def wall(text: str, around: Iterable[str], *, is_article: bool) -> str:
    """Return what a page shows in the place of an article, in words; nothing for an article.

    ``text`` is what was taken for the article, ``around`` the lines of the page, which are only
    gone through where the text is short. ``is_article`` says that the page calls itself one.
    """
    count = len(_WORD.findall(text))
    if count <= MOST_CONSENT and _asks_for_consent(text, is_article=is_article):
        return "a page that asks for consent"
    if count > MOST_STUB or len(text) > 8 * MOST_STUB:
        return ""
    lines = list(around)
    article = {line.strip() for line in text.split("\n")}
    last = max((at for at, line in enumerate(lines) if line.strip() in article), default=-1)
    below = lines[last + 1 :]  # above more of the article it is a box
    if any(map(_asks_to_pay, below, [*below[1:], ""])):
        return "the beginning of an article that is for those who pay or log in"
    person = any(_PERSON.search(line[:300]) for line in lines)
    if person and count <= _PROMPT and not is_article:  # under an article it is a form's
        return "a page that asks whether its visitor is a person"
    if not count and _asks_for_consent("\n".join(lines), is_article=False):
        return "a page that asks for consent"
    return ""


def _asks_to_pay(line: str, following: str) -> bool:
    if len(_WORD.findall(line)) > _PROMPT or REPORTS.search(line):
        return False
    if _speaks(_PAY, line):
        return True
    return _speaks(_MORE, line) and _speaks(_ACT, f"{line} {following[:200]}")


def _asks_for_consent(text: str, *, is_article: bool) -> bool:
    speaking: list[str] = []
    total = 0
    for sentence in _SENTENCE.split(text):
        count = len(_WORD.findall(sentence))
        total += count
        if _speaks_of_consent(sentence):
            speaking.append(sentence)
    words = "\n".join(speaking)
    share = len(_WORD.findall(words)) / total if total else 0.0
    marks = sum(one.search(words) is not None for one in _OF_CONSENT)
    least = SHARE_OF_ARTICLE if is_article else SHARE
    return share >= least and marks >= _MARKS and _speaks(_SITE, words) and _speaks(_READER, words)


def _speaks(voice: re.Pattern[str], words: str) -> bool:
    return voice.search(words) is not None


def _speaks_of_consent(sentence: str) -> bool:
    return (
        (_speaks(_SITE, sentence) or _speaks(_READER, sentence))
        and any(one.search(sentence) for one in _OF_CONSENT)
        and not REPORTS.search(sentence)
    )
