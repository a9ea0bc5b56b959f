import csv
import io
from datetime import date, timedelta
from decimal import Decimal

import pytest
from asgiref.sync import async_to_sync
from django.test import Client, RequestFactory

from lead_intelligence.enrichment.models.jobs import EnrichmentBatch, VendorCall
from lead_intelligence.enrichment.models.policy import EnrichmentPolicy
from lead_intelligence.spending.models import Budget
from lead_intelligence.spending.selectors.budgets import budget_states
from lead_intelligence.spending.selectors.report import spend
from lead_intelligence.spending.services import kill_switch, limits
from lead_intelligence.spending.views.calls import ledger
from mauntic.accounts.models import User
from mauntic.kernel.clock import now
from mauntic.kernel.ids import new_id
from mauntic.tenants.context import entered
from tests.conftest import ACME_HOST, GLOBEX_HOST
from tests.factories.lead_intelligence import make_call, make_job, make_lead, make_write
from tests.support.queries import queries_of

SPEND, CALLS = "/lead-intelligence/spend/", "/lead-intelligence/spend/calls.csv"
STOP, RESUME, BUDGET = f"{SPEND}stop/", f"{SPEND}resume/", "/lead-intelligence/budget/"
OVERVIEW = "/lead-intelligence/"


@pytest.fixture
def ops(make_user) -> Client:
    client = Client(headers={"host": ACME_HOST})
    client.force_login(make_user("ops", name="Olga Ops"))
    return client


@pytest.fixture
def calls(acme, rep):
    """Apollo found two titles in one call and a third misses; Hunter failed. One value was taken back."""
    leads = [make_lead(email=f"{name}@engines.example") for name in ("ada", "charles", "mary")]
    batch = EnrichmentBatch.objects.create(label="The fair", total=3)
    jobs = [make_job(lead, batch=batch, requested_by=rep, total_cost=Decimal("0.02")) for lead in leads]
    request = new_id()
    made = [make_call(job, "apollo", request=request) for job in jobs[:2]]
    miss = {"outcome": "not_found", "answer": {}, "fields": ["title", "phone"]}
    made.append(make_call(jobs[2], "apollo", **miss))
    made.append(make_call(jobs[2], "hunter", outcome="provider_error", answer={}, cost=0))
    make_write(leads[0], "apollo")
    make_write(leads[1], "apollo", status="reverted")
    make_write(leads[2], "apollo", refuted_at=now())
    return made


def page_of(client: Client, path: str = SPEND) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_vendors_money_is_told_by_call_hit_and_value_that_stands(calls):
    apollo = next(each for each in spend(30).vendors if each.provider.slug == "apollo").figures
    assert (apollo.calls, apollo.asked, apollo.hits, apollo.misses, apollo.verified) == (2, 3, 2, 1, 1)
    assert (apollo.cost, apollo.cost_per_hit, apollo.cost_per_verified) == (
        Decimal("0.06"),
        Decimal("0.03"),
        Decimal("0.06"),
    )


def test_a_call_is_paid_for_the_fields_that_it_asked_for(calls):
    fields = {each.field.value: each.figures for each in spend(30).fields}
    assert {name: (f.asked, f.hits, f.cost, f.verified) for name, f in fields.items()} == {
        "title": (4, 2, Decimal("0.05"), 1),
        "phone": (1, 0, Decimal("0.01"), 0),
    }
    assert fields["phone"].cost_per_hit is None


def test_batches_and_people_are_told_by_what_they_cost(calls, rep):
    make_job(make_lead(email="x@engines.example"), total_cost=Decimal("0.01"))
    found = spend(30)
    assert [(each.name, each.jobs, each.cost) for each in found.batches] == [("The fair", 3, Decimal("0.06"))]
    assert [(each.name, each.jobs, each.cost) for each in found.people] == [
        ("Jo Reyes", 3, Decimal("0.06")),
        ("Automatic", 1, Decimal("0.01")),
    ]


def test_only_the_chosen_days_count_and_the_month_is_apart(acme, time_machine):
    time_machine.move_to("2031-05-20T12:00:00Z")
    job, cents = make_job(make_lead()), Decimal("0.02")
    for attempt, days in enumerate((0, 6, 7, 29, 30, 89, 90), 1):
        make_call(job, "apollo", attempt=attempt, started_at=now() - timedelta(days=days))
    apollo = [
        next(each for each in spend(days).vendors if each.provider.slug == "apollo") for days in (7, 30, 90)
    ]
    assert [each.figures.cost / cents for each in apollo] == [2, 4, 6]
    assert {each.month / cents for each in apollo} == {3}
    # Two calls in the last seven days, and eleven days to go.
    assert {round(each.month_end / cents, 4) for each in apollo} == {round(Decimal(3) + Decimal(22) / 7, 4)}


def test_days_are_those_of_utc_and_every_day_is_there(acme, time_machine):
    time_machine.move_to("2031-05-20T00:30:00Z")
    make_call(make_job(make_lead()), "hunter", started_at=now() - timedelta(hours=1))
    days = spend(30).by_day
    assert (len(days), min(days), max(days)) == (30, date(2031, 4, 21), date(2031, 5, 20))
    assert {day: by["hunter"] for day, by in days.items() if by["hunter"]} == {
        date(2031, 5, 19): Decimal("0.02")
    }


def test_the_page_says_what_to_expect_before_the_first_call(web):
    assert "No spend in the last 30 days" in page_of(web)


