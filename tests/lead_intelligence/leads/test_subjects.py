import pytest

from lead_intelligence.leads.domain.fields import Field
from lead_intelligence.leads.domain.subjects import Subject, cache_subject, is_findable, learn, person_digests
from lead_intelligence.leads.domain.values import FieldValue, Found


@pytest.mark.parametrize(
    ("subject", "domain"),
    [
        (Subject(email="ada@mail.firm.example"), "firm.example"),
        (Subject(email="ada@gmail.com", domain="https://firm.example"), "firm.example"),
        (Subject(email="ada@gmail.com"), ""),
        (Subject(email="ada@mailinator.com"), ""),
        (Subject(domain="gmail.com"), ""),
        (Subject(email="ada@sfr.fr", domain="facebook.com"), ""),
        (Subject(email="ada@firm.example", domain="facebook.com"), "firm.example"),
        (Subject(domain="kiln.myshopify.com"), "kiln.myshopify.com"),
        (Subject(), ""),
    ],
)
def test_a_mail_provider_is_never_taken_for_the_employer(subject, domain):
    assert subject.company_domain == domain


def test_a_full_name_needs_both_halves():
    assert Subject(first_name="Ada", last_name="Lovelace").full_name == "Ada Lovelace"
    assert Subject(first_name="Ada").full_name == ""


@pytest.mark.parametrize(
    ("subject", "findable"),
    [
        (Subject(email="ada@gmail.com"), True),
        (Subject(linkedin_url="https://linkedin.com/in/ada"), True),
        (Subject(domain="firm.example"), True),
        (Subject(first_name="Ada", last_name="Lovelace", company="Firm"), True),
        (Subject(first_name="Ada", last_name="Lovelace"), False),
        (Subject(first_name="Ada", company="Firm"), False),
        (Subject(phone="+44 20 7946 0000"), False),
        (Subject(), False),
    ],
)
def test_a_lead_can_be_looked_up_by_address_profile_domain_or_name_with_employer(subject, findable):
    assert is_findable(subject) is findable


def test_what_is_found_fills_what_is_unknown_and_replaces_nothing():
    found = {
        field: Found(field, "apollo", FieldValue(value, 0.9))
        for field, value in {
            Field.EMAIL: "new@firm.example",
            Field.FIRST_NAME: "Ada",
            Field.TITLE: "CTO",
        }.items()
    }
    known = learn(Subject(email="ada@firm.example"), found)
    assert known == Subject(email="ada@firm.example", first_name="Ada")


def test_answers_about_the_company_are_kept_for_all_its_people():
    ada, bob = Subject(email="ada@firm.example"), Subject(email="bob@firm.example")
    assert cache_subject(ada, Field.INDUSTRY) == cache_subject(bob, Field.INDUSTRY) != ""
    assert cache_subject(ada, Field.TITLE) != cache_subject(bob, Field.TITLE)


def test_nothing_is_kept_of_a_lead_that_cannot_be_told_from_others():
    assert cache_subject(Subject(first_name="Ada"), Field.TITLE) == ""
    assert cache_subject(Subject(email="ada@gmail.com"), Field.INDUSTRY) == ""


def test_a_person_is_known_by_address_in_any_case_by_profile_and_by_name_with_employer():
    person = Subject(
        email="Ada@Firm.example",
        linkedin_url="https://linkedin.com/in/ada",
        first_name="Ada",
        last_name="Lovelace",
        company="Firm",
    )
    digests = person_digests(person)
    for known in (
        Subject(email="ada@firm.example"),
        Subject(linkedin_url="https://linkedin.com/in/ada"),
        Subject(first_name="Ada", last_name="Lovelace", company="Firm"),
        Subject(first_name="Ada", last_name="Lovelace", domain="firm.example"),
    ):
        assert cache_subject(known, Field.TITLE) in digests
    assert (
        cache_subject(Subject(first_name="Ada", last_name="Byron", company="Firm"), Field.TITLE)
        not in digests
    )
