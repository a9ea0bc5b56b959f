import pytest
from hypothesis import given
from hypothesis import strategies as st

from mauntic.kernel import normalize
from mauntic.kernel.normalize import CompanySize, Seniority
from mauntic.kernel.normalize.places import COUNTRY_ALIASES


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        (" Ada.Lovelace@Example.COM ", "ada.lovelace@example.com"),
        ("mailto:ada@example.com", "ada@example.com"),
        ("<ada@example.com>", "ada@example.com"),
        ("ada@firm.example", "ada@firm.example"),
        ("zoë@example.com", "zoë@example.com"),
        ("ada.example.com", None),
        ("ada@", None),
        ("a da@example.com", None),
        ("ada@@example.com", None),
        ("", None),
    ],
)
def test_an_email_is_written_in_lower_case_or_refused(raw, clean):
    assert normalize.clean_email(raw) == clean


@pytest.mark.parametrize(
    ("raw", "domain"),
    [
        ("https://www.Example.com/about?x=1", "example.com"),
        ("shop.example.co.uk", "example.co.uk"),
        ("ada@mail.example.com", "example.com"),
        ("http://firm.example:8080", "firm.example"),
        ("https://me:pw@www.example.com/", "example.com"),
        ("www.bücher.example", "xn--bcher-kva.example"),
        ("bücher.de", "xn--bcher-kva.de"),
        ("co.uk", None),
        ("localhost", None),
        ("http://10.0.0.1/", None),
        ("http://[::1/", None),
        ("n/a", None),
        ("", None),
    ],
)
def test_a_domain_is_the_registered_one(raw, domain):
    assert normalize.domain_of(raw) == domain


@pytest.mark.parametrize(
    ("domain", "free", "disposable"),
    [
        ("gmail.com", True, False),
        ("GMX.de", True, False),
        ("eu.yahoo.com", True, False),
        ("mailinator.com", False, True),
        ("example.com", False, False),
        ("", False, False),
    ],
)
def test_mailbox_providers_are_told_from_employers(domain, free, disposable):
    found = normalize.is_free_mail(domain), normalize.is_disposable(domain)
    assert (found[0] or found[1], found[1]) == (free or disposable, disposable)


@pytest.mark.parametrize(
    ("raw", "country", "number"),
    [
        ("(415) 555-0121", "US", "+14155550121"),
        ("+1 415.555.0121", "", "+14155550121"),
        ("0049 30 901820", "", "+4930901820"),
        ("030 901820", "de", "+4930901820"),
        ("+44 (0)20 7946 0958", "", "+442079460958"),
        ("415-555-0121 ext. 7", "US", "+14155550121"),
        ("415-555-0121", "", None),
        ("12", "US", None),
        ("call me", "US", None),
        ("", "US", None),
    ],
)
def test_a_phone_number_is_read_with_its_country(raw, country, number):
    assert normalize.e164(raw, country) == number


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("Germany", "DE"),
        (" us ", "US"),
        ("U.S.A.", "US"),
        ("UK", "GB"),
        ("GBR", "GB"),
        ("South Korea", "KR"),
        ("Côte d'Ivoire", "CI"),
        ("Viet Nam", "VN"),
        ("Türkiye", "TR"),
        ("Atlantis", None),
        ("", None),
    ],
)
def test_a_country_is_found_by_code_or_name(raw, code):
    assert normalize.country_code(raw) == code


def test_every_country_alias_is_a_code_of_the_list():
    assert [code for code in COUNTRY_ALIASES.values() if normalize.country_code(code) != code] == []


@pytest.mark.parametrize(
    ("raw", "employees"),
    [
        (250, 250),
        (12.0, 12),
        ("1,250", 1250),
        ("1 250 employees", 1250),
        ("11-50", 30),
        ("51 to 250", 150),
        ("1,001 - 5,000", 3000),
        ("10001+", 10001),
        (0, None),
        (-5, None),
        (float("nan"), None),
        (True, None),
        ("n/a", None),
        ("", None),
        (None, None),
        ([], None),
    ],
)
def test_a_company_size_is_a_number_of_employees(raw, employees):
    assert normalize.company_size(raw) == employees


@pytest.mark.parametrize(
    ("employees", "band"),
    [
        (1, CompanySize.SMB),
        (199, CompanySize.SMB),
        (200, CompanySize.MID),
        (999, CompanySize.MID),
        (1000, CompanySize.ENTERPRISE),
    ],
)
def test_a_size_falls_into_its_band(employees, band):
    assert normalize.size_band(employees) == band


