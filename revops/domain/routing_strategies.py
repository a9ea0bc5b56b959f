"""The five strategies: who among the eligible people of a rule gets a lead."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from revops.domain.routing import Lead, Load, Rep, Strategy, Target


@dataclass(frozen=True, slots=True)
class Standing:
    """An eligible person of a rule: how well they suit the lead, the higher the better, None not at all."""

    target: Target
    fit: float | None
    why: str


def standing(strategy: Strategy, target: Target, rep: Rep, load: Load, lead: Lead) -> Standing:
    """How a person who is eligible stands by the rule's strategy."""
    fit, why = _FITS[strategy](target, rep, load, lead)
    return Standing(target, fit, why)


def choose(strategy: Strategy, standings: Sequence[Standing]) -> Standing | None:
    """Whose turn it is among those who suit best; None when nobody suits. Their credits move on."""
    suiting = [each for each in standings if each.fit is not None]
    most = max((each.fit for each in suiting if each.fit is not None), default=None)
    best = [each for each in suiting if each.fit == most]
    if not best:
        return None
    chosen = take_turn([each.target for each in best], even=strategy is Strategy.ROUND_ROBIN)
    return next(each for each in best if each.target is chosen)


def take_turn(targets: Sequence[Target], *, even: bool = False) -> Target:
    """One turn of smooth weighted round robin, `even` without weights; the first in order wins a tie.

    All get their weight on credit, and who has most pays the total of the weights. So turns follow the
    weights as evenly as whole turns can, whatever the weights are.
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
    """2 for the very region, 1 for the country, None when neither is theirs."""
    theirs = {each.casefold() for each in territories}
    if country and region and f"{country}/{region}".casefold() in theirs:
        return 2
    return 1 if country and country.casefold() in theirs else None


def matching_skills(skills: Sequence[str], lead: Lead) -> list[str]:
    """Those skills that are the lead's industry, one of its technologies, or words of its title."""
    things = {each.casefold() for each in (lead.industry, *lead.technologies) if each}
    title = set(lead.title.casefold().replace(",", " ").split())
    return [skill for skill in skills if skill.casefold() in things or _in_title(skill, title)]


def _in_title(skill: str, title: set[str]) -> bool:
    words = set(skill.casefold().split())
    return bool(words) and words <= title


_Fit = tuple[float | None, str]


def _by_turns(target: Target, rep: Rep, load: Load, lead: Lead) -> _Fit:  # noqa: ARG001 (one shape for all)
    return 0, "can take it"


def _by_weight(target: Target, rep: Rep, load: Load, lead: Lead) -> _Fit:  # noqa: ARG001 (one shape for all)
    return 0, f"has weight {target.weight}"


def _by_territory(target: Target, rep: Rep, load: Load, lead: Lead) -> _Fit:  # noqa: ARG001 (one shape)
    fit = territory_fit(rep.territories, lead.country, lead.region)
    place = "/".join(filter(None, (lead.country, lead.region))) or "a lead without a country"
    if fit is None:
        return None, f"does not cover {place}"
    return fit, f"covers {place if fit > 1 else lead.country}"


def _by_skill(target: Target, rep: Rep, load: Load, lead: Lead) -> _Fit:  # noqa: ARG001 (one shape for all)
    found = matching_skills(rep.skills, lead)
    return len(found) or None, f"knows {', '.join(found)}" if found else "has no skill that fits"


def _by_load(target: Target, rep: Rep, load: Load, lead: Lead) -> _Fit:  # noqa: ARG001 (one shape for all)
    share = "" if target.weight == 1 else f" at weight {target.weight}"
    return -load.open / target.weight, f"has {load.open} open lead{'' if load.open == 1 else 's'}{share}"


_FITS: Mapping[Strategy, Callable[[Target, Rep, Load, Lead], _Fit]] = {
    Strategy.ROUND_ROBIN: _by_turns,
    Strategy.WEIGHTED: _by_weight,
    Strategy.TERRITORY: _by_territory,
    Strategy.SKILL_BASED: _by_skill,
    Strategy.LOAD_BALANCED: _by_load,
}
