"""Ask for research."""

from collections.abc import Sequence
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from mauntic.accounts.models import User
from mauntic.broker import enqueue
from mauntic.crm.models import Company, Contact
from mauntic.kernel.errors import Conflict, NotFound
from revops.agents.research.domain.kinds import ResearchType
from revops.agents.research.models.jobs import AT_ONCE, ResearchJob
from revops.agents.research.selectors.subjects import subject_of
from revops.jobs import RUN_RESEARCH


def request_research(*, contact_id: UUID, kind: ResearchType, by: User | None = None) -> ResearchJob:
    """Request research about a lead or the company of a lead.

    Args:
        contact_id: the lead.
        kind: what to look at.
        by: who asks.

    Returns: the job; the open one if there is one.
    Raises: `NotFound`; `Conflict` if the lead has no company with a website, or a person no name.
    """
    contact = Contact.objects.select_related("company").filter(pk=contact_id).first()
    if contact is None:
        raise NotFound(_("This lead does not exist."))
    return _open_job(ResearchJob(type=kind, contact=contact, company=contact.company, requested_by=by))


def request_company_research(*, company_id: UUID, by: User | None = None) -> ResearchJob:
    """Request research about a company. The event about its end names its lead with the highest score.

    Returns: the job; the open one if there is one.
    Raises: `NotFound`; `Conflict` if the company has no website.
    """
    company = Company.objects.filter(pk=company_id).first()
    if company is None:
        raise NotFound(_("This company does not exist."))
    contact = Contact.objects.filter(company=company).ranked().first()
    return _open_job(
        ResearchJob(type=ResearchType.COMPANY, contact=contact, company=company, requested_by=by)
    )


@transaction.atomic
def request_many(
    *, contact_ids: Sequence[UUID], kind: ResearchType, by: User | None = None
) -> tuple[list[ResearchJob], dict[UUID, str]]:
    """Request research about many leads, or once about each of their companies.

    Returns: the jobs, also those that were open; and the reasons by lead for which there is none.
    """
    # Locked in one order, since leads without a company have no constraint: see `_open_job`.
    alone = Contact.objects.filter(pk__in=contact_ids, company=None).order_by("pk")
    list(alone.select_for_update(no_key=True).values_list("pk"))
    found = Contact.objects.select_related("company").in_bulk(list(contact_ids))
    refused: dict[UUID, str] = {}
    wanted: dict[object, ResearchJob] = {}
    for contact_id in contact_ids:
        contact = found.get(contact_id)
        if contact is None:
            refused[contact_id] = _("This lead does not exist.")
            continue
        job = ResearchJob(type=kind, contact=contact, company=contact.company, requested_by=by)
        try:
            subject_of(job)
        except Conflict as error:
            refused[contact_id] = error.message
            continue
        wanted.setdefault(_key(job), job)
    about = Q(contact__in=found) | Q(company__in={each.company_id for each in found.values()} - {None})
    asked = ResearchJob.objects.open().filter(about, type=kind)
    known = {_key(job) for job in asked.all()}
    new = [job for key, job in wanted.items() if key not in known]
    # Those about a subject for which another person just opened a job are not stored.
    ResearchJob.objects.bulk_create(new, ignore_conflicts=True)
    jobs = {_key(job): job for job in asked.all()}
    for _each in range(min(len(jobs), AT_ONCE)):
        enqueue(RUN_RESEARCH)
    return [jobs[key] for key in wanted if key in jobs], refused


def _key(job: ResearchJob) -> object:
    is_company = job.type == ResearchType.COMPANY and job.company_id
    return job.company_id if is_company else job.contact_id


@transaction.atomic
def _open_job(job: ResearchJob) -> ResearchJob:
    """Store a job, or return the open one about the same subject. Two who ask at once get the same."""
    subject_of(job)
    if job.company is None:
        # No constraint tells jobs about the unknown companies of leads apart, so the lead is locked.
        list(Contact.objects.filter(pk__in=[job.contact_id]).select_for_update(no_key=True).values_list("pk"))
        if found := _same(job):
            return found
    try:
        with transaction.atomic():
            job.save(force_insert=True)
    except IntegrityError:
        found = _same(job)
        if found is None:
            raise
        return found
    enqueue(RUN_RESEARCH)
    return job


def _same(job: ResearchJob) -> ResearchJob | None:
    is_company = job.type == ResearchType.COMPANY
    about = Q(company=job.company) if is_company else Q(contact=job.contact)
    if job.company is None:
        about &= Q(contact=job.contact)
    return ResearchJob.objects.open().filter(about, type=job.type).first()
