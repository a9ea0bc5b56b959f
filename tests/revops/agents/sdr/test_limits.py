"""What stops the agent from enrolling: switches, budgets, rejections, limits; and two workers at once."""

from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.test import Client

from mauntic.accounts.models import User
from mauntic.delivery.models import Message
from mauntic.kernel.clock import now
from revops.agents.approvals.models import Proposal
from revops.agents.approvals.services import deciding
from revops.agents.sdr.models import SdrDecision, SdrSettings
from revops.agents.sdr.services.deciding import decide_due, request_decisions
from revops.prospects.models import Prospect
from revops.sequences.models.enrollments import Enrollment
from revops.sequences.models.sequences import Sequence
from tests.conftest import ACME_HOST
from tests.factories.agents import connect_llm
from tests.factories.crm import ContactFactory
from tests.factories.proposals import make_recommended, propose_enrollment
from tests.factories.sdr import REASONING, set_up_agent
from tests.revops.agents.sdr.stops import STOPS, no_money


@pytest.fixture
def vendor(sandbox):
    connect_llm(sandbox)
    sandbox.llm.script = lambda _asked: REASONING
    return sandbox.llm


def decide(*leads) -> list[SdrDecision]:
    request_decisions(contact_ids=[lead.pk for lead in leads])
    decide_due()
    return list(SdrDecision.objects.order_by("created_at", "pk"))


@pytest.mark.parametrize(("stop", "words"), STOPS)
def test_without_money_or_switched_off_autopilot_enrolls_nobody_and_says_why(rep, web, vendor, stop, words):
    set_up_agent(rep, "autopilot")
    stop("sdr")

    (decision,) = decide(make_recommended(owner=rep))

    assert (decision.action, decision.reason) == ("manual_review", "model_failed")
    assert decision.note.startswith(words.format(agent="SDR"))
    assert words.format(agent="SDR") in web.get("/agents/sdr/").content.decode()
    assert (Enrollment.objects.count(), vendor.counts["calls"]) == (0, 0)


def test_copilot_proposes_with_the_words_of_the_rules_when_there_is_no_money(rep, vendor):
    set_up_agent(rep)
    no_money("sdr")
    lead = make_recommended(owner=rep)

    (decision,) = decide(lead)

    assert (decision.action, Proposal.objects.get().status) == ("enroll", "pending")
    assert Proposal.objects.get().why == Prospect.objects.get(contact=lead).reasoning


def test_autopilot_does_not_do_what_a_person_rejected(rep, vendor):
    set_up_agent(rep)
    lead = make_recommended(owner=rep)
    (decision,) = decide(lead)
    row = decision.proposal
    deciding.reject(proposal_id=row.pk, shown=row.payload_hash, reason="wrong_person", by=rep)
    SdrSettings.objects.update(mode="autopilot")

    again = decide(lead)[-1]

    assert not Enrollment.objects.exists()
    assert list(Proposal.objects.values_list("status", flat=True)) == ["rejected"]
    assert (again.action, again.reason, again.is_by_itself) == ("nothing", "rejected", False)
    assert again.proposal == row


def test_what_a_person_rejected_does_not_use_up_the_limit_of_autopilot(rep, vendor):
    set_up_agent(rep)
    rejected, other = make_recommended(owner=rep), make_recommended(owner=rep)
    (decision,) = decide(rejected)
    row = decision.proposal
    deciding.reject(proposal_id=row.pk, shown=row.payload_hash, reason="wrong_person", by=rep)
    SdrSettings.objects.update(mode="autopilot", daily_cap=1)

    decide(rejected, other)

    assert [each.contact for each in Enrollment.objects.all()] == [other]


def test_what_waits_already_is_not_decided_by_autopilot(rep, vendor):
    set_up_agent(rep)
    lead = make_recommended(owner=rep)
    (decision,) = decide(lead)
    SdrSettings.objects.update(mode="autopilot")

    again = decide(lead)[-1]

    assert (again.action, again.is_by_itself, again.proposal) == ("enroll", False, decision.proposal)
    assert not Enrollment.objects.exists()


def test_a_limit_of_nothing_makes_autopilot_a_copilot(rep, vendor):
    set_up_agent(rep, "autopilot", daily_cap=0)
    (decision,) = decide(make_recommended(owner=rep))
    assert (decision.reason, decision.proposal.status) == ("cap_reached", "pending")
    assert not Enrollment.objects.exists()


def test_the_daily_limit_is_over_after_24_hours(rep, vendor):
    set_up_agent(rep, "autopilot", daily_cap=1)
    first, second, third = (make_recommended(owner=rep) for _number in range(3))
    decide(first)
    at = now()
    with time_machine.travel(at + timedelta(hours=23)):
        decide(second)
        assert Enrollment.objects.count() == 1
    with time_machine.travel(at + timedelta(hours=24, minutes=1)):
        decide(third)
        assert Enrollment.objects.count() == 2


def test_what_people_approve_does_not_use_up_the_limit_of_autopilot(rep, vendor):
    sequence = set_up_agent(rep, "autopilot", daily_cap=1)
    row = propose_enrollment(sequence, make_recommended(owner=rep), acts_for=rep)
    deciding.approve(proposal_id=row.pk, shown=row.payload_hash, by=rep)

    decide(make_recommended(owner=rep))

    assert Enrollment.objects.count() == 2