def test_technologies_are_named_readably_and_once():
    raw = ["google_apps", "Google Apps", "aws_route_53", " CloudFlare  Hosting", "http-3", 7, None, " "]
    assert normalize.technology_names(raw) == ("Google Apps", "AWS Route 53", "Cloudflare Hosting", "HTTP 3")


@pytest.mark.parametrize(
    ("spellings", "name"),
    [
        (["vue_js", "Vue Js", "Vue", "Vue.js 3.2.1"], "Vue.js"),
        (["hubspot", "Hubspot", "HubSpot"], "HubSpot"),
        (["WordPress.org", "wordpress", "WordPress 6.4.2"], "WordPress"),
        (["ASP.NET 4.0", "asp.net"], "ASP.NET"),
        (["ruby_on_rails", "Ruby On Rails"], "Ruby on Rails"),
        (["aws_route_53", "Aws Route 53"], "AWS Route 53"),
        (["Microsoft Office 365", "microsoft_office_365"], "Microsoft Office 365"),
    ],
)
def test_a_technology_has_one_name_whoever_tells_of_it(spellings, name):
    assert normalize.technology_names(spellings) == (name,)
    assert {normalize.technology_names([each]) for each in spellings} == {(name,)}


@pytest.mark.parametrize(
    ("title", "level"),
    [
        ("Chief Executive Officer", "c_level"),
        ("CEO & Co-Founder", "c_level"),
        ("cto", "c_level"),
        ("President", "c_level"),
        ("Managing Director", "c_level"),
        ("Geschäftsführerin", "c_level"),
        ("Owner", "c_level"),
        ("Product Owner", "other"),
        ("Vice President, Sales", "vp"),
        ("SVP Marketing", "vp"),
        ("Assistant Vice-President", "vp"),
        ("Sales Director", "director"),
        ("Head of Growth", "director"),
        ("Marketing Manager", "manager"),
        ("Team Lead", "manager"),
        ("Executive Assistant to the CEO", "other"),
        ("Software Engineer", "other"),
        ("Leadership Coach", "other"),
        ("", "other"),
    ],
)
def test_seniority_is_read_from_the_title(title, level):
    assert normalize.seniority_of(title) == Seniority(level)


def test_the_vendors_own_level_counts_only_when_the_title_does_not_tell():
    assert normalize.seniority_of("Growth", hint="c_suite") == Seniority.C_LEVEL
    assert normalize.seniority_of("Growth Manager", hint="c_suite") == Seniority.MANAGER
    assert normalize.seniority_of("Growth", hint="intern") == Seniority.OTHER


@pytest.mark.parametrize(
    ("raw", "url"),
    [
        ("http://www.linkedin.com/in/Ada-Lovelace/?trk=x", "https://www.linkedin.com/in/ada-lovelace"),
        ("de.linkedin.com/in/ada", "https://www.linkedin.com/in/ada"),
        ("in/ada", "https://www.linkedin.com/in/ada"),
        ("ada", "https://www.linkedin.com/in/ada"),
        ("pub/ada-lovelace/78/929/ab5", "https://www.linkedin.com/pub/ada-lovelace/78/929/ab5"),
        ("https://www.linkedin.com/company/example", None),
        ("company/example", None),
        ("https://evil.example/linkedin.com/in/ada", None),
        ("https://example.com/ada", None),
        ("http://[linkedin.com/in/ada", None),
        ("", None),
    ],
)
def test_a_profile_has_one_address(raw, url):
    assert normalize.linkedin_profile(raw) == url


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("  ada ", "Ada"),
        ("LOVELACE", "Lovelace"),
        ("McAllister", "McAllister"),
        ("jean  luc", "Jean Luc"),
        ("Ø", "Ø"),
    ],
)
def test_names_are_tidied_where_all_is_one_case(raw, name):
    assert normalize.clean_name(raw) == name


@given(st.text(max_size=60))
def test_no_text_breaks_the_rules_and_what_is_clean_stays_as_it_is(text):
    for rule in (
        normalize.clean_email,
        normalize.domain_of,
        normalize.country_code,
        normalize.linkedin_profile,
        normalize.e164,
    ):
        once = rule(text)
        assert once is None or rule(once) == once
    normalize.seniority_of(text)
    normalize.company_size(text)
    normalize.clean_name(text)
