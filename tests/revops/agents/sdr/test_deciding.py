"""The SDR agent decides about leads: proposes, acts or leaves them to people, and says why."""

from datetime import timedelta

import pytest

from mauntic.delivery.models import Message
from mauntic.kernel.clock import now
from mauntic.sandbox.llm.model import Mood
from revops.activities.models import Activity
from revops.agents.approvals.models import Proposal
from revops.agents.approvals.services import deciding
from revops.agents.llm.models.runs import AgentRun
from revops.agents.sdr.models import SdrDecision, SdrSequence, SdrSettings
from revops.agents.sdr.selectors.figures import agreement, figures_by_mode
from revops.agents.sdr.services.deciding import decide_due, request_decisions
from revops.prospects.services.qualify import qualify_lead
from revops.sequences.models.enrollments import Enrollment
from tests.factories.agents import connect_llm
from tests.factories.crm import ContactFactory
from tests.factories.proposals import make_recommended
from tests.factories.prospects import make_fitting, score_leads, set_icp
from tests.factories.sdr import REASONING, set_up_agent
from tests.factories.sequences import make_sequence


def decided(*leads) -> list[SdrDecision]:
    request_decisions(contact_ids=[lead.pk for lead in leads])
    decide_due()
    return list(SdrDecision.objects.order_by("created_at", "pk"))


def test_a_changed_recommendation_leads_to_a_proposal(rep, run_jobs):
    sequence = set_up_agent(rep)
    set_icp()
    lead = make_fitting(owner=rep)
    score_leads(72, lead)

    with run_jobs():
        qualify_lead(contact_id=lead.pk)

    row = Proposal.objects.get()
    assert (row.status, row.kind, row.target_id) == ("pending", "enroll", lead.pk)
    assert row.payload["sequence"] == sequence.name
    assert row.payload["steps"][0].startswith("Email: A question")
    assert {each["key"] for each in row.facts} >= {"recommendation", "score", "icp", "completeness"}
    assert not Enrollment.objects.exists()


def test_while_the_agent_is_off_nothing_is_asked_or_stored(rep, sandbox):
    connect_llm(sandbox)
    set_up_agent(rep, "off")
    assert decided(make_recommended(owner=rep)) == []
    assert not sandbox.llm.asked


def test_copilot_waits_for_a_person_and_words_the_reasons_by_the_model(rep, sandbox):
    connect_llm(sandbox)
    sandbox.llm.say(REASONING)
    set_up_agent(rep)

    (decision,) = decided(make_recommended(owner=rep))

    assert (decision.mode, decision.action, decision.is_by_itself) == ("copilot", "enroll", False)
    assert decision.words == REASONING["reasoning"]
    assert Proposal.objects.get().why == REASONING["reasoning"]
    assert AgentRun.objects.get().contact_id == decision.contact_id
    assert not Enrollment.objects.exists()


def test_autopilot_enrolls_for_the_owner_within_its_limits(rep, sandbox):
    connect_llm(sandbox)
    sandbox.llm.say(REASONING)
    set_up_agent(rep, "autopilot")
    lead = make_recommended(owner=rep)

    (decision,) = decided(lead)

    enrollment = Enrollment.objects.get()
    assert (enrollment.contact_id, enrollment.enrolled_by) == (lead.pk, rep)
    assert (decision.is_by_itself, decision.proposal.status) == (True, "executed")
    assert decision.proposal.decided_by is None


@pytest.mark.parametrize(
    ("mood", "words"),
    [
        (None, "No AI vendor"),
        (Mood.REFUSE, "declined"),
        (Mood.NOT_JSON, "agreed form"),
        (Mood.CUT_OFF, "length limit"),
        (Mood.EXTRA_KEY, "agreed form"),
    ],
)
def test_autopilot_leaves_a_lead_to_people_when_the_model_fails(rep, sandbox, mood, words):
    if mood:
        connect_llm(sandbox)
        sandbox.llm.configure(mood=mood)
    set_up_agent(rep, "autopilot")

    (decision,) = decided(make_recommended(owner=rep))

    assert (decision.action, decision.reason) == ("manual_review", "model_failed")
    assert words in decision.note
    assert not Enrollment.objects.exists()
    assert not Proposal.objects.exists()


def test_a_number_of_its_own_makes_the_words_of_the_model_void(rep, sandbox):
    connect_llm(sandbox)
    sandbox.llm.say({"reasoning": "The score of 99 is excellent."})
    set_up_agent(rep)

    (decision,) = decided(make_recommended(owner=rep))

    assert "99" not in decision.words
    assert decision.words == decision.contact.prospect.reasoning
    assert "not among the facts" in decision.note


