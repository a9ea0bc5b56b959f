"""POST /agents/sdr/qualify: qualifies contacts, and says what the agent does."""

import pytest

from mauntic.kernel.ids import new_id
from revops.agents.sdr.models import SdrDecision
from tests.factories.crm import ContactFactory
from tests.factories.proposals import make_recommended
from tests.factories.sdr import set_up_agent

PATH = "/api/v1/revops/agents/sdr/qualify"


def ask(web, **body):
    return web.post(PATH, body, content_type="application/json")


def test_contacts_are_qualified_and_planned(web, rep):
    set_up_agent(rep)
    good, poor = make_recommended(owner=rep), ContactFactory(company=None)

    answer = ask(web, contactIds=[str(good.pk), str(poor.pk)])

    assert answer.status_code == 200
    first, second = answer.json()
    assert (first["contactId"], first["recommendation"], first["mode"]) == (
        str(good.pk),
        "sequence",
        "copilot",
    )
    assert (first["action"], first["qualificationScore"]) == ("enroll", 72.0)
    assert (second["action"], second["actionReason"]) == (
        "nothing",
        "The qualification does not recommend a sequence.",
    )
    assert set(SdrDecision.objects.values_list("contact", flat=True)) == {good.pk, poor.pk}


def test_one_contact_may_be_named_alone(web, rep):
    lead = make_recommended(owner=rep)
    assert [each["contactId"] for each in ask(web, contactId=str(lead.pk)).json()] == [str(lead.pk)]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 400),
        ({"contactIds": []}, 400),
        ({"contactIds": ["nonsense"]}, 400),
        ({"contactId": str(new_id())}, 404),
        ({"contactIds": [str(new_id()) for _number in range(101)]}, 400),
        ({"contactId": str(new_id()), "contactIds": [str(new_id())]}, 400),
        ({"contactId": str(new_id()), "force": True}, 400),
    ],
)
def test_what_cannot_be_taken_is_refused(web, rep, body, status):
    assert ask(web, **body).status_code == status
