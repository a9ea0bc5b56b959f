"""What a cell of a list means: every row of a file that came out wrong once, with the right result."""

from datetime import date
from decimal import Decimal

import pytest

from mauntic.crm.companies.services.edit import create_company
from mauntic.crm.imports.services import upload as imports_upload
from mauntic.crm.models import Company, Contact
from tests.crm.files import bring_in, remarks, upload, write, xlsx_file

pytestmark = pytest.mark.usefixtures("acme")
NOT_CLEAR = "can mean 1250 or 1.25. Enter 1250 without a separator, or 1.25 with two decimals."


def brought(headers: str, *rows: str, separator: str = ",") -> dict[str, tuple[Contact, str]]:
    """Import a file; the contacts with the reason of their row, by the first cell of the row."""
    job = upload(headers.split(separator), *[row.split(separator) for row in rows])
    reasons = remarks(job)
    write(job)
    first = job.columns[0]
    done = zip(job.rows.order_by("number").select_related("contact__company"), reasons, strict=True)
    return {row.values[first]: (row.contact, reason) for row, (_, reason) in done}


def test_a_column_of_amounts_is_read_with_its_decimal_comma():
    rows = (
        "anna@amt-eins.de;amt-eins.de;1250000,00",
        "anna@amt-zwei.de;amt-zwei.de;12,50",
        "anna@amt-drei.de;amt-drei.de;1.250,50",
        "anna@amt-vier.de;amt-vier.de;1.250.000,00",
        "anna@amt-sieben.de;amt-sieben.de;1.250",
    )
    found = brought("Email;Website;Annual Revenue", *rows, separator=";")
    assert [contact.company.revenue for contact, _ in found.values()] == [
        Decimal(amount) for amount in ("1250000", "12.50", "1250.50", "1250000", "1250")
    ]
    assert {reason for _, reason in found.values()} == {""}


@pytest.mark.parametrize("column", ["2024", "-1"])
def test_the_notation_of_a_column_named_by_a_number_is_found(column):
    job = upload(
        ["Email", "Website", column],
        ["anna@amt-eins.de", "amt-eins.de", "1250000,00"],
        ["anna@amt-sieben.de", "amt-sieben.de", "1.250"],
    )
    assert [reason for _, reason in remarks(job, **{column: "revenue"})] == ["", ""]
    write(job)
    amounts = Contact.objects.order_by("email").values_list("company__revenue", flat=True)
    assert list(amounts) == [Decimal(1_250_000), Decimal(1250)]


def test_what_a_column_of_both_notations_leaves_open_is_left_out_in_words():
    rows = (
        "anna@amt-eins.de;amt-eins.de;1250000,00",
        "anna@amt-fuenf.de;amt-fuenf.de;1,250,000.00",
        "anna@amt-sechs.de;amt-sechs.de;2.5M",
        "anna@amt-sieben.de;amt-sieben.de;1.250",
    )
    found = brought("Email;Website;Annual Revenue", *rows, separator=";")
    amounts = [contact.company.revenue for contact, _ in found.values()]
    assert amounts == [Decimal(1_250_000), Decimal(1_250_000), Decimal(2_500_000), None]
    assert found["anna@amt-sieben.de"][1] == f'Revenue not imported: "1.250" {NOT_CLEAR}'


@pytest.mark.parametrize(
    ("size", "employees", "remark"),
    [
        ("11-50", 30, ""),
        ("Nov-50", 30, 'Employees: "Nov-50" is read as 11-50, which a spreadsheet changed to a date.'),
        ("02-Oct", 6, 'Employees: "02-Oct" is read as 2-10, which a spreadsheet changed to a date.'),
        ("1,001-5,000", 3000, ""),
        ("10001+", 10001, ""),
        ("1K-5K", 3000, ""),
        (
            "2024-10-02 00:00:00",
            6,
            'Employees: "2024-10-02 00:00:00" is read as 2-10, which a spreadsheet changed to a date.',
        ),
        ("11–50 employees", 30, ""),
        ("1.001 - 5.000", 3000, ""),
        ("50.0", 50, ""),
        (
            "#VALUE!",
            None,
            'Employees not imported: the cell shows the spreadsheet error "#VALUE!".',
        ),
    ],
)
def test_a_company_size_is_read_or_left_out_with_a_remark(size, employees, remark):
    job = upload(["Email", "Website", "Company Size"], ["s1@size-a.com", "size-a.com", size])
    assert remarks(job) == [("create", remark)]
    write(job)
    assert Contact.objects.get().company.employees == employees


