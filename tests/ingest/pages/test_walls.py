"""A page that stands in an article's place is refused in words; articles about such pages are kept.

The texts are invented, after what such pages say in general.
"""

from __future__ import annotations

import pytest

from ingest.pages import load_page
from tests.ingest.pages.made import STORY, page
from vectorstore import SourceError

CONSENT = {
    "en": (
        "We value your privacy",
        "We and our 842 partners store and access information on your device, such as cookies, and "
        "process personal data to show you personalised advertising.",
        "You may click to consent to our and our partners' processing, or refuse to consent and "
        "change your preferences before consenting.",
        "Please note that some processing of your personal data may not require your consent.",
        "Your choices apply to this website only. You can change your preferences at any time.",
    ),
    "de": (
        "Willkommen bei der Wendpost",
        "Besuchen Sie unsere Seite wie gewohnt mit Werbung und Tracking, oder ohne im Abonnement.",
        "Wir und unsere Partner speichern Cookies auf Ihrem Gerät und verarbeiten "
        "personenbezogene Daten, um Ihnen personalisierte Anzeigen zu zeigen.",
        "Wenn Sie auf „Alle akzeptieren“ klicken, willigen Sie ein. Ihre Einwilligung können Sie "
        "jederzeit in unseren Datenschutzeinstellungen widerrufen.",
    ),
    "fr": (
        "Avec votre accord, nous et nos 90 partenaires utilisons des cookies pour personnaliser la "
        "publicité selon vos données.",
        "Vous pouvez refuser les cookies ou retirer votre consentement à tout moment dans notre "
        "politique de confidentialité.",
        "Pour lire gratuitement, acceptez nos cookies, ou choisissez vos préférences.",
    ),
    "es": (
        "Con su consentimiento, nosotros y nuestros socios usamos cookies para mostrarle "
        "publicidad personalizada.",
        "Puede aceptar o rechazar las cookies, y cambiar sus preferencias en nuestra política de "
        "privacidad.",
    ),
    "it": (
        "Noi e i nostri partner usiamo i cookie per mostrarti pubblicità personalizzata.",
        "Se accetti, dai il tuo consenso; se vuoi, rifiuta e scegli le tue preferenze nella nostra "
        "privacy policy.",
    ),
    "nl": (
        "Wij en onze partners plaatsen cookies om u gepersonaliseerde advertenties te tonen.",
        "U kunt uw toestemming weigeren, en uw voorkeuren en instellingen altijd wijzigen.",
    ),
    "pt": (
        "Nós e os nossos parceiros usamos cookies para lhe mostrar publicidade personalizada.",
        "Você pode aceitar ou rejeitar, e mudar as suas preferências na nossa política de "
        "privacidade.",
    ),
}

STUB = ("The keeper of the pier knew for years that the piles were rotten, and told nobody of it.",)
PROMPTS = {
    "en": "Subscribe to continue reading. Already a subscriber? Log in",
    "free": "Create a free account to keep reading",
    "limit": "You have reached your limit of free articles this month.",
    "members": "This article is only available to our paying subscribers.",
    "de": "Dieser Artikel ist nur für Abonnenten. Jetzt testen und weiterlesen",
    "fr": "Il vous reste 85 % de cet article à lire. La suite est réservée aux abonnés.",
    "es": "Contenido exclusivo para suscriptores",
    "it": "Per continuare a leggere abbonati alla Gazzetta del Molo",
    "pt": "Assine para ler a matéria completa",
    "nl": "Dit artikel is exclusief voor abonnees. Verder lezen?",
    "log in": "To keep reading, log in or start a trial.",
    "parted": "To continue reading</h3><h3>Choose your subscription",
    "rest": "Sign in to read the rest of this story",
}

REPORT = (
    "Regulators fined three publishers on Monday for cookie banners that gave readers no way to "
    "refuse.",
    "The commission said that the banners asked for consent in one click and hid the way to refuse "
    "it behind four more.",
    "Readers who rejected cookies were shown the same banner on every page, according to the "
    "ruling, and most gave in by the third.",
    "One publisher, which had 842 partners in its list of vendors, removed its privacy settings "
    "in March and called it a mistake.",
    "Personalised advertising pays for most free sites, and the fines are the first of their kind.",
)
OPINION = (
    "Count how often you are asked for your consent today. I did, and stopped at ninety.",
    "Each time a box slid over the news, with a bright button that said yes and a grey word that "
    "did not quite say no.",
    "We click because we want to read, and our click is then called a choice.",
    "My grandmother, who never owned a computer, would have called it a man with his foot in the "
    "door.",
    "A law was meant to give us a say in it. It gave us a box to click away, ninety times a day, "
    "and nobody I know has read one to its end.",
    "There is a better way. Let the browser say it once, for every page, and make it count.",
)


