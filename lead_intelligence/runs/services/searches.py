"""Running jobs: the state of each, and its next call."""

import random
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext_lazy

from lead_intelligence.cache.services import answers
from lead_intelligence.enrichment.models.jobs import EnrichmentJob, VendorCall
from lead_intelligence.enrichment.selectors.blocks import blocked
from lead_intelligence.leads.domain.fields import Field
from lead_intelligence.leads.domain.subjects import Subject, learn
from lead_intelligence.leads.domain.values import Found, unpack
from lead_intelligence.leads.selectors import subjects_of
from lead_intelligence.vendors.domain.availability import ProviderState
from lead_intelligence.vendors.domain.outcomes import Outcome
from lead_intelligence.vendors.selectors.accounts import Account
from lead_intelligence.waterfall.domain import Note, Plan, Rule, Try, found_so_far, plan
from lead_intelligence.waterfall.models import WaterfallConfig

BLOCKED = gettext_lazy("The person opted out of processing.")


@dataclass(slots=True, eq=False)
class Search:
    """A running job. `refused` has the vendors that it may not call, with reasons, `notes` the skipped ones.

    `is_lost` is true once another worker has taken over the job, because the lease of this one expired.
    """

    job: EnrichmentJob
    subject: Subject
    rules: Sequence[Rule]
    cached: Sequence[Found]
    calls: list[VendorCall] = field(default_factory=list)
    tries: dict[str, Try] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    notes: dict[Note, None] = field(default_factory=dict)
    budget_reason: str = ""
    is_blocked: bool = False
    is_lost: bool = False

    @property
    def blocked_by(self) -> str:
        """The vendor that reported in this run that the person opted out; empty if none did."""
        blocking = (each.slug for each in self.tries.values() if each.outcome is Outcome.LEGAL_BLOCK)
        return next(blocking, "")

    def last_call(self, slug: str) -> VendorCall:
        """Return the last call to a vendor that was called."""
        return next(call for call in reversed(self.calls) if call.provider_id == slug)

    def calls_to(self, slug: str) -> list[VendorCall]:
        """Return all calls to a vendor, in order."""
        return [call for call in self.calls if call.provider_id == slug]

    def refuse(self, slug: str, reason: str) -> None:
        """Exclude a vendor from this job, and do not wait for its pending result."""
        self.refused[slug] = reason
        self.update_tries()

    def note(self, call: VendorCall) -> None:
        """Add a finished call."""
        self.calls.append(call)
        self.update_tries()

    def update_tries(self) -> None:
        """Set `tries` from the calls: the last outcome of each vendor, and the sum of its costs."""
        cost: dict[str, Decimal] = defaultdict(Decimal)
        for call in self.calls:
            cost[call.provider_id] += call.cost
        self.tries = {
            slug: Try(
                slug=slug,
                outcome=Outcome(call.outcome),
                cost=cost[slug],
                values=unpack(call.answer),
                waits=call.poll_at is not None and slug not in self.refused,
            )
            for slug, call in {call.provider_id: call for call in self.calls}.items()
        }

    def next_step(self, accounts: Mapping[str, Account], at: datetime) -> tuple[Plan, Subject]:
        """Return the plan of the job, and the lead with the values found so far for the next lookup."""
        if self.is_blocked or self.blocked_by:
            return Plan({}, [], [], None), self.subject
        tries = list(self.tries.values())
        found = found_so_far(rules=self.rules, tries=tries, cached=self.cached)
        subject = learn(self.subject, found)
        states = self._states(accounts, subject, at)
        step = plan(rules=self.rules, providers=states, tries=tries, cached=self.cached)
        self.notes |= dict.fromkeys(step.notes)
        return step, subject

    def _states(
        self, accounts: Mapping[str, Account], subject: Subject, at: datetime
    ) -> dict[str, ProviderState]:
        """Return the states of the vendors of the waterfalls for this lead."""
        slugs = dict.fromkeys(slug for rule in self.rules for slug in rule.order if slug in accounts)
        states = {slug: accounts[slug].state(subject, at) for slug in slugs}
        for slug in self.refused.keys() & states.keys():
            states[slug] = replace(states[slug], unavailable=self.refused[slug])
        return states


def open_searches(jobs: Sequence[EnrichmentJob], at: datetime) -> list[Search]:
    """Return the searches of claimed jobs in a constant number of queries.

    Earlier answers of a job, such as those from before its worker died, are used again.

    Args:
        jobs: with contacts and companies loaded.
    """
    configs = {config.field_name: config for config in WaterfallConfig.objects.all()}
    # A claimed job has its contact: `claimable` leaves those of deleted ones out.
    contacts = {job.pk: job.contact for job in jobs if job.contact}
    jobs = [job for job in jobs if job.pk in contacts]
    opted_out = blocked(list(contacts.values()))
    done: dict[object, list[VendorCall]] = defaultdict(list)
    for call in VendorCall.objects.filter(job__in=jobs).order_by("started_at", "id"):
        done[call.job_id].append(call)
    found = []
    subjects = subjects_of(contacts)
    cached = answers.read_many(subjects=subjects, configs=configs, at=at)
    for job in jobs:
        own = [configs[name] for name in job.field_requests if name in configs]
        wanted = set(job.field_requests)
        search = Search(
            job=job,
            subject=subjects[job.pk],
            rules=[_rule(job, config) for config in own],
            cached=[each for each in cached[job.pk] if each.field in wanted],
            calls=done[job.pk],
            is_blocked=job.contact_id in opted_out,
        )
        search.update_tries()
        found.append(search)
    return found


def _rule(job: EnrichmentJob, config: WaterfallConfig) -> Rule:
    """Return the rule of a field. A job that explores has a random order, the same after each resume."""
    if not job.explores:
        return config.rule
    order = list(config.provider_order)
    random.Random(f"{job.pk}:{config.field_name}").shuffle(order)  # noqa: S311 (no secret)
    return replace(config.rule, order=tuple(order))


def missing_fields(search: Search, found: Mapping[Field, Found]) -> list[Field]:
    """Return the requested fields without a value."""
    return [field for field in search.job.fields if field not in found]
