import pytest

from lead_intelligence.domain.answers import Subject
from lead_intelligence.domain.fields import API_FIELDS


@pytest.mark.parametrize(
    ("subject", "domain"),
    [
        (Subject(email="ada@mail.firm.example"), "firm.example"),
        (Subject(email="ada@gmail.com", domain="https://firm.example"), "firm.example"),
        (Subject(email="ada@gmail.com"), ""),
        (Subject(email="ada@mailinator.com"), ""),
        (Subject(domain="gmail.com"), ""),
        (Subject(), ""),
    ],
)
def test_a_mail_provider_is_never_taken_for_the_employer(subject, domain):
    assert subject.company_domain == domain


def test_a_full_name_needs_both_halves():
    assert Subject(first_name="Ada", last_name="Lovelace").full_name == "Ada Lovelace"
    assert Subject(first_name="Ada").full_name == ""


def test_the_api_names_ten_fields():
    assert " ".join(API_FIELDS) == (
        "email firstName lastName phone company title industry companySize linkedinUrl techStack"
    )
