"""The reasons of a qualification, in sentences that name their numbers."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from mauntic.kernel.display import number
from mauntic.kernel.display import score as points
from mauntic.kernel.translation import gettext as _
from mauntic.kernel.translation import gettext_lazy
from revops.prospects.domain.profile import Criterion
from revops.prospects.domain.qualification import (
    ENRICH_BELOW,
    SEQUENCE_ICP,
    SEQUENCE_SCORE,
    SKIP_ICP,
    SKIP_SCORE,
    Recommendation,
    Verdict,
)

Finding = Mapping[str, Any]
"""A stored finding: {verdict, value}, and of the company size {least, most}, which may be null."""
LABELS = {
    Criterion.TITLE: gettext_lazy("title"),
    Criterion.SENIORITY: gettext_lazy("seniority"),
    Criterion.COMPANY_SIZE: gettext_lazy("company size"),
    Criterion.INDUSTRY: gettext_lazy("industry"),
    Criterion.COUNTRY: gettext_lazy("country"),
}
SENIORITIES = {
    "c_level": gettext_lazy("C-level"),
    "vp": gettext_lazy("VP"),
    "director": gettext_lazy("Director"),
    "manager": gettext_lazy("Manager"),
    "other": gettext_lazy("Other"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What was stored about a lead when it was qualified."""

    score: Decimal
    icp_match: Decimal
    completeness: Decimal
    recommendation: str
    findings: Mapping[str, Finding]


def reasoning(outcome: Outcome) -> str:
    """Return the reasons: how the lead matches the profile, then why the recommendation follows."""
    return f"{icp_sentence(outcome)} {recommendation_sentence(outcome)}"


def icp_sentence(outcome: Outcome) -> str:
    """Return "ICP 0.80: title and seniority match, company size 320 is within 50-500, industry unknown."."""
    found = [(each, outcome.findings[each]) for each in Criterion if each in outcome.findings]
    if not found:
        return _("ICP {match}: the ideal customer profile is empty.").format(match=ratio(outcome.icp_match))
    matching = [str(LABELS[each]) for each, finding in found if _is_plain_match(each, finding)]
    parts = [_matching(matching)] if matching else []
    parts += [_part(each, finding) for each, finding in found if not _is_plain_match(each, finding)]
    return _("ICP {match}: {reasons}.").format(match=ratio(outcome.icp_match), reasons=", ".join(parts))


def recommendation_sentence(outcome: Outcome) -> str:
    """Return why the recommendation follows from score, ICP and completeness."""
    score, icp = points(outcome.score), ratio(outcome.icp_match)
    if outcome.recommendation == Recommendation.ENRICH:
        return _("Completeness {share} is below {least}.").format(
            share=ratio(outcome.completeness), least=ratio(ENRICH_BELOW)
        )
    if outcome.recommendation == Recommendation.SEQUENCE:
        return _("Score {score} is at least {least_score}, and ICP {icp} at least {least_icp}.").format(
            score=score, least_score=points(SEQUENCE_SCORE), icp=icp, least_icp=ratio(SEQUENCE_ICP)
        )
    if outcome.recommendation == Recommendation.SKIP:
        return _("Score {score} is below {low_score}, and ICP {icp} below {low_icp}.").format(
            score=score, low_score=points(SKIP_SCORE), icp=icp, low_icp=ratio(SKIP_ICP)
        )
    return _review(outcome)


def ratio(share: Decimal) -> str:
    """Return a share with two decimals: `0.80`."""
    return f"{share:.2f}"


def _review(outcome: Outcome) -> str:
    lacks = []
    if outcome.score < SEQUENCE_SCORE:
        lacks.append(
            _("score {score} is below {least}").format(
                score=points(outcome.score), least=points(SEQUENCE_SCORE)
            )
        )
    if outcome.icp_match < SEQUENCE_ICP:
        lacks.append(
            _("ICP {icp} is below {least}").format(icp=ratio(outcome.icp_match), least=ratio(SEQUENCE_ICP))
        )
    return _("No sequence yet: {reasons}.").format(reasons=_listed(lacks))


def _is_plain_match(criterion: Criterion, finding: Finding) -> bool:
    return finding["verdict"] == Verdict.MATCH and criterion is not Criterion.COMPANY_SIZE


def _matching(labels: list[str]) -> str:
    if len(labels) == 1:
        return _("{criterion} matches").format(criterion=labels[0])
    return _("{criteria} match").format(criteria=_listed(labels))


def _listed(words: list[str]) -> str:
    if not words[1:]:
        return "".join(words)
    return _("{first} and {last}").format(first=", ".join(words[:-1]), last=words[-1])


def _part(criterion: Criterion, finding: Finding) -> str:
    label = LABELS[criterion]
    if finding["verdict"] == Verdict.UNKNOWN:
        return _("{criterion} unknown").format(criterion=label)
    if criterion is Criterion.COMPANY_SIZE:
        return _size(finding)
    value = str(finding["value"])
    if criterion is Criterion.SENIORITY:
        value = str(SENIORITIES.get(value, value))
    return _('{criterion} "{value}" does not match').format(criterion=label, value=value)


def _size(finding: Finding) -> str:
    size, is_match = number(finding["value"]), finding["verdict"] == Verdict.MATCH
    least, most = finding["least"], finding["most"]
    if most is None:
        text = (
            _("company size {size} is at least {least}")
            if is_match
            else _("company size {size} is below {least}")
        )
    elif least is None:
        text = (
            _("company size {size} is at most {most}")
            if is_match
            else _("company size {size} is above {most}")
        )
    else:
        text = (
            _("company size {size} is within {least}-{most}")
            if is_match
            else _("company size {size} is outside {least}-{most}")
        )
    return text.format(size=size, least=number(least), most=number(most))
