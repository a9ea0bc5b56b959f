"""People join the company that is meant, at every door, and strangers are no colleagues."""

import pytest

from mauntic.crm.companies.selectors.employers import employer_to_come
from mauntic.crm.companies.services.edit import create_company, update_company
from mauntic.crm.contacts.services.edit import create_contact
from mauntic.crm.imports.services import upload as imports_upload
from mauntic.crm.models import Company, Contact
from mauntic.kernel.errors import Invalid
from mauntic.tracking.visitors.services.people import group_contacts, identify_contacts
from tests.crm.cases import CASES, needs_cases
from tests.crm.files import preview, upload, write
from tests.factories.crm import CompanyFactory, ContactFactory

pytestmark = pytest.mark.usefixtures("acme")

GROUP = {"Ada": "Helvex Energy", "Ben": "Helvex Healthcare"}


def bring_in(name):
    """Import a case; the reasons of its preview, and each company with its domain and people."""
    with (CASES / name).open("rb") as file:
        job = imports_upload.upload_import(file=file, file_name=name, in_background=False)
    reasons = [reason for _, reason in preview(job)]
    write(job)
    return reasons, employers()


def employers():
    companies = Company.objects.order_by("name").prefetch_related("contacts")
    return {
        each.name: (each.domain, sorted(one.first_name for one in each.contacts.all())) for each in companies
    }


def added_one_by_one():
    for first, company in GROUP.items():
        values = {"first_name": first, "email": f"{first}@helvex-group.com", "company": company}
        create_contact(values=values, source="manual")


def identified():
    identify_contacts(
        given={
            f"{first.lower()}@helvex-group.com": {"first_name": first, "company": company}
            for first, company in GROUP.items()
        }
    )


def grouped():
    for first, company in GROUP.items():
        contact = ContactFactory(first_name=first, email="", company=None)
        group_contacts(companies={contact.pk: [{"company": company, "website": "helvex-group.com"}]})


@pytest.mark.parametrize("door", [added_one_by_one, identified, grouped])
def test_companies_of_one_group_stay_two_at_every_door(door):
    door()
    assert employers() == {
        "Helvex Energy": ("helvex-group.com", ["Ada"]),
        "Helvex Healthcare": ("", ["Ben"]),
    }


@needs_cases
def test_companies_of_one_group_stay_two_in_a_list():
    reasons, found = bring_in("22_group_one_mail_domain.csv")
    assert reasons == ["New company Helvex Energy.", "New company Helvex Healthcare."]
    assert found == {
        "Helvex Energy": ("helvex-group.com", ["Ada"]),
        "Helvex Healthcare": ("", ["Ben"]),
    }


def test_a_list_that_comes_again_gives_no_company_the_domain_of_another():
    added_one_by_one()
    rows = [[first, f"{first}@helvex-group.com", company] for first, company in GROUP.items()]
    job = upload(["First name", "Email", "Company"], *rows)
    assert [verdict for verdict, _ in preview(job)] == ["skip", "skip"]


@pytest.mark.parametrize("said", ["-", "N/A", "Self-employed"])
def test_people_without_a_company_are_no_colleagues(said):
    rows = [["Ada", "ada@gmail.com", said], ["Ben", "ben@gmail.com", said]]
    job = upload(["First name", "Email", "Company"], *rows)
    assert preview(job) == [("create", f'Company name: "{said}" is not the name of a company.')] * 2
    write(job)
    create_contact(values={"first_name": "Cy", "email": "cy@gmail.com", "company": said}, source="api")
    identify_contacts(given={"di@gmail.com": {"first_name": "Di", "company": said}})
    assert employers() == {}


def test_a_company_keeps_its_name_when_it_is_called_none():
    company = CompanyFactory(name="Acme")
    with pytest.raises(Invalid):
        update_company(company=company, values={"name": "N/A"})
    with pytest.raises(Invalid):
        create_company(values={"name": "N/A"})


