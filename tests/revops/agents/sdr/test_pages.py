"""The pages of the SDR agent: decisions with their reasons, figures, and settings."""

import pytest
from django.test import Client

from revops.agents.sdr.models import SdrSequence, SdrSettings
from revops.agents.sdr.services.deciding import decide_due, request_decisions
from tests.conftest import ACME_HOST
from tests.factories.proposals import make_recommended
from tests.factories.sdr import set_up_agent
from tests.factories.sequences import make_sequence
from tests.support.queries import queries_of

PAGE, SETTINGS = "/agents/sdr/", "/agents/sdr/settings/"
SENT = {"mode": "autopilot", "daily_cap": "5", "least_confidence": "0.7", "untouched_days": "14"}


@pytest.fixture
def desk(admin) -> Client:
    """A browser of the admin."""
    client = Client(headers={"host": ACME_HOST})
    client.force_login(admin)
    return client


def text(answer) -> str:
    return answer.content.decode()


def test_a_decision_is_shown_with_its_reason_and_its_proposal(web, rep):
    set_up_agent(rep)
    lead = make_recommended(owner=rep, last_name="Odum")
    request_decisions(contact_ids=[lead.pk])
    decide_due()

    page = text(web.get(PAGE))

    for words in (
        "Odum",
        "Enroll",
        "Outreach",
        "recommends a sequence",
        "No AI vendor",
        "Confidence 72%",
        "Pending",
    ):
        assert words in page
    assert "Odum" not in text(web.get(f"{PAGE}?action=nothing"))
    assert "Odum" in text(web.get(f"{PAGE}?action=nonsense"))


def test_a_rep_does_not_see_decisions_about_leads_of_others(web, rep, colleague):
    set_up_agent(rep)
    lead = make_recommended(owner=colleague, last_name="Odum")
    request_decisions(contact_ids=[lead.pk])
    decide_due()
    assert "Odum" not in text(web.get(PAGE))


def test_a_long_list_takes_as_many_queries_as_a_short_one(web, rep):
    set_up_agent(rep)
    leads = [make_recommended(owner=rep) for _number in range(4)]
    request_decisions(contact_ids=[leads[0].pk])
    decide_due()
    web.get(PAGE)
    short = queries_of(lambda: web.get(PAGE))
    request_decisions(contact_ids=[lead.pk for lead in leads[1:]])
    decide_due()
    assert queries_of(lambda: web.get(PAGE)) == short


def test_the_empty_page_says_how_to_begin(web, acme):
    assert "The SDR agent is off" in text(web.get(PAGE))


def test_ops_set_mode_limits_and_sequences(desk, rep):
    second, first = make_sequence(rep, name="B"), make_sequence(rep, name="A")
    chosen = {
        f"{first.pk}-position": "1",
        f"{first.pk}-mode": "copilot",
        f"{first.pk}-seniorities": ["vp"],
        f"{second.pk}-position": "2",
    }
    assert desk.post(SETTINGS, {**SENT, **chosen}).status_code == 302

    row = SdrSettings.objects.get()
    assert (row.mode, row.daily_cap, row.untouched_days, row.suggests_answers) == ("autopilot", 5, 14, False)
    found = SdrSequence.objects.values_list("sequence__name", "mode", "seniorities")
    assert list(found) == [("A", "copilot", ["vp"]), ("B", "", [])]
    assert "checked" not in text(desk.get(SETTINGS)).split("id_suggests_answers")[1][:80]


@pytest.mark.parametrize(
    ("field", "value"),
    [("mode", "rampage"), ("daily_cap", "501"), ("least_confidence", "1.1"), ("untouched_days", "-1")],
)
def test_wrong_settings_are_refused_at_their_field(desk, rep, field, value):
    answer = desk.post(SETTINGS, {**SENT, field: value})
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not SdrSettings.objects.exists()


def test_reps_read_the_settings_and_do_not_change_them(web, rep):
    page = text(web.get(SETTINGS))
    assert "Only ops and admins can change this." in page
    assert web.post(SETTINGS, SENT).status_code == 403
    assert not SdrSettings.objects.exists()