def test_the_page_shows_budgets_by_word_and_figures(ops, calls):
    limits.set_budget(day=Decimal(10), month=None)
    limits.set_budget(day=Decimal(1), month=Decimal(0), provider="apollo")
    Budget.objects.filter(provider="apollo", period="day").update(spent=Decimal("0.85"))
    shown = page_of(ops)
    for words in ("85% used", "$0.85 of $1", "No spend allowed", "$10 left", "no limit"):
        assert words in shown
    assert "<strong>85% of Daily budget for Apollo is used.</strong>" in shown
    assert "chart-bar tone-2" in shown
    assert "The fair" in shown
    assert "Requested by" in shown


def test_the_page_of_a_rep_has_nothing_to_change(web, calls):
    shown = page_of(web)
    for kept in ("Edit budgets", "Stop lookups", "Export calls", "Requested by"):
        assert kept not in shown


@pytest.mark.parametrize(("asked", "days"), [("7", 7), ("90", 90), ("", 30), ("365", 30), ("x", 30)])
def test_the_period_is_one_of_three(web, asked, days):
    assert web.get(SPEND, {"days": asked}).context["spend"].days == days


def test_the_page_takes_a_constant_number_of_queries(ops, calls):
    few = queries_of(lambda: page_of(ops))
    for name in ("a", "b", "c"):
        lead = make_lead(email=f"{name}@more.example")
        batch = EnrichmentBatch.objects.create(label=name, total=1)
        make_call(make_job(lead, batch=batch, total_cost=1), "lusha")
        limits.set_budget(day=Decimal("0.1"), month=Decimal("0.1"), provider="lusha")
    assert queries_of(lambda: page_of(ops)) == few


def test_ops_set_budgets_of_vendors_and_leave_the_others(ops):
    limits.set_budget(day=Decimal(3), month=None, provider="hunter")
    entered_ = {"day": "12.50", "month": "", "apollo-day": "2", "apollo-month": ""}
    assert ops.post(BUDGET, entered_).url == SPEND
    found = {(each.slug, each.period.value): each.limit for each in budget_states()}
    assert [found["", "day"], found["", "month"], found["apollo", "day"]] == [Decimal("12.5"), None, 2]
    assert found["hunter", "day"] == 3


def test_a_wrong_budget_is_shown_again_where_it_was_typed(ops):
    answer = ops.post(BUDGET, {"apollo-day": "-1"})
    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {"apollo-day"}
    assert "greater than or equal to 0" in answer.content.decode()


def test_stopping_asks_first_and_the_pages_say_who_and_let_go_on(ops, run_jobs):
    asked = page_of(ops, STOP)
    assert "Mauntic stops calling vendors" in asked
    assert EnrichmentPolicy.objects.get().stopped_at is None
    assert ops.post(STOP).url == SPEND
    for path in (SPEND, OVERVIEW):
        assert "<strong>Paid lookups are stopped.</strong> Olga Ops stopped them on" in page_of(ops, path)
    assert f'action="{RESUME}"' in page_of(ops)
    assert "Paid lookups are already stopped" in page_of(ops, STOP)
    ops.post(RESUME)
    assert "Paid lookups are stopped." not in page_of(ops)


def test_a_rep_sees_that_it_is_stopped_and_has_no_button(web, admin):
    kill_switch.stop_spending(by=admin)
    shown = page_of(web, OVERVIEW)
    assert "Ada Admin stopped them on" in shown
    assert RESUME not in shown


@pytest.mark.parametrize("path", [STOP, RESUME, BUDGET])
def test_reps_change_nothing_about_money(web, path):
    assert web.post(path).status_code == 403
    assert EnrichmentPolicy.objects.get().stopped_at is None


@pytest.mark.parametrize("path", [CALLS, STOP])
def test_reps_get_neither_the_ledger_nor_the_question(web, path):
    assert web.get(path).status_code == 403


@pytest.mark.parametrize("path", [SPEND, CALLS, STOP])
def test_strangers_sign_in_first(stranger, path):
    assert stranger.get(path).url.startswith("/accounts/login/")


def test_another_organization_sees_none_of_it(calls, globex):
    with entered(globex):
        boss = User.objects.create_user("boss@globex.example", "a password", role="admin")
        client = Client(headers={"host": GLOBEX_HOST})
        client.force_login(boss)
    assert "No spend in the last 30 days" in page_of(client)


def downloaded(user: User) -> list[dict[str, str]]:
    """The rows of the ledger's file."""
    request = RequestFactory().get(CALLS)
    request.user = user
    answer = ledger(request)
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="vendor-calls-')

    async def read() -> str:
        return b"".join([chunk async for chunk in answer.streaming_content]).decode("utf-8-sig")

    return list(csv.DictReader(io.StringIO(async_to_sync(read)())))


@pytest.mark.parametrize("chunk", [1, 2, 3, 4, 2000])
def test_the_ledger_has_every_call_once(admin, calls, monkeypatch, chunk):
    monkeypatch.setattr("lead_intelligence.spending.views.calls.CHUNK", chunk)
    VendorCall.objects.update(started_at=now())
    rows = downloaded(admin)
    assert sorted(row["outcome"] for row in rows) == ["found", "found", "not_found", "provider_error"]
    assert len({row["call"] for row in rows}) == 3


def test_the_ledger_tells_of_the_call_and_nothing_of_the_lead(admin, calls):
    VendorCall.objects.filter(pk=calls[0].pk).update(request_id="=cmd|' /C calc'!A0")
    rows = downloaded(admin)
    miss = next(row for row in rows if row["outcome"] == "not_found")
    assert {name: miss[name] for name in ("vendor", "fields", "http_status", "duration_ms", "cost_usd")} == {
        "vendor": "apollo",
        "fields": "title phone",
        "http_status": "200",
        "duration_ms": "100",
        "cost_usd": "0.0200",
    }
    assert [row["request_id"] for row in rows if row["request_id"]] == ["'=cmd|' /C calc'!A0"]
    assert [word for word in ("engines.example", "CEO", "ada") if word in str(rows)] == []
