"""Abbreviations and other words that the splitter is told of, by language: data, no rules.

sentencex has lists of its own; these hold what it lacks, in the spelling in which newspapers print
them. A language is looked up by the first part of its code (``de`` for ``de-AT``); what stands
under ``""`` holds for all of them. Full stops at the end are left out.
"""

from __future__ import annotations

#: After these the sentence goes on, whatever follows: titles, and what is said of a name.
NEVER_END: dict[str, str] = {
    "en": (
        "Mr Mrs Ms Mx Dr Drs Prof Profs Rev Fr Messrs Mmes Mme Mlle Msgr Gen Gens Col Lt Ltc Maj "
        "Capt Cpt Cmdr Cdr Sgt Cpl Pvt Adm Brig Hon Gov Govs Sen Sens Rep Reps Pres Supt Insp Det "
        "Atty Attys Ald Amb Asst Dir Secy Treas Ft Mt Ste Pt i.e e.g viz cf vs approx a.k.a f.k.a"
    ),
    "de": "z.B d.h u.a i.d.R bzw ca vgl Dr Prof Hr Fr Hrn St Nr Abs Art Ing Dipl gem inkl sog evtl",
    "fr": "M MM Mme Mmes Mlle Mlles Dr Pr Me Mgr St Ste cf av apr env bd",
    "es": (
        "Sr Sra Srta Sres Dr Dra Prof Profa Lic Ing Gral Cnel Cap Sgto Dip Sen D Dña Ud Uds EE pág "
        "págs art núm Av Avda Sta Sto"
    ),
    "it": "sig sigg dott prof avv ing on sen gen cap dr S geom arch rag mons art pag col ten min",
    "pt": (
        "Sr Sra Srs Dr Dra Prof Profa Eng Exmo art pág núm dep sen ver gov min pres gen cel cap "
        "ten sgt del des av Av Pça Rod Sto Sta"
    ),
    "nl": "dhr mevr mr drs ir ing dr prof bijv m.b.t o.a d.w.z nl nr blz art St",
    "pl": "p dr prof mgr inż ks św gen płk kpt por ul al pl np tzw tj im os godz m.in nr",
    "cs": "p pí dr doc prof ing mgr sv gen ul tzv např tj č str",
    "sk": "p dr doc prof ing mgr sv gen ul tzv napr tj č str",
    "da": "hr fr dr prof kl nr f.eks bl.a ca pkt stk",
    "nb": "hr fr dr prof kl nr f.eks bl.a ca pkt",
    "sv": "hr fr dr prof kl nr t.ex bl.a ca d.v.s s.k",
    "fi": "hra rva tri prof klo esim ns mm ts nro s",
    "ru": "г-н г-жа ул просп пер д кв стр см ср т.е т.н тов им акад проф гр",
    "uk": "вул просп пров буд кв стор див напр т.зв ім акад проф",
    "tr": "Dr Prof Doç Av Sn Bn Bay Cad Sok Mah bkz örn",
    "ar": "د أ م",
    "fa": "د",
    "he": "ד",
    "hi": "डॉ श्री पं प्रो कु रु",
    "mr": "डॉ श्री प्रा रु",
    "bn": "ডা ড মো প্রফ",
    "ur": "ڈاکٹر",
}

#: After these the sentence goes on where a number follows.
BEFORE_NUMBER: dict[str, str] = {
    "": "p pp vol vols ca",
    "en": (
        "No Nos no nos Art Arts art Sec Secs sec Sect Fig Figs fig Ch Chs ch Chap chap Vol Op op "
        "est approx apt Apt Rte Hwy Rs Jan Feb Mar Apr Jun Jul Aug Sept Sep Oct Nov Dec b d r c "
        "Mon Tue Tues Wed Thu Thur Thurs Fri Sat Sun ext tel Tel ed Att att Pop pop Est Approx"
    ),
    "de": "S Bd Kap Nr Abs Art Tel Ziff Str Hauptstr ca Jan Feb Apr Aug Sept Sep Okt Nov Dez",
    "fr": "n no chap art fig vol tél janv févr avr juill sept oct nov déc",
    "es": "n cap art fig vol tel ene feb abr jun jul ago sept set oct nov dic",
    "it": "n cap fig tel gen feb mar apr giu lug ago sett set ott nov dic",
    "pt": "n cap fig tel jan fev abr jun jul ago set out nov dez",
    "nl": "nr hfst art tel jan feb apr aug sept okt nov dec",
    "ru": "ст гл рис тел п",
    "uk": "ст гл рис тел п",
}

#: After these the sentence goes on where a small letter follows.
BEFORE_SMALL: dict[str, str] = {
    "": "etc al",
    "en": (
        "Assoc Assn Intl Inst Natl Univ Dept Cos LLC Bros Mfg Ave Blvd Ln Rd Sq ft in lb lbs oz mi "
        "max min hrs hr km tel ext apt Bldg eds trans Mass Wash Md"
    ),
    "de": "Min Std Mio Mrd Tsd usw etc Str Jh n.Chr v.Chr",
    "fr": "janv févr avr juill sept oct nov déc",
    "es": "ene feb abr jun jul ago sept set oct nov dic",
    "it": "gen feb mar apr giu lug ago sett set ott nov dic",
    "pt": "jan fev abr jun jul ago set out nov dez",
    "nl": "enz mln mld jl",
    "fi": "milj mrd",
    "pl": "r w tys mln mld zł",
    "cs": "tis mil mld Kč",
}

