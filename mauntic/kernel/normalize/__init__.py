"""Values as every part of the product writes them, whatever form a vendor or a list gives them in."""

from mauntic.kernel.normalize.amounts import Notation, currency_of, notation_of, read_amount
from mauntic.kernel.normalize.companies import (
    company_size,
    read_size,
)
from mauntic.kernel.normalize.company_names import is_no_company, is_same_name, names_differ
from mauntic.kernel.normalize.days import AmbiguousDayError, DayOrder, day_order_of, read_day
from mauntic.kernel.normalize.domains import (
    company_domain,
    domain_of,
    is_disposable,
    is_free_mail,
    shared_host,
)
from mauntic.kernel.normalize.emails import LONGEST_EMAIL, ascii_email, clean_email, email_key, read_email
from mauntic.kernel.normalize.names import as_written, clean_name, split_name
from mauntic.kernel.normalize.people import (
    Seniority,
    linkedin_profile,
    seniority_of,
)
from mauntic.kernel.normalize.phones import e164, is_dialable, is_same_number, read_phone
from mauntic.kernel.normalize.places import country_code
from mauntic.kernel.normalize.technologies import technology_names

__all__ = [
    "LONGEST_EMAIL",
    "AmbiguousDayError",
    "DayOrder",
    "Notation",
    "Seniority",
    "as_written",
    "ascii_email",
    "clean_email",
    "clean_name",
    "company_domain",
    "company_size",
    "country_code",
    "currency_of",
    "day_order_of",
    "domain_of",
    "e164",
    "email_key",
    "is_dialable",
    "is_disposable",
    "is_free_mail",
    "is_no_company",
    "is_same_name",
    "is_same_number",
    "linkedin_profile",
    "names_differ",
    "notation_of",
    "read_amount",
    "read_day",
    "read_email",
    "read_phone",
    "read_size",
    "seniority_of",
    "shared_host",
    "split_name",
    "technology_names",
]