@pytest.mark.parametrize(
    ("given", "country", "kept", "remark"),
    [
        ("+1 415 555 2671 ext. 89", "US", "+14155552671;ext=89", ""),
        ("0049 30 1234567", "DE", "+49301234567", ""),
        ("+49 (0)30 1234567", "DE", "+49301234567", ""),
        ("030 1234567", "DE", "+49301234567", ""),
        (
            "030 1234567",
            "",
            "030 1234567",
            "Phone: not normalized, since the country is unknown.",
        ),
        (
            "+49 30 1234567 / +49 171 1234567",
            "DE",
            "+49301234567",
            'Phone: first of several values, without "+49 171 1234567".',
        ),
        (
            "+49 30 1234567 ::: +49 171 1234567",
            "DE",
            "+49301234567",
            'Phone: first of several values, without "+49 171 1234567".',
        ),
        ("4.9301E+11", "DE", "", 'Phone not imported: "4.9301E+11" is not a phone number'),
        ("'+49301234567", "DE", "+49301234567", ""),
        ('="+49301234567"', "DE", "+49301234567", ""),
        ("493012345678.0", "DE", "+493012345678", ""),
        ("06 6982 1234", "IT", "+390669821234", ""),
        ("1047", "", "", 'Phone not imported: "1047" is not a phone number'),
        ("tel:+49-30-1234567", "DE", "+49301234567", ""),
        ("020 7946 0958", "United Kingdom", "+442079460958", ""),
        ("#REF!", "DE", "", 'Phone not imported: the cell shows the spreadsheet error "#REF!".'),
    ],
)
def test_a_phone_number_is_kept_whole_or_left_out_with_a_remark(given, country, kept, remark):
    job = upload(["Email", "Phone", "Country"], ["e1@phone-co.com", given, country])
    [(verdict, reason)] = remarks(job)
    write(job)
    assert (verdict, Contact.objects.get().phone) == ("create", kept)
    assert reason.startswith(remark) if remark else not reason


@pytest.mark.parametrize(
    ("full", "first", "last"),
    [
        ("Prince Adeyemi", "Prince", "Adeyemi"),
        ("Judge Harlow", "Judge", "Harlow"),
        ("Bishop Perrin", "Bishop", "Perrin"),
        ("Major Quill", "Major", "Quill"),
        ("Dean Marlow", "Dean", "Marlow"),
        ("Ma, Mei", "Mei", "Ma"),
        ("Mei Ma", "Mei", "Ma"),
        ("Dr. Elke Vogt", "Elke", "Vogt"),
        ("Rosa van der Berg", "Rosa", "van der Berg"),
        ("Madonna", "Madonna", ""),
        ("山田太郎", "山田太郎", ""),
        ("José Luis García Marín", "José Luis García", "Marín"),
        ("Stone, Peter J., Jr.", "Peter J.", "Stone Jr."),
        ("Linh Do", "Linh", "Do"),
        ("Page Miller", "Page", "Miller"),
        ("Ben Lord", "Ben", "Lord"),
        ("محمد الأحمد", "محمد", "الأحمد"),
    ],
)
def test_a_full_name_loses_no_part(full, first, last):
    bring_in(["Full Name", "Email"], [full, "n01@names-co.com"])
    contact = Contact.objects.get()
    assert (contact.first_name, contact.last_name) == (first, last)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (("AJ", "McDonald"), ("AJ", "McDonald")),
        (("JP", "MCDONALD"), ("JP", "McDonald")),
        (("maria", "von trapp"), ("Maria", "von Trapp")),
        (("CJ", "DE LA CRUZ"), ("CJ", "de la Cruz")),
        (("seán", "o'neill"), ("Seán", "O'Neill")),
        (("ANDRÉS", "PEÑA"), ("Andrés", "Peña")),
        (("andre\u0301s", "pen\u0303a"), ("Andrés", "Peña")),
        (("d’arcy", "o’brien"), ("D’Arcy", "O’Brien")),
        (("René", "MacLeod"), ("René", "MacLeod")),
    ],
)
def test_capitals_of_a_list_are_mended_and_accents_composed(given, kept):
    bring_in(["First Name", "Last Name", "Email"], [*given, "c1@caps-co.com"])
    contact = Contact.objects.get()
    assert (contact.first_name, contact.last_name) == kept


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("trail@space-co.com ", "trail@space-co.com"),
        ("\u00a0nbsp@space-co.com", "nbsp@space-co.com"),
        ("zero@space-co.com\u200b", "zero@space-co.com"),
        ("plus+demo@space-co.com", "plus+demo@space-co.com"),
        ("a.o'shea@space-co.com", "a.o'shea@space-co.com"),
        ("Upper@SPACE-CO.COM", "upper@space-co.com"),
        ("info@käseläden.de", "info@käseläden.de"),
        ("dot@space-co.com.", "dot@space-co.com"),
        ("new@space-co.photography", "new@space-co.photography"),
        ("mailto:mt@space-co.com", "mt@space-co.com"),
        ("semi@space-co.com;", "semi@space-co.com"),
        ("full＠space-co.com", "full@space-co.com"),
        ("jürgen@space-co.com", "jürgen@space-co.com"),
    ],
)
def test_an_address_is_found_in_its_cell(given, kept):
    job = upload(["Name", "Email"], ["Ada King", given])
    assert remarks(job) == [("create", "")]
    write(job)
    assert Contact.objects.get().email == kept


