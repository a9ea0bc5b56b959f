"""Swedish, with the words that Danish and Norwegian write alike."""

from mauntic.delivery.replies.domain.words.lexicon import Lexicon

MONTH = r"(?:januari?|februari?|mars|april|maj|mai|juni|juli|augusti?|september|oktober|november|december|desember)\b"
FAR = rf"(?:(?:i |efter |fran |i borjan av |i slutet av )?{MONTH}|(?:nasta|neste|naeste) (?:ar|kvartal|manad|maned|sommar|host)|efter (?:sommaren|semestern|jul|pask|nyar|helgerna|ferien|sommeren)|(?:i |till )(?:var|host|vinter|varen|hosten|sommar)\b|om (?:nagra|ett par|tva|tre|fyra|sex|\d{{1,2}}) (?:manader|veckor|maneder|uger)|q[1-4]\b|20[2-9]\d)"

SWEDISH = Lexicon(
    unsubscribe=(
        r"(?:bli|blir) (?:borttagen|raderad|struken|avregistrerad)|(?:fran|av) (?:er|eran|din|denna|"
        r"listan|utskicks\w*) ?(?:lista|mejllista|utskickslista|register)?\b",
        r"(?:avsluta|sag upp|avbestall)\w{0,2}(?: \w{1,8}){0,2} (?:prenumeration\w{0,4}|utskick\w{0,3}|"
        r"nyhetsbrev\w{0,3}|mejl\w{0,3})|sluta (?:nu|med)\b",
        r"(?:inte|inga|ingen|ej|ikke|aldrig|sluta|stoppa)(?! (?:ratt|rett|sett|"
        r"fatt))(?: \w{1,12}){0,4} (?:mejl|mails?|e-?post|kontakt|kontaktad|kontaktas|kontakta|"
        r"meddelanden|reklam|utskick|sms|nyhetsbrev)\b",
        r"(?:ta bort|stryk|radera|avregistrera|avprenumerera|avanmal|avsluta|fjern|slet|slett|afmeld|"
        r"avmeld|meld)(?: \S{1,6}){0,2} (?:mig|meg|oss|os|min|mina|mitt|mine|var|vara|adressen|"
        r"denna adress)\b|avregistrer\w*|avprenumer\w*|afmeld\w*|avmeld\w*|avanmal\w*|(?:inte|inga|ingen|"
        r"ikke|ingen) (?:\S{1,8} ){0,4}(?:fler|mer|flere|mere) (?:\S{1,6} )?(?:mejl|mail|mails|e-?post|"
        r"utskick|meddelanden|reklam|meddelelser)|(?:fler|flere|mer|mere) (?:mejl|mails?|e-?post|"
        r"utskick)[^.?!]{0,20}|(?:sluta|stopp|stoppa|stop|slut)(?: \S{1,6}){0,3} (?:skick\w*|mejl\w*|"
        r"mail\w*|send\w*|spam\w*|kontakt\w*|med|at)|(?:kontakta|mejla|maila|skriv|kontakt|ring|skicka|"
        r"send)(?: \S{1,8}){0,2} (?:inte|ikke|aldrig) (?:\S{1,6} )?(?:igen|mer|mere|langre|fler|flere)|"
        r"(?:vill|vil|onskar|onsker) (?:\S{1,6} )?(?:inte|ikke|inga) (?:\S{1,8} )?(?:ha|fa|bli|motta|"
        r"modtage|fa)\b|gdpr|(?:aldrig|inte|ikke) (?:\S{1,6} ){0,3}(?:anmalt|godkant|samtyck\w+|tilmeldt|"
        r"pameldt)|(?:anmal|rapporter)\w+[^.?!]{0,20}spam|lamna mig i fred",
    ),
    unsubscribe_words=(
        "stopp",
        "stop",
        "avregistrera",
        "avsluta",
        "avprenumerera",
        "ta bort",
        "avanmal",
        "afmeld",
        "avmeld",
        "sluta",
    ),
    spared=(r"hur (?:\S{1,10} ){0,4}(?:kunder|anvandare|mottagare|kontakter)",),
    negative=(
        r"nej[,.]? (?:tack|tak)|nei[,.]? takk|nej\s*[.!]*$|(?:inte|ikke|ej|inget|ingen|"
        r"icke) (?:\S{1,8} ){0,4}(?:intress\w+|interess\w+|aktuellt|behov|relevant|for oss|nagot for|"
        r"behov\w*|letar|passar|soker)|(?:inget|ingen) (?:intresse|behov|interesse)|(?:har|anvander|"
        r"bruger|bruker) (?:\S{1,6} )?(?:redan|allerede)|(?:redan|"
        r"allerede) (?:\S{1,8} ){0,3}(?:leverantor|losning|leverandor|losning)|(?:behover|"
        r"trenger) (?:\S{1,6} ){0,2}(?:inte|ikke)|tackar nej|takker nei|avbojer|avstar|nojda med|for dyrt",
    ),
    later=(
        rf"(?:tidigast|forst|inte forran|hellre|battre) {FAR}",
        rf"(?:inte|ikke) (?:\S{{1,6}} ){{0,2}}(?:just nu|nu|i ar|an|akkurat na|lige nu)|(?:just nu|for narvarande|for tillfallet|i dagslaget|lige nu|akkurat na)(?: \S{{1,8}}){{0,3}} (?:inte|ikke|inget|ingen)|(?:hor av|aterkom|kontakta|ring|mejla|prata|ta kontakt|kom tillbaka|vend tilbage|paminn|hors)\w{{0,3}}(?: \S{{1,10}}){{0,5}} (?:{FAR}|senare|senere)|(?:kanske|eventuellt|maske|kanskje) (?:{FAR}|senare|senere)|"
        r"(?:ingen|inget) (?:\S{1,6} )?(?:budget|tid)\b|dalig tajming",
    ),
    referral=(
        r"(?:inte|ikke) (?:\S{1,6} ){0,2}(?:ratt person|rette person|ansvarig|ansvarlig|mitt (?:bord|"
        r"omrade))|fel person|(?:kontakta|prata med|mejla|vand dig till|kontakt|hor med|snakk med|"
        r"tal med)(?: \S{1,8}){0,2} (?:min|var|vart|\S{1,40}@|hellre)|(?:kontakta|prata med) (?!mig\b|"
        r"oss\b)[a-z]{3,14}\b|(?:vidarebefordra\w*|skickar vidare|sender videre|i kopia|i kopi|cc)|"
        r"(?:ansvarar for|ar ansvarig|skoter det|har hand om)",
    ),
    positive=(
        r"(?:vi|jag) kan (?:\w{1,6} )?(?:ta|boka|ses|traffas|prata)\b",
        r"ja\b|garna\b|gjerne\b|gerne\b|absolut\b|sjalvklart|sakert|perfekt\b|(?:later|lyder|"
        r"hores) (?:\S{1,6} )?(?:bra|intressant|spannande|godt|interessant|kul)|(?:ar|"
        r"er) (?:\S{1,6} )?(?:intresserad\w?|interesseret|interessert\w?)|(?:skicka|send|maila|"
        r"mejla)(?: \S{1,6}){0,4} (?:information|info|offert|presentation|priser|prislista|material|mer|"
        r"tilbud|forslag|lank)|(?:ring|ringa) (?:mig|oss|meg)|(?:kan|ska|skulle|kunne) (?:vi|ni|du|"
        r"i)(?: \S{1,8}){0,4} (?:prata|ses|boka|ring\w*|traffas|demo|mote|mode|snakke|tale|visa|skicka)|"
        r"(?:mandag|mandagen|tisdag|onsdag|torsdag|fredag|imorgon|"
        r"i morgon)\w{0,2}(?: \S{1,8}){0,4} (?:passar|funkar|fungerar|gar bra|kl)|"
        r"boka (?:\S{1,6} ){0,2}(?:mote|tid|demo)|(?:veta|hora) mer",
    ),
    interest=(r"(?:mycket |valdigt )?(?:intressant|spannande)\b",),
    question=(
        r"vad kostar|(?:vad|hur|var|vem|vilka?|nar|varfor|har|ar|kan|finns)\b[^.?!]{0,120}\?|hvad koster",
    ),
    thanks=(r"(?:tack|tak\b|takk|mottaget|noterat)",),
    negation=(r"inte\b|ej\b|ingen\b|inget\b|inga\b|aldrig\b|nej\b|tyvarr\b|utan\b|ikke\b",),
    away=(
        r"bortrest\b|utomlands\b",
        r"har (?:jag )?(?:\w{1,8} )?(?:semester|ledigt)\b",
        r"(?:ar|hemma) (?:\w{1,8} )?sjuk\b|vabbar",
        r"(?:ar |jag ar )?ledig\w? (?:till|fran|fram|idag|den har|hela)|pappaledig\w?|mammaledig\w?",
        r"(?:pa (?:semester|resande fot|tjansteresa|ferie|kurs)|semester (?:till|fran)|foraldraledig\w*|"
        r"tjanstledig\w*|sjukskriven|fravarande|franvarande|ute av kontoret|(?:inte|"
        r"ikke) (?:\S{1,6} ){0,2}(?:pa (?:kontoret|plats|kontoret)|tillganglig|anträffbar)|"
        r"begransad (?:tillgang|mojlighet)|franvaro\w*|barselsorlov|foreldrepermisjon)\b|(?:ater|tillbaka|"
        r"tilbake|tilbage) (?:\S{1,6} ){0,2}(?:pa kontoret|den|pa|i|till)|nar jag ar tillbaka|"
        r"under min franvaro|vid bradskande|kontoret (?:\S{1,6} ){0,3}stangt",
    ),
    left=(
        r"har (?:\w{1,8} )?lamnat (?:foretaget|oss|firman|bolaget|sin|organisationen)",
        r"(?:har|hon|han|jag) (?:\S{1,10} )?slutat\b",
        r"(?:arbetar|jobbar|arbejder|jobber) (?:\S{1,6} )?(?:inte|ikke) (?:langre|kvar|mer|lenger|"
        r"laengere)|(?:har|jag har) (?:\S{1,10} ){0,2}(?:slutat|sluttet)|slutat (?:pa|hos|sin|min)|"
        r"gatt i pension|ikke lenger ansatt|ikke laengere ansat",
    ),
    automatic=(
        r"(?:ditt|din|ert|er) (?:mejl|mail|meddelande|arende|"
        r"fraga)(?: (?!inte)\w{1,8}){0,3} (?:mottag\w{1,3}|registrer\w{1,4}|tagits)",
        r"(?:denna|den har|detta) (?:\S{1,12} )?(?:adress|brevlada|inkorg|mejladress|"
        r"e-postadress)\b(?: \S{1,14}){0,6}? (?:inte|ej|endast|bara)\b",
        r"vi (?:aterkommer|svarar|kontaktar)\b",
        r"(?:automatiskt?|autogenererat) (?:\S{1,8} )?(?:svar|meddelande|mejl|mail|besked|svar)|autosvar|"
        r"(?:svara|svar) (?:\S{1,6} )?(?:inte|ikke) (?:pa|direkt)|vi har (?:mottagit|tagit emot|fatt|"
        r"modtaget|mottatt) (?:ditt|din|er|ert|dit)|(?:ditt|din) (?:arende|meddelande|"
        r"henvendelse) (?:\S{1,6} ){0,2}(?:mottaget|registrerat|modtaget)|(?:brevladan|inkorgen|"
        r"adressen) (?:\S{1,8} ){0,3}(?:inte|ej) (?:bevakas|lases)|(?:bevakas|lases) (?:inte|ej)|"
        r"aterkommer sa snart",
    ),
    ticket=(r"(?:arende|sag)s?nummer",),
    but=(r"men\b|dock\b",),
)
