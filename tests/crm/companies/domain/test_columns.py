from mauntic.crm.companies.domain.columns import DETAILS, by_column, by_field_name


def test_details_of_a_company_have_the_names_of_the_fields_of_a_lead():
    values = {"name": "Engines", "domain": "engines.com", "country": "GB", "employees": 3, "unknown": 1}
    named = {
        "company": "Engines",
        "website": "engines.com",
        "company_country": "GB",
        "employees": 3,
        "unknown": 1,
    }
    assert by_field_name(values) == named


def test_problems_come_back_under_the_columns():
    assert by_column({"website": "No.", "company": "No name.", "other": "?"}) == {
        "domain": "No.",
        "name": "No name.",
        "other": "?",
    }


def test_every_column_comes_back_as_itself():
    assert by_column(dict.fromkeys(by_field_name(dict.fromkeys(DETAILS)), "")) == dict.fromkeys(DETAILS, "")
