"""The table of what stands on a page beside the article: forms, banners, bars, lists, credits.

A rule must not take a sentence of an article. So nearly all match a whole block, in the words of
one who speaks to the reader ("Sign up …"), never of one who reports; a block that reports ("…, she
said") is kept whatever it begins with. The languages are English, German, French, Spanish, Italian,
Portuguese and Dutch.
"""

from __future__ import annotations

import re
from typing import NamedTuple


class Rule(NamedTuple):
    """What a kind of furniture looks like; a longer block than ``words`` words is none."""

    name: str
    pattern: re.Pattern[str]
    words: int = 60


def _rule(name: str, *choices: str, words: int = 60) -> Rule:
    return Rule(name, re.compile("|".join(f"(?:{one})" for one in choices), re.I | re.S), words)


_SITES = (
    r"(?:twitter|facebook|instagram|youtube|linkedin|tiktok|telegram|whats ?app|snapchat|pinterest|"
    r"flipboard|google news|apple news|threads|bluesky|mastodon|reddit|x)"
)
_LETTER = (
    r"(?:newsletters?|e-?mail (?:alerts?|updates?|list)|inbox|mailing list|bulletin|rundbrief|"
    r"lettre d['’]info\w*|infolettre|bolet[ií]n(?:es)?|nieuwsbrief|posteingang|bo[iî]te mail)"
)
_END = r"[\s.!:…»>→›*]*"

