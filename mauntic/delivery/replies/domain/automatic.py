"""Automatic replies, known by the words of their opening in ten languages."""

import re

from mauntic.delivery.replies.domain.machine import AutoKind, subject_kind
from mauntic.delivery.replies.domain.people import after_but, asks_us_to_stop, judge
from mauntic.delivery.replies.domain.sentences import Sentence, sentences_of
from mauntic.delivery.replies.domain.words.meanings import says

OPENING = 6
"""Sentences in which an automatic reply says that it is one."""
BOUNCED = re.compile(
    r"undelivered mail|returned to sender|(?:delivery|message|mail) (?:is|has been|was) delayed|"
    r"(?:mailbox|storage) quota|quota exceeded|(?:your |the |this )?(?:message|mail|"
    r"e-?mail)[^.!?]{0,20} (?:was|has been|were) (?:rejected|blocked|returned|bounced|refused)|"
    r"message blocked|(?:account|address|mailbox|recipient|user)[^.!?]{0,30} (?:does not exist|"
    r"doesn't exist|unknown|not found)|(?:user|recipient|mailbox) unknown|non e stat\w (?:recapitat|"
    r"consegnat)\w|(?<![\d.])5\.[1-7]\.\d{1,3}\b|(?:your |the |this )?(?:message|mail|"
    r"e-?mail)[^.!?]{0,30} (?:could not|couldn't|cannot|can't|was not|wasn't|"
    r"has not been) (?:be )?deliver|(?:mailbox|inbox|postfach) (?:is |ist )?(?:full|voll)\b|"
    r"delivery (?:has )?(?:failed|failure)|undeliverable|address (?:not found|rejected)|(?:nachricht|"
    r"e-?mail|mail) (?:konnte|kann) nicht zugestellt|n'a pas pu etre (?:remis|delivre|distribu)\w*|"
    r"no (?:se )?(?:ha podido|pudo) entregar|non e stato (?:possibile )?(?:consegna|recapita)\w*|"
    r"nao (?:foi|pode) (?:possivel )?(?:ser )?entreg\w*|kon niet worden (?:bezorgd|afgeleverd)|"
    r"nie (?:moze|mogla|mogl) (?:zostac|byc) dostarczon\w*|kunde inte levereras|buzon (?:esta )?lleno|"
    r"boite (?:aux lettres )?(?:est )?pleine|配信できませんでした"
)
CHALLENGE = re.compile(
    r"waitlisted|(?:verify|confirm|prove)(?: \w{1,8}){0,4} (?:human|not a robot|real|sender|"
    r"your (?:e-?mail )?address)|click (?:the link|here)[^.!?]{0,40}(?:verify|confirm|deliver)"
)
RECEIPT = re.compile(
    r"your (?:message|mail|e-?mail) (?:was|has been) (?:read|displayed|opened)|read receipt|"
    r"lesebestatigung|confirmation de lecture"
)


def auto_kind(said: str, *, subject: str = "", is_machine: bool = False) -> AutoKind | str | None:
    """Return what an automatic reply is about, "bounce" for the words of one, or None for a person's mail."""
    opening = sentences_of(said)[:OPENING]
    announced = subject_kind(subject)
    kind = announced if announced in {AutoKind.RECEIPT, AutoKind.CHALLENGE} else _kind_of_words(opening)
    if is_machine or announced:
        return kind or announced or AutoKind.OTHER
    return None if kind is None or _is_a_person(kind, opening, said) else kind


def _kind_of_words(opening: tuple[Sentence, ...]) -> AutoKind | str | None:
    """Return the kind that the sentences state; questions about automatic mail state nothing."""
    text = "\n".join(each.text for each in opening if not each.is_question)
    rules = (
        (BOUNCED.search, "bounce"),
        (CHALLENGE.search, AutoKind.CHALLENGE),
        (RECEIPT.search, AutoKind.RECEIPT),
        (lambda text: says("left", text), AutoKind.LEFT_COMPANY),
        (lambda text: says("away", text), AutoKind.OUT_OF_OFFICE),
        (lambda text: says("ticket", text), AutoKind.TICKET),
        (lambda text: says("automatic", text), AutoKind.OTHER),
    )
    return next((kind for rule, kind in rules if rule(text)), None)


def _is_a_person(kind: AutoKind | str, opening: tuple[Sentence, ...], said: str) -> bool:
    """Tell a person who mentions being away, and goes on to answer, from a machine that says so.

    A machine that counts as a person gets a mail; a person who counts as a machine gets it later. So in
    doubt it is a machine.
    """
    if asks_us_to_stop(said):
        return True
    if kind is not AutoKind.OUT_OF_OFFICE:
        return False
    answers = [part for each in opening if (part := after_but(each.text))]
    return any(judge(part).label in {"positive", "question", "later", "negative"} for part in answers)
