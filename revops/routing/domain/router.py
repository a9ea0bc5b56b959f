"""Route leads one after the other; each decision counts for the next."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime, tzinfo
from uuid import UUID

from mauntic.kernel.display import without_stop
from mauntic.kernel.translation import gettext as _
from revops.routing.domain.decisions import (
    FALLBACK,
    NOBODY,
    STICKY,
    Candidate,
    Decision,
    Lead,
    Load,
    Rep,
    Rule,
    Strategy,
)
from revops.routing.domain.eligibility import hindrance
from revops.routing.domain.strategies import Suitability, choose, suitability


class Router:
    """Chooses owners of leads.

    Args:
        loads: the load of reps on the day of the first decision in `zone`; it is reset on the next day.
        keepers: the owners of companies whose leads stay together; None to ignore companies.
        fallback: gets leads that no rule assigns.

    Each decision changes the credits of the rules, `loads` and `keepers`.
    """

    def __init__(
        self,
        *,
        reps: Mapping[UUID, Rep],
        loads: Mapping[UUID, Load],
        keepers: dict[UUID, UUID] | None,
        fallback: UUID | None,
        zone: tzinfo,
    ) -> None:
        self.reps, self.keepers, self.zone = reps, keepers, zone
        self.loads = defaultdict(Load, loads)
        self.fallback = reps.get(fallback) if fallback else None
        self._day: date | None = None

    def decide(self, lead: Lead, rule: Rule | None, at: datetime) -> Decision:
        """Return the decision: the keeper of the company, else by `rule`, the first that matches."""
        self._turn_to(at.astimezone(self.zone).date())
        decision = self._same_company(lead, at) or self._by_rule(lead, rule, at)
        if decision.rep is None:
            decision = self._as_last_resort(decision)
        self._note(decision)
        return decision

    def _turn_to(self, day: date) -> None:
        if self._day not in (None, day):
            for load in self.loads.values():
                load.today = 0
        self._day = day

    def _same_company(self, lead: Lead, at: datetime) -> Decision | None:
        keeper = self.keepers.get(lead.company) if self.keepers and lead.company else None
        rep = self.reps.get(keeper) if keeper else None
        if rep is None or hindrance(rep, self.loads[rep.id], at):
            return None
        reason = _("{rep} already works with {company}.").format(
            rep=rep.name, company=without_stop(lead.company_name or _("this company"))
        )
        return Decision(lead, rep.id, STICKY, reason)

    def _by_rule(self, lead: Lead, rule: Rule | None, at: datetime) -> Decision:
        if rule is None:
            return Decision(lead, None, NOBODY, _("No rule matches this lead."))
        suitable, candidates = [], []
        for target in rule.targets:
            rep, load = self.reps[target.rep], self.loads[target.rep]
            if why := hindrance(rep, load, at):
                candidates.append(Candidate(rep.id, rep.name, eligible=False, why=why))
                continue
            found = suitability(rule.strategy, target, rep, load, lead)
            suitable.append(found)
            candidates.append(Candidate(rep.id, rep.name, eligible=found.fit is not None, why=found.why))
        chosen = choose(rule.strategy, suitable)
        if chosen is None:
            reason = _('Rule "{rule}" matches, but none of its reps can take the lead.').format(
                rule=rule.name
            )
            return Decision(lead, None, NOBODY, reason, rule, tuple(candidates))
        suiting = sum(candidate.eligible for candidate in candidates)
        why = self._why(rule.strategy, chosen, suiting)
        reason = _('Rule "{rule}": {why}.').format(rule=rule.name, why=why)
        return Decision(lead, chosen.target.rep, rule.strategy.value, reason, rule, tuple(candidates))

    def _why(self, strategy: Strategy, chosen: Suitability, suiting: int) -> str:
        name = self.reps[chosen.target.rep].name
        if suiting == 1 and strategy in (Strategy.ROUND_ROBIN, Strategy.WEIGHTED, Strategy.LOAD_BALANCED):
            return _("only {rep} is available").format(rep=name)
        match strategy:
            case Strategy.ROUND_ROBIN:
                return _("{rep} is next of {count} reps").format(rep=name, count=suiting)
            case Strategy.WEIGHTED:
                return _("{rep} is next of {count} reps by weight").format(rep=name, count=suiting)
            case Strategy.LOAD_BALANCED:
                text = (
                    _("{rep} {why}, the fewest of {count} reps by weight")
                    if chosen.target.weight > 1
                    else _("{rep} {why}, the fewest of {count} reps")
                )
                return text.format(rep=name, why=chosen.why, count=suiting)
            case _:
                return f"{name} {chosen.why}"

    def _as_last_resort(self, decision: Decision) -> Decision:
        """Assign the fallback, ignoring caps and absences, so that the lead has an owner."""
        if self.fallback is None or not self.fallback.is_active:
            return decision
        reason = _("{reason} Assigned to the fallback, {rep}.").format(
            reason=decision.reason, rep=without_stop(self.fallback.name)
        )
        return Decision(decision.lead, self.fallback.id, FALLBACK, reason, decision.rule, decision.candidates)

    def _note(self, decision: Decision) -> None:
        lead, rep = decision.lead, decision.rep
        if rep is None:
            return
        self.loads[rep].today += 1
        if lead.owner != rep:
            self.loads[rep].open += 1
            if lead.owner and lead.owner in self.loads:
                self.loads[lead.owner].open -= 1
        if self.keepers is not None and lead.company:
            self.keepers[lead.company] = rep
