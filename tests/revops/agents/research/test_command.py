"""The command that researches a lead."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

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