def test_a_name_that_ends_in_a_stop_ends_the_sentence():
    assert employer_to_come({"company": "Sierra Nova S.L."}) == "New company Sierra Nova S.L."
    CompanyFactory(name="Sierra Nova S.L.")
    assert employer_to_come({"company": "Sierra Nova S.L."}) == "Joins company Sierra Nova S.L."


@needs_cases
def test_customers_of_one_mail_provider_are_no_colleagues():
    reasons, found = bring_in("21_consumer_mail.csv")
    assert reasons == ["New company Boulangerie Dupré.", "New company Garage Garnier."]
    assert found == {"Boulangerie Dupré": ("", ["Marie"]), "Garage Garnier": ("", ["Paul"])}


@needs_cases
def test_pages_on_one_host_are_no_company_and_a_website_is_that_of_its_host():
    reasons, found = bring_in("12_websites.csv")
    assert found == {
        "Kiln & Clay": ("", ["One"]),
        "Bramble Dental": ("", ["Two"]),
        "Otter Boats": ("", ["Three"]),
        "Otter Yachts": ("", ["Four"]),
        "Pear Press": ("", ["Five"]),
        "Quince Ltd": ("quince-ltd.co.uk", ["Seven", "Six"]),
        "Vetch GmbH": ("vetch-gmbh.de", ["Twelve"]),
        "Willow Site": ("", ["Thirteen"]),
    }
    assert reasons[0] == (
        "Company website not imported: Many companies share facebook.com. Enter the company's own website, "
        "or leave the field empty. New company Kiln & Clay."
    )
    assert reasons[5:7] == ["New company Quince Ltd.", "Joins company Quince Ltd."]


def test_the_next_of_the_group_joins_the_one_with_that_name():
    added_one_by_one()
    create_contact(
        values={"first_name": "Cy", "email": "cy@helvex-group.com", "company": "helvex healthcare"},
        source="x",
    )
    create_contact(values={"first_name": "Di", "email": "di@helvex-group.com"}, source="x")
    assert employers() == {
        "Helvex Energy": ("helvex-group.com", ["Ada", "Di"]),
        "Helvex Healthcare": ("", ["Ben", "Cy"]),
    }


def test_a_legal_form_more_or_less_is_the_same_company():
    CompanyFactory(name="Quince Ltd", domain="quince.co.uk")
    contact = create_contact(values={"email": "ada@quince.co.uk", "company": "Quince Limited"}, source="x")
    assert contact.company.name == "Quince Ltd"


def test_a_website_that_many_share_is_refused_in_words():
    with pytest.raises(Invalid) as error:
        create_contact(values={"first_name": "Ada", "website": "linkedin.com/company/otter"}, source="x")
    assert error.value.details == {
        "website": [
            "Many companies share linkedin.com. Enter the company's own website, or leave the field empty."
        ]
    }
    assert not Contact.objects.exists()


def test_a_stranger_who_names_another_company_at_the_domain_founds_none():
    lead = ContactFactory(company=CompanyFactory(name="Helvex Energy", domain="helvex-group.com"))
    group_contacts(companies={lead.pk: [{"company": "Zenith", "website": "helvex-group.com"}]})
    assert list(employers()) == ["Helvex Energy"]


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"email": "ada@quince.co.uk"}, "Joins company Quince Ltd."),
        ({"company": "Quince", "website": "www.quince.co.uk"}, "Joins company Quince Ltd."),
        ({"company": "Zenith", "email": "ada@quince.co.uk"}, "New company Zenith."),
        ({"website": "https://zenith.example/a"}, "New company zenith.example."),
        ({"email": "ada@zenith.example"}, ""),
        ({"email": "ada@"}, ""),
        ({}, ""),
    ],
)
def test_a_new_lead_tells_its_company_before_it_is_saved(values, said):
    CompanyFactory(name="Quince Ltd", domain="quince.co.uk")
    assert employer_to_come(values) == said
    assert Company.objects.count() == 1
