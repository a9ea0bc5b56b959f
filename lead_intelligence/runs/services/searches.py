"""Jobs at work: what each knows of its lead, and which call it wants next."""

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
    """A job at work. `refused` says why vendors are out of this job, `notes` why they were not asked.

    `is_lost`: another worker has taken it over, because this one gave no sign of life.
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
        """The vendor who told just now that the person must not be processed; empty when nobody did."""
        told = (each.slug for each in self.tries.values() if each.outcome is Outcome.LEGAL_BLOCK)
        return next(told, "")

    def last_call(self, slug: str) -> VendorCall:
        """The last call to the vendor, who was asked."""
        return next(call for call in reversed(self.calls) if call.provider_id == slug)

    def calls_to(self, slug: str) -> list[VendorCall]:
        """All calls to the vendor, in order."""
        return [call for call in self.calls if call.provider_id == slug]

    def refuse(self, slug: str, reason: str) -> None:
        """Leave the vendor out of this job; one whose answer was awaited is waited for no longer."""
        self.refused[slug] = reason
        self.take_stock()

    def note(self, call: VendorCall) -> None:
        """Take a finished call into account."""
        self.calls.append(call)
        self.take_stock()

    def take_stock(self) -> None:
        """Tell what was tried of the calls: the last word of a vendor counts, and all that it cost."""
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
        """Where the job stands, and the lead as the next vendor is asked for it."""
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
        """The vendors of the orders as they stand for this lead."""
        slugs = dict.fromkeys(slug for rule in self.rules for slug in rule.order if slug in accounts)
        states = {slug: accounts[slug].state(subject, at) for slug in slugs}
        for slug in self.refused.keys() & states.keys():
            states[slug] = replace(states[slug], unavailable=self.refused[slug])
        return states


def open_searches(jobs: Sequence[EnrichmentJob], at: datetime) -> list[Search]:
    """The searches of claimed jobs (contacts and companies loaded); a constant number of queries.

    Answers that came before a worker died, or while the job waited, are taken as they stand.
    """
    configs = {config.field_name: config for config in WaterfallConfig.objects.all()}
    # A claimed job has its contact: `claimable` leaves those of deleted ones out.
    contacts = {job.pk: job.contact for job in jobs if job.contact}
    jobs = [job for job in jobs if job.pk in contacts]
    shy = blocked(list(contacts.values()))
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
            is_blocked=job.contact_id in shy,
        )
        search.take_stock()
        found.append(search)
    return found


def _rule(job: EnrichmentJob, config: WaterfallConfig) -> Rule:
    """The field's rule; a job that explores asks in a chance order, the same one whenever it is resumed."""
    if not job.explores:
        return config.rule
    order = list(config.provider_order)
    random.Random(f"{job.pk}:{config.field_name}").shuffle(order)  # noqa: S311 (no secret)
    return replace(config.rule, order=tuple(order))


def missing_fields(search: Search, found: Mapping[Field, Found]) -> list[Field]:
    """The fields that were asked for and have no value."""
    return [field for field in search.job.fields if field not in found]