def test_below_the_confidence_of_the_settings_autopilot_proposes(rep, vendor):
    set_up_agent(rep, "autopilot", least_confidence=Decimal("0.73"))
    (decision,) = decide(make_recommended(owner=rep))
    assert (decision.reason, decision.confidence) == ("low_confidence", Decimal("0.72"))
    assert not Enrollment.objects.exists()


def test_without_an_active_owner_autopilot_proposes(rep, vendor):
    set_up_agent(rep, "autopilot")
    lead = make_recommended(owner=rep)
    User.objects.filter(pk=rep.pk).update(is_active=False)

    (decision,) = decide(lead)

    assert (decision.reason, decision.is_by_itself) == ("nobody_to_act_for", False)
    assert not Enrollment.objects.exists()


@pytest.mark.parametrize("change", [{"state": "off"}, {"state": "draft"}])
def test_a_sequence_that_is_not_on_takes_nobody(rep, vendor, change):
    sequence = set_up_agent(rep, "autopilot")
    Sequence.objects.filter(pk=sequence.pk).update(**change)
    (decision,) = decide(make_recommended(owner=rep))
    assert (decision.action, decision.reason, decision.sequence) == ("manual_review", "no_sequence", None)


def test_a_lead_that_is_left_alone_costs_no_call_of_a_model(rep, vendor):
    set_up_agent(rep, "autopilot")
    lead = make_recommended(owner=rep)
    Prospect.objects.update(recommendation="skip")

    (decision,) = decide(lead)

    assert (decision.action, decision.reason) == ("nothing", "not_recommended")
    assert decision.words == lead.prospect.__class__.objects.get().reasoning
    assert vendor.counts["calls"] == 0


def test_a_lead_that_is_asked_about_ten_times_is_decided_about_once(rep, vendor):
    set_up_agent(rep)
    lead = make_recommended(owner=rep)
    for _number in range(10):
        request_decisions(contact_ids=[lead.pk, lead.pk])

    assert decide_due() == 1
    assert (SdrDecision.objects.count(), Proposal.objects.count(), vendor.counts["calls"]) == (1, 1, 1)


def test_leads_that_are_not_there_are_not_asked_about(rep, vendor):
    set_up_agent(rep)
    gone = make_recommended(owner=rep)
    request_decisions(contact_ids=[gone.pk])
    gone.delete()

    assert request_decisions(contact_ids=[gone.pk]) == 0
    assert request_decisions(contact_ids=[]) == 0
    assert decide_due() == 0


def test_a_lead_that_is_not_qualified_is_done_without_a_decision(rep, vendor):
    set_up_agent(rep)
    (decision,) = decide(ContactFactory())
    assert (decision.state, decision.action) == ("done", "")


def test_two_workers_at_once_decide_about_each_lead_once_and_keep_the_limit(committed, at_once, sandbox):
    connect_llm(sandbox)
    sandbox.llm.script = lambda _asked: REASONING
    rep = User.objects.create_user("rep@acme.example", "a password", role="rep", name="Jo Reyes")
    set_up_agent(rep, "autopilot", daily_cap=3)
    leads = [make_recommended(owner=rep) for _number in range(10)]
    request_decisions(contact_ids=[lead.pk for lead in leads])

    counts = at_once(2, lambda _number: decide_due())

    assert sum(counts) == 10
    assert SdrDecision.objects.filter(state="done", action="enroll").count() == 10
    assert Enrollment.objects.count() == 3
    assert Proposal.objects.filter(status="pending").count() == 7
    assert sandbox.llm.counts["calls"] == 10


def test_what_the_agent_wrote_is_shown_as_text(rep, vendor):
    set_up_agent(rep)
    lead = make_recommended(owner=rep, last_name="<script>alert(1)</script>")
    decide(lead)
    client = Client(headers={"host": ACME_HOST})
    client.force_login(rep)

    page = client.get("/agents/sdr/").content.decode()

    assert "<script>alert(1)</script>" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert not Message.objects.exists()


@pytest.mark.parametrize(("mode", "stored"), [("learning", "observed"), ("copilot", "pending")])
def test_a_lost_decision_and_a_new_one_of_one_lead_make_one_proposal(rep, vendor, mode, stored):
    set_up_agent(rep, mode)
    lead = make_recommended(owner=rep)
    request_decisions(contact_ids=[lead.pk])
    SdrDecision.objects.update(state="claimed", claimed_at=now() - timedelta(minutes=11))
    request_decisions(contact_ids=[lead.pk])

    assert decide_due() == 2
    assert list(Proposal.objects.values_list("status", flat=True)) == [stored]


def test_a_lost_decision_and_a_new_one_of_one_lead_enroll_once(rep, vendor):
    set_up_agent(rep, "autopilot")
    lead = make_recommended(owner=rep)
    request_decisions(contact_ids=[lead.pk])
    SdrDecision.objects.update(state="claimed", claimed_at=now() - timedelta(minutes=11))
    request_decisions(contact_ids=[lead.pk])

    decide_due()

    assert Enrollment.objects.count() == 1


@pytest.mark.parametrize("letter", ["\0", "\ud800"], ids=["nul", "half a pair"])
def test_a_letter_of_the_model_that_cannot_be_stored_stops_no_decision(rep, vendor, letter):
    set_up_agent(rep)
    vendor.script = lambda _asked: {"reasoning": f"The title{letter} fits."}

    (decision,) = decide(make_recommended(owner=rep))

    assert (decision.state, letter in decision.words) == ("done", False)
