from datetime import timedelta
from decimal import Decimal

from mauntic.crm.models import Contact
from scoring.scores.models import LeadScore, ScoreHistory
from scoring.scores.selectors.explanation import Raise, Reason, explain
from scoring.scores.selectors.history import score_history, sparklines
from scoring.scores.selectors.ranking import Wanted, leaderboard
from scoring.scores.selectors.stale import stale_contacts
from scoring.scores.services.rescoring import rescore
from scoring.versions.services.publish import FactorChange, set_factors
from tests.factories.scoring import make_signal
from tests.scoring.conftest import NOW


def remember(contact, days_ago: int, total: int) -> None:
    day = NOW.date() - timedelta(days=days_ago)
    ScoreHistory.objects.create(contact=contact, day=day, total=total, engagement=0, fit=total, intent=0)


def test_a_contact_without_a_score_has_no_explanation(contact):
    assert explain(contact.pk) is None


def test_a_score_is_explained_by_points_that_add_up(contact):
    make_signal(contact, "PRICING_PAGE", detected_at=NOW - timedelta(hours=18))
    rescore(now=NOW)

    found = explain(contact.pk)

    assert (found.total, found.grade, found.model, found.version) == (Decimal(50), "C", "rules", 1)
    assert (found.intent_score, found.intent_tier, found.previous) == (Decimal("67.50"), "medium", None)
    assert found.contributors == [
        Reason("pricing_page", "Pricing page", Decimal(15), "75% of +20 left, fades with the signal", 15),
        Reason("seniority_vp", "Vice president", Decimal(15), "seniority", 15),
        Reason("company_size_mid", "Company of 200–999", Decimal(10), "employees", 10),
        Reason("has_email", "Email address", Decimal(10), "on file", 10),
    ]
    assert found.components == {
        "Data quality": Decimal(10),
        "Fit": Decimal(25),
        "Engagement": Decimal(0),
        "Intent": Decimal(15),
    }


def test_a_download_gives_all_its_points_however_much_of_its_signal_is_left(contact):
    make_signal(contact, "CONTENT_DOWNLOAD", detected_at=NOW - timedelta(hours=167))
    rescore(now=NOW)

    found = {reason.factor: (reason.points, reason.note) for reason in explain(contact.pk).contributors}
    assert found["content_download"] == (Decimal(10), "while the signal lasts")


def test_what_would_raise_a_score_is_what_somebody_can_do(contact):
    make_signal(contact, "PRICING_PAGE", detected_at=NOW - timedelta(hours=18))
    set_factors(
        changes=[
            FactorChange(category="intent", factor="free_trial", weight=Decimal(25), enabled=False),
            FactorChange(category="engagement", factor="medium_engagement", weight=Decimal(-5), enabled=True),
        ]
    )
    rescore(now=NOW)

    assert explain(contact.pk).would_raise == [
        Raise("demo_request", "Asks for a demo", Decimal(30)),
        Raise("has_phone", "Find a phone number", Decimal(15)),
        Raise("high_engagement", "More than 5 visits in 30 days", Decimal(15)),
        Raise("has_direct_phone", "Find a direct phone number", Decimal(10)),
        Raise("content_download", "Downloads a white paper", Decimal(10)),
        Raise("pricing_page", "Looks at the prices", Decimal(5)),
    ]


def test_nothing_raises_a_full_score(contact):
    set_factors(
        changes=[FactorChange(category="fit", factor="seniority_vp", weight=Decimal(98), enabled=True)]
    )
    rescore(now=NOW)

    assert explain(contact.pk).would_raise == []


def test_a_sparkline_carries_scores_over_quiet_days(contact):
    newcomer, nobody = Contact.objects.create(), Contact.objects.create()
    for days_ago, total in ((9, 10), (3, 20), (0, 40)):
        remember(contact, days_ago, total)
    remember(newcomer, 1, 5)
    remember(newcomer, -1, 99)

    assert sparklines([contact.pk, newcomer.pk, nobody.pk], days=5, now=NOW) == {
        contact.pk: [10.0, 20.0, 20.0, 20.0, 40.0],
        newcomer.pk: [5.0, 5.0],
        nobody.pk: [],
    }


def test_history_is_of_the_last_days(contact):
    for days_ago in (30, 29, 0):
        remember(contact, days_ago, days_ago)

    assert [row.total for row in score_history(contact.pk, now=NOW)] == [29, 0]


def test_the_leaderboard_ranks_and_tells_who_moves(contact):
    phone = Contact.objects.create(phone="+14155550100")
    rescore(now=NOW)
    for days_ago, total in ((40, 5), (7, 30), (2, 45)):
        remember(contact, days_ago, total)

    first, second = leaderboard(now=NOW)

    assert (first.rank, first.score.contact, second.rank, second.score.contact) == (1, contact, 2, phone)
    assert [(change.days, change.points) for change in first.changes] == [(1, -10), (7, 5), (30, 30)]
    assert [change.points for change in second.changes] == [None, None, None]
    assert first.contributors == ["Vice president", "Company of 200–999", "Email address"]
    assert [place.rank for place in leaderboard(1, offset=1, now=NOW)] == [2]
    assert leaderboard(wanted=Wanted(grade="A"), now=NOW) == []


def test_reads_take_the_same_queries_for_any_number(contact, counted_queries):
    many = [contact, Contact.objects.create(), Contact.objects.create()]
    rescore(now=NOW)

    for ids in ([contact.pk], [each.pk for each in many]):
        with counted_queries(2):
            sparklines(ids, now=NOW)
        with counted_queries(5):
            leaderboard(len(ids), now=NOW)
    with counted_queries(2):
        explain(contact.pk)


def test_the_hourly_sweep_finds_who_changes_by_time_alone(contact):
    others = Contact.objects.bulk_create(Contact() for _ in range(3))
    make_signal(contact, "DEMO_REQUEST", detected_at=NOW - timedelta(hours=30))
    make_signal(others[0], "DEMO_REQUEST", detected_at=NOW - timedelta(days=9))
    others[1].visits.create(url="/", occurred_at=NOW - timedelta(days=31))
    others[2].visits.create(url="/", occurred_at=NOW - timedelta(days=9))

    assert stale_contacts(now=NOW) == sorted([contact.pk, others[1].pk])


def test_the_leaderboard_orders_by_what_rose_and_what_fell(acme, rep):
    def make(name: str, before: int, after: int, owner=None) -> Contact:
        contact = Contact.objects.create(first_name=name, owner=owner)
        rescore(contact_ids=[contact.pk], now=NOW)
        LeadScore.objects.filter(pk=contact.pk).update(total=after)
        ScoreHistory.objects.filter(contact=contact).update(total=after)
        earlier = (NOW - timedelta(days=10)).date()
        ScoreHistory.objects.create(contact=contact, day=earlier, total=before, engagement=0, fit=0, intent=0)
        return contact

    up, more, down = make("Up", 10, 20, rep), make("More", 10, 60), make("Down", 50, 20)
    make("Same", 30, 30)
    new = Contact.objects.create(first_name="New", phone="+1")
    rescore(contact_ids=[new.pk], now=NOW)

    def ids(**wanted) -> list:
        return [place.score.pk for place in leaderboard(wanted=Wanted(**wanted), now=NOW)]

    assert ids(moved_in=7) == [more.pk, up.pk]
    assert ids(moved_in=7, is_falling=True) == [down.pk]
    assert ids(moved_in=30) == []
    assert ids(moved_in=7, is_owned=True, owner_id=rep.pk) == [up.pk]
    assert ids(moved_in=7, is_owned=True, owner_id=None) == [more.pk]
