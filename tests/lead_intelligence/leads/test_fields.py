"""The fields that enrichment can fill."""

import pytest

from lead_intelligence.leads.domain.fields import (
    API_FIELDS,
    COMPANY_FIELDS,
    EXTRA_FIELDS,
    PERSON_FIELDS,
    Field,
    field_named,
)
from mauntic.kernel.errors import Invalid


def test_the_api_names_ten_fields():
    assert " ".join(API_FIELDS) == (
        "email firstName lastName phone company title industry companySize linkedinUrl techStack"
    )


def test_a_field_is_of_the_person_or_of_the_company():
    assert set(Field) == PERSON_FIELDS | COMPANY_FIELDS
    assert not PERSON_FIELDS & COMPANY_FIELDS


def test_a_field_is_found_by_its_name_in_the_api():
    assert field_named("companySize") is Field.COMPANY_SIZE


@pytest.mark.parametrize("name", ["company_size", "", "seniority"])
def test_a_name_that_the_api_does_not_have_is_refused_under_the_key_that_was_sent(name):
    with pytest.raises(Invalid) as error:
        field_named(name, key="fieldName")
    assert list(error.value.details) == ["fieldName"]
    assert "linkedinUrl" in str(error.value.details)


def test_contacts_store_three_more_fields_than_the_api_has():
    assert {str(field) for field in EXTRA_FIELDS} == {"directPhone", "seniority", "country"}
    assert set(API_FIELDS) | EXTRA_FIELDS == set(Field)


def test_what_is_known_of_a_company_holds_for_all_its_people():
    assert {str(field) for field in COMPANY_FIELDS} == {"company", "industry", "companySize", "techStack"}


@pytest.mark.parametrize("field", API_FIELDS)
def test_every_field_of_the_api_is_found_by_its_name(field):
    assert field_named(str(field)) is field


def test_an_unknown_field_is_named_with_those_that_there_are():
    with pytest.raises(Invalid) as error:
        field_named("fax")
    assert error.value.details == {"fields": [f'Unknown field "fax". Use one of {", ".join(API_FIELDS)}.']}
