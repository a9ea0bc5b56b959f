"""Whom research is about, and whether a page and a sentence are about them."""

import re
from dataclasses import dataclass, field

from revops.agents.research.domain.folding import fold, loose
from revops.agents.research.domain.kinds import ResearchType
from revops.agents.research.domain.names import words_of
from revops.agents.research.domain.word_lists import COMMON_SUBJECTS

_OWN = re.compile(
    r"\b(?:we|our|us|ours|it|its|they|their|the company|the firm|the startup|the group|wir|unser\w*|uns|nous"
    r"|notre|nos|nosotros|nuestr\w*|noi|nostr\w*|ons|onze)\b|当社|弊社|私たち|我们"
)
_OTHER = re.compile(
    r"^(?P<name>[^\W\d_a-z][\w&.'-]*(?: (?:[^\W\d_a-z][\w&.'-]*|of|and|&)){0,4}) "
    r"(?:has |have |had |is |was |were |will )?"
    r"(?:raised|raises|acquired|acquires|hired|hires|opened|opens|launched|launches|announced|announces|plans"
    r"|employs|uses|expects|grew|grows|cut|doubled|tripled|appointed|named|bought|sold|won|built|moved|chose"
    r"|reduced|saved|switched|selected|hiring|expanding|is|was|has|had|will)\b"
)


@dataclass(frozen=True, slots=True)
class Subject:
    """A company, or a person with their company.

    Args:
        kind: which of the two the research is about.
        company: the name of the company.
        domain: its registered domain.
        person: the full name; empty for a company.
        facts: more that is known, such as the city, the industry or the job title. One of them on a page of
            another site shows that the page means this company and not another of its name.
    """

    kind: ResearchType
    company: str = ""
    domain: str = ""
    person: str = ""
    facts: tuple[str, ...] = ()
    also: tuple[str, ...] = field(default=())

    @property
    def words(self) -> set[str]:
        """Return the words that a claim may use without a source: those of the names."""
        return words_of(" ".join((self.company, self.person, self.domain, *self.also)))

    def without_names(self, text: str) -> str:
        """Return the folded text without the names of the subject, whose digits are no figures (3M)."""
        plain = fold(text)
        for name in (self.company, self.person):
            plain = plain.replace(fold(name), " ") if name else plain
        return plain


def is_own_site(subject: Subject, page_domain: str) -> bool:
    """Return whether a page lies on the site of the company."""
    return bool(subject.domain) and page_domain == subject.domain


def is_about(subject: Subject, *, page_domain: str, text: str) -> bool:
    """Return whether a page is about the subject.

    A page of the company's own site is about the company. Any other page must have the name, spelled with its
    capitals, and a second fact: "Clerk" is also a word, and Apex the name of many companies. A page about a
    person must have their full name, on any site.

    Args:
        subject: whom the research is about.
        page_domain: the registered domain from which the page came in the end, after redirects.
        text: the title and text of the page.
    """
    plain = fold(text)
    own = is_own_site(subject, page_domain)
    if subject.kind == ResearchType.PERSON:
        return _has(plain, subject.person) and (own or _has_fact(subject, plain, with_company=True))
    return own or (_has(plain, subject.company) and _has_fact(subject, plain))


def is_of_other(subject: Subject, *, sentence: str, page_text: str, title: str = "") -> bool:
    """Return whether a sentence is about somebody else than the subject.

    A sentence about a person must name them, unless the title of the page does. A sentence about a company
    must not begin with another name that does something: customers and partners are on its pages, too.

    Args:
        subject: whom the research is about.
        sentence: the sentence of the evidence.
        page_text: the text of the page, in which a common word also stands in lower case.
        title: the title of the page.
    """
    if subject.kind == ResearchType.PERSON:
        return not _names_person(subject, sentence) and not _has(fold(title), subject.person)
    plain = fold(sentence)
    if _has(plain, subject.company) or _OWN.search(plain.casefold()):
        return False
    found = _OTHER.match(plain)
    if found is None:
        return False
    first = found["name"].split(" ")[0]
    known = first.casefold() in COMMON_SUBJECTS or first.casefold() in subject.words
    return not known and not re.search(rf"(?<!\w){re.escape(first.casefold())}(?!\w)", fold(page_text))


def _names_person(subject: Subject, sentence: str) -> bool:
    words, names = words_of(sentence), loose(subject.person).split()
    return bool(names) and names[-1] in words


def _has_fact(subject: Subject, plain: str, *, with_company: bool = False) -> bool:
    low = plain.casefold()
    facts = [*subject.facts, *([subject.company] if with_company else [])]
    return (bool(subject.domain) and subject.domain in low) or any(_has(low, loose(each)) for each in facts)


def _has(plain: str, name: str) -> bool:
    wanted = fold(name)
    return bool(wanted) and re.search(rf"(?<!\w){re.escape(wanted)}(?!\w)", plain) is not None
