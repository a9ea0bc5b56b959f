"""Whether a model's words for a rule's text say the same."""

import re

from revops.agents.research.domain.figures import numbers_of
from revops.agents.research.domain.folding import loose
from revops.agents.research.domain.names import has_other_names, words_of
from revops.agents.research.domain.negation import negations
from revops.agents.research.domain.sentences import sentences_of
from revops.agents.research.domain.word_lists import NUMBER_WORDS, SENTENCE_STARTS

LONGEST = 600
_WORD = re.compile(r"[^\W\d_]+")


def says_the_same(wording: str, facts: str) -> bool:
    """Return whether a wording has no number, name or negation that the facts lack.

    Each number must be among the facts in the same form, with what it counts, such as "%", unchanged.

    Args:
        wording: of the model.
        facts: the text of the rules, which stays the truth.
    """
    if not wording.strip() or len(wording) > LONGEST:
        return False
    given = {(number.digits, number.kind) for number in numbers_of(wording)}
    known = {(number.digits, number.kind) for number in numbers_of(facts)}
    if not given <= known or _number_words(wording) - _number_words(facts):
        return False
    if negations(wording) and not negations(facts):
        return False
    starts = words_of(facts) | SENTENCE_STARTS
    return not any(
        has_other_names(_without_capital(each), facts, set(starts)) for each in sentences_of(wording)
    )


def _number_words(text: str) -> set[str]:
    return set(_WORD.findall(loose(text))) & NUMBER_WORDS


def _without_capital(sentence: str) -> str:
    """Return a sentence whose first word is no name if it has only one capital letter: health has no names
    but those of people and stages, which the facts have.
    """
    return sentence[:1].lower() + sentence[1:]
