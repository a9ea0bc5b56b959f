"""The five strategies that choose among the eligible reps of a rule."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from mauntic.kernel.translation import gettext as _
from mauntic.kernel.translation import ngettext
from revops.routing.domain.decisions import Lead, Load, Rep, Strategy, Target


@dataclass(frozen=True, slots=True)
class Suitability:
    """How well an eligible rep suits a lead: higher `fit` is better, None means not at all."""

    target: Target
    fit: float | None
    why: str


def suitability(strategy: Strategy, target: Target, rep: Rep, load: Load, lead: Lead) -> Suitability:
    """Return how well an eligible rep suits the lead by the rule's strategy."""
    fit, why = _FITS[strategy](target, rep, load, lead)
    return Suitability(target, fit, why)


def choose(strategy: Strategy, suitable: Sequence[Suitability]) -> Suitability | None:
    """Return the next of those who suit best, and update the credits; None if nobody suits."""
    suiting = [each for each in suitable if each.fit is not None]
    most = max((each.fit for each in suiting if each.fit is not None), default=None)
    best = [each for each in suiting if each.fit == most]
    if not best:
        return None
    chosen = take_turn([each.target for each in best], even=strategy is Strategy.ROUND_ROBIN)
    return next(each for each in best if each.target is chosen)


def take_turn(targets: Sequence[Target], *, even: bool = False) -> Target:
    """Take one turn of smooth weighted round robin; the first in order wins a tie.

    Each target's credit grows by its weight, then the target with the most credit is chosen and pays the
    total of the weights. This spreads turns as evenly as whole turns can.

    Args:
        even: ignores the weights.

    Returns: the chosen target.

    Source: smooth weighted round robin of nginx (ngx_http_upstream_round_robin).
    """
    total = 0
    for target in targets:
        weight = 1 if even else target.weight
        target.credit += weight
        total += weight
    chosen = max(targets, key=lambda target: target.credit)
    chosen.credit -= total
    return chosen


def territory_fit(territories: Sequence[str], country: str, region: str) -> int | None:
    """Return 2 for a matching region, 1 for a matching country, None for neither."""
    theirs = {each.casefold() for each in territories}
    if country and region and f"{country}/{region}".casefold() in theirs:
        return 2
    return 1 if country and country.casefold() in theirs else None


def matching_skills(skills: Sequence[str], lead: Lead) -> list[str]:
    """Return the skills that match the lead's industry, a technology, or words of its title."""
    things = {each.casefold() for each in (lead.industry, *lead.technologies) if each}
    title = set(lead.title.casefold().replace(",", " ").split())
    return [skill for skill in skills if skill.casefold() in things or _in_title(skill, title)]


def _in_title(skill: str, title: set[str]) -> bool:
    words = set(skill.casefold().split())
    return bool(words) and words <= title


_Fit = tuple[float | None, str]


def _by_turns(target: Target, rep: Rep, load: Load, lead: Lead) -> _Fit:  # noqa: ARG001 (one shape for all)
    return 0, _("is available")


def _by_weight(target: Target, rep: Rep, load: Load, lead: Lead) -> _Fit:  # noqa: ARG001 (one shape for all)
    return 0, _("has weight {weight}").format(weight=target.weight)


def _by_territory(target: Target, rep: Rep, load: Load, lead: Lead) -> _Fit:  # noqa: ARG001 (one shape)
    fit = territory_fit(rep.territories, lead.country, lead.region)
    place = "/".join(filter(None, (lead.country, lead.region))) or _("leads without a country")
    if fit is None:
        return None, _("does not cover {place}").format(place=place)
    return fit, _("covers {place}").format(place=place if fit > 1 else lead.country)


def _by_skill(target: Target, rep: Rep, load: Load, lead: Lead) -> _Fit:  # noqa: ARG001 (one shape for all)
    found = matching_skills(rep.skills, lead)
    return len(found) or None, _("has the skills {skills}").format(skills=", ".join(found)) if found else _(
        "has no matching skill"
    )


def _by_load(target: Target, rep: Rep, load: Load, lead: Lead) -> _Fit:  # noqa: ARG001 (one shape for all)
    why = ngettext("has {count} open lead", "has {count} open leads", load.open).format(count=load.open)
    if target.weight != 1:
        why = _("{why} at weight {weight}").format(why=why, weight=target.weight)
    return -load.open / target.weight, why


_FITS: Mapping[Strategy, Callable[[Target, Rep, Load, Lead], _Fit]] = {
    Strategy.ROUND_ROBIN: _by_turns,
    Strategy.WEIGHTED: _by_weight,
    Strategy.TERRITORY: _by_territory,
    Strategy.SKILL_BASED: _by_skill,
    Strategy.LOAD_BALANCED: _by_load,
}
