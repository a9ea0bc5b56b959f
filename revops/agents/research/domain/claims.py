"""Check claims of a reader against the page that they quote. What fails is dropped, with its reason."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from revops.agents.research.domain.figures import has_other_figures, numbers_of
from revops.agents.research.domain.folding import loose
from revops.agents.research.domain.kinds import KINDS, InsightType
from revops.agents.research.domain.names import has_other_names, names_of
from revops.agents.research.domain.negation import negations
from revops.agents.research.domain.quotes import Located, is_elided, is_too_short, locate
from revops.agents.research.domain.sentences import LONGEST_SENTENCE, is_english, sentences_of
from revops.agents.research.domain.subject import Subject, is_about, is_of_other, is_own_site

LEAST_SHARED = 1 / 3
"""Share of a claim's longer words that its sentence must have, by their beginnings."""
_STEM, _LONG = 4, 4
_WORD = re.compile(r"[^\W\d_]+")


class Drop(StrEnum):
    """Why a claim was dropped. The values are stored with the job."""

    WRONG_TYPE = "wrong_type"
    TOO_SHORT = "too_short"
    ELIDED = "elided"
    NOT_FOUND = "not_found"
    TOO_LONG = "too_long"
    OTHER_SUBJECT = "other_subject"
    NEGATED = "negated"
    OTHER_FIGURES = "other_figures"
    OTHER_NAMES = "other_names"
    UNSUPPORTED = "unsupported"
    LOW_QUALITY = "low_quality"
    UNREADABLE = "unreadable"
    INTERRUPTED = "interrupted"


@dataclass(frozen=True, slots=True)
class Claim:
    """What a reader says that a page says: its type, one sentence, and the words that it rests on."""

    kind: str
    content: str
    quote: str


@dataclass(frozen=True, slots=True)
class Source:
    """A page as model and check see it. `domain` is the registered domain that answered in the end."""

    domain: str
    title: str
    text: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Checked:
    """A claim that holds, with its evidence."""

    kind: InsightType
    content: str
    quote: str
    sentence: str
    is_own_site: bool
    is_specific: bool


class Checker:
    """Checks the claims about one page. Its sentences are made once."""

    def __init__(self, subject: Subject, source: Source) -> None:
        self.subject, self.source = subject, source
        self.sentences: Sequence[str] = sentences_of(source.text, source.language)
        self.is_about = is_about(subject, page_domain=source.domain, text=f"{source.title}\n{source.text}")

    def check(self, claim: Claim) -> Checked | Drop:
        """Return the claim with its sentence, or why it is dropped: the first rule that it breaks."""
        if not self._is_kind(claim.kind):
            return Drop.WRONG_TYPE
        problem = self._quote_problem(claim.quote)
        if problem:
            return problem
        located = locate(claim.quote, self.sentences)
        if located is None:
            return Drop.NOT_FOUND
        problem = self._meaning_problem(claim, located)
        if problem:
            return problem
        return Checked(
            kind=InsightType(claim.kind),
            content=claim.content.strip(),
            quote=located.quote,
            sentence=located.sentence,
            is_own_site=is_own_site(self.subject, self.source.domain),
            is_specific=bool(numbers_of(claim.content) or set(names_of(claim.content)) - self.subject.words),
        )

    def _is_kind(self, kind: str) -> bool:
        return kind in set(InsightType) and KINDS[InsightType(kind)].about == self.subject.kind

    def _quote_problem(self, quote: str) -> Drop | None:
        if is_elided(quote):
            return Drop.ELIDED
        if is_too_short(quote):
            return Drop.TOO_SHORT
        return None if self.is_about else Drop.OTHER_SUBJECT

    def _meaning_problem(self, claim: Claim, located: Located) -> Drop | None:
        sentence = located.sentence
        content, words = claim.content, self.subject.words
        rules: Mapping[Drop, bool] = {
            Drop.TOO_LONG: len(sentence) > LONGEST_SENTENCE,
            Drop.OTHER_SUBJECT: self._is_of_other(sentence),
            Drop.NEGATED: _is_negated(claim, located),
            Drop.OTHER_FIGURES: has_other_figures(self.subject.without_names(content), sentence),
            Drop.OTHER_NAMES: has_other_names(content, sentence, words),
            Drop.UNSUPPORTED: _is_unsupported(content, sentence, self.subject),
        }
        return next((drop for drop, applies in rules.items() if applies), None)

    def _is_of_other(self, sentence: str) -> bool:
        return is_of_other(
            self.subject, sentence=sentence, page_text=self.source.text, title=self.source.title
        )


def _is_negated(claim: Claim, located: Located) -> bool:
    """Return whether a negation stands outside the quote, or only one of claim and sentence has one."""
    if negations(located.outside):
        return True
    return bool(negations(claim.content)) != bool(negations(located.sentence))


def _is_unsupported(content: str, sentence: str, subject: Subject) -> bool:
    """Return whether a claim shares too few words with its sentence. Only English is compared."""
    if not is_english(sentence) and not sentence.isascii():
        return False
    wanted = {word for word in _WORD.findall(loose(content)) if len(word) >= _LONG} - subject.words
    known = {word[:_STEM] for word in _WORD.findall(loose(sentence))}
    return bool(wanted) and sum(word[:_STEM] in known for word in wanted) / len(wanted) < LEAST_SHARED
