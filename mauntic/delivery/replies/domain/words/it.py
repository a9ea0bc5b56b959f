"""Italian."""

from mauntic.delivery.replies.domain.words.lexicon import Lexicon

MONTH = r"(?:gennaio|febbraio|marzo|aprile|maggio|giugno|luglio|agosto|settembre|ottobre|novembre|dicembre)\b"
FAR = (
    rf"(?:(?:a |in |ad |inizio |fine |meta |da )?{MONTH}|(?:l'anno|il mese|il trimestre|il semestre|nel trimestre|nell'anno) prossimo|(?:il )?prossimo (?:anno|mese|trimestre|semestre)|anno nuovo|dopo (?:l'estate|le vacanze|le ferie|natale|pasqua|le feste)|"
    r"(?:in |la )(?:primavera|estate|autunno|inverno)|(?:tra|fra) (?:qualche|alcuni|due|tre|quattro|"
    r"cinque|sei|\d{1,2}) (?:mes[ei]|settiman[ae])|q[1-4]\b|20[2-9]\d|fine anno)"
)
MAIL = r"(?:e-?mails?|mails?|messaggi\w?|newsletter|comunicazion\w|pubblicita|spam|offerte|posta)"

ITALIAN = Lexicon(
    unsubscribe=(
        r"essere (?:cancellat|rimoss|eliminat|tolt)\w|(?:non|senza) (?:\w{1,6} )?(?:autorizz\w+|consenso)",
        r"(?:dalla|da questa|dalle) (?:vostra |sua |tua )?(?:\w{1,10} )?(?:lista|mailing|newsletter|"
        r"banca dati)\b",
        r"(?:non(?! (?:esit|ho |abbiamo |ha |sono |e |mi e ))|niente|nessun\w{0,2}|basta|stop|mai|"
        r"smett\w{1,5})(?: \w{1,12}){0,4} (?:mails?|e-?mails?|messaggi|pubblicita|comunicazion[ei]|"
        r"contattarmi|contattarci|contattat\w|scrivermi|scriverci|scrivete\w{0,2}|newsletter|spam|"
        r"inviarmi|inviate\w{0,2}|mandate\w{0,2}|mandarmi)\b",
        r"(?:cancell\w{1,6}|rimuov\w{1,6}|elimin\w{1,6}|togli\w{1,6}|tolg\w{1,6}|escluder\w{1,4}|"
        r"rimozione|cancellazione)(?:mi|ci)\b|(?:mi|ci) (?:cancell|rimuov|elimin|tolg|togli|"
        r"disiscriv)\w{1,6}|(?:cancell\w{1,5}|rimuov\w{1,5}|rimoss\w|elimin\w{1,5}|togli\w{1,5}|"
        r"tolg\w{1,4}|rimozione|cancellazione)(?: \S{1,8}){0,3} (?:(?:il |i |la |dei |del |della )?(?:mio|"
        r"miei|mia|nostr\w)|dalla (?:lista|mailing|vostra|sua|tua)|dall\w* (?:elenco|lista|mailing|"
        r"database|vostr\w|indirizzario)|questo indirizzo|dal (?:vostro|suo|database))",
        r"disiscri\w+|disiscrizion\w+|annull\w{1,4} (?:l'|la |mia )?iscrizione|(?:non|"
        r"mai) (?:\w{1,6} )?(?:scriv\w{1,6}|contatt\w{1,6}|mand\w{1,6}|invi\w{1,6}|ricever\w|"
        r"disturb\w{1,6})(?: \S{1,10}){0,3} (?:piu|ancora|altr\w)|non (?:scriveteci|scrivetemi|"
        r"contattatemi|contattateci|contattarmi|scrivermi|mandatemi|inviatemi|mi scriva|mi contatti|"
        r"mi contattate|mi scrivete|disturbate\w*)|non (?:desider\w+|vogli\w+|"
        r"vorre\w+) (?:\w{1,6} )?(?:piu|ricevere|essere contattat\w)|(?:basta|niente|stop|"
        r"nessun\w?)(?: piu| con| alle| le| altr\w| queste)*(?: \w{1,6})? " + MAIL,
        r"(?:smett\w{1,8}|finit\w{1,4}|cessate)(?: \S{1,8}){0,2} (?:di|la)\b|(?:gdpr|privacy|"
        r"protezione dei dati|diritto (?:all'oblio|di (?:opposizione|cancellazione|accesso)))|(?:mai|"
        r"non) (?:\w{1,6} ){0,3}(?:dato il (?:mio )?consenso|iscritt\w|autorizzat\w|acconsentit\w|"
        r"richiesto quest\w)|(?:segnal\w+)[^.?!]{0,30}spam|mi oppongo|lasci\w{1,4}mi in pace",
    ),
    unsubscribe_words=(
        "stop",
        "cancellami",
        "disiscrizione",
        "cancellazione",
        "disiscrivimi",
        "rimuovi",
        "cancellare",
        "rimuovere",
        "basta",
    ),
    spared=(
        r"come (?:\S{1,12} ){0,4}(?:clienti|utenti|contatti|destinatari)|come (?:gestite|funziona|"
        r"possono)|(?:link|tasso|pagina) di (?:disiscrizione|cancellazione)",
    ),
    negative=(
        r"no[,.]? (?:grazie|la ringrazio)|grazie,? ma no|no\s*[.!]*$|(?:non|nessun\w?|poco|"
        r"senza) (?:\w{1,8} ){0,4}(?:interess\w*|bisogno|necessit\w*|serve|rilevante|pertinente|utile|"
        r"adatt\w|fa per|cerc\w+|in linea|considera\w*|intenzione|occorre)|(?:abbiamo|ho|usiamo|"
        r"utilizziamo|lavoriamo) (?:\w{1,6} )?gia|gia (?:\w{1,8} ){0,3}(?:fornitore|partner|soluzione|"
        r"copert\w)|siamo (?:\w{1,6} )?(?:a posto|soddisfatt\w|copert\w)|decli\w+|troppo caro|"
        r"perdita di tempo",
    ),
    later=(
        rf"(?:solo|non prima di|meglio|soltanto) {FAR}",
        r"(?:al momento|per ora|adesso|ora|attualmente|per il momento|quest'anno|"
        r"oggi)(?: \w{1,8}){0,3},? (?:no|non)\b|non (?:\w{1,8} ){0,3}(?:al momento|per ora|adesso|ora|"
        r"quest'anno|ancora|una priorita|il momento)|momento sbagliato|(?:troppo|molto) (?:occupat\w|"
        r"impegnat\w)",
        rf"(?:ricontatt\w+|risent\w+|contatt\w+|scriv\w+|richiam\w+|chiam\w+|sent\w+|parl\w+|riparl\w+|torn\w+|ripren\w+|ricord\w+|aggiorn\w+)(?: \S{{1,12}}){{0,6}} (?:{FAR}|piu avanti|piu tardi)|(?:forse|magari|eventualmente|meglio) (?:\w{{1,6}} )?(?:{FAR}|piu avanti)|piu avanti|in futuro|"
        r"(?:budget|progetto|assunzioni) (?:\w{1,8} ){0,3}(?:bloccat\w|congelat\w|sospes\w|rimandat\w)|"
        r"(?:senza|nessun|non abbiamo|non ho) (?:\w{1,6} )?(?:budget|tempo|risorse)",
    ),
    referral=(
        r"non sono (?:\w{1,6} ){0,2}(?:la persona|il|la) (?:\w{1,8} )?(?:giusta|corrett\w|adatt\w|"
        r"responsabile|referente|contatto)|non (?:\w{1,6} ){0,3}(?:mia competenza|mi occupo|occupo io|"
        r"piu io)|persona sbagliata",
        r"(?:contatt\w{1,4}|parl\w{1,4}|scriv\w{1,4}|si rivolga|rivolg\w{1,6}|sent\w{1,4}|"
        r"chied\w{1,4})(?: \S{1,8}){0,3}? (?:con |a |al |alla )?(?:il mio|la mia|il nostro|la nostra|mio|"
        r"mia|il collega|la collega|il responsabile|il sig|la sig|\S{1,40}@)",
        r"(?:inoltr\w+|giro (?:\S{1,8} ){0,4}a|passo (?:\S{1,8} ){0,4}a|in copia|metto in copia|in cc)|"
        r"(?:se ne occupa|ne e responsabile|il responsabile (?:\w{1,6} )?e|la persona giusta e|"
        r"il referente)",
    ),
    positive=(
        r"gradir\w{1,4}|(?:vorrei|vorremmo|mi piacerebbe|ci piacerebbe) (?:\w{1,6} )?(?:ricevere|sapere|"
        r"vedere|avere|fissare|parlar)\w*",
        r"si\b[,.! ]|si\s*$|certo\b|certamente|volentieri|con piacere|d'accordo|va bene|perfetto|ok per|"
        r"ottimo\b|(?:mi|ci) (?:\w{1,6} )?(?:interessa\b|interesserebbe|piacerebbe|andrebbe|va bene|"
        r"farebbe piacere)|(?:sono|siamo|sarei|saremmo) (?:\w{1,6} )?interessat\w|sembra (?:interessante|"
        r"ottimo|buono)|mi sembra",
        r"(?:mand\w{1,6}|invi\w{1,6}|spedi\w{1,6}|fornir\w{1,4}|condivid\w{1,5})(?:mi|"
        r"ci)?(?: \S{1,10}){0,5} (?:presentazione|informazioni|brochure|preventivo|offerta|prezzi|listino|"
        r"dettagli|materiale|proposta|link|documentazione|catalogo|esempi|demo|qualcosa)",
        r"(?:mi |ci )?chiam\w{1,5}(?:mi|ci)?\b(?! (?:mi|si)\b)|(?:possiamo|potremmo|puo|potete|potrebbe|"
        r"puoi)(?: \S{1,12}){0,4} (?:sentirci|parlar\w*|veder\w*|incontrar\w*|chiamar\w*|inviar\w*|"
        r"mandar\w*|demo|fissare|organizzare|mostrar\w*)|(?:sentiamoci|parliamone|fissiamo|vediamoci|"
        r"organizziamo)\b|(?:lunedi|martedi|mercoledi|giovedi|venerdi|domani) (?:\S{1,6} ){0,3}(?:alle|"
        r"va bene|ok|mattina|pomeriggio|sono|possiamo)|(?:disponibile|libero) (?:\S{1,6} ){0,2}(?:lunedi|"
        r"martedi|mercoledi|giovedi|venerdi|domani)|(?:saperne|sapere) di piu|vedere una demo|"
        r"maggiori (?:informazioni|dettagli)|quando (?:possiamo|puo|potremmo)",
    ),
    interest=(r"(?:molto |davvero )?(?:interessante|promettente)\b",),
    question=(
        r"quanto costa|(?:come|quanto|quale|dove|chi|che|cosa|perche|quando|avete|"
        r"e possibile)\b[^.?!]{0,120}\?",
    ),
    thanks=(r"(?:grazie|ricevuto|preso nota|lo (?:leggo|guardo))",),
    negation=(r"non\b|no\b|nessun\w?\b|mai\b|senza\b|ne\b|purtroppo\b|neanche\b",),
    away=(
        r"(?:sono|malattia) (?:\w{1,8} )?(?:malat\w|influenzat\w)\b",
        r"(?:fuori (?:ufficio|sede)|in (?:ferie|vacanza|viaggio|trasferta|maternita|congedo|malattia)|"
        r"congedo (?:di )?(?:maternita|parentale|paternita)|assente|assenza|fuori per)\b|"
        r"accesso (?:\w{1,8} )?(?:limitato|ridotto)|(?:saro|sono|tornero|rientrero|rientro|torno|"
        r"di ritorno|di rientro) (?:\S{1,8} ){0,3}(?:assente|in ufficio|operativ\w|reperibile|"
        r"disponibile dal|il|lunedi|martedi|mercoledi|giovedi|venerdi|dal|di nuovo)|non (?:saro|sono|"
        r"sarei) (?:\w{1,6} ){0,2}(?:in ufficio|raggiungibile|disponibile|reperibile)|al mio (?:rientro|"
        r"ritorno)|in mia assenza|durante la mia assenza|(?:ufficio|uffici|"
        r"azienda) (?:\S{1,8} ){0,4}chius\w+|per (?:urgenze|questioni urgenti)|in caso di urgenza|"
        r"rispond\w+ (?:\w{1,6} )?(?:con ritardo|al mio)",
    ),
    left=(
        r"non (?:\w{1,6} )?(?:lavor\w+|fa|faccio|e|sono|collabora|"
        r"parte) (?:\w{1,6} )?piu (?:\w{1,6} ){0,3}(?:presso|con|per|in|parte|alle|da|nell\w*|dipendente)|"
        r"non (?:lavor\w+|fa parte|collabora) piu|(?:ha|ho) lasciato (?:l'|la|il|lo|\w{2,20})|(?:e|sono|"
        r"andat\w) in pensione|e deceduto|non fa piu parte",
    ),
    automatic=(
        r"confermiamo (?:la |l')?(?:ricezione|avvenuta)|ricezione della (?:sua|vostra)",
        r"(?:sua|vostra|tua|suo|vostro|tuo) (?:\w{1,8} )?(?:e-?mail|mail|messaggio|richiesta)(?: (?!non|"
        r"mai)\S{1,10}){0,3} (?:ricevut\w|registrat\w|pres\w|inoltrat\w)",
        r"(?:questa|questo) (?:\S{1,12} )?(?:casella|indirizzo|account|"
        r"e-?mail)\b(?: \S{1,14}){0,6}? (?:non|solo|esclusivamente)\b",
        r"(?:le |vi |ti )?(?:risponderemo|ricontatteremo|contatteremo)\b|grazie per (?:averci|"
        r"aver) (?:contattat|scritt)\w",
        r"(?:messaggio|risposta|e-?mail|mail) (?:\w{1,8} )?(?:automatic\w|generat\w (?:automaticamente|"
        r"in automatico))|generat\w automaticamente|(?:non|si prega di non) rispondere (?:a quest\w|"
        r"direttamente)|non rispondere\b|(?:casella|indirizzo|"
        r"account)(?: \S{1,10}){0,4} non (?:\S{1,8} ){0,2}(?:monitorat\w|presidiat\w|lett\w|attiv\w|"
        r"controllat\w)|abbiamo (?:\w{1,8} )?ricevuto (?:la |il |le )?(?:sua|suo|tua|tuo|vostra|vostro)|"
        r"(?:sua|vostra|tua) (?:richiesta|mail|messaggio) (?:e stat\w|\w{1,8} ricevut\w)|(?:risponderemo|"
        r"ricontatteremo) (?:\w{1,8} ){0,3}(?:al piu presto|quanto prima|appena possibile|entro)|"
        r"conferma di lettura",
    ),
    ticket=(r"(?:numero|n°|riferimento) (?:di |del )?(?:ticket|pratica|richiesta|segnalazione)",),
    but=(r"ma\b|pero\b|tuttavia\b",),
)