def paragraphs(*some: str) -> str:
    return "".join(f"<p>{one}</p>" for one in some)


def bare(*some: str) -> str:
    """Make a page of nothing but paragraphs and buttons."""
    return (
        f"<html><head><title>Wend Post</title></head><body><main>{paragraphs(*some)}</main>"
        "<button>Accept all</button><button>Manage options</button></body></html>"
    )


@pytest.mark.parametrize("language", CONSENT)
def test_a_page_that_asks_for_consent_is_refused_in_words(language: str) -> None:
    with pytest.raises(SourceError, match="not an article, but a page that asks for consent"):
        load_page(bare(*CONSENT[language]), "a.html", [])


def test_a_page_that_calls_itself_an_article_and_shows_only_the_banner_is_refused() -> None:
    with pytest.raises(SourceError, match="asks for consent"):
        load_page(page(paragraphs(*CONSENT["en"]), story=()), "a.html", [])


@pytest.mark.parametrize("prompt", PROMPTS)
def test_the_beginning_of_an_article_above_a_prompt_to_pay_is_refused(prompt: str) -> None:
    box = f'<div class="gate"><h3>{PROMPTS[prompt]}</h3><a href="/pay">OK</a></div>'
    box += '<ul class="related"><li><a href="/ferry">The ferry is late again</a></li></ul>'
    with pytest.raises(SourceError, match="the beginning of an article that is for those who pay"):
        load_page(page(box, story=STUB), "a.html", [])


def test_a_page_that_asks_for_a_person_is_refused() -> None:
    with pytest.raises(SourceError, match="whether its visitor is a person"):
        load_page(bare("Please verify you are a human", "Ray ID 8f2c"), "a.html", [])


@pytest.mark.parametrize("story", [REPORT, OPINION])
def test_an_article_about_cookies_and_consent_is_kept(story: tuple[str, ...]) -> None:
    for html in (page(story=story), bare(*story)):
        assert story[0] in load_page(html, "a.html", []).text


def test_a_whole_article_above_a_banner_and_a_prompt_is_kept() -> None:
    beside = paragraphs(*CONSENT["en"], PROMPTS["en"])
    article = load_page(page(around=("", f"<footer>{beside}</footer>")), "a.html", [])
    assert STORY[-1] in article.text
    between = load_page(page(f"<div><p>{PROMPTS['fr']}</p></div>"), "a.html", [])
    assert STORY[-1] in between.text
    whole = load_page(page(beside, story=[*STORY, *STORY]), "a.html", [])
    assert STORY[-1] in whole.text


@pytest.mark.parametrize(
    "line",
    [
        "Log in to read comments",
        "Sign in to access your account",
        "Already a subscriber? Log in",
        "Subscribe to our newsletter",
        "Continue reading: The ferry is late",
        "The board refused to continue reading the names aloud, said Ms. Moss.",
        "Teachers want pupils to keep reading",
        "Subscribe now to read our weekend magazine",
        "Sign up to access all our podcasts",
        "Register to view all jobs",
        "Zum Weiterlesen",
        "Verder lezen",
        "Make sure you're following us",
    ],
)
def test_a_short_article_beside_other_boxes_is_kept(line: str) -> None:
    dated = '<meta property="article:published_time" content="2024-03-05">'
    box = f"<div><p>{line}</p></div>"
    for html in (page(box, story=STUB), page(story=STUB, head=dated, around=("", box))):
        assert STUB[0] in load_page(html, "a.html", []).text


def test_a_short_article_above_a_form_that_asks_for_a_person_is_kept() -> None:
    dated = '<meta property="article:published_time" content="2024-03-05">'
    form = "<div><h3>Leave a comment</h3><p>Please confirm you are not a robot.</p></div>"
    article = load_page(page(story=STUB, head=dated, around=("", form)), "a.html", [])
    assert STUB[0] in article.text
