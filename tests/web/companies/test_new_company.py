"""A company is created by hand."""

from mauntic.crm.models import Company
from tests.factories.crm import CompanyFactory


def test_a_company_is_created_with_cleaned_values(web):
    values = {"name": "Acme  Robotics", "domain": "https://www.Robotics.example/", "employees": "11-50"}
    answer = web.post("/companies/new/", values)
    company = Company.objects.get()
    assert (company.name, company.domain, company.employees) == ("Acme Robotics", "robotics.example", 30)
    assert answer.headers["Location"] == f"/companies/{company.pk}/"


def test_a_second_company_of_the_domain_is_refused(web):
    CompanyFactory(name="Acme", domain="acme.example")
    answer = web.post("/companies/new/", {"name": "Acme Inc", "domain": "acme.example"})
    assert answer.status_code == 422
    assert "already exists" in answer.text
    assert Company.objects.count() == 1


def test_a_value_that_makes_no_sense_is_refused_at_its_field(web):
    answer = web.post("/companies/new/", {"name": "Acme", "employees": "many"})
    assert answer.status_code == 422
    assert "is not a number of employees" in answer.text
