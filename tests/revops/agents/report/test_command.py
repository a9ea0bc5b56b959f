"""The command that reports what agents did."""

import json
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from mauntic.accounts.models import Role
from mauntic.kernel.clock import now
from mauntic.tenants.context import current_organization, entered
from revops.agents.approvals.models import Proposal
from revops.agents.llm.domain.requests import Agent
from revops.agents.report.selectors import agent_report
from revops.agents.research.models.jobs import ResearchJob
from tests.factories.agents import make_agent_run
from tests.factories.crm import CompanyFactory, ContactFactory
from tests.support.queries import queries_of

NONE = {"agreed": 0, "changed": 0, "rejected": 0}
EDIT = [{"by": "Jo", "at": "2026-11-05T10:00:00+00:00", "field": "text", "before": "a", "after": "b"}]


def report(*arguments: str) -> str:
    out = StringIO()
    call_command("agent_report", "--org", "acme", *arguments, stdout=out)
    return out.getvalue()


def told(*arguments: str) -> dict[str, dict]:
    return {each["agent"]: each for each in json.loads(report("--json", *arguments))["agents"]}


@pytest.fixture
def proposal(make_user):
    by, lead = make_user(Role.REP), ContactFactory()

    def proposal(status: str, **given) -> Proposal:
        values = {
            "kind": "answer",
            "agent": "replies",
            "contact": lead,
            "target_id": lead.pk,
            "slot": str(Proposal.objects.count()),
            "expires_at": now() + timedelta(days=7),
            "decided_by": by,
            "decided_at": now(),
        }
        return Proposal.objects.create(status=status, **(values | given))

    return proposal


def test_runs_are_counted_by_agent_with_outcomes_tokens_and_cost(acme):
    make_agent_run(cache_read_tokens=100, searches=1)
    make_agent_run(outcome="declined", cost=Decimal("0.5"))
    make_agent_run(agent="coach")
    found = told()
    assert list(found) == [each.value for each in Agent]
    research = found["research"]
    assert (research["runs"], research["tokensIn"], research["tokensOut"], research["searches"]) == (
        2,
        1_900,
        240,
        1,
    )
    assert (research["outcomes"], research["cost"]) == ({"answered": 1, "declined": 1}, "0.502100")
    assert (found["coach"]["runs"], found["sdr"]["runs"], found["sdr"]["cost"]) == (1, 0, "0")


def test_dropped_claims_are_those_of_research_alone(acme):
    company = CompanyFactory()
    for dropped in ({"not_found": 2, "negated": 1}, {"not_found": 1}, {}):
        ResearchJob.objects.create(
            type="company", company=company, state="completed", completed_at=now(), dropped=dropped
        )
    found = told()
    assert found["research"]["droppedClaims"] == {"not_found": 3, "negated": 1}
    assert found["coach"]["droppedClaims"] is None
    assert "Research, dropped claims: not found 3, negated 1" in report()


def test_decisions_of_people_are_agreed_changed_or_rejected(proposal):
    for status in ("executed", "failed", "approved"):
        proposal(status)
    proposal("executed", edits=EDIT)
    proposal("rejected")
    proposal("pending", decided_by=None, decided_at=None)
    proposal("executed", decided_by=None)  # autopilot, within its limits
    found = told()
    assert found["replies"]["approvals"] == {"agreed": 3, "changed": 1, "rejected": 1}
    assert found["sdr"]["approvals"] == NONE


def test_the_period_has_its_first_and_last_day_where_the_organization_is(acme):
    organization = current_organization()
    organization.time_zone = "America/New_York"
    for day, hour in ((1, 3), (1, 6), (30, 23), (31, 3)):
        month = 11 if day < 31 else 12
        make_agent_run(started_at=datetime(2026, month, day if day < 31 else 1, hour, tzinfo=UTC))
    rows = agent_report(first=date(2026, 11, 1), last=date(2026, 11, 30))
    assert rows[0].runs == 3  # 03:00 in London is the day before in New York


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--agent", "poet"), 'unknown agent "poet". Use one of: research, sdr'),
        (("--from", "November"), '--from: "November" is not a day. Enter one such as'),
        (("--to", "2026-13-01"), "--to: "),
        (("--from", "0001-01-01"), "is too far away"),
        (("--from", "2026-11-02", "--to", "2026-11-01"), "2026-11-02 is after the last day, 2026-11-01"),
    ],
)
def test_what_is_unknown_is_refused_with_its_name_and_the_fix(acme, arguments, words):
    with pytest.raises(CommandError) as raised:
        report(*arguments)
    assert words in str(raised.value)
    assert raised.value.returncode == 2


def test_an_unknown_organization_is_refused(acme):
    with pytest.raises(CommandError, match=r'unknown organization "nowhere". Use one of: .*acme'):
        call_command("agent_report", "--org", "nowhere")


def test_one_agent_can_be_named(acme):
    assert list(told("--agent", "coach", "--agent", "sdr", "--agent", "coach")) == ["coach", "sdr"]


def test_the_table_has_a_line_for_each_agent(acme):
    make_agent_run()
    printed = report("--from", "2026-01-01")
    assert "Agents from 2026-01-01 to " in printed
    for name in ("Research", "Deal inspector", "Email copilot", "answered 1", "0, 0, 0"):
        assert name in printed


def test_another_organizations_runs_are_not_counted(acme, globex):
    with entered(globex):
        make_agent_run()
    assert told()["research"]["runs"] == 0


def test_more_rows_take_no_more_queries(proposal):
    day = now().date()
    one = queries_of(lambda: agent_report(first=day, last=day))
    for _each in range(3):
        make_agent_run()
        proposal("executed")
    assert queries_of(lambda: agent_report(first=day, last=day)) == one == 4
