"""French."""

from mauntic.delivery.replies.domain.words.lexicon import Lexicon

MONTH = r"(?:janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre)\b"
FAR = (
    rf"(?:(?:en |debut |mi-|fin |courant |a partir de )?{MONTH}|(?:l'annee|l'an|le mois|le trimestre|le semestre|l'ete|l'automne|au trimestre) prochaine?|(?:la )?rentree|"
    r"apres (?:l'ete|les vacances|les fetes|noel|paques|la rentree|les conges|le salon)|(?:au |en |"
    r"cet )(?:printemps|ete|automne|hiver)|dans (?:quelques|deux|trois|quatre|cinq|six|neuf|"
    r"\d{1,2}) (?:mois|semaines|trimestres)|q[1-4]\b|t[1-4]\b|20[2-9]\d|fin d'annee|debut d'annee|"
    r"prochain (?:trimestre|semestre))"
)
MAIL = r"(?:e-?mails?|mails?|messages?|courriels?|newsletters?|courriers?|publicites?|sollicitations?|offres?|spams?|pubs?)"

FRENCH = Lexicon(
    unsubscribe=(
        r"(?:etre|soit|sois) (?:retire|supprime|desinscrit|efface|raye|enleve|desabonne)\w{0,2}",
        r"(?:sort\w{1,4}|enlev\w{1,3}|otez)[- ](?:moi|nous)|(?:de|hors de) (?:votre|vos|cette|"
        r"la) (?:\w{1,10} )?(?:liste|mailing\w?|base de donnees|fichier\w?|newsletter)",
        r"(?:(?<!hesitez )(?<!hesite )pas(?! (?:recu|pu|vu|lu|eu|encore|le bon|la bonne))|plus|aucun\w?|"
        r"jamais|stop|cesse\w{0,2}|arrete\w{0,2})(?: \S{1,12}){0,4} (?:mails|e-?mails|messages|courriels|"
        r"publicites?|prospection|demarchage|sollicitations?|newsletters?|communications?|contacter|"
        r"ecrire|relancer|contacts?)\b(?! (?:est|de l|avec))",
        r"(?:cess|arret|stopp|mettre fin)\w{0,4}(?: \S{1,8}){0,2} (?:tout|vos|les|ces|"
        r"a tout) (?:contacts?|envois?|communications?|sollicitations?|relances?)",
        r"desinscri\w*|desabonn\w*|(?:me|nous) (?:retirer|supprimer|enlever|effacer|rayer|radier|exclure)|"
        r"(?:retirez|supprimez|enlevez|effacez|rayez|radiez|otez|retire|supprime|enleve)[- ](?:moi|nous|"
        r"mon|ma|mes|notre|nos|cette adresse)",
        r"(?:retirer|supprimer|enlever|effacer|suppression|effacement|retrait|retirez|"
        r"supprimez)[^.?!]{0,40}(?:mon|ma|mes|notre|nos|cette) (?:\w{1,12} )?(?:adresse|e-?mail|mail|"
        r"donnees|contact|coordonnees|nom|numero)",
        r"(?:de|sur) (?:votre|vos|cette|la) (?:\w{1,8} )?(?:liste|fichier|base|"
        r"mailing)[^.?!]{0,30}(?:retir|supprim|enlev|ray|desinscr)|(?:retir|supprim|enlev|"
        r"ray)\w{1,4}[^.?!]{0,30}(?:votre|vos|la|cette) (?:liste|fichier|base|mailing)",
        r"(?:ne|n'|de ne) (?:plus|pas|jamais) (?:\w{1,4}[' ])?(?:contacter|ecrire|envoyer|solliciter|"
        r"recevoir|deranger|relancer|importuner|demarcher|etre contacte)|ne (?:me|nous|m'|"
        r"n') ?(?:contactez|ecrivez|envoyez|sollicitez|derangez|relancez) (?:plus|pas|jamais)|"
        r"ne m'(?:ecrivez|envoyez|importunez) (?:plus|pas|jamais)|ne (?:me |nous )(?:contacte|recontactez|"
        r"relancez) (?:plus|pas)",
        rf"(?:ne|n') ?(?:souhait\w{{1,4}}|veu\w{{1,4}}|desir\w{{1,4}}) (?:plus|pas) (?:\w{{1,8}} ){{0,2}}(?:recevoir|etre contacte|etre sollicite|de vos|vos)|plus (?:de|aucun|d') ?(?:\w{{1,8}} )?{MAIL}|(?:arretez|cessez|stoppez|arreter|cesser|stop)\b[^.?!]{{0,40}}"
        rf"(?:{MAIL}|envo\w*|ecrire|contacter|harceler|solliciter|spammer|ca\b|$)",
        r"(?:rgpd|cnil|protection des donnees|droit (?:a l'effacement|d'opposition|a l'oubli|d'acces))|"
        r"(?:jamais|pas) (?:\w{1,8} ){0,3}(?:consenti|inscrit|donne mon (?:accord|consentement)|autorise|"
        r"demande a|abonne)|m'oppose|(?:signal\w{1,4})[^.?!]{0,30}spam|comme (?:spam|indesirable)",
        r"(?:laissez|foutez)[- ](?:moi|nous) (?:tranquille|la paix)|harcel\w+",
    ),
    unsubscribe_words=(
        "stop",
        "desinscription",
        "desabonnement",
        "desinscrire",
        "desabonner",
        "supprimer",
        "retirer",
        "desinscrivez moi",
        "se desinscrire",
    ),
    spared=(
        r"comment (?:\S{1,14} ){0,3}(?:vos|les|nos|mes) (?:clients|utilisateurs|contacts|destinataires|"
        r"prospects)|comment (?:gerez|fonctionne|se passe|peuvent|peut-on|gere|gerer)|(?:lien|taux|page|"
        r"bouton) de desinscription|(?:votre|le) (?:outil|produit|logiciel|plateforme|"
        r"solution) (?:\S{1,12} ){0,4}desinscri",
    ),
    negative=(
        r"n'en (?:avons|ai|voyons|vois) pas|pas l'(?:usage|utilite|intention)",
        r"non[,.! ]+(?:merci|desole)|non\s*[.!]*$|merci,? mais (?:non|nous|je|ce)|sans facon|(?:pas|plus|"
        r"aucunement|guere|peu) (?:\w{1,10} ){0,3}(?:interess\w*|interet|pertinent\w*|concern\w*|besoin|"
        r"adapte\w*|utile|convaincu\w*|a la recherche|d'actualite|pour nous|pour moi|envisag\w*|"
        r"a l'ordre du jour|donner suite)|(?:aucun|pas d'|sans|pas de) ?(?:interet|besoin|utilite|suite)|"
        r"n'avons pas (?:besoin|l'utilite|de besoin)|(?:n'|ne )\S{1,16} (?:pas|plus) besoin",
        r"(?:avons|ai|utilisons|travaillons|sommes) (?:\w{1,8} )?deja|"
        r"deja (?:\w{1,10} ){0,3}(?:fournisseur|prestataire|solution|outil|partenaire|equipe\w?|pourvu\w?|"
        r"sous contrat)|satisfaits? de (?:notre|mon)|(?:decline|declinons|refuse|refusons)\b|trop cher|"
        r"perte de temps|ne (?:nous|m'|me) ?(?:interesse|convient|correspond|concerne) pas|"
        r"ne (?:donnerons|donnerai|souhaitons|souhaite) pas",
    ),
    later=(
        rf"(?:pas avant|seulement|plutot|a partir de|mieux) {FAR}",
        r"pas (?:pour le moment|pour l'instant|maintenant|tout de suite|actuellement|cette annee|"
        r"dans l'immediat|encore|la priorite|une priorite|le bon moment|aujourd'hui|ce trimestre)|"
        r"(?:mauvais|pas le bon) (?:moment|timing)|(?:trop|tres) (?:occupe|charge)\w?",
        rf"(?:recontact\w+|revenez|revenir|rappel\w+|reparlons|reparler|relanc\w+|contact\w+|ecrivez|repren\w+|redire|revoir|voir|verrons|parlons|parler|discut\w+|echanger)(?:[ -]\S{{1,12}}){{0,7}} (?:{FAR}|plus tard|ulterieurement)|(?:peut-etre|plutot|eventuellement|volontiers) (?:{FAR}|plus tard)",
        rf"{FAR}[^.?!]{{0,40}}(?:mieux|plutot|possible|recontact|reparl|rappel|revenir|revenez)|(?:budget|recrutement\w*|projet) (?:\w{{1,8}} ){{0,3}}(?:gele|bloque|reporte|suspendu)|(?:pas de|plus de|aucun) (?:budget|temps|ressources)|plus tard\b|dans le futur|ulterieurement",
    ),
    referral=(
        r"mets? en (?:relation|contact)|vous adresser (?:a|au|aux)|(?:service|departement|"
        r"direction) (?:achats?|marketing|informatique|commercial\w*|des? \w{3,12}|rh|financi\w+)",
        r"(?:pas|plus) (?:\w{1,8} ){0,3}(?:la bonne personne|le bon (?:interlocuteur|contact)|en charge|"
        r"responsable|de mon (?:ressort|domaine)|mon (?:domaine|perimetre)|l'interlocuteur)|"
        r"(?:mauvaise personne|mauvais interlocuteur)",
        r"(?:contact\w{1,4}|adress\w{1,4}[- ]vous|voyez|voir|parlez|rapproch\w{1,4}[- ]vous|ecrivez|"
        r"tournez[- ]vous|joindre|consultez)(?: \S{1,10}){0,3}? (?:a |avec |de |aupres de |"
        r"directement )?(?:mon|ma|mes|notre|nos|m\.|mme|mr|madame|monsieur|le|la|l'|\S{1,40}@)",
        r"(?:transmets|transmis|transfere\w?|transferons|fais suivre|fait suivre|redirig\w+|en copie|"
        r"mets en copie|copie de ce mail)|(?:en charge|responsable|s'occupe|gere|"
        r"interlocut\w+) (?:de (?:ce|cela|ces|ca)|est|du sujet)|(?:c'est|"
        r"est) (?:\S{1,12} ){1,4}qui (?:s'occupe|gere|est en charge|traite|decide)|(?:bonne personne|"
        r"bon (?:contact|interlocuteur)) (?:est|serait)",
    ),
    positive=(
        r"m'appeler|me (?:rappeler|contacter|joindre)\b",
        r"(?:serions|serais|suis|sommes) (?:\w{1,6} )?(?:ravi|enchante|heureu|partant|favorable)\w{0,3}|"
        r"pouvez (?:m'|nous |me )(?:appeler|contacter|envoyer|joindre)",
        r"oui\b|ok pour|d'accord|avec (?:grand )?plaisir|volontiers|bien sur|absolument|parfait|entendu|"
        r"pourquoi pas|c'est parti|ca marche|(?:ca|cela) (?:m'|nous |me )(?:interesse|convient|va)\b|"
        r"(?:m'|nous )interesse\b(?! pas)|(?:suis|sommes|serais|serions) (?:\w{1,10} )?interesse\w*|"
        r"tres interess\w+ (?:par|de|pour)",
        r"(?:envoyez|envoyer|transmettre|transmettez|adresser|faire parvenir|partager|communiquer|envoie|"
        r"fournir)(?:[- ](?:moi|nous|m'en))?(?: \S{1,10}){0,5} (?:brochure|presentation|documentation|"
        r"informations?|infos?|devis|tarifs?|offre|proposition|details?|plaquette|lien|documents?|"
        r"exemples?|demo|plus|grille|disponibilites|invitation|creneaux?)",
        r"(?:appelez|appeler|contactez|rappelez|telephonez)[- ](?:moi|nous)|(?:pouvons|peut|pouvez|"
        r"pourrions|pourriez|peux)[- ](?:nous|on|vous|tu)(?: \S{1,12}){0,5} (?:parler|echanger|appeler|"
        r"discuter|rencontrer|voir|envoyer|montrer|rendez|demo|demonstration|organiser|planifier|fixer)|"
        r"on (?:peut|pourrait) (?:\S{1,8} ){0,3}(?:parler|echanger|voir|appeler|discuter)|"
        r"rendez-vous (?:le|lundi|mardi|mercredi|jeudi|vendredi|demain|confirme)|(?:disponible|libre|"
        r"dispo) (?:\S{1,8} ){0,3}(?:lundi|mardi|mercredi|jeudi|vendredi|demain|la semaine|le|a \d|en)|"
        r"(?:lundi|mardi|mercredi|jeudi|vendredi|demain)(?: \S{1,8}){0,4} (?:convient|me va|c'est bon|"
        r"possible|ok|parfait)|(?:en savoir|savoir) (?:plus|davantage)|voir une demo|hate de|"
        r"au plaisir d'echanger",
    ),
    interest=(r"(?:tres |plutot |assez )?(?:interessant|sympa|prometteur|seduisant)\w?\b",),
    question=(
        r"(?:est-ce|quel\w{0,3}|combien|comment|ou\b|qui|pourquoi|quand|que|avez-vous|pouvez-vous|"
        r"y a-t-il|a quel)\b[^.?!]{0,120}\?|combien (?:ca|coute|cela)|quel (?:est le|en est le) (?:prix|"
        r"cout|tarif)",
    ),
    thanks=(r"(?:merci|bien recu|bien note|c'est note|recu\b|je (?:vais )?regarde\w?)",),
    negation=(
        r"pas\b|ne\b|n'\w|non\b|plus (?:besoin|interess)|aucun\w?\b|jamais\b|sans\b|malheureusement\b",
    ),
    away=(
        r"(?:suis|actuellement) (?:\w{1,8} )?(?:malade|souffrant\w?)\b",
        r"(?:absent|absente|absence|en (?:conge|conges|vacances|deplacement|voyage|formation|"
        r"arret maladie|arret|mission|rtt|teletravail jusqu)|en conge (?:maternite|paternite|parental)|"
        r"conge (?:maternite|paternite|parental)|conges annuels|hors (?:du )?bureau)\b",
        r"(?:de retour|retour) (?:au bureau|le|lundi|mardi|mercredi|jeudi|vendredi|en|a partir)|(?:serai|"
        r"suis|sera) (?:de retour|joignable|absent\w?|indisponible|en conge)|"
        r"acces (?:\w{1,10} )?(?:limite|restreint)|(?:limite|restreint) a (?:ma|mes) (?:messagerie|mail|"
        r"e-?mail)|a mon retour|en mon absence|pendant mon absence|durant mon absence|(?:bureaux?|"
        r"entreprise|societe) (?:\S{1,8} ){0,4}ferm\w+|en cas d'urgence",
    ),
    left=(
        r"(?:ne|n') ?\S{1,14} plus (?:\w{1,8} ){0,2}(?:partie|chez|dans (?:la|l'|notre|cette)|au sein|"
        r"employe\w*|salarie\w*|l'entreprise|la societe)|ne travaille plus|ne fait plus partie|(?:a|ai|"
        r"avons) (?:\w{1,8} )?quitte (?:la|l'|notre|le|son|mes|ses|chez)|(?:a|en) la retraite|"
        r"depart en retraite|est decede\w?|quitte (?:la societe|l'entreprise)",
    ),
    automatic=(
        r"confirmons (?:la |bonne )?reception|bonne reception",
        r"votre (?:\S{1,8} )?(?:e-?mail|message|demande|mail|courriel)(?: (?!pas|n'a|n'est|"
        r"jamais)\S{1,10}){0,4} (?:recu|receptionne|enregistre|transmis|pris|traite)\w{0,2}\b",
        r"(?:cette|ce) (?:\S{1,12} )?(?:boite|adresse|compte|messagerie|"
        r"e-?mail)\b(?: \S{1,14}){0,6}? (?:n'est|pas|uniquement|ne)\b",
        r"(?:message|demande|mail|courriel) (?:a|ont) (?:bien )?ete (?:transmis|redirige|"
        r"transfere)\w{0,2}|(?:service|equipe|personne) concerne\w?",
        r"(?:horaires|heures) d'ouverture|formulaire de contact|(?:message|demande|mail) (?:a|"
        r"ont) (?:bien )?ete (?:recu|transmis|pris)\w?",
        r"(?:nous (?:vous )?(?:repondrons|recontacterons|reviendrons|traiterons))\b|"
        r"enregistre\w? sous le numero|n'est plus (?:utilisee|active|valide|valable)",
        r"(?:reponse|message|mail|courriel|e-?mail|accuse de reception)s? (?:\S{1,8} )?(?:automatique|"
        r"auto|genere automatiquement|de reception)|genere automatiquement|envoye automatiquement|"
        r"accuse de reception|accusons reception|(?:ne pas|pas) (?:\w{1,8} )?repondre (?:a ce|"
        r"directement)|(?:boite|adresse)(?: \S{1,10}){0,4} (?:n'est|pas|plus) (?:\S{1,6} )?(?:lue|"
        r"consultee|surveillee|relevee|relevee|active|valide|utilisee)|avons bien recu votre|"
        r"bien recu votre (?:demande|message|e-?mail|mail|courriel)[^.?!]{0,60}(?:repond|revien|trait|"
        r"delai|bref)|votre (?:demande|message) (?:a (?:bien )?ete|est) (?:\w{1,8} )?(?:recu|enregistre|"
        r"pris|transmis)\w*|dans les (?:meilleurs|plus brefs) delais|confirmation de lecture",
    ),
    ticket=(
        r"(?:numero|n°|no|reference) (?:de )?(?:ticket|dossier|demande|incident)|ticket (?:n°|no|#|numero)",
    ),
    but=(r"mais\b|cependant\b|toutefois\b|neanmoins\b",),
)
