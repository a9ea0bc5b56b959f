"""Whose proposals a person sees and decides about: by the owner of the lead, and by the mailbox."""

import pytest
from django.test import Client

from mauntic.accounts.models import AccessPolicy, Role, SeenByReps, Team, User
from mauntic.delivery.models import Message
from mauntic.tenants.context import entered
from revops.agents.approvals.models import Proposal
from revops.agents.approvals.selectors.queue import Wanted, counts, pending_count, proposal_seen_by, seen_by
from revops.agents.approvals.services import deciding
from revops.sequences.models.enrollments import Enrollment
from tests.conftest import ACME_HOST, GLOBEX_HOST
from tests.factories.delivery import ReplyFactory
from tests.factories.proposals import make_recommended, propose_answer, propose_enrollment
from tests.factories.sequences import make_mailbox, make_sequence

LIST = "/agents/"
ACTIONS = ("approve/", "reject/", "edit/")


def browser(user: User, host: str = ACME_HOST) -> Client:
    client = Client(headers={"host": host})
    client.force_login(user)
    return client


@pytest.fixture
def of_colleague(rep, colleague) -> Proposal:
    """To enroll a lead of the colleague in a sequence of the rep."""
    return propose_enrollment(make_sequence(rep), make_recommended(owner=colleague, last_name="Secretson"))


@pytest.mark.parametrize(
    ("policy", "same_team", "is_seen"),
    [
        (None, True, False),
        (SeenByReps.OWN, True, False),
        (SeenByReps.TEAM, True, True),
        (SeenByReps.TEAM, False, False),
        (SeenByReps.ALL, False, True),
    ],
)
def test_the_access_policy_decides_about_leads_of_others(
    rep, colleague, of_colleague, policy, same_team, is_seen
):
    team = Team.objects.create(name="North")
    User.objects.filter(pk=rep.pk).update(team=team)
    User.objects.filter(pk=colleague.pk).update(team=team if same_team else None)
    if policy:
        AccessPolicy.objects.create(seen_by_reps=policy)
    person = User.objects.get(pk=rep.pk)

    assert seen_by(person).filter(pk=of_colleague.pk).exists() is is_seen
    assert pending_count(person) == int(is_seen)
    if is_seen:  # and what is seen can be done
        done = deciding.approve(proposal_id=of_colleague.pk, shown=of_colleague.payload_hash, by=person)
        assert done.status == "executed"


@pytest.mark.parametrize("role", [Role.MANAGER, Role.OPS, Role.ADMIN])
def test_who_leads_people_decides_about_the_leads_of_all(make_user, of_colleague, role):
    person = make_user(role)

    done = deciding.approve(proposal_id=of_colleague.pk, shown=of_colleague.payload_hash, by=person)

    assert (done.status, done.decided_by) == ("executed", person)
    assert Enrollment.objects.get().enrolled_by == person


@pytest.mark.parametrize(
    ("role", "is_seen"), [(Role.REP, False), (Role.MANAGER, False), (Role.OPS, True), (Role.ADMIN, True)]
)
def test_an_answer_is_for_who_may_send_from_the_mailbox(make_user, colleague, role, is_seen):
    row = propose_answer(ReplyFactory(mailbox=make_mailbox(colleague)))
    assert seen_by(make_user(role)).filter(pk=row.pk).exists() is is_seen


def test_an_answer_from_a_shared_mailbox_is_for_everybody(rep, colleague):
    row = propose_answer(ReplyFactory(mailbox=make_mailbox()))

    assert {pending_count(rep), pending_count(colleague)} == {1}
    assert deciding.approve(proposal_id=row.pk, shown=row.payload_hash, by=colleague).status == "executed"


def test_each_address_of_a_proposal_of_somebody_else_answers_that_there_is_none(web, of_colleague):
    page = f"{LIST}approvals/{of_colleague.pk}/"
    sent = {"shown": of_colleague.payload_hash, "reason": "other", "text": "Hello"}

    answers = [web.get(page), web.get(f"{page}edit/"), *(web.post(page + each, sent) for each in ACTIONS)]

    assert {answer.status_code for answer in answers} == {404}
    assert all("Secretson" not in answer.content.decode() for answer in answers)
    of_colleague.refresh_from_db()
    assert (of_colleague.status, of_colleague.edits) == ("pending", [])


def test_who_is_not_signed_in_reads_and_decides_nothing(stranger, of_colleague):
    page = f"{LIST}approvals/{of_colleague.pk}/"
    sent = {"shown": of_colleague.payload_hash, "reason": "other"}
    answers = [
        stranger.get(LIST),
        stranger.get(page),
        *(stranger.post(page + each, sent) for each in ACTIONS),
    ]

    assert {answer.status_code for answer in answers} == {302}
    assert all("/login" in answer.headers["location"] for answer in answers)
    of_colleague.refresh_from_db()
    assert of_colleague.status == "pending"


def test_an_admin_of_another_organization_does_not_find_it(of_colleague, globex):
    with entered(globex):
        admin = User.objects.create_user("admin@globex.example", "a password", role=Role.ADMIN)
        client = browser(admin, GLOBEX_HOST)
        listed = client.get(LIST)
        asked = client.post(
            f"{LIST}approvals/{of_colleague.pk}/approve/", {"shown": of_colleague.payload_hash}
        )

    assert (listed.status_code, asked.status_code) == (200, 404)
    assert "Secretson" not in listed.content.decode()
    assert not Enrollment.objects.exists()


def test_a_lead_that_is_handed_over_takes_its_proposals_along(rep, colleague, of_colleague):
    assert (pending_count(rep), pending_count(colleague)) == (0, 1)

    of_colleague.contact.__class__.objects.filter(pk=of_colleague.contact_id).update(owner=rep)

    assert (pending_count(rep), pending_count(colleague)) == (1, 0)
    assert proposal_seen_by(rep, of_colleague.pk) == of_colleague


def test_the_counts_are_those_of_the_person(rep, colleague, of_colleague):
    Proposal.objects.filter(pk=propose_answer(ReplyFactory(mailbox=make_mailbox(rep))).pk).update(
        status="failed"
    )

    assert counts(rep, Wanted()) == {"pending": 0, "failed": 1, "done": 0, "observed": 0}
    assert counts(colleague, Wanted()) == {"pending": 1, "failed": 0, "done": 0, "observed": 0}
    assert counts(rep, Wanted(kind="enroll"))["failed"] == 0
    assert not Message.objects.exists()
