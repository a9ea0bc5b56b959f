"""What a person says: rules in ten languages, cautious about "positive" and eager to hear "stop"."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from mauntic.delivery.replies.domain.mime.headers import BARE_ADDRESS
from mauntic.delivery.replies.domain.sentences import Sentence, sentences_of
from mauntic.delivery.replies.domain.words.meanings import ONE_WORD, begins, patterns, says
from mauntic.delivery.replies.domain.words.requests import is_request

SARCASM = re.compile(
    r"^(?:not|lol|as if|yeah,? right|ha+(?: ha+)*)\W*$|"
    r"great,? another|(?:just what|exactly what) (?:i|we) needed|"
    r"how original"
)
OWN = re.compile(
    r"\b(?:(?:me|us|mich|uns|moi|nous|mij|ons|mig) (?:at|on|via|under|unter|sous|op|pa|en|a|per)|my|"
    r"meine\w?|mon|mi|mijn|mio|mia|meu|minha|min|moj\w?)\b"
)
"""What stands before an address of the writer's own."""
NOT_FOR_SHOW = re.compile(
    r"unsubscribe\W{0,3}[=:]\W{0,3}(?:false|true|no|yes|0|1)|\Wunsub\w*\W{0,3}https?:|https?://\S*unsub"
)
POLITE = re.compile(
    r"\b(?:please|pls|plz|kindly|now|immediately|asap|thanks|thank you|thx|just|hi|hello|bitte|sofort|"
    r"umgehend|danke|svp|s il vous plait|merci|por favor|gracias|per favore|grazie|alstublieft|aub|graag|"
    r"bedankt|tack|prosze|dziekuje)\b"
)
CONDITION = re.compile(r"(?:if|whether|unless|in case|suppose|assuming|wenn|falls|sofern|indien)\b")
MAX_WORD = 40
AMBIGUOUS = frozenset(
    {"out", "end", "off", "enough", "quit", "no more", "cancel", "raus", "fin", "baja", "sair", "basta"}
)
COMMANDS = ONE_WORD - AMBIGUOUS
"""Words that ask to stop even beside other sentences."""


@dataclass(frozen=True, slots=True)
class Said:
    """The judgement of a person's words: label, sentiment and what led to it."""

    label: str
    sentiment: str
    signals: tuple[str, ...]


def judge(said: str) -> Said:
    """Return what a person says.

    The order is the rule: a request to stop is heard first, a handover before a refusal ("not my area, ask
    Petra"), a date before a refusal ("not now, ask in March"), and any refusal before an interest.
    """
    sentences = sentences_of(said)
    if asks_us_to_stop(said):
        return Said("unsubscribe", "negative", ("unsubscribe", *_instructed(sentences)))
    if _instructed(sentences):
        # Words to a model are no answer to us: what stands beside them is not trusted, either.
        return Said("neutral", "neutral", ("instructions",))
    for label, rule in RULES:
        if rule(sentences):
            return Said(label, _sentiment(label, sentences), (label,))
    return Said("neutral", "positive" if _any("thanks", sentences) and len(sentences) > 1 else "neutral", ())


def asks_us_to_stop(said: str) -> bool:
    """Tell whether a person asks for no more mail, or to be forgotten."""
    sentences = sentences_of(said)
    if _bare(" ".join(each.text for each in sentences)) in ONE_WORD:
        return True
    return any(_commands(each) or _asks(each) for each in sentences)


def referral_in(text: str, *, without: Iterable[str] = ()) -> str:
    """Return the first address that a text names, but for those in `without`."""
    known = set(without)
    found = (each.lower().strip(".") for each in BARE_ADDRESS.findall(text[:20_000]))
    return next((each for each in found if each not in known), "")


def _commands(sentence: Sentence) -> bool:
    """Tell a word that asks to stop, alone in a sentence or clause: "Wrong person, please remove"."""
    parts = () if sentence.instructs else (sentence.text, *sentence.clauses)
    return any(_bare(part) in COMMANDS for part in parts)


