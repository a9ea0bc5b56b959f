import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from decimal import Decimal

import pytest
from django.db import connection, transaction

from lead_intelligence.enrichment.models.policy import EnrichmentPolicy
from lead_intelligence.spending.models import Budget
from lead_intelligence.spending.selectors.budgets import budget_states
from lead_intelligence.spending.services import alerts, kill_switch
from lead_intelligence.spending.services import limits as spending_limits
from lead_intelligence.vendors.actors import mail_admins
from lead_intelligence.vendors.models import EnrichmentProvider
from lead_intelligence.vendors.services import notify
from mauntic.accounts.models import User
from mauntic.kernel.budgets import month_end, reached_percent
from mauntic.kernel.clock import now
from mauntic.kernel.errors import Invalid
from mauntic.tenants.context import enter, entered

DAY = Decimal(100)


@pytest.fixture
def use():
    """Spends so much of a budget, and holds so much for running calls."""

    def set_used(
        spent: str, reserved: str = "0", *, provider: str | None = None, period: str = "day"
    ) -> None:
        Budget.objects.filter(provider=provider, period=period, starts_on__year__gt=2000).update(
            spent=Decimal(spent), reserved=Decimal(reserved)
        )

    return set_used


@pytest.fixture
def watch(run_jobs):
    """Looks at the budgets and does all jobs that come of it; the names of those that were told of."""

    def run() -> list[str]:
        with run_jobs():
            return [budget.name for budget in alerts.watch_budgets()]

    return run


def limits() -> dict[tuple[str, str], Decimal | None]:
    return {
        (each.slug, each.period.value): each.limit for each in budget_states() if each.slug in {"", "apollo"}
    }


def test_the_organization_and_each_vendor_have_limits_of_their_own(acme):
    spending_limits.set_budget(day=Decimal(5), month=Decimal(50))
    spending_limits.set_budget(day=None, month=Decimal(7), provider="apollo")
    assert limits() == {("", "day"): 5, ("", "month"): 50, ("apollo", "day"): None, ("apollo", "month"): 7}


def test_setting_a_limit_keeps_what_was_spent(acme, use):
    spending_limits.set_budget(day=Decimal(5), month=None, provider="apollo")
    use("2", "1", provider="apollo")
    spending_limits.set_budget(day=Decimal(6), month=None, provider="apollo")
    state = next(each for each in budget_states() if (each.slug, each.period) == ("apollo", "day"))
    assert (state.limit, state.spent, state.reserved, state.left) == (6, 2, 1, 3)


@pytest.mark.parametrize(
    ("wrong", "field", "said"),
    [
        ({"day": Decimal(-1)}, "day", "Enter 0 or more"),
        ({"month": Decimal("NaN")}, "month", "Enter an amount in US dollars"),
        ({"month": "12"}, "month", "Enter an amount in US dollars"),
        ({"day": Decimal(10) ** 9}, "day", "Enter less than $100,000,000"),
        ({"provider": "nobody"}, "provider", 'Unknown vendor "nobody". Use one of clearbit, apollo'),
    ],
)
def test_a_wrong_budget_is_refused_by_name_and_changes_nothing(acme, wrong, field, said):
    before = limits()
    with pytest.raises(Invalid) as refusal:
        spending_limits.set_budget(**{"day": None, "month": None} | wrong)
    assert list(refusal.value.fields) == [field]
    assert refusal.value.fields[field][0].startswith(said)
    assert limits() == before


def test_of_several_budgets_all_are_set_or_none(acme):
    before = limits()
    with pytest.raises(Invalid) as refusal:
        spending_limits.set_budgets(limits={None: {"day": Decimal(1)}, "apollo": {"day": Decimal(-1)}})
    assert list(refusal.value.fields) == ["apollo-day"]
    assert limits() == before


@pytest.mark.parametrize(
    ("limit", "used", "price", "reached"),
    [
        (None, 900, 0, 0),
        (100, 79, 0, 0),
        (100, 80, 0, 80),
        (100, 99, 1, 80),
        (100, 99, 2, 100),
        (100, 100, 0, 100),
        (100, 130, 0, 100),
        (0, 0, 1, 0),
    ],
)
def test_a_budget_is_used_up_when_it_pays_for_no_further_look_up(limit, used, price, reached):
    limit = None if limit is None else Decimal(limit)
    assert reached_percent(limit=limit, used=Decimal(used), price=Decimal(price)) == reached


def test_the_months_end_goes_on_as_the_last_week_did():
    today = now().date().replace(2031, 4, 20)
    assert month_end(spent=Decimal(40), lately=Decimal(14), today=today) == 60


def test_admins_are_told_at_80_and_at_100_percent_each_once(acme, admin, rep, use, watch, mailoutbox):
    spending_limits.set_budget(day=DAY, month=None)
    use("70", "9.99")
    assert watch() == []
    use("70", "10")
    assert (watch(), watch()) == (["Daily budget for all vendors"], [])
    use("100")
    assert (watch(), watch()) == (["Daily budget for all vendors"], [])
    assert [mail.subject for mail in mailoutbox] == [
        "[Acme] Daily budget for all vendors: 80% used",
        "[Acme] Daily budget for all vendors is used up",
    ]
    assert [mail.to for mail in mailoutbox] == [[admin.email]] * 2
    assert "$80 of $100 used, including $10 reserved for running calls." in mailoutbox[0].body


