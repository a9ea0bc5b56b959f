"""What the columns of other programs' exports, and of lists in other languages, mean."""

from collections import Counter

import pytest

from mauntic.crm.fields.domain.catalog import FIELDS
from mauntic.crm.imports.domain.headings import BARE_NAMES, HEADINGS
from mauntic.crm.imports.domain.mapping import guess_mapping, left_out
from mauntic.kernel.files.column_names import heading_key


def guessed(headings: str) -> dict[str, str]:
    """Field -> column; what became a custom field or was left out is not told."""
    mapping = guess_mapping([heading.strip() for heading in headings.split(";")])
    return {target: column for column, target in mapping.items() if target in FIELDS}


@pytest.mark.parametrize(
    ("headings", "meant"),
    [
        pytest.param(
            "First Name; Middle Name; Last Name; Name Prefix; Nickname; Organization Name;"
            "Organization Title; Notes; Labels; E-mail 1 - Label; E-mail 1 - Value; E-mail 2 - Value;"
            "Phone 1 - Label; Phone 1 - Value; Address 1 - City; Address 1 - Region; Address 1 - Country;"
            "Website 1 - Value",
            {
                "first_name": "First Name",
                "last_name": "Last Name",
                "company": "Organization Name",
                "title": "Organization Title",
                "email": "E-mail 1 - Value",
                "phone": "Phone 1 - Value",
                "region": "Address 1 - Region",
                "country": "Address 1 - Country",
                "website": "Website 1 - Value",
            },
            id="Google Contacts",
        ),
        pytest.param(
            "Name; Given Name; Additional Name; Family Name; E-mail 1 - Type; E-mail 1 - Value;"
            "Organization 1 - Name; Organization 1 - Title",
            {
                "full_name": "Name",
                "first_name": "Given Name",
                "last_name": "Family Name",
                "email": "E-mail 1 - Value",
                "company": "Organization 1 - Name",
                "title": "Organization 1 - Title",
            },
            id="Google Contacts before 2024",
        ),
        pytest.param(
            "Title; First Name; Middle Name; Last Name; Suffix; Company; Department; Job Title;"
            "Business Street; Business City; Business State; Business Country/Region; Business Fax;"
            "Business Phone; Business Phone 2; Home Phone; Mobile Phone; Web Page; E-mail Address;"
            "E-mail 2 Address; Location",
            {
                "first_name": "First Name",
                "last_name": "Last Name",
                "company": "Company",
                "title": "Job Title",
                "region": "Business State",
                "country": "Business Country/Region",
                "phone": "Business Phone",
                "direct_phone": "Mobile Phone",
                "website": "Web Page",
                "email": "E-mail Address",
            },
            id="Outlook",
        ),
        pytest.param(
            "First Name; Last Name; Title; Company; Company Name for Emails; Email; Email Status; Seniority;"
            "Home Phone; Mobile Phone; Corporate Phone; Other Phone; # Employees; Industry; Keywords;"
            "Person Linkedin Url; Website; Company Linkedin Url; City; State; Country; Company Country;"
            "Technologies; Annual Revenue",
            {
                "first_name": "First Name",
                "last_name": "Last Name",
                "title": "Title",
                "company": "Company",
                "email": "Email",
                "seniority": "Seniority",
                "direct_phone": "Mobile Phone",
                "phone": "Corporate Phone",
                "employees": "# Employees",
                "industry": "Industry",
                "linkedin_url": "Person Linkedin Url",
                "website": "Website",
                "region": "State",
                "country": "Country",
                "company_country": "Company Country",
                "tech_stack": "Technologies",
                "revenue": "Annual Revenue",
            },
            id="Apollo",
        ),
        pytest.param(
            "First Name; Last Name; URL; Email Address; Company; Position; Connected On",
            {
                "first_name": "First Name",
                "last_name": "Last Name",
                "linkedin_url": "URL",
                "email": "Email Address",
                "company": "Company",
                "title": "Position",
            },
            id="LinkedIn connections",
        ),
        pytest.param(
            "Record ID; First Name; Last Name; Email; Phone Number; Mobile Phone Number; Job Title;"
            "Company Name; Website URL; Country/Region; State/Region; City; Lead Status; Contact owner;"
            "Original Source; Number of Employees; Annual Revenue; Industry",
            {
                "first_name": "First Name",
                "last_name": "Last Name",
                "email": "Email",
                "phone": "Phone Number",
                "direct_phone": "Mobile Phone Number",
                "title": "Job Title",
                "company": "Company Name",
                "website": "Website URL",
                "country": "Country/Region",
                "region": "State/Region",
                "source": "Original Source",
                "employees": "Number of Employees",
                "revenue": "Annual Revenue",
                "industry": "Industry",
            },
            id="HubSpot",
        ),
        pytest.param(
            "First Name; Last Name; Title; Company / Account; Lead Source; Email; Phone; Mobile;"
            "State/Province; Country; Lead Owner; Lead Status; Zip/Postal Code; Annual Revenue (EUR);"
            "No. of Employees; Industry; Website",
            {
                "first_name": "First Name",
                "last_name": "Last Name",
                "title": "Title",
                "company": "Company / Account",
                "source": "Lead Source",
                "email": "Email",
                "phone": "Phone",
                "direct_phone": "Mobile",
                "region": "State/Province",
                "country": "Country",
                "revenue": "Annual Revenue (EUR)",
                "employees": "No. of Employees",
                "industry": "Industry",
                "website": "Website",
            },
            id="Salesforce",
        ),
        pytest.param(
            "Prénom; Nom; Adresse e-mail; Téléphone; Téléphone mobile; Société; Fonction; Pays; Ville;"
            "Site web; Secteur d’activité; Effectif; Chiffre d'affaires; Devise",
            {
                "first_name": "Prénom",
                "last_name": "Nom",
                "email": "Adresse e-mail",
                "phone": "Téléphone",
                "direct_phone": "Téléphone mobile",
                "company": "Société",
                "title": "Fonction",
                "country": "Pays",
                "region": "Ville",
                "website": "Site web",
                "industry": "Secteur d’activité",
                "employees": "Effectif",
                "revenue": "Chiffre d'affaires",
                "revenue_currency": "Devise",
            },
            id="French",
        ),
        pytest.param(
            "Vorname; Name; E-Mail-Adresse; Telefon geschäftlich; Mobiltelefon; Firma; Position; Land/Region;"
            "Ort; Webseite; Branche; Anzahl Mitarbeiter; Jahresumsatz; Währung; Unternehmensgröße",
            {
                "first_name": "Vorname",
                "last_name": "Name",
                "email": "E-Mail-Adresse",
                "phone": "Telefon geschäftlich",
                "direct_phone": "Mobiltelefon",
                "company": "Firma",
                "title": "Position",
                "country": "Land/Region",
                "region": "Ort",
                "website": "Webseite",
                "industry": "Branche",
                "employees": "Anzahl Mitarbeiter",
                "revenue": "Jahresumsatz",
                "revenue_currency": "Währung",
            },
            id="German",
        ),
        pytest.param(
            "Nombre; Apellidos; Correo electrónico; Teléfono; Móvil; Empresa; Cargo; País; Ciudad;"
            "Página web; Sector; Número de empleados; Facturación; Moneda",
            {
                "first_name": "Nombre",
                "last_name": "Apellidos",
                "email": "Correo electrónico",
                "phone": "Teléfono",
                "direct_phone": "Móvil",
                "company": "Empresa",
                "title": "Cargo",
                "country": "País",
                "region": "Ciudad",
                "website": "Página web",
                "industry": "Sector",
                "employees": "Número de empleados",
                "revenue": "Facturación",
                "revenue_currency": "Moneda",
            },
            id="Spanish",
        ),
    ],
)
def test_columns_of_an_export_are_guessed(headings, meant):
    assert guessed(headings) == meant