@pytest.mark.parametrize(
    "given", ["Display Name <display@space-co.com>", '"Name, Display" <display@space-co.com>']
)
def test_an_address_beside_a_name_is_taken_with_a_remark(given):
    job = upload(["Name", "Email"], ["Ada King", given])
    assert remarks(job) == [("create", f'Email: read from "{given}".')]
    write(job)
    assert Contact.objects.get().email == "display@space-co.com"


@pytest.mark.parametrize("between", ["; ", ", ", " ::: ", " | "])
def test_the_first_of_several_addresses_counts_and_the_others_are_named(between):
    job = upload(["Name", "Email"], ["Two Mails", f"first@space-co.com{between}second@space-co.com"])
    assert remarks(job) == [("create", "Email: first of several values, without second@space-co.com.")]
    write(job)
    assert Contact.objects.get().email == "first@space-co.com"


@pytest.mark.parametrize("given", ["someone@intranet.local", "root@[10.0.0.1]", "a@x.com; nonsense@"])
def test_what_is_no_address_of_the_internet_is_an_error(given):
    job = upload(["Name", "Email"], ["Ada King", given])
    assert remarks(job) == [
        ("error", f'"{given}" is not an email address. Enter one such as name@company.com.')
    ]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ("UK", "GB"),
        ("U.S.A.", "US"),
        ("England", "GB"),
        ("Korea", "KR"),
        ("Korea, Republic of", "KR"),
        ("Czechia", "CZ"),
        ("Türkiye", "TR"),
        ("Allemagne", "DE"),
        ("Côte d’Ivoire", "CI"),
        ("Netherlands (the)", "NL"),
        ("Hong Kong SAR", "HK"),
        ("Brasil", "BR"),
    ],
)
def test_a_country_is_known_by_its_many_names(given, code):
    job = upload(["Email", "Country"], ["u1@uk-co.com", given])
    assert remarks(job) == [("create", "")]
    write(job)
    assert Contact.objects.get().country == code


def test_a_value_that_is_too_long_is_left_out_and_the_rest_of_the_row_counts():
    headers = ["First Name", "Last Name", "Email", "Company"]
    job = upload(
        headers, ["L" * 140, "Long", "long@long-co.com", "Long Co"], ["Short", "Ok", "s@long-co.com", ""]
    )
    assert remarks(job) == [
        ("create", "First name not imported: Enter at most 100 characters, not 140."),
        ("create", ""),
    ]
    write(job)
    assert Contact.objects.get(email="long@long-co.com").name == "Long"


def test_a_phone_number_alone_is_nobody():
    job = upload(
        ["First Name", "Last Name", "Email", "Phone"],
        ["Phone", "Only", "", "+442079460001"],
        ["", "", "", "+442079460002"],
    )
    assert remarks(job) == [("create", ""), ("error", "The row has no name and no email address.")]
    write(job)
    assert Contact.objects.get().phone == "+442079460001"


def test_blank_cells_of_a_second_file_change_nothing():
    headers = ["First Name", "Last Name", "Email", "Phone", "Job Title", "Company"]
    bring_in(headers, ["Keep", "Values", "keep@values-co.com", "+442079460958", "Head of Sales", "Values Co"])
    job = upload(headers, ["Keep", "", "keep@values-co.com", "", "", ""])
    assert remarks(job) == [("skip", "No changes to Keep Values.")]
    write(job)
    kept = Contact.objects.select_related("company").get()
    assert (kept.last_name, kept.phone, kept.title) == ("Values", "+442079460958", "Head of Sales")
    assert kept.company.name == "Values Co"