def test_a_reservation_that_comes_and_goes_is_told_of_once(acme, admin, use, watch):
    spending_limits.set_budget(day=DAY, month=None)
    use("75", "5")
    assert watch() == ["Daily budget for all vendors"]
    use("75")
    assert watch() == []
    use("75", "6")
    assert watch() == []


def test_several_budgets_are_one_mail(acme, admin, use, watch, mailoutbox):
    spending_limits.set_budget(day=DAY, month=None)
    spending_limits.set_budget(day=DAY, month=None, provider="apollo")
    use("85")
    use("100", provider="apollo")
    assert watch() == ["Daily budget for Apollo", "Daily budget for all vendors"]
    (mail,) = mailoutbox
    assert mail.subject == "[Acme] Daily budget for Apollo is used up, and 1 more budget"


def test_a_changed_limit_and_a_new_day_are_told_of_afresh(acme, admin, use, watch, time_machine):
    time_machine.move_to("2031-06-01T12:00:00Z")
    spending_limits.set_budget(day=DAY, month=None)
    use("100")
    assert watch() == ["Daily budget for all vendors"]
    spending_limits.set_budget(day=DAY, month=None)
    assert watch() == []
    spending_limits.set_budget(day=Decimal(120), month=None)
    assert watch() == ["Daily budget for all vendors"]
    time_machine.move_to("2031-06-02T12:00:00Z")
    assert watch() == []
    spending_limits.set_budget(day=Decimal(120), month=None)
    use("119")
    assert watch() == ["Daily budget for all vendors"]


def test_the_last_cents_that_pay_for_no_look_up_count_as_used_up(acme, admin, use, watch, mailoutbox):
    EnrichmentProvider.objects.filter(pk="apollo").update(config={"apiKey": "a key"})
    spending_limits.set_budget(day=DAY, month=None, provider="apollo")
    use("99.99", provider="apollo")
    assert watch() == ["Daily budget for Apollo"]
    assert "The rest does not pay for another lookup" in mailoutbox[0].body


def test_only_active_admins_of_this_organization_are_mailed(
    acme, globex, admin, make_user, run_jobs, mailoutbox
):
    make_user("admin", email="gone@acme.example")
    User.objects.filter(email="gone@acme.example").update(is_active=False)
    make_user("ops")
    with entered(globex):
        User.objects.create_user("boss@globex.example", "a password", role="admin")
    with run_jobs():
        notify.notify_admins(subject="One\nline", text="Look.")
    (mail,) = mailoutbox
    assert (mail.subject, mail.to, mail.body) == ("[Acme] One line", [admin.email], "Look.\n")


def test_nobody_is_mailed_of_what_is_rolled_back(acme, admin, run_jobs, mailoutbox):
    with run_jobs(), suppress(ZeroDivisionError), transaction.atomic():
        notify.notify_admins(subject="Never", text="Never")
        raise ZeroDivisionError
    assert mailoutbox == []


def test_a_mail_that_fails_is_left_to_the_worker_to_try_again(acme, admin, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    with pytest.raises(ConnectionRefusedError):
        mail_admins("Lost", "Lost")
    assert mail_admins.options.get("max_retries", 5) > 0


def test_stopping_keeps_who_was_first_and_going_on_wakes_the_workers(
    acme, admin, make_user, run_jobs, mailoutbox, monkeypatch
):
    woken = []
    monkeypatch.setattr("lead_intelligence.runs.services.sweep.resume_jobs", lambda: woken.append(True))
    with run_jobs():
        assert kill_switch.stop_spending(by=admin)
        assert not kill_switch.stop_spending(by=make_user("ops"))
    policy = EnrichmentPolicy.objects.get()
    assert (policy.stopped_by, policy.stopped_at is not None) == (admin, True)
    with run_jobs():
        assert kill_switch.resume_spending(by=admin)
        assert not kill_switch.resume_spending(by=admin)
    assert EnrichmentPolicy.objects.get().stopped_at is None
    assert woken == [True]
    assert [mail.subject for mail in mailoutbox] == [
        "[Acme] Paid lookups stopped",
        "[Acme] Paid lookups resumed",
    ]


def test_two_watchers_at_the_same_moment_tell_of_a_budget_once(committed, use):
    for provider in (None, "apollo"):
        spending_limits.set_budget(day=DAY, month=None, provider=provider)
        use("90", provider=provider)
    gate = threading.Barrier(4)

    def watcher(_: int) -> list[str]:
        enter(committed)
        try:
            gate.wait(10)
            return [budget.name for budget in alerts.watch_budgets()]
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        told = [name for names in pool.map(watcher, range(4)) for name in names]
    assert sorted(told) == ["Daily budget for Apollo", "Daily budget for all vendors"]
