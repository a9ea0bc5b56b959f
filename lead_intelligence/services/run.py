"""Running a job: claim it, go down the waterfall, and hand the end to `finish`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from uuid import UUID

import structlog
from django.db import IntegrityError, InterfaceError, OperationalError

from lead_intelligence.domain.answers import Subject
from lead_intelligence.domain.fields import Field
from lead_intelligence.domain.subjects import learn
from lead_intelligence.domain.waterfall import Found, Note, Plan, ProviderState, plan
from lead_intelligence.models import EnrichmentJob, WaterfallConfig
from lead_intelligence.selectors.leads import subject_of
from lead_intelligence.selectors.vendors import Account, accounts
from lead_intelligence.services import cache, calls
from lead_intelligence.services.finish import fail_job, finish_job
from mauntic.kernel.clock import now
from mauntic.kernel.errors import BudgetExhausted, CircuitOpen, Conflict

log = structlog.get_logger(__name__)

CHANCES = 3


@dataclass(slots=True)
class Search:
    """A job at work. `refused` says why vendors are out of this job, `notes` why they were not asked."""

    job: EnrichmentJob
    subject: Subject
    configs: Sequence[WaterfallConfig]
    cached: Sequence[Found]
    refused: dict[str, str] = dataclass_field(default_factory=dict)
    notes: dict[Note, None] = dataclass_field(default_factory=dict)
    budget_reason: str = ""


def run_job(*, job_id: UUID) -> None:
    """Do the job, if it waits or its worker has died; safe to be called any number of times.

    In order: the job is claimed; answers that came before a crash are taken as they stand; vendors are
    called one by one, outside of any transaction; then everything is written in one transaction.
    """
    job = _claim(job_id)
    if job is None:
        return
    try:
        calls.close_lost_calls(job=job)
        search = _open(job)
        _finish(search, _descend(search))
    except (OperationalError, InterfaceError):
        raise  # the database went away: the message is sent again, and answers that came are on record
    except Conflict as error:
        log.info("enrichment.lost_job", job_id=str(job_id), reason=error.message)
    except Exception as error:
        log.exception("enrichment.job_failed", job_id=str(job_id))
        fail_job(job=job, reason=f"The job broke: {type(error).__name__}.")


def _claim(job_id: UUID) -> EnrichmentJob | None:
    """Take the job by a conditional UPDATE; None when it is another worker's, or done."""
    at = now()
    taken = (
        EnrichmentJob.objects.filter(pk=job_id)
        .claimable(at)
        .update(status=EnrichmentJob.Status.RUNNING, started_at=at, lease_until=at + calls.MARGIN)
    )
    if not taken:
        return None
    return EnrichmentJob.objects.select_related("contact__company").get(pk=job_id)


def _finish(search: Search, outcome: Plan) -> None:
    """Write the end; a second look finds what another job wrote at the same moment, such as a new company."""
    for chance in range(CHANCES):
        try:
            finish_job(
                job=search.job,
                subject=search.subject,
                plan=outcome,
                notes=list(search.notes),
                budget_reason=search.budget_reason,
            )
        except (IntegrityError, OperationalError):  # the same value or row at once, or a deadlock
            if chance + 1 == CHANCES:
                raise
        else:
            return


def _open(job: EnrichmentJob) -> Search:
    subject = subject_of(job.contact)
    by_name = {
        config.field_name: config
        for config in WaterfallConfig.objects.filter(field_name__in=job.field_requests)
    }
    configs = [by_name[name] for name in job.field_requests if name in by_name]
    return Search(job, subject, configs, cache.read(subject=subject, configs=configs, at=now()))


def _descend(search: Search) -> Plan:
    """Call vendors until every field has its value or nobody is left to be asked."""
    rules = [config.rule for config in search.configs]
    while True:
        known = accounts()
        tries = calls.tries_of(search.job)
        found = plan(rules=rules, providers={}, tries=tries, cached=search.cached).found
        providers = _states(search, known, learn(search.subject, found))
        step = plan(rules=rules, providers=providers, tries=tries, cached=search.cached)
        search.notes |= dict.fromkeys(step.notes)
        if step.call is None:
            return step
        _call(search, known[step.call.slug], step, found)


def _call(search: Search, account: Account, step: Plan, found: Mapping[Field, Found]) -> None:
    assert step.call is not None  # noqa: S101 (the caller looked)
    try:
        calls.ask(job=search.job, account=account, call=step.call, subject=learn(search.subject, found))
    except (CircuitOpen, BudgetExhausted) as error:
        search.refused[account.provider.slug] = error.message
        if isinstance(error, BudgetExhausted):
            search.budget_reason = error.message


def _states(search: Search, known: Mapping[str, Account], subject: Subject) -> dict[str, ProviderState]:
    at = now()
    states = {slug: account.state(subject, at) for slug, account in known.items()}
    for slug, reason in search.refused.items():
        states[slug] = ProviderState(
            slug=slug, supports=states[slug].supports, cost=states[slug].cost, unavailable=reason
        )
    return states
