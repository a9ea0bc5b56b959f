from collections import Counter
from dataclasses import replace
from decimal import Decimal
from itertools import product

import pytest
from django.db import connection

from mauntic.crm.models import Company, Contact
from mauntic.events.catalog import ScoreThresholdCrossed
from mauntic.events.models import StoredEvent
from mauntic.kernel.errors import Conflict
from mauntic.tenants.context import entered
from scoring.model.domain.points import Model
from scoring.model.selectors.versions import version_in_force
from scoring.preview.domain import Example
from scoring.preview.selectors import preview_model
from scoring.scores.models import LeadScore, ScoreHistory
from scoring.scores.services.rescoring import rescore
from scoring.versions.services.publish import FactorChange, set_factors


def weights_with(**changed: int) -> Model:
    model = version_in_force().model()
    return replace(
        model,
        factors=tuple(
            replace(weighted, weight=Decimal(changed.get(weighted.factor.key, weighted.weight)))
            for weighted in model.factors
        ),
    )


@pytest.fixture
def leads(acme) -> list[Contact]:
    """Scored leads of many kinds: every seniority, with and without phones and companies."""
    companies = [None, Company.objects.create(name="Initech", employees=300)]
    levels, phones = ("", "manager", "director", "vp", "c_level"), ("", "+4930555010")
    made = [
        Contact(first_name=f"N{number}", seniority=level, phone=phone, direct_phone=phone, company=company)
        for number, (level, phone, company) in enumerate(product(levels, phones, companies))
    ]
    Contact.objects.bulk_create(made)
    rescore()
    return made


def grades() -> dict:
    return dict(LeadScore.objects.values_list("contact_id", "grade"))


def totals() -> dict:
    return dict(LeadScore.objects.values_list("contact_id", "total"))


def test_publishing_does_what_the_preview_said(leads):
    seen = preview_model(weights_with(has_phone=60, seniority_vp=-20, company_size_mid=0))
    grades_before, totals_before = grades(), totals()

    changes = {"has_phone": 60, "seniority_vp": -20, "company_size_mid": 0}
    rows = version_in_force().factors.filter(factor__in=changes)
    set_factors(
        changes=[
            FactorChange(
                category=row.category, factor=row.factor, weight=Decimal(changes[row.factor]), enabled=True
            )
            for row in rows
        ],
        tell_crossings=True,
    )
    StoredEvent.objects.all().delete()
    rescore()

    moves = Counter((grades_before[pk], grade) for pk, grade in grades().items())
    assert {move: leads for move, leads in seen.moves.items() if leads} == moves
    assert seen.moved == sum(totals_before[pk] != total for pk, total in totals().items())
    tens_before = Counter(min(int(total // 10), 9) for total in totals_before.values())
    tens_after = Counter(min(int(total // 10), 9) for total in totals().values())
    assert [(each.before, each.after) for each in seen.histogram] == [
        (tens_before[place], tens_after[place]) for place in range(10)
    ]
    rows = StoredEvent.objects.filter(type=ScoreThresholdCrossed.wire_name)
    crossed = Counter((fact["threshold"], fact["direction"]) for row in rows for fact in row.facts)
    assert {each.threshold: (each.up, each.down) for each in seen.crossings} == {
        bound: (crossed[bound, "up"], crossed[bound, "down"]) for bound in (20, 40, 60, 80)
    }
    assert seen.crossed == sum(crossed.values()) > 0


def test_the_model_in_force_moves_nobody(leads):
    seen = preview_model(weights_with())

    assert (seen.leads, seen.moved, seen.crossed, seen.new_hot) == (20, 0, 0, 0)
    assert all(each.before == each.after and each.came == each.went == 0 for each in seen.grades)


def test_a_preview_writes_nothing_and_leaves_the_transaction_writable(leads):
    before = list(LeadScore.objects.order_by("pk").values())
    history, events = ScoreHistory.objects.count(), StoredEvent.objects.count()

    preview_model(weights_with(has_phone=100))

    assert list(LeadScore.objects.order_by("pk").values()) == before
    assert (ScoreHistory.objects.count(), StoredEvent.objects.count()) == (history, events)
    Contact.objects.create(first_name="Still", last_name="Writable")
    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        assert cursor.fetchone() == ("0",)


def test_those_who_would_cross_are_named_the_best_first(acme):
    Contact.objects.create(first_name="Ann", last_name="Able", seniority="vp", email="ann@a.example")
    Contact.objects.create(email="bob@b.example", seniority="vp")
    Contact.objects.create(first_name="Cy", last_name="Cold")
    rescore()
    ann, bob = Contact.objects.order_by("pk")[:2]

    raised = preview_model(weights_with(seniority_vp=16, has_email=34))
    lowered = preview_model(weights_with(seniority_vp=0))

    assert [(each.threshold, each.up, each.down) for each in raised.crossings] == [
        (20, 0, 0),
        (40, 2, 0),
        (60, 0, 0),
        (80, 0, 0),
    ]
    assert raised.crossings[1].examples_up == [
        Example(ann.pk, "Ann Able", 25.0, 50.0),
        Example(bob.pk, "bob@b.example", 25.0, 50.0),
    ]
    assert [each.name for each in lowered.crossings[0].examples_down] == ["Ann Able", "bob@b.example"]


def test_a_lead_that_has_no_score_yet_comes_from_nothing(acme):
    Contact.objects.create(phone="+1")

    seen = preview_model(weights_with(has_phone=100))

    assert seen.moves["F", "A"] == 1
    assert [(each.up, each.down) for each in seen.crossings] == [(1, 0)] * 4


def test_new_hot_leads_are_counted_for_each_owner_against_a_weeks_capacity(acme, rep, admin):
    Contact.objects.bulk_create(Contact(phone="+1", owner=rep) for _ in range(21))
    Contact.objects.bulk_create([Contact(phone="+1", owner=admin), Contact(phone="+1"), Contact(owner=rep)])
    rescore()

    seen = preview_model(weights_with(has_phone=100))

    assert [(load.owner_id, load.new_hot, load.capacity, load.is_too_many) for load in seen.reps] == [
        (rep.pk, 21, 20, True),
        *sorted(
            [(admin.pk, 1, 20, False), (None, 1, 20, False)],
            key=lambda load: "Nobody" if load[0] is None else str(admin),
        ),
    ]
    assert [load.owner_id for load in seen.busiest] == [rep.pk]


def test_an_organization_without_leads_has_an_empty_preview(acme):
    seen = preview_model(weights_with(has_phone=100))

    assert (seen.leads, seen.moved, seen.crossed, list(seen.reps)) == (0, 0, 0, [])
    assert len(seen.histogram) == 10


def test_leads_of_another_organization_are_not_counted(leads, globex):
    with entered(globex):
        Contact.objects.create(phone="+1")
        seen = preview_model(weights_with())

    assert seen.leads == 1


def test_a_preview_that_takes_too_long_is_given_up_and_says_so(leads):
    with pytest.raises(Conflict, match=r"took longer than 0\.001 s"):
        preview_model(weights_with(), timeout=0.001)

    assert Contact.objects.count() == 20
