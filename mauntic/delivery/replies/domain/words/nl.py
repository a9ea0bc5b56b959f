"""Dutch."""

from mauntic.delivery.replies.domain.words.lexicon import Lexicon

MONTH = r"(?:januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december)\b"
FAR = (
    rf"(?:(?:in |begin |eind |medio |vanaf )?{MONTH}|(?:het )?(?:volgend|komend|nieuwe?)e? (?:jaar|kwartaal|maand|voorjaar|najaar|seizoen)|na (?:de |het )?(?:zomer|vakantie|kerst|pasen|feestdagen|jaarwisseling|bouwvak)|(?:in het |dit |van het )(?:voorjaar|najaar|zomer|herfst)|"
    r"over (?:een paar|enkele|twee|drie|vier|vijf|zes|\d{1,2}) (?:maanden|weken)|q[1-4]\b|20[2-9]\d|"
    r"eind van het jaar|einde jaar)"
)
MAIL = r"(?:e-?mails?|mails?|mailtjes?|berichten|nieuwsbrie\w+|reclame|spam|post|aanbiedingen)"

DUTCH = Lexicon(
    unsubscribe=(
        r"(?:van|uit) (?:de|deze|uw|jullie|je) (?:\w{0,10}lijst|maillijst|mailinglijst|nieuwsbrief|"
        r"bestand|database)\b",
        r"(?:al|reeds|nogmaals|eerder)(?: \S{1,10}){0,4} (?:afgemeld|uitgeschreven|opgezegd)|"
        r"stop (?:hiermee|daarmee|er)|(?:hou|houd) hiermee op",
        r"(?:geen|niet|nooit|stop\w{0,3})(?! (?:de juiste|zeker))(?: \w{1,14}){0,4} (?:communicatie|mails|"
        r"e-?mails|berichten|reclame|post|contact|nieuwsbrie\w{1,4}|spam|benaderd|"
        r"gemaild)\b(?! (?:persoon|met|gehad))(?![^.?!]{0,20}(?:gekregen|gezien|ontvangen van)\b)",
        r"(?:uitschrijven|uit te schrijven|uitschrijving|afmelden|af te melden|afmelding|schrijf (?:mij|"
        r"me|ons)[^.?!]{0,20} uit|meld (?:mij|me|ons)[^.?!]{0,20} af|schrap (?:mij|me|ons))|"
        r"(?:verwijder\w{0,2}|haal|wis|schrap|verwijdering|gooi)(?: \S{1,8}){0,2} (?:mij|me|ons|mijn|onze|"
        r"dit (?:e-?mail)?adres)\b[^.?!]{0,60}",
        r"(?:mij|me|ons|mijn \S{1,14}|adres|gegevens)(?: \S{1,8}){0,5} (?:te )?(?:verwijderen|wissen|"
        r"schrappen|uitschrijven)|(?:van|uit) (?:de |uw |jullie |je |deze )?(?:\w{0,10}lijst|maillijst|"
        r"mailinglijst|bestand|database)[^.?!]{0,30}(?:halen|verwijder|schrap|haal|af)|"
        rf"(?:geen|niet) (?:\w{{1,10}} ){{0,3}}{MAIL}[^.?!]{{0,20}}(?:meer|ontvangen|sturen)|geen (?:verdere|nieuwe) {MAIL}|(?:stop|hou\w?|houd) (?:\S{{1,6}} ){{0,3}}(?:met|op)\b[^.?!]{{0,30}}(?:{MAIL}|stur|mail|spam|lastig|op\b)|(?:mail|stuur|schrijf|benader|contacteer|bel|contact)\w{{0,2}} (?:mij|me|ons)?\s?(?:\S{{1,8}} ){{0,2}}(?:niet|nooit|niets|geen)"
        r" (?:meer|verder)|neem (?:\S{1,8} )?geen contact|geen contact meer|"
        r"niet meer (?:\S{1,10} ){0,2}(?:benader\w*|mailen|contact\w*|lastig|ontvangen|sturen|gemaild|"
        r"benaderd)|(?:avg|gdpr|privacy(?:wet|recht)|recht op (?:vergetelheid|inzage|bezwaar))|(?:nooit|"
        r"niet|geen) (?:\S{1,8} ){0,3}(?:aangemeld|ingeschreven|toestemming|abonne)|(?:als|meld\w*) spam|"
        r"laat (?:mij|me|ons) met rust",
    ),
    unsubscribe_words=(
        "stop",
        "uitschrijven",
        "afmelden",
        "verwijderen",
        "afmelding",
        "graag uitschrijven",
        "stoppen",
        "uitschrijving",
    ),
    spared=(
        r"hoe (?:\S{1,10} ){0,4}(?:klanten|gebruikers|contacten|ontvangers)|hoe (?:werkt|gaan|"
        r"kunnen (?:onze|mijn|je))|(?:afmeld|uitschrijf)(?:link|pagina|percentage|knop)",
    ),
    negative=(
        r"(?:maken|doen|gebruiken|hebben|werken) (?:\w{1,6} )?(?:al|reeds)\b",
        r"nee[,.]? (?:dank\w*|bedankt|hoor)|nee\s*[.!]*$|(?:geen|niet|weinig|"
        r"nul) (?:\w{1,10} ){0,4}(?:interess\w*|behoefte|nodig|relevant|van toepassing|geinteresseerd|"
        r"belangstelling|op zoek|voor ons|voor mij|iets voor|passend|geschikt|zinvol)|(?:hebben|heb|"
        r"gebruiken|werken|zijn) (?:\w{1,6} ){0,2}(?:al|reeds)\b|(?:al|"
        r"reeds) (?:\w{1,8} ){0,3}(?:leverancier|oplossing|partner|voorzien)|(?:zijn|"
        r"ben) (?:\w{1,6} )?(?:tevreden|voorzien)|(?:bedanken|bedank) (?:\w{1,6} ){0,2}(?:hiervoor|"
        r"voor de eer)|wijzen? (?:\S{1,8} ){0,3}af|afwijzen|te duur|tijdverspilling",
    ),
    later=(
        rf"(?:pas|niet voor|liefst|liever|beter|vanaf) {FAR}",
        r"(?:nu|momenteel|op dit moment|voorlopig|dit jaar|vandaag|thans)(?: \w{1,8}){0,3} (?:niet|geen|"
        r"even niet)|(?:niet|geen) (?:\w{1,8} ){0,2}(?:nu|op dit moment|momenteel|dit jaar|dit kwartaal|"
        r"prioriteit|nog niet|het juiste moment|goed moment)|slechte timing|(?:te|erg|heel) druk",
        rf"(?:neem|contact|mail|bel|kom|benader|vraag|probeer|spreek|spreken|praten|stuur|herinner|hoor|hoor\w*)\w{{0,3}}(?: \S{{1,12}}){{0,6}} (?:{FAR}|later|nog ?(?:eens|maals)|opnieuw|weer)|(?:misschien|wellicht|mogelijk|eventueel|liever|graag) (?:\w{{1,6}} )?(?:{FAR}|later)|{FAR}[^.?!]{{0,40}}(?:contact|nog ?eens|opnieuw|terug|beter|weer)|"
        r"(?:budget|project|vacatures) (?:\w{1,8} ){0,3}(?:bevroren|gestopt|uitgesteld|on hold)|"
        r"geen (?:\w{1,6} )?(?:budget|tijd|capaciteit|ruimte)\b|in de toekomst|later (?:eens|nog)",
    ),
    referral=(
        r"moet (?:u |je |jij )?(?:\w{1,6} )?(?:bij|zijn bij) |(?:bij|met) (?:mijn|onze) (?:collega|"
        r"afdeling|manager)",
        r"(?:niet|niet meer) (?:\w{1,6} ){0,3}(?:de juiste|verantwoordelijk|mijn (?:afdeling|vakgebied|"
        r"taak))|verkeerde persoon|(?:neem|contacteer|mail|bel|spreek|vraag|benader|richt\w*|"
        r"wend)(?: \S{1,8}){0,4}? (?:contact op )?(?:met |aan |tot )(?:mijn|onze|de|dhr|mevr|meneer|"
        r"mevrouw|\S{1,40}@)|(?:doorgestuurd|stuur (?:\S{1,8} ){0,5}door|doorsturen|in (?:cc|kopie)|"
        r"doorgezet|zet (?:\S{1,8} ){0,4}(?:in cc|cc))|(?:gaat hierover|gaat daarover|gaat over dit|"
        r"verantwoordelijk (?:hiervoor|voor|is)|is verantwoordelijk|houdt zich (?:hier|daar)mee|"
        r"contactpersoon|juiste (?:persoon|contact\w*) is)",
    ),
    positive=(
        r"ja\b|graag\b|prima\b|akkoord|natuurlijk|zeker\b|uitstekend|goed idee|"
        r"klinkt (?:\w{1,8} )?(?:goed|interessant|leuk|prima|super)|lijkt (?:me|mij|"
        r"ons) (?:\w{1,8} )?(?:goed|leuk|interessant|prima)|(?:ben|zijn|heb|"
        r"hebben) (?:\w{1,6} )?(?:geinteresseerd|interesse|belangstelling)|interesseert (?:me|mij|ons)",
        r"(?:stuur|sturen|zend|mail|deel|ontvang\w*)(?: \S{1,8}){0,6} (?:informatie|info|presentatie|"
        r"offerte|prijzen|prijslijst|brochure|voorstel|details|documentatie|link|voorbeelden|demo|meer|"
        r"uitnodiging|materiaal)|(?:bel|bellen) (?:me|mij|ons|maar)|(?:kunnen|kan|kunt|zullen|"
        r"kun)(?: \S{1,8}){0,5} (?:bellen|afspreken|spreken|afspraak|demo|praten|overleggen|sturen|"
        r"laten zien|inplannen)|(?:maandag|dinsdag|woensdag|donderdag|vrijdag|"
        r"morgen)(?: \S{1,8}){0,4} (?:past|kan|komt|schikt|prima|goed|om \d|uur|werkt)|(?:kan|past|"
        r"schikt) (?:\S{1,6} )?(?:maandag|dinsdag|woensdag|donderdag|vrijdag|morgen)|meer (?:weten|"
        r"informatie|info|horen)|plan (?:\S{1,6} ){0,3}(?:afspraak|in\b)|wanneer (?:kunnen|kan|zullen)",
    ),
    interest=(r"(?:heel |erg )?(?:interessant|veelbelovend|leuk)\b",),
    question=(
        r"wat kost|(?:hoe|wat|waar|wie|welke|wanneer|waarom|werkt|is|zijn|hebben|kan|"
        r"kunnen)\b[^.?!]{0,120}\?|hoeveel",
    ),
    thanks=(r"(?:bedankt|dank je|dank u|dankjewel|ontvangen|genoteerd|ik (?:lees|kijk|bekijk))",),
    negation=(r"niet\b|geen\b|nooit\b|nee\b|zonder\b|helaas\b|niets\b|noch\b",),
    away=(
        r"(?:ben|zijn) er (?:\w{1,8} )?(?:niet|pas|weer)\b",
        r"(?:ben|wegens) (?:ik )?(?:\w{1,8} )?ziek\b|ziekgemeld",
        r"(?:ben|heb ik) (?:ik )?(?:\w{1,8} )?vrij\b|vrij (?:tot|t/m|van)\b|beperkt bereikbaar|op reis\b",
        r"(?:afwezig|afwezigheid|(?:met|op) (?:\w{1,8} )?(?:vakantie|verlof|zwangerschapsverlof|"
        r"ouderschapsverlof|zakenreis|reis)|zwangerschapsverlof|bevallingsverlof|ouderschapsverlof|"
        r"wegens (?:verlof|vakantie|ziekte)|niet (?:\w{1,8} ){0,2}(?:op kantoor|aanwezig|bereikbaar|"
        r"op (?:mijn|het) werk)|beperkt (?:\w{1,8} )?(?:bereikbaar|toegang)|buiten kantoor)\b|(?:weer|"
        r"terug) (?:\S{1,8} ){0,3}(?:op kantoor|bereikbaar|aanwezig|aan het werk|vanaf|op)\b|(?:ben|"
        r"terug) (?:ik )?(?:vanaf|op|weer) (?:\S{1,10} ){0,4}(?:weer|terug|bereikbaar)|"
        r"bij (?:mijn )?terugkomst|na mijn (?:vakantie|terugkeer|verlof)|tijdens mijn afwezigheid|"
        r"kantoor (?:\S{1,8} ){0,4}gesloten|voor (?:dringende|urgente) (?:zaken|vragen)|bij (?:spoed|"
        r"dringende)",
    ),
    left=(
        r"(?:werk|werkt|werkzaam|ben|is)(?: \S{1,8}){0,3} (?:niet meer|niet langer)(?: \S{1,8}){0,3}|"
        r"niet (?:meer|langer) (?:\w{1,8} )?(?:werkzaam|in dienst|bij ons|verbonden|bij)|(?:heeft|"
        r"heb) (?:\S{1,16} ){0,4}verlaten|uit dienst|met pensioen|is overleden",
    ),
    automatic=(
        r"(?:bij ons |goed )?binnengekomen|bevestigen (?:de )?ontvangst|ontvangst van uw",
        r"(?:uw|je|jouw) (?:bericht|e-?mail|mail|aanvraag|verzoek|vraag)(?: (?!niet|nooit|"
        r"nog)\w{1,10}){0,4} (?:ontvangen|geregistreerd|verwerkt|behandeld)",
        r"(?:dit|deze) (?:\S{1,12} )?(?:postvak|mailbox|(?:e-?mail)?adres|postbus|account|"
        r"inbox)\b(?: \S{1,14}){0,6}? (?:niet|alleen|uitsluitend)\b",
        r"(?:wij|we) (?:reageren|antwoorden|nemen|beantwoorden|streven)(?: \S{1,10}){0,6} (?:binnen|"
        r"spoedig|snel|contact met u|mogelijk)|bedankt voor (?:uw|je) (?:bericht|e-?mail|mail|"
        r"aanvraag)[.!]",
        r"(?:automatisch\w?|geautomatiseerd\w?) (?:\w{1,12} ){0,2}(?:bericht|antwoord|e-?mail|mail|"
        r"reactie|ontvangstbevestiging)|automatisch (?:gegenereerd|verzonden|verstuurd)|"
        r"ontvangstbevestiging|(?:niet|gelieve niet) (?:te )?(?:antwoorden|beantwoorden|reageren) (?:op)?|"
        r"(?:mailbox|postbus|adres|e-?mailadres)(?: \S{1,10}){0,4} niet (?:meer )?(?:\w{1,8} )?(?:gelezen|"
        r"gemonitord|beheerd|actief|gecontroleerd)|(?:hebben|heb) (?:uw|je|jouw) (?:\w{1,8} )?(?:bericht|"
        r"mail|e-?mail|aanvraag|vraag|verzoek)(?: \w{1,6}){0,3} ontvangen|(?:uw|je) (?:bericht|aanvraag|"
        r"vraag|verzoek|mail) (?:\S{1,6} ){0,2}(?:ontvangen|geregistreerd|in behandeling)|zo (?:snel|"
        r"spoedig) mogelijk (?:\S{1,8} ){0,3}(?:contact|antwoord|reactie|terug|reageren|beantwoord)|"
        r"leesbevestiging",
    ),
    ticket=(r"(?:ticket|zaak|dossier|referentie|meldings)[- ]?(?:nummer|nr)\b",),
    but=(r"maar\b|echter\b|toch\b",),
)
