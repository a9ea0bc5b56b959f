import hashlib
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

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


def found(**values: object) -> dict[Field, Found]:
    return {
        Field(name): Found(Field(name), "apollo", FieldValue(value, 0.9)) for name, value in values.items()
    }


@pytest.mark.parametrize(
    ("field", "name"),
    [
        ("email", "email"),
        ("firstName", "first_name"),
        ("lastName", "last_name"),
        ("company", "company"),
        ("linkedinUrl", "linkedin_url"),
        ("country", "country"),
    ],
)
def test_what_tells_people_apart_is_learned_on_the_way(field, name):
    assert learn(Subject(), found(**{field: "news"})) == Subject(**{name: "news"})


@pytest.mark.parametrize("field", ["phone", "title", "industry", "techStack", "seniority"])
def test_other_facts_are_not_learned(field):
    assert learn(Subject(), found(**{field: "news"})) == Subject()


def test_a_value_that_is_no_text_is_not_learned():
    assert learn(Subject(), found(company=("Firm", "Holding"), country=49)) == Subject()


def test_nothing_found_leaves_the_subject_as_it_is():
    subject = Subject(email="ada@firm.example", first_name="Ada")
    assert learn(subject, {}) == subject


def test_an_address_of_another_company_of_the_group_tells_nothing_of_the_employer():
    subject = Subject(email="ada@group.example", shares_domain=True)
    assert subject.company_domain == ""
    assert replace(subject, domain="firm.example").company_domain == "firm.example"
    assert replace(subject, shares_domain=False).company_domain == "group.example"


@pytest.mark.parametrize(
    ("first", "last", "whole"),
    [("Ada", "Lovelace", "Ada Lovelace"), ("Ada", "", ""), ("", "Lovelace", ""), ("", "", "")],
)
def test_a_name_is_whole_or_none(first, last, whole):
    assert Subject(first_name=first, last_name=last).full_name == whole


def test_nothing_is_known_of_a_new_subject():
    subject = Subject()
    assert {
        subject.email,
        subject.first_name,
        subject.last_name,
        subject.company,
        subject.domain,
        subject.linkedin_url,
        subject.country,
        subject.phone,
    } == {""}
    assert not subject.shares_domain


NAMED = Subject(first_name="Ada", last_name="Lovelace", company="Firm")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (Subject(email="ada@firm.example"), Subject(email="ADA@firm.example"), True),
        (Subject(email="ada@firm.example"), Subject(email="bob@firm.example"), False),
        (Subject(email="a@b.example"), replace(NAMED, email="a@b.example"), True),
        (Subject(linkedin_url="in/ada"), replace(NAMED, linkedin_url="in/ada"), True),
        (Subject(linkedin_url="in/ada"), Subject(linkedin_url="in/ada", email="a@b.example"), False),
        (NAMED, replace(NAMED, first_name="ADA"), True),
        (NAMED, replace(NAMED, company="Other"), False),
        (NAMED, replace(NAMED, last_name="Byron"), False),
        (replace(NAMED, domain="firm.example"), replace(NAMED, domain="firm.example", company="X"), True),
    ],
)
def test_answers_about_a_person_are_kept_by_address_else_profile_else_name_and_employer(one, other, same):
    assert (cache_subject(one, Field.TITLE) == cache_subject(other, Field.TITLE)) is same


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (Subject(email="ada@firm.example"), Subject(domain="https://www.firm.example"), True),
        (Subject(email="ada@firm.example"), Subject(email="ada@other.example"), False),
        (Subject(domain="firm.example", company="Firm"), Subject(domain="firm.example"), True),
    ],
)
def test_answers_about_a_company_are_kept_by_its_domain(one, other, same):
    assert (cache_subject(one, Field.COMPANY_SIZE) == cache_subject(other, Field.COMPANY_SIZE)) is same


@pytest.mark.parametrize("field", ["company", "industry", "companySize", "techStack"])
def test_the_name_of_a_company_alone_keeps_no_answer_about_it(field):
    assert cache_subject(NAMED, Field(field)) == ""


def test_a_company_and_a_person_of_the_same_name_are_kept_apart():
    person = Subject(email="firm.example")
    company = Subject(domain="firm.example")
    assert cache_subject(person, Field.TITLE) != cache_subject(company, Field.INDUSTRY)


def test_answers_about_a_company_are_kept_under_the_digest_of_its_kind_and_domain():
    # A change of these keys would make every cached answer unknown.
    ada = Subject(email="ada@firm.example")
    assert cache_subject(ada, Field.INDUSTRY) == hashlib.sha256(b"company:firm.example").hexdigest()
    assert cache_subject(ada, Field.TITLE) == hashlib.sha256(b"person:ada@firm.example").hexdigest()


@pytest.mark.parametrize(
    ("subject", "count"),
    [
        (Subject(), 0),
        (Subject(email="ada@firm.example"), 1),
        (Subject(linkedin_url="in/ada"), 1),
        (Subject(email="ada@firm.example", linkedin_url="in/ada"), 2),
        (Subject(first_name="Ada", last_name="Lovelace"), 0),
        (Subject(first_name="Ada", company="Firm"), 0),
        (Subject(company="Firm", domain="firm.example"), 0),
        (NAMED, 1),
        (replace(NAMED, domain="firm.example"), 2),
        (replace(NAMED, email="ada@firm.example"), 3),
        (replace(NAMED, email="ada@firm.example", domain="firm.example"), 3),
    ],
)
def test_a_person_is_erased_under_every_key_that_may_have_been_used(subject, count):
    assert len(person_digests(subject)) == count


def test_the_employer_by_the_address_and_by_the_given_domain_are_both_keys():
    person = replace(NAMED, company="", email="ada@mail.example", domain="firm.example")
    by_domain = cache_subject(replace(person, email=""), Field.TITLE)
    by_address = cache_subject(person, Field.TITLE)
    assert person_digests(person) == {by_domain, by_address}


names = st.sampled_from(["", "Ada", "Lovelace"])


@given(
    st.builds(
        Subject,
        email=st.sampled_from(["", "ada@firm.example", "ada@gmail.com"]),
        first_name=names,
        last_name=names,
        company=st.sampled_from(["", "Firm"]),
        domain=st.sampled_from(["", "firm.example"]),
        linkedin_url=st.sampled_from(["", "https://linkedin.com/in/ada"]),
        shares_domain=st.booleans(),
    )
)
def test_the_key_under_which_answers_are_kept_is_always_among_those_that_are_erased(subject):
    key = cache_subject(subject, Field.TITLE)
    assert not key or key in person_digests(subject)
    without_address = cache_subject(replace(subject, email=""), Field.TITLE)
    assert not without_address or without_address in person_digests(subject)
