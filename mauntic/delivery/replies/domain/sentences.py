"""A reply as sentences and clauses of folded text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from mauntic.delivery.replies.domain.folding import folded

MAX_JUDGED = 3_000
"""Characters that are judged: people say at once what they want."""
MAX_SENTENCE = 400
END = re.compile(
    r"(?<=\D[.!?])\s{1,20}|(?<=[!?])\s{1,20}|(?<=。)|\n\s{0,40}\n|\n(?=\W?\s?[a-z0-9])|\s-{1,9}\s|;\s|…|\.{3}\s?"
)
COMMA = re.compile(r"[,:]\s|、")
ABBREVIATION = re.compile(
    r"\b(mr|mrs|ms|dr|no|nr|st|art|e\.g|i\.e|z\.b|bzw|ca|evtl|sr|sra|m|dhr|mevr|approx|vs)\.\s"
)
INSTRUCTIONS = re.compile(
    r"\"\w{2,20}\"\s?:|note (?:to|for) (?:the )?(?:ai|assistant|model|bot|llm|system|classifier|reader)|"
    r"<!--|as instructed by|set (?:the |your )?(?:status|label|stage|class|field)|(?:ignore|disregard|"
    r"forget|override|bypass|ignorier\w*|vergiss|vergessen sie|ignora\w*|ignorez|oublie\w*|negeer|"
    r"zignoruj)\b[^.!?\n]{0,40}(?:instruct|prompt|rules|previous|above|prior|anweisung|instruc|istruzion|"
    r"instrucciones|polecen|instructies)|^\W*(?:system|assistant|developer|ai|bot|llm|chatgpt|claude|gpt|"
    r"gemini|copilot|model|agent)\s*[:,>]|\[/?inst\]|<\W?/?(?:system|instructions?|prompt|im_start)|"
    r"you are (?:now )?(?:an? |the )?(?:ai|assistant|language model|chatbot|helpful)|new instructions?|"
    r"(?:classif|mark|label|tag|categori[sz]e|score|treat|record|flag|log|set)\w* (?:\S{1,14} ){0,5}(?:as|"
    r"to|:) \W?(?:interested|positive|hot|qualified|meeting|won|yes)|(?:classification|sentiment|intent|"
    r"label|class|category|unsubscribe|verdict|score)\s*[=:]\s*\w|(?:forward|send|e-?mail|export|transfer|"
    r"cc) (?:\S{1,14} ){0,6}(?:thread|conversation|contacts?|list|database|password|credentials|"
    r"emails) (?:\S{1,14} ){0,3}to\b"
)


IDIOMS = (
    (
        re.compile(
            r"\b(?:why not|warum nicht|pourquoi pas|waarom niet|por que no|perche no|can(?:'?t| ?not) wait)\b"
        ),
        "yes",
    ),
    (
        re.compile(
            r"\b(?:do(?: not|n'?t) hesitate(?: to)?|(?:bitte )?zogern sie nicht|"
            r"n'hesitez (?:surtout )?pas(?: a)?|no dud\w{1,3}(?: en)?|non esit\w{1,3}(?: a)?|"
            r"nao hesit\w{1,2}(?: em)?|aarzel niet(?: om)?|nie wahaj\w{0,4}(?: sie)?|"
            r"tveka inte(?: att)?)(?!\w)"
        ),
        "please",
    ),
    (
        re.compile(
            r"\b(?:no (?:problem|worries|objections?)|not a problem|kein problem|pas de (?:probleme|"
            r"souci)|sin problema|nessun problema|sem problemas?|geen probleem|nie ma problemu|"
            r"inga problem)\b"
        ),
        "ok",
    ),
)
"""Phrases with a negation that negate nothing, and what they mean."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence in folded form."""

    text: str

    @property
    def is_question(self) -> bool:
        return self.text.rstrip().endswith("?") or self.text.lstrip().startswith("¿")

    @property
    def clauses(self) -> tuple[str, ...]:
        return tuple(part for part in COMMA.split(self.text) if part.strip())

    @property
    def instructs(self) -> bool:
        """Tell text that addresses a model instead of a person."""
        return bool(INSTRUCTIONS.search(self.text))


def sentences_of(said: str) -> tuple[Sentence, ...]:
    """Return the sentences of what a person said; lines that wrap a sentence are joined."""
    return tuple(_sentences(said))


def _sentences(said: str) -> Iterator[Sentence]:
    plain = ABBREVIATION.sub(r"\1 ", folded(_joined(said[:MAX_JUDGED])))
    for idiom, meaning in IDIOMS:
        plain = idiom.sub(meaning, plain)
    for part in END.split(plain):
        for start in range(0, len(part), MAX_SENTENCE):
            text = part[start : start + MAX_SENTENCE].strip()
            if text:
                yield Sentence(text)


def _joined(said: str) -> str:
    """Join lines that a mail client wrapped: a line of 55 letters or more goes on in the next."""
    return re.sub(r"(?m)^(.{55,}[^.!?:\n])\n(?=\S)", r"\1 ", said)