#: Whole blocks, anywhere on the page.
WHOLE: tuple[Rule, ...] = (
    _rule(
        "comment form",
        r"(?:.{0,80}[.?!] )?(?:leave|post|write|add) (?:us )?(?:a|your) (?:reply|comment)\b.{0,60}",
        r"(?:cancel|view|load|show|hide|read|see|post|join|all|no|more|\d+)(?: all| the| \d+)* "
        r"(?:comments?|repl(?:y|ies)|conversation|discussion)"
        r"(?: \(?\d+\)?| so far| yet| here| below)?" + _END,
        r"comments?(?: \(?\d+\)?| are closed| policy| section)?" + _END,
        r"please enter (?:your|a valid|an?|the) .{0,60}",
        r"your e-?mail address will not be published.{0,60}",
        r"required fields are marked.{0,10}",
        r"save my name,? .{0,90}",
        r"notify me (?:of|by|when) .{0,60}",
        r"(?:you must be |please )?(?:logged? ?in|sign(?:ed)? in|register(?:ed)?) to "
        r"(?:leave|post|write|add|join|comment|reply|read)\b.{0,60}(?:\. comments are .{0,80})?",
        r"have your say" + _END,
        r".{0,40}\bmoderat(?:ing|e|ed) (?:all )?comments\b.{0,120}",
        r"(?:tell us )?what (?:do )?you think\W*|tell us what you think.{0,60}",
        r"(?:hinterlassen|schreiben) sie (?:eine antwort|einen kommentar).{0,40}",
        r"kommentar(?:e)?(?: schreiben| verfassen| abgeben| hinterlassen| \(?\d+\)?)?" + _END,
        r"(?:ihre|deine) e-?mail-?adresse wird nicht ver[oö]ffentlicht.{0,80}",
        r"(?:laisser|laissez|ajouter|poster) un commentaire.{0,40}|(?:\d+ )?commentaires?" + _END,
        r"votre adresse e-?mail ne sera pas publi[ée]e.{0,80}",
        r"(?:deja|dejar|escribe|a[ñn]ade) (?:un comentario|una respuesta).{0,40}",
        r"(?:tu|su) (?:direcci[oó]n de )?correo electr[oó]nico no ser[aá] publicad[ao].{0,80}",
        r"(?:lascia|scrivi) (?:un commento|una risposta).{0,40}|commenti" + _END,
        r"il tuo indirizzo e-?mail non sar[aà] pubblicato.{0,80}",
        r"(?:deixe|escreva) (?:um coment[aá]rio|uma resposta).{0,40}|coment[aá]rios" + _END,
        r"o seu endere[cç]o de e-?mail n[aã]o ser[aá] publicado.{0,80}",
        r"aten[cç][aã]o: coment[aá]rios com .{0,120}",
        r"(?:laat|geef) een (?:reactie|antwoord)(?: achter)?.{0,40}|reacties" + _END,
        r"(?:je|uw) e-?mailadres (?:wordt|zal) niet (?:worden )?gepubliceerd.{0,80}",
        words=30,
    ),
    _rule(
        "cookie banner",
        r"(?:we|this (?:web)?site|our (?:web)?site|our partners)(?: and our partners)? uses? "
        r"cookies .*",
        r"(?:by (?:continuing|using|browsing|clicking|accepting|signing up|subscribing)) .{0,120}"
        r"(?:cookies|privacy (?:policy|notice)|terms (?:of (?:use|service)|and conditions)).*",
        r"(?:accept|reject|allow|manage|decline)(?: all| your| my| our)? "
        r"(?:cookies?|consent|preferences|cookie \w+)" + _END,
        r"(?:cookie|privacy|consent)(?: and \w+)? (?:policy|settings|preferences|notice|choices)"
        + _END,
        r"(?:wir|diese (?:web)?seite|unsere (?:web)?seite) (?:verwenden|verwendet|nutzen|nutzt|"
        r"setzt) cookies.*",
        r"(?:nous utilisons|ce site utilise) des cookies.*",
        r"(?:utilizamos|usamos|este sitio(?: web)? (?:usa|utiliza)) cookies.*",
        r"(?:utilizziamo|questo sito (?:usa|utilizza)|usiamo) (?:i )?cookies?.*",
        r"(?:este site (?:usa|utiliza)|n[oó]s (?:usamos|utilizamos)) cookies.*",
        r"(?:wij|we|deze (?:web)?site) (?:gebruiken|gebruikt|maken gebruik van) cookies.*",
        r"(?:alle )?cookies (?:akzeptieren|accepteren|ablehnen)|(?:tout )?accepter(?: et fermer)?"
        r"(?: les cookies)?|aceptar (?:las )?cookies|accetta(?: i)? cookies?|aceitar cookies",
        words=120,
    ),
    _rule(
        "share bar",
        r"(?:share|tweet|pin|email|print|save)(?: (?:this|it|the|article|story|page|on|via|by|with|"
        r"to|in|link|post|your|friends|facebook|twitter|e-?mail|linkedin|whatsapp|reddit|"
        r"pinterest|flipboard|x|copy|print|email|save|tweet|share|&|and|\W))*" + _END,
        r"(?:(?:like|enjoy(?:ed)?) this (?:story|article|post)\? )?share (?:this|it|on|"
        r"via)\b.{0,40}",
        r"(?:click|tap) to (?:share|print|email|tweet|copy).{0,60}",
        r"(?:copy|copied|kopieren)(?: the| to)? (?:link|url|clipboard).{0,20}",
        r"(?:facebook|twitter|whatsapp|linkedin|reddit|pinterest|e-?mail|x|print|copy link|\W)+",
        r"(?:teilen|artikel teilen|drucken|merken|partager(?: sur| cet article)?|imprimer|"
        r"compartir(?: en)?|imprimir|condividi(?: su)?|stampa|compartilh(?:e|ar)|partilhar|delen|"
        r"afdrukken|deel (?:dit|op))(?: (?:auf|sur|en|su|no|op|via|this|artikel))?(?: "
        + _SITES
        + r")?"
        + _END,
        words=14,
    ),
    _rule(
        "follow us",
        r"(?:(?:you can )?(?:also )?(?:follow|like|join|find|connect with|tweet|friend) "
        r"(?:us|me|him|her|them|@?[\w.’']+(?: [\w.’']+){0,4}?) (?:on|at|via|in)\b)"
        r".{0,40}\b" + _SITES + r"\b.{0,400}",
        r"(?:subscribe to|check out|follow) .{1,60} on (?:youtube|twitter|facebook|instagram)"
        r"\b.{0,100}",
        r"subscribe to .{1,40} youtube channel.{0,120}",
        r"(?:folgen sie|folge) (?:uns|mir) .{0,120}|suivez[- ]nous .{0,120}|s[ií]guenos .{0,120}"
        r"|seguici .{0,120}|siga[- ](?:nos|o|a) .{0,120}|volg ons .{0,120}",
        r"(?:listen to|watch) [\w ]{1,40} (?:live|weekdays|on demand|back here)\b.{0,120}",
        words=80,
    ),
    _rule(
        "newsletter sign-up",
        r"(?:(?:sign[- ]up|subscribe|signup)\b(?! (?:numbers|rates|figures))|"
        r"(?:register|join) (?:us|our|for|now|today|here|free|in (?:on|at)|the conversation)\b)"
        r".{0,200}"
        r"(?:\b" + _LETTER + r"|today|now|here|free|updates|\bNow\b)\b.{0,200}",
        r"(?:get|receive|want|have|stay|never miss|keep|don['’]t miss|be the first)\b.{0,200}"
        r"(?:\b(?:your|our|by) (?:e-?mail )?" + _LETTER + r"|by e-?mail|e-?mailed to you|"
        r"subscribing to our|through your letterbox|straight to your)\b.{0,200}",
        r"(?:the |our )?[\w’' ]{0,40}newsletters?" + _END,
        r"(?:subscribe|sign up|log ?in|register|enter your e-?mail(?: address)?|your e-?mail"
        r"(?: address)?)(?: now| today| here| for free| to continue)?" + _END,
        r"thanks? (?:you )?for (?:signing up|subscribing)\b.{0,100}",
        r"(?:please )?(?:check|keep an eye on) your (?:e-?mail|inbox)\b.{0,80}",
        r"there was an (?:error|issue|problem) (?:processing|with) your .{0,40}",
        r"(?:you can )?unsubscribe (?:at )?any ?time.{0,60}",
        r"view (?:this (?:e-?mail|message) )?in (?:your )?browser\b.{0,80}",
        r".{0,120}\bunsubscribe (?:here|from)\b.{0,60}|unsubscribe" + _END,
        r".{0,200}[.!?…] (?:sign up|subscribe) (?:for|to|today|now|here)\b.{0,60}"
        r"newsletters?\b.{0,60}",
        r"(?:jetzt |hier )?(?:f[uü]r (?:den|unseren) |unseren |den )?newsletter "
        r"(?:an|ab|abonnieren|bestellen|anmelden).{0,80}|(?:melden sie sich|jetzt anmelden|"
        r"abonnieren"
        r" sie).{0,120}",
        r"(?:inscrivez-vous|abonnez-vous|recevez) .{0,160}(?:" + _LETTER + r"|gratuit\w*).{0,60}",
        r"(?:suscr[ií]b(?:ete|ase)|reg[ií]strate|recibe) .{0,160}(?:"
        + _LETTER
        + r"|correo).{0,60}",
        r"(?:iscriviti|abbonati|ricevi) .{0,160}(?:" + _LETTER + r"|e-?mail).{0,60}",
        r"(?:inscreva-se|assine|receba) .{0,160}(?:" + _LETTER + r"|e-?mail).{0,60}",
        r"(?:schrijf je|schrijf u|meld je|meld u) (?:nu )?(?:in|aan) .{0,160}",
        words=70,
    ),
    _rule(
        "subscription",
        r"if you (?:enjoyed|liked) (?:this|reading) .*",
        r"(?:get|try|enjoy) (?:unlimited )?access to .{0,300}(?:subscri|per (?:month|year|week)|"
        r"first year|use the code|free trial).{0,300}",
        r"(?:to (?:continue|keep|finish) reading|already a (?:subscriber|member))\b.{0,200}",
        r"(?:this (?:article|content|story) is )?(?:only available|exclusive|reserved) (?:to|for) "
        r"(?:our )?(?:subscribers|members).{0,80}",
        r"support (?:(?:\w+ ){0,3}journalism\b|us\b|(?!for\b|from\b).{1,60}(?:subscri|become a))"
        r".{0,120}",
        r"(?:become a (?:member|patron|supporter|subscriber)|donate|make a (?:donation|"
        r"contribution))(?: (?:to|of) (?:us|our|the)\b.{0,60}| (?:today|now|here)\b)?" + _END,
        r"(?:join|subscribe to|download|get) (?:the |our )?[A-Z][\w+ ]{1,40}(?:today|now|app)"
        + _END,
        r"subscribe to (?-i:[A-Z])[\w’' ]{1,40} (?:and|to|for) .{0,60}\byour?\b.{0,60}",
        r"(?:get|download|install) (?:the|our)(?: \w+){1,5} app\b.{0,60}",
        r".{0,120}[£€$]\s?\d[\d.,]*\b.{0,20}\b(?:a|per) (?:week|month|year)\b.{0,40}\bfirst\b"
        r".{0,60}",
        r".{1,60} would like to send you (?:push )?(?:notifications|alerts)\b.{0,80}",
        r"(?:cet article est )?r[eé]serv[eé]e? (?:aux|[àa] nos) abonn[eé]s.*",
        r"(?:dieser artikel ist )?(?:exklusiv|nur) f[uü]r (?:unsere )?abonnent(?:inn)?en.*",
        r"(?:click|tap|press) here (?:to|for)\b.{0,120}|click here" + _END,
        r"get .{1,40} on the go by clicking here" + _END,
        r"join our free .{0,80}",
        r"(?:jetzt|hier) (?:abonnieren|weiterlesen|testen).{0,80}|bereits (?:abonnent|registriert)"
        r".{0,60}|d[eé]j[aà] abonn[eé].{0,60}|ya (?:eres|es) suscriptor.{0,60}",
        words=110,
    ),
    _rule(
        "advertisement",
        r"\W*(?:advertis(?:e|ement|ing)s?|ads?|sponsored(?: content| by .{0,40})?|promoted|"
        r"paid (?:content|post|partnership)|story continues(?: below)?(?: this)?(?: ad\w*)?|"
        r"article continues (?:below|after)(?: this)?(?: ad\w*)?|(?:article|story) continues after "
        r"ad\w*|continue reading(?: the main story| below)?|scroll (?:down )?to continue.{0,40}|"
        r"loading|anzeige|werbung|publicit[eé]|publicidad|pubblicit[aà]|publicidade|advertentie|"
        r"patrocinado|gesponsert|sponsoris[eé])\W*",
        r"\W*(?:if you (?:buy|purchase|click|make a purchase|shop))\b(?!.*\byou (?:may|might|can|"
        r"get|will)\b).{0,120}(?:may|might|earn|get|"
        r"receive)\b.{0,60}(?:share|commission|compensation|cut)\b.{0,100}",
        r"(?:we|this (?:site|post|article|page)) (?:may |might )?(?:uses?|contains?|includes?|"
        r"earns?|"
        r"receives?|gets?)\b.{0,60}(?:affiliate|commission|compensation).{0,160}",
        r"FTC: we use .{0,100}",
        r"(?:advertise with us|remove ads|ad choices|adchoices|why (?:this|"
        r"am i seeing).{0,20}ads?\??)",
        r"\[/?\w+(?: \w+=[^\]]*)?\].{0,120}\[/\w+\]",
        words=60,
    ),
    _rule(
        "read more",
        r"\W*(?:see (?:also|more)|read (?:also|more|next|this|the (?:full|rest|entire)[\w ]*)|"
        r"read more (?:about|on|from)|also|more(?: on (?:this|the) (?:story|topic))?|related"
        r"(?: (?:articles?|stor(?:y|ies)|posts?|content|coverage|links?|topics?|reading|news|"
        r"video))?|recommended(?: (?:for you|reading|stories|videos?))?|watch(?: now| (?:more|this)"
        r"[\w ]*)?|don['’]t miss|in case you missed it|trending(?: now)?|explore further|"
        r"further reading|sponsored|up next|keep reading|learn more|find out more|view more|"
        r"show more|load more|latest(?: news| stories)?|popular(?: now| stories| posts)?|"
        r"editor['’]?s['’]? (?:picks?|choice)|top stories|next(?: article| story| post)?|previous"
        r"(?: article| post)?|back to top|full story|more information|gallery|photos|slideshow|"
        r"video"
        r")(?: here)?" + _END,
        r"(?:related|see (?:also|more)|read (?:also|more|next|this)|also read|watch|also|more|"
        r"don['’]t miss|recommended|must read|listen|next|previous|editor['’]s picks?|lire aussi|"
        r"[àa] lire(?: aussi)?|voir aussi|lesen sie (?:auch|mehr)|mehr (?:zum thema|dazu)|"
        r"siehe auch"
        r"|lee tambi[eé]n|leer m[aá]s|te puede interesar|v[eé]ase tambi[eé]n|leggi anche|leia "
        r"(?:tamb[eé]m|mais)|veja tamb[eé]m|lees (?:ook|meer)|zie ook)"
        r"(?:\s*[:|>»\n]|\s[–—-]+\s)\s*\S.*",
        r"(?:you (?:may|might) (?:also )?(?:like|enjoy|be interested in)|more (?:from|in|"
        r"stories|like"
        r" this|on|news|about|top)\b|most (?:read|popular|viewed|shared|commented|recent)|related "
        r"to this|popular in|what to read next|recommended for|from around the web|around the web|"
        r"elsewhere on|read more (?:about|on|from|at)|see (?:also|more)|also on|"
        r"click (?:here )?for "
        r"more|for more (?:information|news|on|stories|details)?,?)\b[^.!]{0,80}(?:\.{3}|…)?",
        r"(?:mehr (?:zum thema|dazu|artikel|von)|das k[oö]nnte (?:sie|"
        r"dich) (?:auch )?interessieren|"
        r"lesen sie (?:auch|mehr)|auch interessant|weiterlesen|[aà] lire (?:aussi|[eé]galement)|"
        r"lire "
        r"(?:aussi|la suite|plus)|sur le m[eê]me (?:sujet|th[eè]me)|voir aussi|articles? "
        r"(?:li[eé]s|similaires)|noticias relacionadas|te puede interesar|lee tambi[eé]n|"
        r"leer m[aá]s|"
        r"m[aá]s (?:informaci[oó]n|noticias)|leggi (?:anche|tutto)|potrebbe interessarti|articoli "
        r"correlati|leia (?:tamb[eé]m|mais)|veja tamb[eé]m|not[ií]cias relacionadas|saiba mais|"
        r"lees "
        r"(?:ook|meer|verder)|gerelateerde? artikel(?:en)?|meer (?:over|nieuws))\b.{0,80}",
        r"voc[eê] (?:tamb[eé]m )?(?:pode|vai) (?:gostar|se interessar)\b.{0,40}",
        r".{1,70}\b(?:full coverage|complete coverage) (?:of|at|here)\b.{0,100}",
        r"follow .{1,40}(?:['’]s)? (?:full )?coverage\b.{0,120}",
        r"more (?:\w+ ){0,3}\w+: https?://.*",
        r"more (?:great )?[\w ]{0,30}stories" + _END,
        r"(?:[^\[\]\n]{10,120} \[(?-i:[A-Z][A-Z ]{3,20})\]\W*){2,}",
        r"you can (?:also )?(?:view|read|find|see|watch|listen to) .{1,100}\bhere" + _END,
        words=40,
    ),
    _rule(
        "picture credit",
        r"\W*(?:photo(?:graph)?s?|image|picture|pic|video|illustration|graphic|credits?|foto|bild|"
        r"grafik|imagen|immagine|imagem|cr[eé]dits?|cr[eé]ditos?|photo credit|image (?:credit|"
        r"source)"
        r"|photo (?:by|courtesy)|photos (?:by|courtesy)|bildquelle|quelle|bildnachweis|copyright)"
        r"(?: (?:by|courtesy(?: of)?|from|via|credit|source|copyright|illustration))*\s*[:©/|]"
        r".{1,100}",
        r"\W*(?:photo|image|picture|illustration|video)s? (?:by|courtesy(?: of)?|via|from) "
        r"(?!.*\b(?:shows?|showed|shown|reveal(?:s|ed)?|captures?|depicts?|suggests?|is|are|was|were|"
        r"has|have|had)\b).{1,80}",
        r".{0,180}(?:\(|\[|/|–|—|\||\s)(?:photo(?: by| credit)?|image|credit|foto|bild|"
        r"getty images|"
        r"ap photo|reuters|afp|shutterstock|istock)\b[:\s/]?[^.?!]{0,60}[)\]]",
        r"[^.?!]{0,80}\b(?:getty images|shutterstock|istock(?:photo)?|ap photo|afp via getty|"
        r"getty|alamy|epa-efe|unsplash|flickr|imago(?: images)?|picture alliance)\b[^.?!]{0,40}",
        r".{0,180}[.?!)] (?:photo(?:graph)?s?|pictures?|images?|fotos?|bild)(?: by| credit)?\s?: "
        r"(?-i:[A-Z]).{0,60}",
        r"[^.?!]{0,120}(?:©|\(c\)|copyright:)[^.?!]{0,120}[.]?",
        r"(?:enlarge|view gallery|view slideshow|open image|show caption|hide caption|"
        r"toggle caption"
        r"|play video|watch video|media playback is .{0,60})" + _END,
        words=40,
    ),
    _rule(
        "imprint",
        r"\W*(?:copyright|©|\(c\))\s*.{0,160}",
        r"\W*all rights reserved.{0,80}|alle rechte vorbehalten.{0,40}|tous droits r[eé]serv[eé]s"
        r".{0,40}|todos (?:los derechos|os direitos) reservados.{0,40}|tutti i diritti riservati"
        r".{0,40}",
        r"the post .{1,120} (?:first )?appeared (?:first )?on [^.?!]{1,60}" + _END,
        r"this (?:material|article|content) may not be (?:published|reproduced|reprinted).{0,160}",
        r"(?:source|sources|quelle|fuente|fonte|bron)\s*:\s*.{1,50}",
        r"(?:filed under|tags?|tagged(?: with| in| under)?|topics?|categor(?:y|ies)|keywords|"
        r"posted "
        r"in|schlagw[oö]rter|themen|[eé]tiquettes|etiquetas|temas|mots[- ]cl[eé]s|categor[ií]as?|"
        r"argomenti|trefwoorden)\s*:.{0,160}",
        r"(?:tags?|filed under|schlagw[oö]rter|[eé]tiquettes|etiquetas|trefwoorden)" + _END,
        r"(?:reading time|estimated reading time|lesezeit|temps de lecture|tiempo de lectura|"
        r"tempo de"
        r" (?:leitura|lettura)|leestijd)\s*:?.{0,30}|\d+ min(?:ute)?s?(?: read)?",
        r".{0,200}\bcontributed (?:to this (?:report|story|article)|reporting\b).{0,60}",
        r"(?:.{0,120}[.!?] )?we['’]d (?:like|love) to hear (?:from you|what you think)\b.{0,160}",
        r"order reprints|printer?[- ]?friendly.{0,20}",
        r"(?:terms (?:of (?:use|service)|and conditions)|privacy policy|contact us|about us|"
        r"impressum|datenschutz|mentions l[eé]gales|aviso legal)" + _END,
        r"(?:have a (?:news )?tip|got a (?:story|tip)|do you have a (?:story|tip)|contact the "
        r"(?:author|reporter)|email the (?:author|reporter)|send (?:us )?(?:your )?(?:tips|"
        r"stories))"
        r"\b.{0,200}",
        r"\W*(?:reporting|editing|additional reporting|writing|contributed reporting|compiled) by "
        r"(?-i:[A-Z]).{0,160}",
        r"(?:(?:by )?staff (?:reports?|writers?)|from (?:staff|wire) (?:and wire )?reports?)"
        + _END,
        r"this (?:story|article|post|report|page) (?:has been|was) (?:adapted|updated|"
        r"originally|first|edited|corrected|republished|reproduced)\b.{0,160}",
        r"the (?:story|article|page) (?:has been|was) (?:updated|corrected|republished)\b.{0,60}",
        r"the (?:story|article|post) (?:was (?:originally|first) (?:published|posted)|(?:first )?"
        r"appeared(?: first)?) (?:on|in|at|by) [^.,]{1,60}" + _END,
        words=45,
    ),
)