def _bare(text: str) -> str:
    """Return the words of a short text without those that are only polite."""
    if len(text) > MAX_WORD:
        return ""
    return " ".join(POLITE.sub(" ", re.sub(r"[\W_]+", " ", text)).split())


def _asks(sentence: Sentence) -> bool:
    return (
        (
            says("unsubscribe", sentence.text)
            or (is_request(sentence.text, is_question=sentence.is_question) and not sentence.instructs)
        )
        and not says("spared", sentence.text)
        and not NOT_FOR_SHOW.search(sentence.text)
    )


def _instructed(sentences: Iterable[Sentence]) -> tuple[str, ...]:
    return ("instructions",) if any(each.instructs for each in sentences) else ()


def _is_sarcastic(sentences: tuple[Sentence, ...]) -> bool:
    return any(SARCASM.search(each.text) for each in sentences)


def _refers(sentences: tuple[Sentence, ...]) -> bool:
    return _any("referral", sentences) or any(
        BARE_ADDRESS.search(each.text) and not OWN.search(each.text) for each in sentences
    )


def _is_only_later(sentences: tuple[Sentence, ...]) -> bool:
    """Tell "contact me in March" from "contact my colleague in March"."""
    return _is_later(sentences) and not any(BARE_ADDRESS.search(each.text) for each in sentences)


def _is_later(sentences: tuple[Sentence, ...]) -> bool:
    return _any("later", sentences)


def _refuses(sentences: tuple[Sentence, ...]) -> bool:
    return _is_sarcastic(sentences) or any(
        says("negative", each.text) and not _is_asked(each) for each in sentences
    )


def _is_asked(sentence: Sentence) -> bool:
    """Tell "Do you already have customers here?", which refuses nothing."""
    return sentence.is_question and says("question", sentence.text)


def _agrees(sentences: tuple[Sentence, ...]) -> bool:
    if any(each.is_question and after_but(each.text) for each in sentences):
        return False  # "Yes, but what about security?"
    return any(_has_yes(each) and not _takes_back(each) for each in sentences)


def _has_yes(sentence: Sentence) -> bool:
    return any(_is_plain(clause, "positive") for clause in sentence.clauses)


def _takes_back(sentence: Sentence) -> bool:
    """Tell "interested in much, but not in this" and "in a job, not a tool": the end counts."""
    after = after_but(sentence.text)
    if after and says("negation", after) and not says("positive", after):
        return True
    *first, last = sentence.clauses or ("",)
    return bool(first) and begins("negation", last.strip())


def _withdraws(sentences: tuple[Sentence, ...]) -> bool:
    return any(_has_yes(each) and _takes_back(each) for each in sentences)


def after_but(text: str) -> str:
    """Return what follows the first "but" of a sentence, in any language."""
    ends = [found.end() for pattern in patterns("but") if (found := pattern.search(text))]
    return text[min(ends) :] if ends else ""


def _asks_something(sentences: tuple[Sentence, ...]) -> bool:
    return any(each.is_question or says("question", each.text) for each in sentences)


def _praises(sentences: tuple[Sentence, ...]) -> bool:
    praised = [each for each in sentences if not _takes_back(each)]
    return any(_is_plain(clause, "interest") for each in praised for clause in each.clauses)


def _is_plain(clause: str, meaning: str) -> bool:
    """Tell a phrase that no word of its clause turns around."""
    return says(meaning, clause) and not says("negation", clause) and not CONDITION.match(clause.strip())


def _any(meaning: str, sentences: Iterable[Sentence]) -> bool:
    return any(says(meaning, each.text) for each in sentences)


def _sentiment(label: str, sentences: tuple[Sentence, ...]) -> str:
    if label == "positive":
        return "neutral" if _any("negation", sentences) else "positive"
    return "negative" if label == "negative" else "neutral"


RULES = (
    ("later", _is_only_later),
    ("referral", _refers),
    ("later", _is_later),
    ("negative", _refuses),
    ("positive", _agrees),
    ("negative", _withdraws),
    ("question", _asks_something),
    ("positive", _praises),
)
