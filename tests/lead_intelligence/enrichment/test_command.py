import json
from io import StringIO
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command

from lead_intelligence.enrichment.models.jobs import EnrichmentJob
from lead_intelligence.runs.services import run
from mauntic.crm.models import Contact
from tests.factories.lead_intelligence import connect_vendors, make_lead

NOBODY = "01900000-0000-7000-8000-000000000000"


def enrich(*arguments: str) -> str:
    out = StringIO()
    call_command("enrich", *arguments, stdout=out)
    return out.getvalue()


def test_the_newest_leads_that_can_be_looked_up_are_requested(acme):
    make_lead(email="old@engines.example")
    new = make_lead(email="new@engines.example")
    make_lead(email="", first_name="Nobody")
    assert json.loads(enrich("--org", "acme", "--limit", "1", "--json")) == {"requested": 1, "pending": 1}
    assert EnrichmentJob.objects.get().contact == new


def test_a_second_run_asks_for_nothing_twice(acme):
    make_lead()
    enrich("--org", "acme")
    assert (
        enrich("--org", "acme")
        == "No leads to enrich: all leads that can be looked up were enriched before.\n"
    )


def test_it_can_wait_for_the_workers(acme, sandbox, monkeypatch):
    connect_vendors(sandbox, "apollo")
    make_lead()

    def work(_: float) -> None:
        run.run_jobs()

    monkeypatch.setattr("lead_intelligence.management.commands.enrich.time", SimpleNamespace(sleep=work))
    assert enrich("--org", "acme", "--wait") == "Jobs: 1 (1 completed).\n"


def test_a_failed_job_is_an_exit_code(acme, monkeypatch):
    make_lead()

    def work(_: float) -> None:
        EnrichmentJob.objects.update(status="failed")

    monkeypatch.setattr("lead_intelligence.management.commands.enrich.time", SimpleNamespace(sleep=work))
    with pytest.raises(SystemExit) as ending:
        enrich("--org", "acme", "--wait")
    assert ending.value.code == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--org", "nowhere"), '--org: unknown organization "nowhere"'),
        (("--org", "acme", "--limit", "0"), "--limit must be at least 1"),
        (
            ("--org", "acme", "--fields", "shoeSize"),
            '--fields: Unknown field "shoeSize". Use one of email',
        ),
        (("--org", "acme", "--fields", ","), "--fields: Enter at least one field"),
        (("--org", "acme", "--priority", "urgent"), "--priority: Use one of low, normal, high"),
        (("--org", "acme", "--contact", "ada"), '--contact: "ada" is not the id of a lead'),
        (("--org", "acme", "--contact", NOBODY), f"--contact: Unknown contact: {NOBODY}"),
    ],
)
def test_bad_arguments_are_named(acme, arguments, said):
    with pytest.raises(CommandError, match=said) as refusal:
        enrich(*arguments)
    assert refusal.value.returncode == 2
    assert not Contact.objects.filter(enrichment_status="pending").exists()


def test_named_leads_are_requested_with_fields_and_priority(acme):
    lead, other = make_lead(), make_lead(email="other@engines.example")
    said = enrich(
        *(
            "--org",
            "acme",
            "--contact",
            str(lead.pk),
            "--fields",
            "title, phone",
            "--priority",
            "high",
            "--json",
        )
    )
    job = EnrichmentJob.objects.get()
    assert (job.contact, job.field_requests, job.priority) == (lead, ["title", "phone"], "high")
    assert json.loads(said) == {"requested": 1, "pending": 1}
    enrich("--org", "acme", "--contact", str(lead.pk), "--contact", str(other.pk), "--limit", "1")
    assert EnrichmentJob.objects.count() == 1


def test_a_lead_with_nothing_to_look_up_by_is_nothing_to_do(acme):
    lead = make_lead(email="", first_name="Ada")
    assert enrich("--org", "acme", "--contact", str(lead.pk)).startswith("Skipped leads: 1.")
    said = json.loads(enrich("--org", "acme", "--contact", str(lead.pk), "--json"))
    assert said == {"requested": 0, "nothingToDo": 1}
    assert not EnrichmentJob.objects.exists()