#: Blocks among the last of a page: who wrote, whom to ask.
LAST: tuple[Rule, ...] = (
    _rule(
        "author's note",
        r".{0,400}\b(?:follow (?:him|her|them|me|us) (?:on|at|@)|on twitter (?:at )?@|"
        r"can be reached "
        r"(?:at|via)|may be reached (?:at|via)|email (?:him|her|them) at|reach (?:him|her|them) at)"
        r".{0,200}",
        r"(?:email|e-mail|contact|twitter|follow|call)\b.{0,40}(?:@|\d{3}[-.]\d{4}).{0,80}",
        r"[\w.+-]+@[\w-]+\.[\w.]+",
        r"(?:write to|reach) (?:the (?:author|reporter|writer)s?|(?-i:[A-Z]).{1,40}) (?:on|at)\b"
        r".{0,120}(?:@|://).{0,80}",
        r"(?:https?://)?(?:www\.)?twitter\.com/\S{1,40}",
        words=90,
    ),
)

#: Blocks among the first of a page: when and by whom.
FIRST: tuple[Rule, ...] = (
    _rule(
        "byline",
        r"(?:by|von|par|por|di|door)\s*:?\s+(?:(?-i:[A-ZÀ-Þ])[\w.’'-]*|and|und|et|y|e|en|de|van|"
        r"von|der|,|&)"
        r"(?:[\s,&|]+(?:(?-i:[A-ZÀ-Þ])[\w.’'-]*|and|und|et|y|e|en|de|van|von|der|&)){0,12}\W*",
        r"(?:updated|published|posted|last (?:updated|modified)|first published|created|"
        r"aktualisiert|"
        r"ver[oö]ffentlicht|stand|publi[eé](?:e|)|mis [aà] jour|publicado|actualizado|pubblicato|"
        r"aggiornato|atualizado|gepubliceerd|bijgewerkt)\b(?! in (?:19|20)\d\d).{0,20}\d.{0,80}",
        r"[^.?!]{0,40}\b(?:19|20)\d\d\b[^.?!]{0,20}\b\d{1,2}[:h]\d\d.{0,10}",
        r".{0,30}\b(?:publicado por|posted by|published by|ver[oö]ffentlicht von)\b.{0,160}",
        words=30,
    ),
)

