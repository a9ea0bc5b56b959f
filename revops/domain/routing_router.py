"""Giving out leads: one decision after the other, each of which counts for the next."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime, tzinfo
from uuid import UUID

from revops.domain.routing import (
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
from revops.domain.routing_eligibility import hindrance
from revops.domain.routing_strategies import Standing, choose, standing


class Router:
    """Decides who gets leads.

    `loads` are of the day of the first decision in `zone`; on another day everybody begins anew. `keepers`
    are the owners of companies whose leads are kept together, None where they are not. `fallback` gets what
    no rule gives to anybody. Credits of the rules, `loads` and `keepers` change with each decision.
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
        """Who gets the lead: its company's keeper, else whom `rule` says, which is the first that applies."""
        self._turn_to(at.astimezone(self.zone).date())
        decision = self._kept_together(lead, at) or self._by_rule(lead, rule, at)
        if decision.rep is None:
            decision = self._as_last_resort(decision)
        self._note(decision)
        return decision

    def _turn_to(self, day: date) -> None:
        if self._day not in (None, day):
            for load in self.loads.values():
                load.today = 0
        self._day = day

    def _kept_together(self, lead: Lead, at: datetime) -> Decision | None:
        keeper = self.keepers.get(lead.company) if self.keepers and lead.company else None
        rep = self.reps.get(keeper) if keeper else None
        if rep is None or hindrance(rep, self.loads[rep.id], at):
            return None
        reason = f"{rep.name} looks after {lead.company_name or 'this company'} already."
        return Decision(lead, rep.id, STICKY, reason)

    def _by_rule(self, lead: Lead, rule: Rule | None, at: datetime) -> Decision:
        if rule is None:
            return Decision(lead, None, NOBODY, "No rule applies to this lead.")
        standings, candidates = [], []
        for target in rule.targets:
            rep, load = self.reps[target.rep], self.loads[target.rep]
            if why := hindrance(rep, load, at):
                candidates.append(Candidate(rep.id, rep.name, eligible=False, why=why))
                continue
            stands = standing(rule.strategy, target, rep, load, lead)
            standings.append(stands)
            candidates.append(Candidate(rep.id, rep.name, eligible=stands.fit is not None, why=stands.why))
        chosen = choose(rule.strategy, standings)
        if chosen is None:
            reason = f"Rule “{rule.name}” applies, and nobody of it can take the lead."
            return Decision(lead, None, NOBODY, reason, rule, tuple(candidates))
        suiting = sum(candidate.eligible for candidate in candidates)
        reason = f"Rule “{rule.name}”: {self._words(rule.strategy, chosen, suiting)}."
        return Decision(lead, chosen.target.rep, rule.strategy.value, reason, rule, tuple(candidates))

    def _words(self, strategy: Strategy, chosen: Standing, suiting: int) -> str:
        name = self.reps[chosen.target.rep].name
        if suiting == 1 and strategy in (Strategy.ROUND_ROBIN, Strategy.WEIGHTED):
            return f"only {name} can take it"
        match strategy:
            case Strategy.ROUND_ROBIN:
                return f"it is the turn of {name} among {suiting}"
            case Strategy.WEIGHTED:
                return f"it is the turn of {name} among {suiting}, by weight"
            case Strategy.LOAD_BALANCED:
                least = "the least for the weight" if chosen.target.weight > 1 else "the least"
                return f"{name} {chosen.why}, {least} of {suiting}"
            case _:
                return f"{name} {chosen.why}"

    def _as_last_resort(self, decision: Decision) -> Decision:
        """To the person of the settings, whose caps and absences count no more: somebody must have it."""
        if self.fallback is None or not self.fallback.is_active:
            return decision
        reason = f"{decision.reason} {self.fallback.name} gets what is left over."
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