@pytest.mark.parametrize(
    ("headings", "field"),
    [
        ("Nom; Prénom", "last_name"),
        ("Nom; Email", "full_name"),
        ("Name; Vorname", "last_name"),
        ("Name; Nachname", "first_name"),
        ("Name; Email", "full_name"),
        ("Nombre; Correo", "full_name"),
        ("First name; Last name; Name", "full_name"),
    ],
)
def test_a_bare_name_means_what_the_other_columns_leave(headings, field):
    assert guessed(headings)[field] in {"Nom", "Name", "Nombre"}


@pytest.mark.parametrize(
    "written", ["Prénom", "PRE\u0301NOM", "prenom", " Prénom * ", "Prenom (obligatoire)"]
)
def test_accents_capitals_and_signs_do_not_hide_a_column(written):
    assert guess_mapping([written])[written] == "first_name"


def test_a_column_of_another_meaning_stays_a_custom_field():
    assert guess_mapping(["Shoe size", "id", "owner", "Größe"]) == {
        "Shoe size": "custom:Shoe size",
        "id": "custom:id",
        "owner": "custom:owner",
        "Größe": "custom:Größe",
    }


def test_columns_that_only_our_export_has_are_known_as_such():
    headings = ["id", "email", "owner", "lead_score", "created_at", "custom:Shoe size"]
    assert guess_mapping(headings) == {
        "id": "record_id",
        "email": "email",
        "owner": "",
        "lead_score": "",
        "created_at": "",
        "custom:Shoe size": "custom:Shoe size",
    }
    assert left_out(headings) == ["owner", "lead_score", "created_at"]


def test_each_name_means_one_field_and_is_written_as_names_are_compared():
    names = [name for known in HEADINGS.values() for name in known]
    assert [name for name, times in Counter(names).items() if times > 1] == []
    assert [name for name in (*names, *BARE_NAMES) if heading_key(name) != name] == []
    assert set(HEADINGS) == set(FIELDS)
    assert not BARE_NAMES & set(names)
