"""The command that researches a lead."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from mauntic.tenants.context import entered
from revops.agents.research.models.jobs import ResearchJob
from tests.factories.crm import ContactFactory
from tests.revops.agents.research.conftest import HOST

ITEM = {"@type": "Organization", "name": "Acme Robotics", "foundingDate": "2012"}
DATA = f'<script type="application/ld+json">{json.dumps(ITEM)}</script>'


def research(*arguments: str) -> str:
    out = StringIO()
    call_command("research", "--org", "acme", *arguments, stdout=out)
    return out.getvalue()


def test_insights_are_printed_with_their_evidence(sites, lead):
    sites.add(HOST, "/", f"<html>{DATA}<p>Hello</p></html>")
    found = research("--contact", str(lead.pk))
    assert "company_profile: Acme Robotics was founded in 2012.\n  “foundingDate: 2012”" in found
    assert "completed: 1 insights. Dropped claims: none. No AI vendor is connected." in found


def test_the_answer_can_be_json(sites, lead):
    sites.add(HOST, "/", f"<html>{DATA}</html>")
    found = json.loads(research("--contact", str(lead.pk), "--json"))
    assert (found["state"], found["insights"][0]["quote"]) == ("completed", "foundingDate: 2012")


@pytest.mark.parametrize("pk", ["x", "00000000-0000-7000-8000-000000000000"])
def test_wrong_leads_are_refused(acme, pk):
    with pytest.raises(CommandError, match="--contact"):
        research("--contact", pk)


def test_a_person_without_name_is_refused_with_the_fix(lead):
    lead.first_name = ""
    lead.save()
    with pytest.raises(CommandError, match="Enter the first and last name"):
        research("--contact", str(lead.pk), "--type", "person")


def test_a_run_that_finds_nothing_says_so(sites, lead):
    sites.add(HOST, "/", "<html><p>Welcome</p></html>")
    assert research("--contact", str(lead.pk)).startswith("completed: 0 insights. Dropped claims: none.")


def test_a_person_is_researched_by_name(sites, lead):
    person = json.dumps({"@type": "Person", "name": "Jane Doe", "jobTitle": "CFO"})
    sites.add(HOST, "/", f'<html><script type="application/ld+json">{person}</script><p>Hello</p></html>')
    found = json.loads(research("--contact", str(lead.pk), "--type", "person", "--json"))
    assert [each["content"] for each in found["insights"]] == ["Jane Doe works as CFO."]
    assert found["insights"][0]["source"] == f"https://{HOST}/"


def test_the_fix_for_an_id_that_is_none_is_named(acme):
    with pytest.raises(CommandError, match=r'"jane" is not the id of a lead\. Copy it from the URL'):
        research("--contact", "jane")


@pytest.mark.parametrize("arguments", [(), ("--contact", "x", "--type", "weather")])
def test_arguments_that_are_missing_or_unknown_are_refused(acme, arguments):
    with pytest.raises(CommandError, match=r"--contact|--type"):
        research(*arguments)


def test_a_lead_without_a_site_is_refused_with_the_fix(acme):
    lead = ContactFactory(company=None, email="jane@gmail.com")
    with pytest.raises(CommandError, match="Enter its domain on the page of the company"):
        research("--contact", str(lead.pk))


def test_a_lead_of_another_organization_is_unknown(acme, globex):
    with entered(globex):
        lead = ContactFactory()
    with pytest.raises(CommandError, match="This lead does not exist"):
        research("--contact", str(lead.pk))


def test_a_job_that_a_worker_has_is_waited_for(sites, lead, monkeypatch):
    job = ResearchJob.objects.create(
        type="company", company=lead.company, contact=lead, state="running", slot=1, attempt=1
    )
    waits = []

    def wait(seconds: float) -> None:
        waits.append(seconds)
        ResearchJob.objects.filter(pk=job.pk).update(state="failed", problem="The worker gave up.")

    monkeypatch.setattr("revops.management.commands.research.sleep", wait)
    assert "failed: 0 insights. Dropped claims: none. The worker gave up." in research(
        "--contact", str(lead.pk)
    )
    assert len(waits) == 1