def test_the_daily_limit_of_autopilot_is_exact_and_the_rest_is_proposed(rep, sandbox):
    connect_llm(sandbox)
    sandbox.llm.script = lambda _asked: REASONING
    set_up_agent(rep, "autopilot", daily_cap=2)

    decided(*(make_recommended(owner=rep) for _number in range(4)))

    assert Enrollment.objects.count() == 2
    assert list(Proposal.objects.filter(status="pending").values_list("decided_by", flat=True)) == [
        None,
        None,
    ]
    assert set(SdrDecision.objects.filter(is_by_itself=False).values_list("reason", flat=True)) == {
        "cap_reached"
    }


def test_a_lead_that_a_person_is_in_touch_with_is_left_alone(rep, sandbox):
    set_up_agent(rep, "autopilot")
    lead = make_recommended(owner=rep)
    Activity.objects.create(type="call", contact=lead, owner=rep, completed_at=now() - timedelta(days=3))

    (decision,) = decided(lead)

    assert (decision.action, decision.reason) == ("nothing", "touched")
    assert not Proposal.objects.exists()


def test_the_first_sequence_that_takes_the_seniority_gets_the_lead_in_its_own_mode(rep, sandbox):
    set_up_agent(rep, "learning")
    SdrSequence.objects.update(position=1)
    board = make_sequence(rep, name="Board")
    SdrSequence.objects.create(sequence=board, seniorities=["vp"], mode="copilot")

    vice, junior = decided(make_recommended(owner=rep), make_recommended(owner=rep, seniority="director"))

    assert (vice.sequence, vice.mode) == (board, "copilot")
    assert (junior.sequence.name, junior.mode) == ("Outreach", "learning")
    assert set(Proposal.objects.values_list("status", flat=True)) == {"pending", "observed"}


def test_learning_sends_and_changes_nothing(rep, sandbox):
    connect_llm(sandbox)
    sandbox.llm.say(REASONING)
    set_up_agent(rep, "learning")
    lead = make_recommended(owner=rep)
    before = (Message.objects.count(), Enrollment.objects.count(), Activity.objects.count())

    (decision,) = decided(lead)

    assert (decision.mode, decision.action, decision.proposal.status) == ("learning", "enroll", "observed")
    assert (Message.objects.count(), Enrollment.objects.count(), Activity.objects.count()) == before
    with pytest.raises(Exception, match="would have"):
        deciding.approve(proposal_id=decision.proposal_id, shown=decision.proposal.payload_hash, by=rep)
    assert (Message.objects.count(), Enrollment.objects.count(), Activity.objects.count()) == before


def test_agreement_compares_the_learning_mode_with_what_people_did(rep, sandbox):
    sequence = set_up_agent(rep, "learning")
    both, agent_only, neither = (make_recommended(owner=rep) for _number in range(3))
    decided(both, agent_only, neither)
    SdrDecision.objects.filter(contact=neither).update(action="nothing")
    SdrDecision.objects.update(created_at=now() - timedelta(days=20))
    Enrollment.objects.create(
        sequence=sequence,
        version=sequence.versions.get(),
        contact=both,
        created_at=now() - timedelta(days=19),
    )

    found = agreement()

    assert (found.would_and_did, found.would_only, found.left_alone, found.left_and_did) == (1, 1, 1, 0)


def test_what_people_may_still_do_is_not_compared_yet(rep, sandbox):
    set_up_agent(rep, "learning")
    decided(make_recommended(owner=rep))
    assert agreement().all == 0


def test_rates_are_counted_by_who_enrolled(rep, sandbox):
    connect_llm(sandbox)
    sandbox.llm.say(REASONING)
    sequence = set_up_agent(rep, "autopilot")
    decided(make_recommended(owner=rep))
    Enrollment.objects.create(sequence=sequence, version=sequence.versions.get(), contact=ContactFactory())

    assert {row.name: row.enrolled for row in figures_by_mode()} == {
        "autopilot": 1,
        "copilot": 0,
        "people": 1,
    }


def test_a_worker_that_dies_leaves_decisions_that_are_made(rep, sandbox):
    set_up_agent(rep)
    lead = make_recommended(owner=rep)
    request_decisions(contact_ids=[lead.pk])
    SdrDecision.objects.update(state="claimed", claimed_at=now() - timedelta(minutes=11))

    assert decide_due() == 1
    assert decide_due() == 0


def test_the_settings_row_is_made_by_the_first_decision(rep, sandbox):
    sequence = make_sequence(rep)
    SdrSequence.objects.create(sequence=sequence, mode="copilot")
    decided(make_recommended(owner=rep))
    assert SdrSettings.objects.get().mode == "off"
    assert Proposal.objects.get().status == "pending"
