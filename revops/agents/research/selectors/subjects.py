"""Whom a job is about, as the rules take it."""

from django.utils.translation import gettext as _

from mauntic.crm.models import Company, Contact
from mauntic.kernel.errors import Conflict
from mauntic.kernel.normalize import company_domain
from revops.agents.research.domain.kinds import ResearchType
from revops.agents.research.domain.subject import Subject
from revops.agents.research.models.jobs import ResearchJob

LEAST_FACT = 3
"""Letters of a fact that tells companies of one name apart: "IT" is on every page."""


def subject_of(job: ResearchJob) -> Subject:
    """Return the subject of a job (contact with company, and company loaded).

    Raises: `Conflict` if too little is known to tell whether a page is about it.
    """
    contact, company = job.contact, job.company
    domain = _domain(contact, company)
    if not domain:
        raise Conflict(_("The company has no website. Enter its domain on the page of the company."))
    kind = ResearchType(job.type)
    person = ""
    if kind == ResearchType.PERSON:
        person = f"{contact.first_name} {contact.last_name}".strip() if contact else ""
        if not contact or not contact.first_name or not contact.last_name:
            raise Conflict(_("Enter the first and last name of the lead."))
    name = company.name if company else ""
    return Subject(
        kind, company=name or domain, domain=domain, person=person, facts=_facts(contact, company, kind)
    )


def _domain(contact: Contact | None, company: Company | None) -> str:
    """Return the domain of the company, else that of the lead's address if it is a company's."""
    if company and company.domain:
        return company_domain(company.domain)
    return company_domain(contact.email) if contact and contact.email else ""


def _facts(contact: Contact | None, company: Company | None, kind: ResearchType) -> tuple[str, ...]:
    of_person = kind == ResearchType.PERSON
    found = (
        company.industry if company and not of_person else "",
        contact.region if contact else "",
        contact.title if contact and of_person else "",
    )
    return tuple(each for each in found if len(each) >= LEAST_FACT)
