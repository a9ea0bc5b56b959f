"""The ideal customer profile of the tests, and leads that fit it."""

from typing import Any

from mauntic.crm.models import Contact
from revops.prospects.models import IcpProfile
from scoring.scores.models import LeadScore
from scoring.scores.services.rescoring import rescore
from tests.factories.crm import CompanyFactory, ContactFactory

WANTED = {
    "titles": ["VP Sales", "Head of Marketing"],
    "seniorities": ["vp", "director"],
    "employees_least": 50,
    "employees_most": 500,
    "industries": ["Software"],
    "countries": ["DE", "US"],
}


def set_icp(**values: Any) -> IcpProfile:
    """Store a profile without qualifying leads; without values, the one of the tests."""
    row, _ = IcpProfile.objects.update_or_create(pk=1, defaults=values or WANTED)
    return row


def make_fitting(**values: Any) -> Contact:
    """A complete lead that meets all criteria of the profile."""
    company = values.pop("company", None) or CompanyFactory(industry="Software", employees=320)
    return ContactFactory(
        **{
            "title": "VP of Sales",
            "seniority": "vp",
            "country": "DE",
            "phone": "+4930555010",
            "company": company,
            **values,
        }
    )


def score_leads(total: int | str, *leads: Contact) -> None:
    """Score the leads, then store this total for them, as if the model had given it."""
    rescore(contact_ids=[lead.pk for lead in leads])
    LeadScore.objects.filter(contact__in=leads).update(total=total)
