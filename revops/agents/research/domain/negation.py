"""Negations, which turn the meaning of a sentence around."""

import re

from revops.agents.research.domain.folding import loose

_WORDS = (
    # English
    "not|no|never|neither|nor|none|nobody|nothing|without|cannot|hardly|barely|unlikely|denies|denied|deny",
    "refuses|refused|false|untrue|rumors|rumours|cancelled|canceled|halted|abandoned",
    # German
    "nicht|nichts|nie|niemals|niemand|weder|ohne|kein|keine|keinen|keinem|keiner|keines",
    # French, Spanish, Portuguese, Italian, Dutch
    "ne|pas|jamais|aucun|aucune|sans|nunca|ningun|ninguna|ninguno|ningún|sin|tampoco|não|nenhum|sem",
    "non|nessun|nessuno|nessuna|senza|niet|geen|nooit|zonder",
)
# "n't" of don't and isn't, the "n'" of French, and the endings of Japanese verbs.
_NEGATION = re.compile(
    rf"\b(?:{'|'.join(_WORDS)})\b|n't\b|\bn'|ません|ない|なかった|ずに|ぬ。|不会|没有|不是", re.IGNORECASE
)


def negations(text: str) -> int:
    """Return the number of negations in a text."""
    return len(_NEGATION.findall(loose(text)))
