"""Saving the settings of the agent: each wrong value is named, and nothing is stored by halves."""

from decimal import Decimal

import pytest
from django.test import Client

from mauntic.accounts.models import Role
from mauntic.kernel.errors import Invalid
from mauntic.kernel.ids import new_id
from revops.agents.sdr.domain.modes import Mode
from revops.agents.sdr.models import SdrSequence, SdrSettings
from revops.agents.sdr.selectors.settings import is_active, mode_of, sdr_settings, used_sequences
from revops.agents.sdr.services.settings import UsedSequence, save_sdr_settings
from tests.conftest import ACME_HOST
from tests.factories.sdr import set_up_agent
from tests.factories.sequences import make_sequence

PAGE = "/agents/sdr/settings/"
GOOD = {
    "mode": "copilot",
    "daily_cap": 20,
    "untouched_days": 30,
    "least_confidence": Decimal("0.6"),
    "suggests_answers": True,
    "sequences": (),
}


def save(by, **changes) -> SdrSettings:
    return save_sdr_settings(**{**GOOD, **changes}, by=by)


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"mode": ""}, "mode", "Use one of off, learning, copilot, autopilot."),
        ({"mode": "AUTOPILOT"}, "mode", "Use one of off"),
        ({"daily_cap": -1}, "daily_cap", "from 0 to 500"),
        ({"daily_cap": 501}, "daily_cap", "from 0 to 500"),
        ({"untouched_days": 366}, "untouched_days", "from 0 to 365"),
        ({"least_confidence": Decimal("1.01")}, "least_confidence", "from 0 to 1"),
        ({"least_confidence": Decimal("-0.01")}, "least_confidence", "from 0 to 1"),
        ({"sequences": [UsedSequence(sequence_id=new_id())]}, "sequences", "Choose existing sequences"),
    ],
)
def test_a_wrong_value_is_named_and_nothing_is_stored(rep, changes, field, words):
    with pytest.raises(Invalid) as refused:
        save(rep, **changes)

    assert list(refused.value.fields) == [field]
    assert words in refused.value.fields[field][0]
    assert not SdrSettings.objects.exists()


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"mode": "rampage"}, "Use one of off"),
        ({"seniorities": ("vp", "emperor")}, "Choose seniorities of the list."),
    ],
)
def test_a_wrong_value_of_a_sequence_is_named(rep, more, words):
    used = UsedSequence(sequence_id=make_sequence(rep).pk, **more)
    with pytest.raises(Invalid, match=words):
        save(rep, sequences=[used])


def test_a_sequence_is_chosen_once(rep):
    used = UsedSequence(sequence_id=make_sequence(rep).pk)
    with pytest.raises(Invalid, match="each once"):
        save(rep, sequences=[used, used])


def test_all_wrong_values_are_named_at_once(rep):
    with pytest.raises(Invalid) as refused:
        save(rep, mode="x", daily_cap=9_999, untouched_days=-3)
    assert set(refused.value.fields) == {"mode", "daily_cap", "untouched_days"}


def test_a_refused_change_keeps_the_sequences_of_before(rep):
    set_up_agent(rep)
    with pytest.raises(Invalid):
        save(rep, mode="x")
    assert SdrSequence.objects.count() == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"daily_cap": 0, "untouched_days": 0, "least_confidence": Decimal(0)},
        {"daily_cap": 500, "untouched_days": 365, "least_confidence": Decimal(1)},
    ],
)
def test_the_ends_of_the_ranges_are_allowed(rep, changes):
    save(rep, **changes)
    limits = sdr_settings().limits
    assert {name: getattr(limits, name) for name in changes} == changes


def test_the_newest_settings_replace_all_of_before_and_tell_who_saved(rep, admin):
    first, second = make_sequence(rep, name="A"), make_sequence(rep, name="B")
    save(rep, sequences=[UsedSequence(sequence_id=first.pk), UsedSequence(sequence_id=second.pk)])

    row = save(admin, mode="learning", sequences=[UsedSequence(sequence_id=second.pk, seniorities=("vp",))])

    assert (SdrSettings.objects.count(), row.mode, row.updated_by) == (1, "learning", admin)
    assert list(SdrSequence.objects.values_list("sequence__name", "seniorities")) == [("B", ["vp"])]


def test_without_settings_the_agent_is_off(acme):
    assert sdr_settings().mode == Mode.OFF
    assert not is_active(sdr_settings())


@pytest.mark.parametrize(
    ("of_all", "own", "mode", "active"),
    [
        ("off", "", "off", False),
        ("off", "off", "off", False),
        ("off", "learning", "learning", True),
        ("autopilot", "", "autopilot", True),
        ("autopilot", "off", "off", True),
        ("copilot", "autopilot", "autopilot", True),
    ],
)
def test_the_mode_of_a_sequence_goes_before_that_of_the_organization(rep, of_all, own, mode, active):
    set_up_agent(rep, of_all)
    SdrSequence.objects.update(mode=own)

    assert mode_of(SdrSequence.objects.get(), sdr_settings()) == mode
    assert mode_of(None, sdr_settings()) == of_all
    assert is_active(sdr_settings()) is active


def test_only_sequences_that_are_on_are_used_in_their_order(rep):
    names = ("C", "B", "A")
    for position, name in enumerate(names):
        SdrSequence.objects.create(sequence=make_sequence(rep, name=name), position=position)
    SdrSequence.objects.create(sequence=make_sequence(rep, name="Draft", on=False), position=9)

    assert [row.sequence.name for row in used_sequences()] == ["C", "B", "A"]


@pytest.mark.parametrize(("role", "status"), [(Role.MANAGER, 403), (Role.OPS, 302), (Role.ADMIN, 302)])
def test_only_ops_and_admins_save(make_user, role, status):
    client = Client(headers={"host": ACME_HOST})
    client.force_login(make_user(role))
    sent = {"mode": "copilot", "daily_cap": "5", "least_confidence": "0.7", "untouched_days": "14"}

    assert client.post(PAGE, sent).status_code == status
    assert SdrSettings.objects.exists() is (status == 302)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("position", "0"),
        ("position", "100"),
        ("position", "x"),
        ("mode", "rampage"),
        ("seniorities", "emperor"),
    ],
)
def test_a_wrong_value_of_a_sequence_is_refused_at_its_row(make_user, rep, field, value):
    client = Client(headers={"host": ACME_HOST})
    client.force_login(make_user(Role.OPS))
    key = f"{make_sequence(rep).pk}"
    sent = {"mode": "copilot", "daily_cap": "5", "least_confidence": "0.7", "untouched_days": "14"}

    refused = client.post(PAGE, {**sent, f"{key}-position": "1", f"{key}-{field}": value})

    assert refused.status_code == 422
    assert field in refused.context["sequence_forms"][0].errors
    assert not SdrSettings.objects.exists()


def test_the_page_says_what_to_do_without_sequences_and_to_sign_in_first(web, stranger):
    assert "The agent enrolls leads in sequences. Create one first." in web.get(PAGE).content.decode()
    assert stranger.get(PAGE).status_code == 302
