"""The model is saved, scores are computed and contacts are deleted at the same moment."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from decimal import Decimal
from functools import partial
from itertools import cycle

import pytest
from django.db import connection, transaction

from mauntic.crm.contacts.services.edit import update_contact
from mauntic.crm.contacts.services.owners import assign_owner
from mauntic.crm.contacts.services.removal import delete_contacts
from mauntic.crm.models import Contact
from mauntic.kernel.clock import now
from mauntic.kernel.errors import Conflict, Invalid, NotFound
from mauntic.tenants.context import enter
from revops.activities.services.drafts import ActivityDraft
from revops.activities.services.record import log_activity
from scoring.detection.services.record import Detected, record_signals
from scoring.learning.models import ShadowScore
from scoring.learning.services.shadow import promote, score_shadow
from scoring.model.models import ModelState, ModelVersion
from scoring.model.selectors.versions import version_in_force
from scoring.recalculation.models import Recalculation
from scoring.recalculation.services import recalculate
from scoring.recalculation.services.recalculate import continue_recalculation
from scoring.scores.models import LeadScore, ScoreHistory
from scoring.scores.services.rescoring import rescore
from scoring.signals.models import IntentSignal
from scoring.versions.services.factors import FactorSpec
from scoring.versions.services.publish import FactorChange, publish_version, set_factors, store_version
from tests.factories.revops import DealFactory

SAVERS, SAVES, LEADS = 8, 6, 600


@pytest.fixture
def inside(committed):
    """A connection of its own for a thread, in the organization."""

    @contextmanager
    def inside():
        enter(committed)
        try:
            yield
        finally:
            connection.close()

    return inside


@pytest.fixture
def beside(inside):
    """Runs works again and again in threads of their own while a block runs; raises what they raise."""

    @contextmanager
    def beside(*works: Callable[[], object]):
        done = threading.Event()

        def again(work):
            with inside():
                while not done.is_set():
                    work()

        with ThreadPoolExecutor(len(works)) as pool:
            running = [pool.submit(again, work) for work in works]
            try:
                yield
            finally:
                done.set()
        for each in running:
            each.result()

    return beside


def with_phone(weight: int) -> list[FactorChange]:
    return [FactorChange(category="data_quality", factor="has_phone", weight=Decimal(weight), enabled=True)]


def worker() -> None:
    """What the jobs of a recalculation do, in chunks so small that saves come between them."""
    for job in Recalculation.objects.filter(state=Recalculation.State.RUNNING):
        continue_recalculation(recalculation_id=job.pk, chunk=100)


def test_every_save_succeeds_while_workers_recalculate(committed, inside, beside):
    Contact.objects.bulk_create(Contact(first_name=f"N{n}", phone="+4930555010") for n in range(LEADS))
    weights = iter(range(1, 1 + SAVERS * SAVES))
    draw = threading.Lock()

    def save(_: int) -> list[int]:
        made = []
        with inside():
            for _ in range(SAVES):
                with draw:
                    weight = next(weights)
                made.append(set_factors(changes=with_phone(weight)).version)
        return made

    some = list(Contact.objects.values_list("pk", flat=True)[:50])
    with beside(worker, worker, partial(rescore, contact_ids=some)), ThreadPoolExecutor(SAVERS) as pool:
        made = [version for each in pool.map(save, range(SAVERS)) for version in each]
    worker()

    assert sorted(made) == list(range(2, 2 + SAVERS * SAVES))
    last = version_in_force()
    assert (last.version, ModelVersion.objects.filter(state=ModelState.IN_FORCE).count()) == (max(made), 1)
    assert set(LeadScore.objects.values_list("model_version__version", "total")) == {
        (last.version, last.factors.get(factor="has_phone").weight)
    }
    assert LeadScore.objects.count() == LEADS


def test_going_back_to_a_version_at_once_leaves_one_in_force(committed, inside):
    for weight in (20, 30, 40):
        set_factors(changes=with_phone(weight))

    def publish(version: int) -> None:
        with inside():
            publish_version(version=version)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(publish, [1, 2, 3, 4] * 4))

    assert ModelVersion.objects.filter(state=ModelState.IN_FORCE).count() == 1


def test_a_version_is_promoted_while_it_is_scored_in_the_shadow(committed, inside, beside):
    Contact.objects.bulk_create(Contact(first_name=f"N{n}", phone="+4930555010") for n in range(100))
    spec = FactorSpec(key="has_phone", category="fit", weight=Decimal(5))

    with beside(partial(score_shadow, chunk=20), worker, rescore):
        for _ in range(5):
            promote(version=store_version(factors=[spec], state="shadow"))
    worker()

    assert set(LeadScore.objects.values_list("model_version__version", "total")) == {(6, Decimal(5))}
    assert (score_shadow(), ShadowScore.objects.count()) == (0, 0)


def test_a_save_that_waits_too_long_says_what_it_waits_for(committed, inside, monkeypatch):
    set_factors(changes=with_phone(20))
    monkeypatch.setattr(recalculate, "PATIENCE", 0.2)
    held, enough = threading.Event(), threading.Event()

    def long_chunk() -> None:
        with inside(), transaction.atomic():
            list(Recalculation.objects.select_for_update())
            held.set()
            enough.wait(30)

    with ThreadPoolExecutor(1) as pool:
        chunk = pool.submit(long_chunk)
        held.wait(10)
        with pytest.raises(Conflict, match=r"being scored with version 2\. Try again"):
            set_factors(changes=with_phone(30))
        enough.set()
        chunk.result()

    assert version_in_force().version == 2


def test_leads_are_deleted_while_everything_else_writes_about_them(committed, beside, inside):
    leads = Contact.objects.bulk_create(Contact(first_name=f"N{n}", phone="+4930555010") for n in range(60))
    deals = {lead.pk: DealFactory(contact=lead, company=None).pk for lead in leads}
    rescore()
    store_version(factors=[FactorSpec(key="has_phone", category="fit", weight=Decimal(5))], state="shadow")
    shadow = partial(score_shadow, chunk=20)
    ids = [lead.pk for lead in leads]
    taken = [cycle(leads[number:] + leads[:number]) for number in range(4)]

    def detect() -> None:
        some = [next(taken[0]).pk for _ in range(5)]
        record_signals(
            signals=[Detected(contact_id=pk, type="PRICING_PAGE", detected_at=now()) for pk in some]
        )

    def change() -> None:
        lead = next(taken[1])
        with_phone = {"phone": f"+49305550{lead.pk.int % 900 + 100}"}
        with suppress(NotFound):
            update_contact(contact=lead, values=with_phone)

    def log() -> None:
        lead = next(taken[2])
        draft = ActivityDraft(type="call", deal_id=deals[lead.pk], contact_id=lead.pk)
        with suppress(Invalid, NotFound):
            log_activity(draft=draft, by=None)

    def delete(number: int) -> int:
        with inside():
            return sum(delete_contacts(contact_ids=[pk]) for pk in ids[number::3])

    assign = partial(assign_owner, contact_ids=ids, owner=None, by=None)
    with beside(detect, change, log, rescore, shadow, assign), ThreadPoolExecutor(3) as pool:
        deleted = sum(pool.map(delete, range(3)))

    assert (deleted, Contact.objects.count()) == (60, 0)
    left = (LeadScore, ScoreHistory, IntentSignal)
    assert [model.objects.count() for model in left] == [0, 0, 0]
