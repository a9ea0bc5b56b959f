"""Words and habits that filters and readers take for spam."""

import re
from collections.abc import Iterator

from mauntic.kernel.translation import gettext as _
from revops.agents.coach.domain.findings import Draft, Finding, Kind, Part, Rule, Severity

PHRASES = (
    "100% free",
    "act now",
    "apply now",
    "be your own boss",
    "buy now",
    "call now",
    "cash bonus",
    "click below",
    "click here",
    "congratulations, you",
    "dear friend",
    "double your",
    "earn extra",
    "exclusive deal",
    "extra income",
    "for free!",
    "free gift",
    "free money",
    "free trial",
    "get paid",
    "guaranteed",
    "limited offer",
    "limited time",
    "lowest price",
    "make money",
    "money back",
    "no catch",
    "no cost",
    "no obligation",
    "no strings attached",
    "not spam",
    "once in a lifetime",
    "offer expires",
    "order now",
    "risk free",
    "risk-free",
    "satisfaction guaranteed",
    "special promotion",
    "this is not spam",
    "urgent response",
    "while supplies last",
    "why pay more",
    "winner",
    "you have been selected",
)
"""English phrases of SpamAssassin's body rules and the lists of mail services that fit sales emails."""
_PHRASE = re.compile(
    rf"(?<!\w)(?:{'|'.join(re.escape(each) for each in sorted(PHRASES, key=len, reverse=True))})(?!\w)",
    re.IGNORECASE,
)
_MARKS = re.compile(r"\?{1,20}+![!?]*+|![!?]++|\${2,}|€{2,}")
_SHOUT = re.compile(r"\b[A-Z]{4,}(?:[ ,]+[A-Z]{2,})+\b|\b(?:FREE|NOW|URGENT|WINNER|IMPORTANT)\b")


def check_spam(draft: Draft) -> Iterator[Finding]:
    """Yield phrases, capitals and marks of an email that look like spam. Phrases are English."""
    if draft.kind is not Kind.EMAIL:
        return
    for part, text in ((Part.SUBJECT, draft.subject), (Part.TEXT, draft.text)):
        phrases = list(_PHRASE.finditer(text))
        for found in phrases:
            problem = _('Spam filters know the words "{words}".').format(words=found[0])
            yield _finding(part, found, problem, _("Say it in plain words."))
        for found in _SHOUT.finditer(text):
            if not any(each.start() <= found.start() < each.end() for each in phrases):
                yield _finding(part, found, _("Capitals read as shouting."), _("Use lower case."))
        for found in _MARKS.finditer(text):
            problem = _("Repeated marks look like spam.")
            yield _finding(part, found, problem, _("Use one mark, or a full stop."))


def _finding(part: Part, found: re.Match[str], problem: str, fix: str) -> Finding:
    return Finding(
        rule=Rule.SPAM,
        severity=Severity.WARNING,
        problem=problem,
        fix=fix,
        part=part,
        start=found.start(),
        end=found.end(),
        quote=found[0],
    )
