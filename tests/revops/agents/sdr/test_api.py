"""POST /agents/sdr/qualify: qualifies contacts, and says what the agent does."""

import pytest

from mauntic.kernel.ids import new_id
from mauntic.tenants.context import entered
from revops.agents.sdr.models import SdrDecision
from tests.factories.crm import ContactFactory
from tests.factories.proposals import make_recommended
from tests.factories.sdr import set_up_agent
from tests.factories.sequences import make_enrollment

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


def test_who_is_not_signed_in_qualifies_nobody(stranger, rep):
    lead = make_recommended(owner=rep)
    set_up_agent(rep)
    assert ask(stranger, contactId=str(lead.pk)).status_code in {401, 403}
    assert not SdrDecision.objects.exists()


def test_contacts_of_another_organization_are_named_as_unknown_and_none_is_qualified(web, rep, globex):
    set_up_agent(rep)
    own = make_recommended(owner=rep)
    with entered(globex):
        foreign = ContactFactory(last_name="Secretson")

    refused = ask(web, contactIds=[str(own.pk), str(foreign.pk)])

    assert refused.status_code == 404
    assert str(foreign.pk) in refused.json()["message"]
    assert "Secretson" not in refused.content.decode()
    assert not SdrDecision.objects.exists()


def test_a_contact_that_is_named_twice_is_answered_once(web, rep):
    lead = make_recommended(owner=rep)
    assert len(ask(web, contactIds=[str(lead.pk), str(lead.pk)]).json()) == 1


def test_while_the_agent_is_off_the_plan_is_told_and_nothing_is_asked(web, rep):
    set_up_agent(rep, "off")
    (found,) = ask(web, contactId=str(make_recommended(owner=rep).pk)).json()
    assert (found["mode"], found["action"]) == ("off", "enroll")
    assert not SdrDecision.objects.exists()


def test_why_a_contact_is_not_new_is_told(web, rep):
    sequence = set_up_agent(rep)
    lead = make_recommended(owner=rep)
    make_enrollment(sequence, rep, contact=lead)
    (found,) = ask(web, contactId=str(lead.pk)).json()
    assert (found["action"], found["actionReason"]) == (
        "nothing",
        'The lead is not new. In "Outreach"',
    )