#: After these the sentence goes on, unless a word follows that opens sentences.
BEFORE_NAME: dict[str, str] = {
    "en": "Cnty Bd Educ Dist Ct Cir Sch Comm Cmty Auth",
}

#: Abbreviated ends of names, "Main St." say: where a word follows that opens sentences, one ends.
AFTER_NAME: dict[str, str] = {"en": "St Ave Rd Blvd"}

#: These are whole words too: where a capital follows, the sentence has ended.
WORDS: dict[str, str] = {"en": "May no art fig"}

#: Ends of sentences that are abbreviations, where a capital follows; each a pattern of fixed width.
ENDS: dict[str, tuple[str, ...]] = {
    "ru": (
        r"т\. д\.",
        r"т\.д\.",
        r"т\. п\.",
        r"т\.п\.",
        r"\bдр\.",
        r"\d г\.",
        r"\d гг\.",
        r"\d в\.",
    ),
    "uk": (r"тощо\.", r"\d р\.", r"\d рр\.", r"\d ст\."),
    "pl": (r"\bitd\.", r"\bitp\.", r"\d r\."),
    "de": (r"\busw\.", r"\betc\."),
    "nl": (r"\benz\.", r"\betc\."),
    "fr": (r"\betc\.",),
    "es": (r"\betc\.",),
    "it": (r"\becc\.",),
    "pt": (r"\betc\.",),
}

#: Words that open sentences and seldom names: after an ordinal or a letter one begins with them.
STARTERS: dict[str, str] = {
    "en": (
        "The This That These Those It He She They We You I But And In On At For After Before When "
        "While If As There Their His Her Its Our Then Now Nobody"
    ),
    "de": (
        "Der Die Das Dem Den Des Ein Eine Er Sie Es Wir Ich Ihr Man In Im Am An Auf Aus Bei Mit "
        "Nach Von Vor Zu Zum Zur Und Aber Doch Dann Da Dort Hier Dies Diese Dieser Dieses Danach "
        "Seitdem Später Heute Als Wenn Weil Ob Nun Jetzt Auch Nur So Seine Ihre Viele Alle"
    ),
    "fr": (
        "Le La Les L'un Un Une Des Ce Cet Cette Ces Il Elle Ils Elles On Nous Vous Je Et Mais Or "
        "En Dans Sur Pour Avec Par Puis Alors Selon Son Sa Ses Leur Leurs Qui Que Si Au Aux"
    ),
    "es": (
        "El La Los Las Un Una Unos Este Esta Estos Ese Esa Eso Su Sus Y Pero En De Con Por Para "
        "Según Se No Ya Luego Entonces Cuando Si Yo Nosotros Ellos Ella Al"
    ),
    "it": (
        "Il Lo La I Gli Le Un Una Uno Questo Questa Quel Quella E Ma In Di Con Per Da Su Si Non "
        "Poi Quando Se Io Noi Lui Lei Loro Nel Nella Al Alla"
    ),
    "pt": (
        "O A Os As Um Uma Este Esta Esse Essa Isso Seu Sua E Mas Em De Com Por Para Se Não Depois "
        "Quando Eu Nós Ele Ela Eles Elas No Na Ao"
    ),
    "nl": (
        "De Het Een Dit Dat Deze Die Hij Zij Ze Wij We Ik En Maar In Op Aan Na Voor Met Van Door "
        "Er Daar Hier Toen Nu Dan Als Zijn Haar Hun Volgens"
    ),
    "sv": "Den Det De Han Hon Vi Jag Men Och I På Efter Då När Nu Så En Ett",
    "da": "Den Det De Der Han Hun Vi Jeg Men Og I På Efter Da Når Nu Så",
    "nb": "Den Det De Der Han Hun Vi Jeg Men Og I På Etter Da Når Nå Så",
    "cs": "Ten Ta To On Ona Ono My Já Ale A V Na Po Pak Tam Teď Když",
    "sk": "Ten Tá To On Ona Ono My Ja Ale A V Na Po Potom Tam Teraz Keď",
    "hu": "A Az Ez Ő Mi Én De És Ha Most Majd Azután",
}

#: Languages that write ordinals as a number and a full stop: "am 3. März", "den 1. Bürgermeister".
ORDINALS = frozenset("cs da de et fi hr hu is lb lv nb nn no sk sl sr tr".split())

#: Times of the day, and what goes on after them.
HOURS = frozenset("a.m p.m A.M P.M am pm".split())
AFTER_HOURS = frozenset(
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May "
    "June July August September October November December Eastern Central Mountain Pacific "
    "Greenwich ET EST EDT CT CST CDT MT MST MDT PT PST PDT GMT UTC BST CET CEST IST "
    "Jan Feb Mar Apr Jun Jul Aug Sept Sep Oct Nov Dec Mon Tue Tues Wed Thu Thur Thurs Fri Sat "
    "Sun".split()
)

#: What says who spoke, after a quotation.
SPEECH = (
    "said says asked asks told tells wrote writes added adds replied replies cried shouted yelled "
    "called answered explained recalled whispered joked insisted warned demanded exclaimed "
    "wondered continued tweeted declared announced argued noted quipped admitted"
)
