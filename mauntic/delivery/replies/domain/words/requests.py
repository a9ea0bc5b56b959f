"""Requests to be left alone, by stems of all languages: what no list of phrases foresees.

A short sentence that removes or stops something asks for it, and so does a longer one that names a list, an address,
data or mail beside it.
"""

import re

from mauntic.delivery.replies.domain.words.lexicon import compiled

SHORT = 5
"""Words of a sentence in which a verb alone is a request: "bitte entfernen", "please discontinue"."""

REMOVAL = compiled(
    (
        r"remov(?:e|ed|ing|al)\b|delet(?:e|ed|ing|ion)\b|eras(?:e|ed|ure)\b|unsub\w*|opt(?:ed|"
        r"ing)?[- ]?out|purge\b|deregister",
        r"losch(?:en|e|ung|t)?\b|geloscht|entfern(?:en|e|t|ung)?\b|streich(?:en|e)?\b|gestrichen|"
        r"aus(?:zu)?tragen|ausgetragen|ab(?:zu)?melden|abbestell\w*|herausnehmen|rausnehmen",
        r"supprim\w+|retir(?:er|ez|e|es)\b|enlev(?:er|ez|e|es)\b|effac(?:er|ez|e|es)\b|desinscri\w*|"
        r"desabonn\w*|radi(?:er|ez)\b",
        r"elimin(?:ar|e|en|ado|ada|enme|arme|acion)\b|borr(?:ar|e|en|ame|eme|ado|arme)\b|quit(?:ar|e|en|"
        r"eme|ame|arme)\b|suprimir|desuscri\w*|dar(?:me|nos)? de baja",
        r"cancell(?:are|ate|i|atemi|ami|azione|armi|ato|arci)\b|rimuov\w+|rimozione|rimoss[oia]\b|"
        r"togli(?:ere|ete|etemi|mi|ermi)\b|disiscri\w*|eliminat[eoi]\b",
        r"remov(?:er|am|a|ido|ida)\b|exclu(?:ir|a|am|sao|ido|ida)\b|descadastr\w*|apag(?:ar|ue|uem)\b|"
        r"desinscre\w*",
        r"verwijder\w*|uit(?:te )?schrijv\w*|uitgeschreven|schrap(?:pen)?\b|wissen\b|afmeld\w*|haal (?:me|"
        r"mij|ons)\b",
        r"usun(?:ac|iecie|iecia|iety|cie)?\b|wypis\w+|wykresl\w+|skasowa\w+",
        r"ta bort|radera\w*|avregistrera\w*|avprenumerera\w*|stryk\b",
    )
)
STOPPING = compiled(
    (
        r"stop(?!p?(?:ed|ing)|s\b| by| in\b| over| at\b)\b|cease\b|desist\b|discontinue\b|refrain\b|"
        r"^quit\b|knock it off",
        r"aufhoren|aufzuhoren|horen sie auf|unterlass\w*|abzusehen|absehen|schluss\b|genug\b",
        r"arret(?:er|ez|e)\b|cess(?:er|ez|e)\b|assez\b|ca suffit",
        r"dej(?:e|en|ar|ad) de|par(?:e|en|ar) de|ces(?:e|en|ar)\b|basta\b",
        r"smett\w+|finitela|chega\b|par(?:e|em|ar) (?:de|com)|deix(?:e|em) de",
        r"ophouden|hou(?:d)? op\b|stoppen\b|przesta\w+|dosc\b|slut(?:a|e)\b|stopp(?:a)?\b",
    )
)
MAILING = compiled(
    (
        r"e-?mail\w*|mail(?:s|ing|ings|en)?\b|messag\w+|contact\w*|contat\w+|spam\w*|newsletter\w*|"
        r"writ(?:e|ing)\b|call(?:s|ing)?\b|send(?:ing)?\b|outreach",
        r"nachricht\w*|kontakt\w*|schreib\w*|schick\w*|send\w*|werbung|zusendung\w*|anruf\w*|belastig\w*",
        r"courriel\w*|ecri\w+|envo\w+|sollicit\w+|harcel\w+|publicit\w+",
        r"corre\w+|mensaj\w+|escrib\w+|envi\w+|mand\w+|molest\w+",
        r"messagg\w+|scriv\w+|invi\w+|mensage\w+|escrev\w+|incomod\w+|bericht\w*|stur\w+|benader\w*|"
        r"wiadomos\w*|pisa\w+|pisz\w*|wysyla\w*|mejl\w*|skick\w+|utskick\w*",
    )
)
RECORDS = compiled(
    (
        r"lists?\b|address\w*|data\b|databas\w*|details?\b|records?\b|crm\b|system\b|inbox\b|account\b|"
        r"subscription|profile\b|distribution",
        r"list\w{1,3}\b|verteiler\w*|adress\w*|daten\w*|kontakt\w*|kartei|newsletter\w*",
        r"fichiers?\b|adresse\b|donnees|coordonnees|base\b|contacts?\b|envois?\b",
        r"direccion|datos\b|base de datos|indirizz\w+|dati\b|endereco|dados\b|cadastro|contacto\b",
        r"bestand\b|gegevens|adres\w*|bazy\b|baz\w\b|dane\b|danych|adres\w*|register\b|uppgifter",
    )
)
WORD = re.compile(r"[^\W_]+")


def is_request(text: str, *, is_question: bool) -> bool:
    """Tell whether a folded sentence asks to be removed or left alone; "Can you remove duplicates?" does not."""
    removes, stops = REMOVAL.search(text), STOPPING.search(text)
    if not removes and not stops:
        return False
    if len(WORD.findall(text)) <= SHORT and not is_question:
        return True
    return bool((removes and RECORDS.search(text)) or (stops and MAILING.search(text)))
