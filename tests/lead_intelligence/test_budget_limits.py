import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from decimal import Decimal

import pytest
from django.db import connection, transaction

from lead_intelligence import services
from lead_intelligence.actors import mail_admins
from lead_intelligence.domain.budgets import month_end, reached_percent
from lead_intelligence.models import Budget, EnrichmentPolicy, EnrichmentProvider
from lead_intelligence.selectors.budgets import budget_states
from mauntic.accounts.models import User
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
            return [budget.name for budget in services.watch_budgets()]

    return run


def limits() -> dict[tuple[str, str], Decimal | None]:
    return {
        (each.slug, each.period.value): each.limit for each in budget_states() if each.slug in {"", "apollo"}
    }


def test_the_organization_and_each_vendor_have_limits_of_their_own(acme):
    services.set_budget(day=Decimal(5), month=Decimal(50))
    services.set_budget(day=None, month=Decimal(7), provider="apollo")
    assert limits() == {("", "day"): 5, ("", "month"): 50, ("apollo", "day"): None, ("apollo", "month"): 7}


def test_setting_a_limit_keeps_what_was_spent(acme, use):
    services.set_budget(day=Decimal(5), month=None, provider="apollo")
    use("2", "1", provider="apollo")
    services.set_budget(day=Decimal(6), month=None, provider="apollo")
    state = next(each for each in budget_states() if (each.slug, each.period) == ("apollo", "day"))
    assert (state.limit, state.spent, state.reserved, state.left) == (6, 2, 1, 3)


@pytest.mark.parametrize(
    ("wrong", "field", "said"),
    [
        ({"day": Decimal(-1)}, "day", "A budget is not negative. Give 0"),
        ({"month": Decimal("NaN")}, "month", "Give an amount in US dollars"),
        ({"month": "12"}, "month", "Give an amount in US dollars"),
        ({"day": Decimal(10) ** 9}, "day", "Give less than 100,000,000"),
        ({"provider": "nobody"}, "provider", "There is no vendor “nobody”. Choose of clearbit, apollo"),
    ],
)
def test_a_wrong_budget_is_refused_by_name_and_changes_nothing(acme, wrong, field, said):
    before = limits()
    with pytest.raises(Invalid) as refusal:
        services.set_budget(**{"day": None, "month": None} | wrong)
    assert list(refusal.value.fields) == [field]
    assert refusal.value.fields[field][0].startswith(said)
    assert limits() == before


def test_of_several_budgets_all_are_set_or_none(acme):
    before = limits()
    with pytest.raises(Invalid) as refusal:
        services.set_budgets(limits={None: {"day": Decimal(1)}, "apollo": {"day": Decimal(-1)}})
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
    services.set_budget(day=DAY, month=None)
    use("70", "9.99")
    assert watch() == []
    use("70", "10")
    assert (watch(), watch()) == (["The daily budget"], [])
    use("100")
    assert (watch(), watch()) == (["The daily budget"], [])
    assert [mail.subject for mail in mailoutbox] == [
        "[Acme] The daily budget for enrichment is used to 80 %",
        "[Acme] The daily budget for enrichment is used up",
    ]
    assert [mail.to for mail in mailoutbox] == [[admin.email]] * 2
    assert "80.00 of 100.00 USD are used, 10.00 of it held for running calls." in mailoutbox[0].body


def test_a_reservation_that_comes_and_goes_is_told_of_once(acme, admin, use, watch):
    services.set_budget(day=DAY, month=None)
    use("75", "5")
    assert watch() == ["The daily budget"]
    use("75")
    assert watch() == []
    use("75", "6")
    assert watch() == []


def test_several_budgets_are_one_mail(acme, admin, use, watch, mailoutbox):
    services.set_budget(day=DAY, month=None)
    services.set_budget(day=DAY, month=None, provider="apollo")
    use("85")
    use("100", provider="apollo")
    assert watch() == ["Apollo's daily budget", "The daily budget"]
    (mail,) = mailoutbox
    assert mail.subject == "[Acme] Apollo's daily budget for enrichment is used up, and 1 more"


def test_a_changed_limit_and_a_new_day_are_told_of_afresh(acme, admin, use, watch, time_machine):
    time_machine.move_to("2031-06-01T12:00:00Z")
    services.set_budget(day=DAY, month=None)
    use("100")
    assert watch() == ["The daily budget"]
    services.set_budget(day=DAY, month=None)
    assert watch() == []
    services.set_budget(day=Decimal(120), month=None)
    assert watch() == ["The daily budget"]
    time_machine.move_to("2031-06-02T12:00:00Z")
    assert watch() == []
    services.set_budget(day=Decimal(120), month=None)
    use("119")
    assert watch() == ["The daily budget"]


def test_the_last_cents_that_pay_for_no_look_up_count_as_used_up(acme, admin, use, watch, mailoutbox):
    EnrichmentProvider.objects.filter(pk="apollo").update(config={"apiKey": "a key"})
    services.set_budget(day=DAY, month=None, provider="apollo")
    use("99.99", provider="apollo")
    assert watch() == ["Apollo's daily budget"]
    assert "pays for no further look-up" in mailoutbox[0].body


def test_only_active_admins_of_this_organization_are_mailed(
    acme, globex, admin, make_user, run_jobs, mailoutbox
):
    make_user("admin", email="gone@acme.example")
    User.objects.filter(email="gone@acme.example").update(is_active=False)
    make_user("ops")
    with entered(globex):
        User.objects.create_user("boss@globex.example", "a password", role="admin")
    with run_jobs():
        services.tell_admins(subject="One\nline", text="Look.")
    (mail,) = mailoutbox
    assert (mail.subject, mail.to, mail.body) == ("[Acme] One line", [admin.email], "Look.\n")


def test_nobody_is_mailed_of_what_is_rolled_back(acme, admin, run_jobs, mailoutbox):
    with run_jobs(), suppress(ZeroDivisionError), transaction.atomic():
        services.tell_admins(subject="Never", text="Never")
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
    monkeypatch.setattr("lead_intelligence.services.resume_jobs", lambda: woken.append(True))
    with run_jobs():
        assert services.stop_spending(by=admin)
        assert not services.stop_spending(by=make_user("ops"))
    policy = EnrichmentPolicy.objects.get()
    assert (policy.stopped_by, policy.stopped_at is not None) == (admin, True)
    with run_jobs():
        assert services.resume_spending(by=admin)
        assert not services.resume_spending(by=admin)
    assert EnrichmentPolicy.objects.get().stopped_at is None
    assert woken == [True]
    assert [mail.subject for mail in mailoutbox] == [
        "[Acme] All paid look-ups are stopped",
        "[Acme] Paid look-ups go on",
    ]


def test_two_watchers_at_the_same_moment_tell_of_a_budget_once(committed, use):
    for provider in (None, "apollo"):
        services.set_budget(day=DAY, month=None, provider=provider)
        use("90", provider=provider)
    gate = threading.Barrier(4)

    def watcher(_: int) -> list[str]:
        enter(committed)
        try:
            gate.wait(10)
            return [budget.name for budget in services.watch_budgets()]
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        told = [name for names in pool.map(watcher, range(4)) for name in names]
    assert sorted(told) == ["Apollo's daily budget", "The daily budget"]