def test_rows_without_an_address_between_others_are_people_of_their_own():
    bring_in(
        ["First Name", "Last Name", "Email", "Company"],
        ["Una", "Alder", "una@alder-row.com", "Alder Row"],
        ["Duo", "Birch", "", "Birch Row"],
        ["Tri", "Cedar", "tri@cedar-row.com", "Cedar Row"],
        ["Qua", "Dogwood", "", "Dogwood Row"],
    )
    people = Contact.objects.order_by("pk").values_list("first_name", "email", "company__name")
    assert list(people) == [
        ("Una", "una@alder-row.com", "Alder Row"),
        ("Duo", "", "Birch Row"),
        ("Tri", "tri@cedar-row.com", "Cedar Row"),
        ("Qua", "", "Dogwood Row"),
    ]


def test_line_breaks_and_quotes_in_cells_stay_in_their_row():
    bring_in(
        ["First Name", "Last Name", "Email", "Company", "Notes"],
        ["Line", "Break", "line@break-quote.com", "Break, Quote & Sons", 'first line\nsecond "quoted" line'],
        ["No", "Mail", "", "Two\nLines Ltd", "a\nb"],
    )
    people = Contact.objects.order_by("pk").values_list("last_name", "company__name", "custom_fields__Notes")
    assert list(people) == [
        ("Break", "Break, Quote & Sons", 'first line\nsecond "quoted" line'),
        ("Mail", "Two Lines Ltd", "a\nb"),
    ]


def test_cells_of_a_workbook_mean_what_the_person_typed():
    headers = ["Email", "Phone", "Website", "Country", "Company Size", "Revenue"]
    job = imports_upload.upload_import(
        file=xlsx_file(
            headers,
            ["x1@xl-one.com", 493012345678, "xl-one.com", "DE", date(2050, 11, 1), 1250000.5],
            ["x2@xl-two.com", "+49 30 123456", "xl-two.com", "DE", date(2026, 10, 2), "1.250.000,50"],
            ["x3@xl-three.com", "#REF!", "xl-three.com", "DE", 50, "#DIV/0!"],
        ),
        file_name="leads.xlsx",
    )
    said = [reason for _, reason in remarks(job)]
    assert said[0] == 'Employees: "2050-11-01" is read as 11-50, which a spreadsheet changed to a date.'
    assert said[1] == 'Employees: "2026-10-02" is read as 2-10, which a spreadsheet changed to a date.'
    assert said[2] == (
        'Phone not imported: the cell shows the spreadsheet error "#REF!". '
        'Revenue not imported: the cell shows the spreadsheet error "#DIV/0!".'
    )
    write(job)
    rows = Contact.objects.order_by("pk").values_list("phone", "company__employees", "company__revenue")
    assert list(rows) == [
        ("+493012345678", 30, Decimal("1250000.50")),
        ("+4930123456", 6, Decimal("1250000.50")),
        ("", 50, None),
    ]


@pytest.mark.parametrize(
    ("revenue", "currency", "kept"), [("1.250.000 €", "", "EUR"), ("$2.5M", "", ""), ("2.5M", "CHF", "CHF")]
)
def test_a_revenue_that_names_its_currency_is_in_it(revenue, currency, kept):
    bring_in(["Email", "Company", "Revenue", "Currency"], ["a@firm.com", "Firm", revenue, currency])
    assert Contact.objects.get().company.revenue_currency == kept
    create_company(values={"name": "Other", "revenue": revenue, "revenue_currency": currency})
    assert Company.objects.get(name="Other").revenue_currency == kept


def test_a_custom_text_that_is_too_long_is_left_out_with_a_remark():
    job = upload(["Email", "Notes"], ["n1@notes-a.com", "x" * 20_001], ["n2@notes-b.com", "y" * 20_000])
    assert [reason for _, reason in remarks(job)] == [
        "Notes not imported: Enter at most 20,000 characters, not 20,001.",
        "",
    ]
    write(job)
    kept = Contact.objects.order_by("email").values_list("custom_fields", flat=True)
    assert list(kept) == [{}, {"Notes": "y" * 20_000}]