#: A block that reports is the article's, whatever it begins with.
REPORTS = re.compile(
    r"\b(?:said|says|told|according to|announced|reported|wrote|argued|warned|added|ruled|"
    r"asked|added that|sagte|teilte .{1,60} mit|erkl[aä]rte|berichtete|laut|a d[eé]clar[eé]|a dit|"
    r"selon|dijo|seg[uú]n|afirm[oó]|ha detto|secondo|disse|afirmou|segundo|zei|volgens|meldde)\b",
    re.I,
)

_WORD = re.compile(r"\w+")
_LONGEST = 1500


def furniture(text: str, rules: tuple[Rule, ...] = WHOLE) -> str:
    """Return the name of the rule that tells a block from an article's, or nothing.

    >>> furniture("Sign up for our free newsletter"), furniture("Users accept cookies, she said.")
    ('newsletter sign-up', '')
    """
    text = text.strip()
    if text.startswith("[") and text.find("]") == len(text) - 1:
        text = text[1:-1].strip()
    if len(text) > _LONGEST:
        return ""
    words = len(_WORD.findall(text))
    reports = None
    for rule in rules:
        if words > rule.words or not rule.pattern.fullmatch(text):
            continue
        if reports is None:
            reports = bool(REPORTS.search(text))
        if not reports:
            return rule.name
    return ""
