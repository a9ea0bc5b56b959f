from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mauntic.kernel import normalize
from mauntic.kernel.normalize import Notation, Seniority
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
        ("415-555-0121 ext. 7", "US", "+14155550121;ext=7"),
        ("+14155550121;ext=7", "", "+14155550121;ext=7"),
        ("tel:+1-415-555-0121;ext=7", "", "+14155550121;ext=7"),
        ("493012345678.0", "DE", "+493012345678"),
        ("4.93E+11", "DE", None),
        ("#REF!", "DE", None),
        ("415-555-0121", "", None),
        ("12", "US", None),
        ("1047", "DE", None),
        ("+500 22777", "", "+50022777"),
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
        ("Côte d’Ivoire", "CI"),
        ("Korea, Republic of", "KR"),
        ("North Korea", "KP"),
        ("Netherlands (the)", "NL"),
        ("Hong Kong SAR", "HK"),
        ("Allemagne", "DE"),
        ("Vereinigte Staaten", "US"),
        ("Brasil", "BR"),
        ("Niger", "NE"),
        ("Kosovo", "XK"),
        ("Republic of Kosovo", "XK"),
        ("XK", "XK"),
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
        ("1K-5K", 3000),
        ("1-5K", 3000),
        ("10K+", 10_000),
        ("1.5k", 1500),
        ("1.001 - 5.000", 3000),
        ("50 -100", 75),
        ("<50", 25),
        ("> 10,000", 10_000),
        ("up to 10", 5),
        ("50.0", 50),
        ("Nov-50", 30),
        ("10-Okt", None),
        ("1-Okt", 5),
        ("2026-10-02", 6),
        ("1950-11-01T00:00:00", 30),
        ("2019-07-14", None),
        ("01.02.2024", None),
        ("50-11", None),
        ("4.93E+11", None),
        ("#VALUE!", None),
        ("-5", None),
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
        ("JEAN-LUC", "Jean-Luc"),
        ("AJ", "AJ"),
        ("MCDONALD", "McDonald"),
        ("o'neill", "O'Neill"),
        ("DE LA CRUZ", "de la Cruz"),
        ("van", "Van"),
        ("andre\u0301s", "Andrés"),
        ("Ø", "Ø"),
    ],
)
def test_names_are_tidied_where_all_is_one_case(raw, name):
    assert normalize.clean_name(raw) == name


@pytest.mark.parametrize(
    ("raw", "first", "last"),
    [
        ("Prince Adeyemi", "Prince", "Adeyemi"),
        ("Dr. King", "Dr.", "King"),
        ("Prof. Dr. Elke Vogt", "Elke", "Vogt"),
        ("Vogt, Dr. Elke", "Elke", "Vogt"),
        ("Frau Dr. med. Elke Vogt", "Elke", "Vogt"),
        ("Univ.-Prof. Dr. Elke Vogt", "Elke", "Vogt"),
        ("Jane Roe, PhD", "Jane", "Roe"),
        ("John Stone III", "John", "Stone III"),
        ("M. Night Shyamalan", "M. Night", "Shyamalan"),
        ("", "", ""),
        (",", "", ""),
    ],
)
def test_a_full_name_is_split_and_titles_go_only_before_two_more_words(raw, first, last):
    assert normalize.split_name(raw) == (first, last)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1250000", 1_250_000),
        ("1,250,000.00", 1_250_000),
        ("1.250.000,00", 1_250_000),
        ("12,50,000.5", Decimal("1250000.5")),
        ("1'250.50", Decimal("1250.5")),
        ("EUR 1250", 1250),
        ("US$ 1,250.50", Decimal("1250.5")),
        ("$2.5M", 2_500_000),
        ("2,5 Mio. EUR", 2_500_000),
        ("0.375", Decimal("0.375")),
        ("-5", -5),
    ],
)
def test_an_amount_that_can_be_read_in_one_way_needs_no_column(text, amount):
    assert normalize.read_amount(text) == amount


@pytest.mark.parametrize(
    ("text", "currency"),
    [
        ("€ 1.250,50", "EUR"),
        ("2,5 Mio. EUR", "EUR"),
        ("chf 1'250", "CHF"),
        ("US$ 5", "USD"),
        ("£5k", "GBP"),
        ("$5", ""),
        ("EUR 5 USD", ""),
        ("1.250.000", ""),
    ],
)
def test_an_amount_may_name_its_currency(text, currency):
    assert normalize.currency_of(text) == currency


@pytest.mark.parametrize(
    "text", ["1.250", "1,250", "lots", "", "1,2,3", "1e5", "1 25", "#REF!", "5 shoes", "9" * 61]
)
def test_other_amounts_are_refused_in_words(text):
    with pytest.raises(ValueError, match=r"can mean 1250 or 1\.25|is not an amount\."):
        normalize.read_amount(text)


@pytest.mark.parametrize(
    ("column", "notation"),
    [
        (["1.250", "12,50"], Notation.COMMA),
        (["1,250", "12.50"], Notation.POINT),
        (["1.250", "3.400", "12.000"], Notation.COMMA),
        (["1.250", "1.250", "1.250"], None),
        (["1.250", "3,400", "12.000"], None),
        (["12,50", "12.50", "1.250"], None),
        (["1250", "", "n/a"], None),
    ],
)
def test_the_notation_is_that_of_the_whole_column(column, notation):
    assert normalize.notation_of(column) == notation


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
    normalize.split_name(text)
    normalize.read_phone(text, "DE")
    normalize.notation_of([text])
    assert normalize.clean_name(normalize.clean_name(text)) == normalize.clean_name(text)
    email = normalize.read_email(text)
    assert email is None or normalize.read_email(email.address) == (email.address, ())
