"""German."""

from mauntic.delivery.replies.domain.words.lexicon import Lexicon

MONTH = r"(?:januar|janner|februar|marz|april|mai|juni|juli|august|september|oktober|november|dezember)\b"
FAR = rf"(?:(?:im |ab |anfang |mitte |ende |bis )?{MONTH}|(?:im |ins? )?(?:nachste[nrs]?|kommende[nrs]?|neue[nrs]?) (?:jahr|quartal|monat|halbjahr|fruhjahr|sommer|herbst|winter|geschaftsjahr)|nach (?:den |dem |der )?(?:ferien|sommer|urlaub|weihnachten|ostern|messe|jahreswechsel|feiertagen|umstellung|umzug|projekt)|(?:im |zum )(?:fruhjahr|fruhling|sommer|herbst|winter)|in (?:ein paar|einigen|zwei|drei|vier|funf|sechs|neun|zwolf|\d{1, 2}) (?:monaten|wochen|quartalen)|q[1-4]\b|20[2-9]\d|jahresende|jahresanfang|quartalsende|\w{0, 12}quartal|zweite[ns]? halbjahr)"

GERMAN = Lexicon(
    unsubscribe=(
        r"(?:aus|von) (?:dem|der|ihrem|ihrer|diesem|dieser|eurem|eurer) (?:\w{0,10}verteiler|"
        r"\w{0,10}liste|newsletter|mailingliste|datenbank)\b|von (?:diesem|ihrem|dem) verteiler",
        r"(?:noch |wie oft |schon |bereits )(?:\S{1,10} ){0,4}(?:abmelden|abgemeldet|austragen|"
        r"ausgetragen)|(?:raus|heraus)(?:nehmen|loschen)|(?:nehmen|lassen) sie (?:mich|uns) (?:da |bitte |"
        r"hier )*(?:raus|heraus)",
        r"(?:keine?n?|nie|stopp?|schluss mit|verschon\w{0,4}|unterlass\w{0,4}|"
        r"verzicht\w{0,4})(?: \w{1,14}){0,4} (?:werbung|werbe\w{1,12}|mails?|e-?mails?|mailings?|"
        r"nachrichten|newsletter|kontaktaufnahme\w?|kontaktversuche|zusendung\w{0,2}|zuschriften|"
        r"anschreiben|akquise|spam|post|angebote|kontakt)\b(?![^.?!]{0,25}(?:erhalten|bekommen|angekommen|"
        r"gefunden|gesehen|gelesen)\b)(?! (?:zu|mit)\b)",
        r"unterlassen sie\b|verschonen sie\b",
        r"(?:aus|von|in) (?:\w{1,8} )?(?:\w{0,12}verteiler\w{0,6}|\w{0,10}liste\b|mailingliste|"
        r"\w{0,12}datenbank|\w{0,10}datei|newsletter\w{0,8}|kartei|system)\b[^.?!]{0,40}(?:\w{0,4}nehmen|"
        r"streich\w{0,3}|losch\w{0,3}|entfern\w{0,3}|austrag\w{0,3}|abmeld\w{0,3}|raus)",
        r"(?:nehmen|streichen|loschen|entfernen|tragen|nimm|streich\w?|losch\w{0,3}|entfern\w?|melden|"
        r"trag\w?|meld\w?) (?:sie )?(?:\w{1,10} )?(?:bitte )?(?:mich|uns|meine[nrms]?|unsere[nrms]?|"
        r"diese \w{0,4}-?(?:mail)?-?adresse)(?! (?:bitte )?(?:im|an|am|in|"
        r"nach)\b)[^.?!]{0,80}(?:verteiler|liste|\bab\b|\baus\b|raus|heraus|daten|adresse|kontakt|"
        r"datenbank|newsletter|$)",
        r"(?:mich|uns|meine \w{1,14}|unsere \w{1,14}|adresse|daten) (?:\w{1,10} ){0,3}(?:zu )?(?:abmelden|"
        r"austragen|loschen|entfernen|streichen|herausnehmen|abzumelden|auszutragen)",
        r"(?:abmelden|austragen|abbestellen|abbestellung|abmeldung|austragung)(?:\s*(?:bitte|!|\.))*$|"
        r"bitte (?:\w{1,10} )?(?:abmelden|austragen|abbestellen)|(?:mochte|will|wunsche|wurde) (?:mich|"
        r"uns|den newsletter|die mails|das) [^.?!]{0,30}(?:abmelden|austragen|abbestellen|abzumelden)",
        r"(?:keine?|nicht) (?:weitere[nrs]?|mehr|solche[nrs]?|"
        r"zusatzliche[nrs]?) (?:\w{1,10} )?(?:e-?mails?|mails?|nachrichten|werbung|werbemails?|newsletter|"
        r"kontakt\w*|anfragen|angebote|post|zusendung\w*|anschreiben|spam|info\w*)",
        r"keine?n? (?:\w{1,12} ){0,3}(?:e-?mails?|mails?|nachrichten|werbung|werbemails?|newsletter|"
        r"zusendung\w*|post|kontakt\w*)(?: \w{1,10}){0,3} (?:mehr|erhalten|bekommen|zusenden|schicken|"
        r"senden|zu erhalten|wunsch)",
        r"(?:schreiben|kontaktieren|mailen|belastigen|senden|schicken|kontaktier\w?|schreib\w?|schick\w?|"
        r"anschreiben|anrufen|rufen) (?:sie )?(?:mich|mir|uns)?\b ?(?:bitte |doch |hier |kunftig |"
        r"in zukunft )*(?:nicht (?:mehr|weiter|wieder|erneut|noch)|nie (?:mehr|wieder)|nichts mehr|"
        r"keine?n?\b)",
        r"(?:horen|hor|hort) (?:sie |bitte )*(?:\w{1,8} )?auf\b|(?:unterlassen|"
        r"lassen) sie (?:\w{1,10} ){0,4}(?:mails?|kontakt|werbung|zusendung|das\b|dies|in ruhe)|"
        r"(?:in ruhe|in frieden) lassen|lassen sie mich in ruhe|(?:von weiteren|"
        r"von kunftigen) (?:\w{1,12} )?(?:abzusehen|absehen|ab\b)|"
        r"(?:sehen sie )?(?:bitte )?von weiteren \w{1,20}",
        r"(?:los?chen|losch\w{0,4}|loschung|herausgabe|auskunft)[^.?!]{0,60}(?:daten|adresse|kontakt|"
        r"dsgvo|art(?:ikel)?\b)|daten (?:\w{1,8} )?(?:zu )?loschen|(?:dsgvo|datenschutz\w*|uwg|"
        r"bdsg)[^.?!]{0,60}(?:losch|auskunft|widersp|untersag|verlang|fordere|art)|bitte loschen|"
        r"widerspreche\b|widerspruch gegen|widerrufe\b",
        r"(?:nie|nicht|kein\w{0,2}) (?:\w{1,10} ){0,3}(?:zugestimmt|eingewilligt|angemeldet|einwilligung|"
        r"abonniert|erlaubnis|zustimmung|registriert)|unerwunschte (?:werbung|mail|e-mail)|(?:spam|"
        r"belastigung) (?:melden|gemeldet|markier)|als spam|unerlaubte werbung|abmahn\w*|anwalt\b",
        r"(?:mochte|wunsche|will) (?:\w{1,10} ){0,4}(?:nicht mehr|"
        r"keine?) (?:\w{1,10} ){0,3}(?:kontaktiert|angeschrieben|erhalten|bekommen|haben|belastigt)|"
        r"nicht mehr (?:kontaktiert|angeschrieben|behelligt|belastigt)|\bstopp?(?: bitte)?\s*[.!]*$",
    ),
    unsubscribe_words=(
        "abmelden",
        "austragen",
        "abbestellen",
        "abmeldung",
        "loschen",
        "stopp",
        "bitte abmelden",
        "entfernen",
        "raus",
        "bitte austragen",
        "austragen bitte",
        "abmelden bitte",
    ),
    spared=(
        r"wie (?:melde|kann|konnen|konnten|melden|trage|handhab\w*|geht|funktioniert|lasst|werden|losche|"
        r"loschen) (?:ich|wir|man|sich|sie|meine|unsere|die|das)",
        r"(?:meine|unsere|ihre|die) (?:kunden|nutzer|empfanger|kontakte|leads|"
        r"anwender) (?:\w{1,10} ){0,3}(?:ab|aus|loschen|abmelden)",
        r"abmelde(?:link|quote|rate|funktion|seite)|abmeldequote",
    ),
    negative=(
        r"fur (?:ein|einen|eine) andere\w{0,2}|ohne (?:mich|uns)\b|kein thema\b",
        r"(?:uns |wir haben uns )?anders entschieden|gegen (?:eine |ihr |das |"
        r"ihre )?(?:\w{1,12} )?entschieden",
        r"passt (?:leider |aktuell |wohl |gar )*nicht(?: \w{1,8}){0,2}",
        r"nein[,.! ]*(?:danke|vielen dank)?\b|ne[,.]? danke|danke,? nein|lieber nicht|auf keinen fall|"
        r"kein(?:en|e)? (?:\w{1,12} )?(?:interesse|bedarf|verwendung|thema|einsatz|nutzen|notwendigkeit|"
        r"option)\b|(?:keinerlei|null) (?:interesse|bedarf)|"
        r"haben (?:\w{1,10} )?keine?n? (?:\w{1,10} )?(?:interesse|bedarf|verwendung)",
        r"(?:nicht|nichts|kaum|wenig) (?:\w{1,12} ){0,3}(?:interessiert|interessant|relevant|passend|"
        r"passt|geeignet|in ?frage|benotig\w*|brauchen|brauche|von interesse|uberzeug\w*|notwendig|notig|"
        r"sinnvoll|vorgesehen|gebrauch\w*|fur uns|fur mich)",
        r"(?:brauchen|benotigen|brauche|benotige|wollen|mochten) (?:wir |ich |das |so etwas |"
        r"derlei )*(?:nicht|keine?n?)\b|(?:sind|bin) (?:\w{1,12} )?(?:versorgt|zufrieden|gut aufgestellt|"
        r"ausgestattet|bedient|eingedeckt|abgedeckt)",
        r"(?:haben|nutzen|arbeiten|verwenden|setzen) (?:\w{1,10} ){0,3}(?:bereits|schon)|(?:bereits|"
        r"schon) (?:\w{1,12} ){0,3}(?:anbieter|losung|dienstleister|lieferant|partner|system|versorgt|"
        r"tool|vertrag|im einsatz|entschieden|vergeben)|(?:anderen|andere) (?:anbieter|"
        r"losung) entschieden|(?:lehne|lehnen|sagen|sage|muss|mussen) (?:\w{1,8} )*(?:ab\b|ablehnen|"
        r"absagen)|absage\b|verzichten\b|zu teuer|zeitverschwendung",
    ),
    later=(
        r"(?:derzeit|aktuell|momentan|zurzeit|zur ?zeit|im moment|im augenblick|gerade|jetzt|heute|"
        r"dieses jahr|vorerst|augenblicklich) (?:\w{1,12} ){0,5}(?:nicht|kein\w{0,2}|wenig|zu viel)",
        r"(?:nicht|noch nicht|kein\w{0,2}) (?:\w{1,12} ){0,2}(?:jetzt|aktuell|derzeit|momentan|im moment|"
        r"dieses jahr|in diesem (?:jahr|quartal)|prioritat|der richtige zeitpunkt|zeitpunkt|spruchreif|"
        r"soweit)\b|(?:falscher|schlechter|ungunstiger) zeitpunkt",
        rf"(?:melden|melde|kommen|komm|kontaktieren|kontaktiere|schreiben|rufen|ruf|sprechen|fragen|frag|erinnern|versuchen|wenden|kontakt|telefonieren|reden|horen)(?: \S{{1,14}}){{0,6}} (?:{FAR}|spater|noch ?(?:ein)?mal|wieder|erneut)",
        rf"{FAR}(?: \S{{1,14}}){{0,6}} (?:melden|noch ?(?:ein)?mal|wieder|erneut|gern\w?|besser|sprechen|anrufen|telefonieren|kontaktieren|auf mich zu|auf uns zu|interessant|passen|aktuell|thema)",
        rf"(?:gerne?|vielleicht|evtl\.?|eventuell|eher|erst|fruhestens|wieder|moglicherweise) (?:\w{{1,10}} )?(?:{FAR}|spater)|auf (?:spater|nachstes jahr) (?:verschieben|vertagen)|zu einem spateren",
        r"(?:budget|projekt|einstellung\w*|thema) (?:\w{1,10} ){0,3}(?:eingefroren|gestoppt|verschoben|"
        r"vertagt|auf eis|pausiert)|(?:kein\w{0,2}) (?:\w{1,10} )?(?:budget|kapazitat\w*|zeit|"
        r"ressourcen)\b",
    ),
    referral=(
        r"bitte (?:direkt )?an \S{1,60}@|mein\w? kolleg\w{1,3}|unser\w? (?:kolleg|einkauf|abteilung|"
        r"leiter|geschaftsfuhr)\w*",
        r"(?:nicht|nicht mehr) (?:\w{1,8} ){0,2}(?:zustandig|verantwortlich|der richtige|die richtige|"
        r"mein (?:bereich|thema|gebiet))|(?:falsche[rn]?|nicht (?:der|die) (?:richtige|"
        r"passende)) (?:ansprechpartner\w*|person|adresse|kontakt)|bin (?:dafur |"
        r"hierfur )?nicht (?:zustandig|der|die)",
        r"(?:zustandig|verantwortlich) (?:\w{1,8} ){0,3}(?:ist|sind|ware|dafur|hierfur|bei uns)|(?:ist|"
        r"sind) (?:\S{1,16} ){0,5}(?:zustandig|verantwortlich)|\w{0,8}ansprechpartner\w*|(?:das|dies|"
        r"darum) (?:macht|kummert|betreut|verantwortet|ubernimmt)",
        r"(?:wenden sie sich|wende dich|sprechen sie|sprich|kontaktieren sie|fragen sie|melden sie sich|"
        r"schreiben sie|richten sie)(?: \w{1,8}){0,3} (?:an |mit |bei )?(?:meine?n?|unsere?n?|herrn?|frau|"
        r"den|die|das|\S{1,40}@)\b",
        r"(?:weitergeleitet|leite (?:ich |es |das |ihre |die |sie )*[^.?!]{0,40}weiter|"
        r"weiter(?:zu)?leiten|weitergegeben|gebe (?:\S{1,12} ){0,5}weiter|in (?:cc|kopie)|cc gesetzt|"
        r"nehme (?:\S{1,12} ){0,4}(?:in cc|dazu|auf))",
        r"(?:richtige|beste|bessere)[rn]? (?:ansprechpartner|kontakt|adresse|person)",
    ),
    positive=(
        r"machen wir(?: so)?\b|abgemacht\b",
        r"bitte um (?:\w{1,8} )?(?:ruckruf|anruf|kontakt\w*|termin\w*|angebot|zusendung|informationen|"
        r"infos|details)|ruckruf\b",
        r"ja\b(?! ?,? ?aber)|jawohl|gerne?\b|sehr gerne?|(?<!alles )klar\b|auf jeden fall|natu?rlich|"
        r"einverstanden|in ordnung|perfekt|super\b|prima\b|(?:klingt|hort sich|"
        r"sieht) (?:\w{1,10} )?(?:gut|spannend|interessant|super|vielversprechend|toll|prima)|"
        r"passt (?:mir|uns|gut|perfekt|bei|fur)|passt\b[.!]?$",
        r"(?:habe|haben|hatte|hatten|besteht|grosses|unser) (?:\w{1,10} ){0,2}interesse\b|(?:bin|sind|"
        r"ware|waren) (?:\w{1,10} ){0,3}interessiert|interessiert (?:mich|uns)|wurde (?:mich|"
        r"uns) (?:\w{1,10} )?interessieren|(?:mich|uns) interessier\w{1,3}",
        r"(?:senden|schicken|mailen|schick\w?|send\w?|lassen|geben|stellen|"
        r"bitte) (?:sie )?(?:\S{1,10} ){0,6}(?:unterlagen|angebot|infos?|informationen|infomaterial|"
        r"material|prasentation|preisliste|preise|broschure|details|link|termin\w*|demo|datenblatt|"
        r"beispiele|vorschlag|vorschlage|kalendereinladung|einladung|zukommen|dokument\w*)",
        r"(?:rufen|ruf) (?:sie )?(?:mich|uns)|(?:konnen|konnten|kannst|wollen|sollen|lassen) (?:wir|sie|"
        r"uns|du) (?:\S{1,12} ){0,6}(?:telefonieren|sprechen|termin|demo|treffen|anrufen|zeigen|"
        r"vorstellen|vereinbaren|austauschen|anschauen|schicken|senden|zusenden|reden|zoomen|starten)",
        r"(?:passt|ginge|geht|ware|konnen|wie ware|vorschlag\w*|haben|hatten) (?:\S{1,10} ){0,4}(?:montag|"
        r"dienstag|mittwoch|donnerstag|freitag|morgen|ubermorgen|nachste woche|vormittag|nachmittag|"
        r"\d{1,2}(?::\d\d)? uhr)|(?:montag|dienstag|mittwoch|donnerstag|freitag|morgen|"
        r"nachste woche)(?: \S{1,10}){0,5} (?:passt|ginge|geht|passen|recht|moglich|gut|zeit)|"
        r"termin (?:\w{1,10} )?(?:bestatigt|vereinbaren|machen|ausmachen)|wann (?:\w{1,8} ){0,3}(?:zeit|"
        r"passt|sprechen|telefonieren)",
        r"(?:freue|freuen) (?:mich|uns) (?:auf|uber)|erzahlen sie|mehr (?:erfahren|daruber|details|"
        r"informationen|infos)|genau das,? was wir|suchen (?:\w{1,10} ){0,4}(?:so|genau|eine solche|"
        r"losung)",
    ),
    interest=(r"(?:sehr |wirklich |durchaus )?(?:interessant|spannend|toll|cool)\b",),
    question=(
        r"(?:was|wie|wo|wann|wer|warum|welche\w?|wieso|gibt|ist|sind|haben|konnen|kann|hat|lauft|"
        r"funktioniert|bieten|unterstutzt)\b [^.?!]{0,120}\?|was kostet|wie (?:viel|hoch|teuer|lange)",
    ),
    thanks=(
        r"(?:danke|vielen dank|besten dank|dank\b|erhalten|zur kenntnis|schaue? (?:ich )?mir|"
        r"werde (?:ich )?(?:lesen|schauen|prufen))",
    ),
    negation=(r"nicht\b|kein\w{0,2}\b|nie\b|nichts\b|nein\b|ohne\b|leider\b|weder\b",),
    away=(
        r"wegen (?:\w{1,10} )?urlaub\w{0,2}|(?:bin|sind) (?:ich |wir )?(?:\S{1,10} ){0,6}(?:zuruck|"
        r"wieder (?:da|zuruck|erreichbar|im))\b",
        r"(?:auf|bei|in) (?:einer |einem |der |dem |meiner )?(?:schulung|seminar|messe|konferenz|tagung|"
        r"fortbildung|lehrgang|dienstreise|geschaftsreise|workshop|weiterbildung|klausur|kongress)\b|"
        r"habe (?:ich )?(?:\w{1,8} )?urlaub\b",
        r"(?:bin|leider|heute) (?:\w{1,8} )?(?:krank|erkrankt)\b|krankgeschrieben|sobald ich (?:wieder|"
        r"zuruck)",
        r"(?:nicht|nur eingeschrankt|nur bedingt|eingeschrankt|nur unregelmassig|nur sporadisch|"
        r"nur schwer|nur begrenzt) (?:\w{1,10} ){0,2}(?:im (?:haus|buro|hause|dienst)|erreichbar|"
        r"am (?:platz|arbeitsplatz)|anwesend|verfugbar|zu erreichen)|(?:ausser haus|abwesend|"
        r"abwesenheit\w*|im urlaub|in urlaub|im jahresurlaub|urlaubsbedingt|auf (?:dienst|geschafts)reise|"
        r"in elternzeit|im mutterschutz|mutterschutz|elternzeit|im krankenstand|krankheitsbedingt|"
        r"auf fortbildung|in kur|betriebsferien|betriebsurlaub|im sabbatical|in rente bis)",
        r"(?:urlaub|dienstreise|unterwegs|reise)\b[^.?!]{0,40}(?:bis|vom|ab|zuruck|erreichbar)|(?:wieder|"
        r"zuruck) (?:\w{1,8} ){0,3}(?:im (?:buro|haus|dienst)|erreichbar|fur sie da|da\b|zu erreichen)|"
        r"(?:bin|sind) (?:ab|am|erst)[^.?!]{0,40}(?:wieder|zuruck)|nach meiner ruckkehr|"
        r"wahrend meiner abwesenheit|(?:nachricht|mail|e-?mails?) (?:\w{1,8} )?(?:wird|"
        r"werden) (?:\w{1,10} )?(?:nicht weitergeleitet|nicht gelesen|nach)|(?:buro|geschaft|firma|"
        r"unternehmen|buros) (?:\S{1,10} ){0,6}geschlossen|in dringenden fallen",
    ),
    left=(
        r"arbeite[tn]? (?:\S{1,10} ){0,6}nicht (?:mehr|langer)",
        r"(?:haus|unternehmen|firma|team) (?:\w{1,8} )?verlassen",
        r"(?:nicht (?:mehr|langer)) (?:\w{1,12} ){0,5}(?:tatig|beschaftigt|angestellt|arbeite\w?|"
        r"im unternehmen|bei (?:uns|der|dem)|in (?:unserem|unserer|diesem)|unternehmen|mitarbeiter\w*|"
        r"im hause?|teil)\b|arbeite[tn]? (?:\w{1,10} )?nicht (?:mehr|langer)",
        r"(?:unternehmen|firma|gesellschaft|uns) (?:\w{1,10} ){0,4}verlassen|ausgeschieden|ausscheiden|"
        r"(?:im|in den|in) (?:wohlverdienten |den )?ruhestand|in rente|verstorben|(?:habe|"
        r"hat) (?:\S{1,20} ){0,4}(?:das unternehmen|die firma) (?:\w{1,10} )?verlassen|letzter arbeitstag",
    ),
    automatic=(
        r"bestatig\w+ (?:wir |ich |hiermit |ihnen )*(?:den )?(?:eingang|erhalt|empfang)|"
        r"eingang ihrer (?:nachricht|mail|anfrage|e-?mail)",
        r"(?:diese[rs]?|das|mein|unser) (?:e-?mail-?|mail-?)(?:konto|account|adresse|"
        r"postfach)(?: \w{1,10}){0,4} (?:nicht|kein\w?)\b",
        r"(?:ihre|deine) (?:\w{0,6}-?(?:nachricht|mail|anfrage|mitteilung|meldung)) (?:(?!nicht|nie|"
        r"noch)\w{1,12} ){0,4}(?:empfangen|erhalten|eingegangen|angenommen|registriert|bearbeitet)|"
        r"\w{0,10}empfangsbestatigung",
        r"(?:diese[rsmn]?|eine[rn]?|unser) (?:\S{1,12} )?(?:(?:nicht \w{1,12} )?(?:postfach|(?:e-?mail-?|"
        r"mail)?adresse|mailbox|konto))\b(?: \S{1,14}){0,6}? (?:nicht|nur|kein\w?)\b",
        r"nicht (?:uberwacht|beobachtet|betreut)\w{0,2} (?:postfach|adresse|e-?mail)|(?:haben|"
        r"habe) ihr\w{0,2} (?:anliegen|anfrage|nachricht|schreiben|mail|e-?mail)(?: (?!nicht|nie|"
        r"noch)\w{1,10}){0,2} erhalten|kummern uns (?:darum|um|schnell)",
        r"(?:geschafts|offnungs|buro|service|kontakt)(?:zeiten|formular)|hohe\w{0,2} (?:anfrage\w*|"
        r"aufkommen|volumen)|ist uns wichtig",
        r"(?:wir|ich) (?:melden|werden|antworten|kummern|setzen|bearbeiten|"
        r"beantworten)(?: \S{1,14}){0,5} (?:innerhalb|in kurze|schnellstmoglich|so (?:schnell|"
        r"bald) (?:wie|als) moglich|umgehend|baldmoglichst|zeitnah|asap)|(?:adresse|postfach|"
        r"e-?mail-?adresse) (?:\w{1,8} )?(?:nicht mehr|nicht langer) (?:verwendet|genutzt|benutzt|aktiv|"
        r"in (?:gebrauch|verwendung)|erreichbar|gultig)",
        r"(?:automatisch\w{0,2}|automatisiert\w{0,2}) (?:\w{1,12} ){0,2}(?:e-?mail|nachricht|antwort|mail|"
        r"eingangsbestatigung|ruckmeldung|bestatigung)|(?:automatisch|maschinell) (?:generiert|erstellt|"
        r"erzeugt|versendet|verschickt)|eingangsbestatigung|lesebestatigung",
        r"(?:postfach|adresse|mailadresse|e-?mail-?adresse|mailbox)(?: \w{1,12}){0,3} (?:nicht|nicht mehr|"
        r"nicht regelmassig) (?:\w{1,8} )?(?:gelesen|uberwacht|abgerufen|bearbeitet|aktiv|gultig|"
        r"verwendet|betreut)|(?:bitte )?antworten sie (?:bitte )?nicht (?:auf|direkt)|"
        r"nicht auf diese (?:e-?mail|mail|nachricht)",
        r"(?:haben|habe) (?:ihre|deine) (?:\w{1,10} )?(?:anfrage|nachricht|e-?mail|mail|"
        r"mitteilung) (?:(?!nicht|nie|noch)\w{1,10} )?erhalten|(?:ihre|deine) (?:anfrage|nachricht|"
        r"e-?mail|mail|mitteilung|meldung) (?:(?!nicht|nie|noch)\S{1,12} ){0,3}(?:eingegangen|erhalten|"
        r"registriert|bearbeitet|aufgenommen|aufgenommen)|(?:schnellstmoglich|umgehend|baldmoglichst|"
        r"in kurze|so schnell wie moglich|zeitnah)[^.?!]{0,40}(?:bearbeit|beantwort|meld|antwort|kummern)",
    ),
    ticket=(
        r"(?:ticket|vorgang|anfrage|fall|bearbeitungs|referenz|vorgangs)[- ]?(?:nummer|nr\.?|id)\b|"
        r"ticket(?:nummer)? [^.?!]{0,20}\d{3,}",
    ),
    but=(r"aber\b|jedoch\b|allerdings\b|trotzdem\b",),
)
