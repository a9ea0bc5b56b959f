"""The words from which people and companies are made; phone numbers are of ranges kept for fiction."""

from typing import NamedTuple


class Country(NamedTuple):
    """A country; `landline` and `mobile` are patterns that take a number of three digits."""

    name: str
    time_zone: str
    cities: tuple[str, ...]
    landline: str
    mobile: str


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


FIRST_NAMES = _words(
    "Aisha Anders Anna Ben Carla Chen Clara Daniel Elena Emil Fatima Femi Grace Hana Hugo Ines Ivan Jonas "
    "Julia Kenji Lars Leila Lena Luca Maria Marta Mei Miguel Nadia Nina Noah Olga Omar Paul Priya Rosa "
    "Ruth Samir Sara Sofia Tariq Tom Vera Yara Zoë"
)
LAST_NAMES = _words(
    "Almeida Andersen Bauer Becker Brandt Castro Costa Dubois Eriksen Ferrari Fischer Garcia Haddad "
    "Hansen Ito Jansen Kaya Keller Kim Kowalski Lange Larsen Lopez Martin Meyer Mori Nguyen Novak Okafor "
    "Olsen Patel Pereira Petrov Rossi Sato Schmidt Silva Singh Svensson Tanaka Torres Vogel Walker Weber "
    "Yilmaz"
)
INDUSTRIES = (
    "Internet Software & Services",
    "Financial Services",
    "Health Care Services",
    "Logistics",
    "Machinery",
    "Media",
    "Professional Services",
    "Retail",
    "Telecommunications",
    "Energy",
    "Education Services",
    "Automotive",
)
DEPARTMENTS = (
    "Sales",
    "Marketing",
    "Finance",
    "Operations",
    "Engineering",
    "Product",
    "People",
    "IT",
    "Customer Success",
)
CHIEFS = (
    "Chief Executive Officer",
    "Chief Technology Officer",
    "Chief Financial Officer",
    "Chief Marketing Officer",
    "Chief Revenue Officer",
)
SPECIALISTS = (
    "Account Executive",
    "Software Engineer",
    "Analyst",
    "Consultant",
    "Product Designer",
    "Accountant",
)
TECHNOLOGIES = _words(
    "google_apps microsoft_office_365 salesforce hubspot marketo zendesk intercom slack segment "
    "google_analytics google_tag_manager cloudflare aws_route_53 fastly stripe shopify wordpress react "
    "vue_js django ruby_on_rails postgresql mongodb snowflake tableau datadog sentry workday netsuite "
    "jira"
)

COUNTRIES = {
    "US": Country(
        "United States", "America/Chicago", ("Boston", "Denver"), "+14155550{:03d}", "+16175550{:03d}"
    ),
    "GB": Country(
        "United Kingdom", "Europe/London", ("London", "Leeds"), "+442079460{:03d}", "+447700900{:03d}"
    ),
    "DE": Country("Germany", "Europe/Berlin", ("Berlin", "Köln"), "+493023125{:03d}", "+4917139200{:03d}"),
    "FR": Country("France", "Europe/Paris", ("Paris", "Lyon"), "+33199000{:03d}", "+33639980{:03d}"),
    "AU": Country("Australia", "Australia/Sydney", ("Sydney", "Perth"), "+61255500{:03d}", "+61491570{:03d}"),
}
COUNTRY_WEIGHTS = (50, 18, 14, 10, 8)

FREE_MAIL = frozenset(
    _words(
        "aol.com gmail.com gmx.com gmx.de hotmail.com icloud.com mail.com outlook.com proton.me "
        "protonmail.com t-online.de web.de yahoo.co.uk yahoo.com"
    )
)
