"""The SQL of the model is held to the plain Python one."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from mauntic.crm.models import Company, Contact
from mauntic.tracking.models import Visit
from scoring.domain.factors import Category
from scoring.domain.model import ContactFacts, Weighted, default_weights, score
from scoring.domain.signal_kinds import SIGNAL_KINDS
from scoring.domain.signals import DecayModel, Signal
from scoring.models import IntentSignal, LeadScore
from scoring.selectors import version_in_force
from scoring.selectors.scope import These
from scoring.services.write import write_scores

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
WINDOW = timedelta(days=30)

codes = st.sampled_from([*[kind.code for kind in SIGNAL_KINDS], "PRICING_PAGE", "DEMO_REQUEST"])
signals = st.builds(
    lambda code, weight, age, life, decay: Signal(
        code,
        weight / 1000,
        NOW - timedelta(seconds=age),
        None if life is None else NOW - timedelta(seconds=age - life),
        decay,
    ),
    code=codes,
    weight=st.integers(0, 1000),
    age=st.integers(-7200, 10 * 86400),
    life=st.none() | st.integers(1, 90 * 86400),
    decay=st.sampled_from(DecayModel),
)
visits = st.tuples(
    st.sampled_from(
        [timedelta(0), WINDOW, WINDOW + timedelta(microseconds=1), timedelta(-1), timedelta(days=3)]
    ),
    st.booleans(),
)
weights = st.tuples(
    *(
        st.builds(
            replace,
            st.just(weighted),
            weight=st.decimals(-60, 60, places=2),
            enabled=st.booleans(),
            category=st.sampled_from(Category),
        )
        | st.just(weighted)
        for weighted in default_weights()
    )
)


class Person(NamedTuple):
    """A contact as it is made up; visits are (age, by a bot)."""

    email: bool
    phone: str
    direct_phone: str
    seniority: str
    employees: int | None
    visits: list[tuple[timedelta, bool]]
    signals: list[Signal]


people = st.builds(
    Person,
    email=st.booleans(),
    phone=st.sampled_from(["", "+14155550100"]),
    direct_phone=st.sampled_from(["", "+14155550101"]),
    seniority=st.sampled_from(["", "c_level", "vp", "director", "manager", "other"]),
    employees=st.none() | st.sampled_from([0, 1, 199, 200, 999, 1000]) | st.integers(0, 100_000),
    visits=st.lists(visits, max_size=8),
    signals=st.lists(signals, max_size=6),
)


@settings(
    max_examples=50,
    deadline=None,
    # A failure is reported as found: with a database, shrinking it would take minutes.
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(crowd=st.lists(people, min_size=1, max_size=6), model=weights)
def test_sql_scores_as_the_reference_does(acme, crowd: list[Person], model: tuple[Weighted, ...]):
    contacts = [_store(person) for person in crowd]
    ids = [contact.pk for contact in contacts]

    write_scores(model, These(ids), version_in_force().pk, NOW)

    written = LeadScore.objects.in_bulk(ids)
    assert [_in_words(written[pk]) for pk in ids] == [_reference(person, model) for person in crowd]
    assert write_scores(model, These(ids), version_in_force().pk, NOW).changed == 0


def _store(person: Person) -> Contact:
    company = None if person.employees is None else Company.objects.create(employees=person.employees)
    contact = Contact(
        phone=person.phone, direct_phone=person.direct_phone, seniority=person.seniority, company=company
    )
    contact.email = f"{contact.pk}@example.com" if person.email else ""
    contact.save()
    Visit.objects.bulk_create(
        Visit(contact=contact, url="/", occurred_at=NOW - age, is_bot=is_bot) for age, is_bot in person.visits
    )
    IntentSignal.objects.bulk_create(
        IntentSignal(
            contact=contact,
            type_id=signal.type,
            weight=Decimal(str(signal.weight)),
            detected_at=signal.detected_at,
            expires_at=signal.expires_at,
            decay_model=signal.decay_model,
        )
        for signal in person.signals
    )
    return contact


def _reference(person: Person, model: tuple[Weighted, ...]) -> dict:
    counted = sum(not is_bot and timedelta(0) <= age <= WINDOW for age, is_bot in person.visits)
    facts = ContactFacts(
        email="somebody@example.com" if person.email else "",
        phone=person.phone,
        direct_phone=person.direct_phone,
        seniority=person.seniority,
        employees=person.employees,
        visits=counted,
        signals=tuple(person.signals),
    )
    found = score(facts, model, NOW)
    return {
        "total": found.total,
        "grade": found.grade,
        "intent_score": found.intent_score,
        "contributors": [(given.factor, given.points) for given in found.contributors],
        **{category.value: points for category, points in found.components.items()},
    }


def _in_words(row: LeadScore) -> dict:
    return {
        "total": row.total,
        "grade": row.grade,
        "intent_score": row.intent_score,
        "contributors": [(given["factor"], Decimal(str(given["points"]))) for given in row.contributors],
        **{category.value: getattr(row, category.value) for category in Category},
    }
