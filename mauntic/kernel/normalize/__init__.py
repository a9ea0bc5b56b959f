"""Values as every part of the product writes them, whatever form a vendor or a list gives them in."""

from mauntic.kernel.normalize.companies import (
    CompanySize,
    company_size,
    size_band,
)
from mauntic.kernel.normalize.emails import clean_email, domain_of, is_disposable, is_free_mail
from mauntic.kernel.normalize.people import (
    Seniority,
    clean_name,
    linkedin_profile,
    seniority_of,
)
from mauntic.kernel.normalize.places import country_code, e164
from mauntic.kernel.normalize.technologies import technology_names

__all__ = [
    "CompanySize",
    "Seniority",
    "clean_email",
    "clean_name",
    "company_size",
    "country_code",
    "domain_of",
    "e164",
    "is_disposable",
    "is_free_mail",
    "linkedin_profile",
    "seniority_of",
    "size_band",
    "technology_names",
]
