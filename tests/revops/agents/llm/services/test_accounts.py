"""Vendors are connected, tested and priced."""

from datetime import date
from decimal import Decimal

import pytest
from django.core import mail

from mauntic.kernel.errors import Invalid, NotAllowed, NotFound
from mauntic.kernel.ids import new_id
from revops.agents.llm.models.accounts import LlmAccount, LlmModel
from revops.agents.llm.services.accounts import (
    PriceList,
    remove_account,
    remove_model,
    save_account,
    save_model,
    try_account,
)
from tests.factories.agents import connect_llm

PRICES = PriceList(input=Decimal(2), output=Decimal(10), priced_on=date(2026, 12, 1))


def refused(call) -> list[str]:
    with pytest.raises(Invalid) as raised:
        call()
    return list(raised.value.fields)


def add(admin, name: str, kind: str = "anthropic", **given) -> LlmModel:
    return save_model(kind=kind, name=name, prices=PRICES, by=admin, **given)


def test_a_key_is_stored_encrypted_and_kept_when_left_empty(acme, admin):
    save_account(kind="anthropic", key="sk-1", by=admin)
    save_account(kind="anthropic", key="", by=admin)
    account = LlmAccount.objects.get()
    assert account.key == "sk-1"
    (stored,) = LlmAccount.objects.extra(select={"stored": "credentials::text"}).values_list(
        "stored", flat=True
    )
    assert "sk-1" not in stored


def test_saving_switches_a_vendor_on_again(acme, admin, sandbox):
    connect_llm(sandbox, enabled=False, disabled_reason="No.", consecutive_failures=5, circuit_state="open")
    account = save_account(kind="anthropic", key="", base_url=f"{sandbox.url}/anthropic", by=admin)
    assert (account.enabled, account.disabled_reason, account.circuit_state) == (True, "", "closed")


@pytest.mark.parametrize(
    ("given", "fields"),
    [
        ({"kind": "anthropic", "key": ""}, ["key"]),
        ({"kind": "compatible", "key": ""}, ["base_url"]),
        ({"kind": "compatible", "key": "", "base_url": "ftp://x"}, ["base_url"]),
        ({"kind": "compatible", "key": "", "base_url": "http://user:pw@x/v1"}, ["base_url"]),
        ({"kind": "compatible", "key": "", "base_url": "http://[x"}, ["base_url"]),
    ],
)
def test_a_wrong_account_is_refused_at_its_field(acme, admin, given, fields):
    assert refused(lambda: save_account(**given, by=admin)) == fields


def test_a_key_is_not_sent_to_another_host_than_it_was_entered_for(acme, admin):
    save_account(kind="compatible", key="k", base_url="https://llm.acme.example/v1", by=admin)
    move = {"kind": "compatible", "base_url": "https://evil.example/v1", "by": admin}
    assert refused(lambda: save_account(key="", **move)) == ["key"]
    assert save_account(key="new", **move).key == "new"


def test_an_unknown_vendor_is_not_found(acme, admin):
    with pytest.raises(NotFound):
        save_account(kind="baker", key="k", by=admin)
    with pytest.raises(NotFound):
        try_account(kind="openai", by=admin)


def test_vendors_are_tried_in_the_order_of_their_connection(acme, admin):
    for kind in ("openai", "anthropic"):
        save_account(kind=kind, key="k", by=admin)
    assert [account.kind for account in LlmAccount.objects.all()] == ["openai", "anthropic"]


def test_the_first_model_is_the_default_until_another_is(acme, admin):
    save_account(kind="anthropic", key="k", by=admin)
    first, second = add(admin, "a"), add(admin, "b")
    assert [first.is_default, second.is_default] == [True, False]
    add(admin, "b", model_id=second.pk, is_default=True)
    assert list(LlmModel.objects.filter(is_default=True)) == [second]
    remove_model(kind="anthropic", model_id=second.pk, by=admin)
    assert LlmModel.objects.get().is_default


@pytest.mark.parametrize(
    ("prices", "given", "fields"),
    [
        (PRICES, {"name": " "}, ["name"]),
        (PRICES, {"thinking_tokens": 9_000}, ["thinking_tokens"]),
        (PriceList(input=Decimal(1), output=None), {}, ["output_price"]),
        (PriceList(input=None, output=Decimal(1)), {}, ["input_price"]),
        (PriceList(input=Decimal(-1), output=Decimal(1)), {}, ["input_price"]),
        (PriceList(input=Decimal(1), output=Decimal("NaN")), {}, ["output_price"]),
        (PriceList(input=Decimal(1), output=Decimal(1), search=Decimal(200_000)), {}, ["search_price"]),
    ],
)
def test_a_wrong_model_is_refused_at_its_field(acme, admin, prices, given, fields):
    save_account(kind="anthropic", key="k", by=admin)
    values = {"kind": "anthropic", "name": "a", "prices": prices, "by": admin} | given
    assert refused(lambda: save_model(**values)) == fields


def test_a_name_is_taken_once(acme, admin):
    save_account(kind="anthropic", key="k", by=admin)
    add(admin, "a")
    assert refused(lambda: add(admin, "a")) == ["name"]


def test_a_model_of_another_vendor_is_not_found(acme, admin):
    for kind in ("openai", "anthropic"):
        save_account(kind=kind, key="k", by=admin)
    model = add(admin, "a")
    for wrong in (model.pk, new_id()):
        with pytest.raises(NotFound):
            remove_model(kind="openai", model_id=wrong, by=admin)


def test_the_test_asks_for_the_model_and_costs_nothing(acme, admin, sandbox):
    connect_llm(sandbox)
    assert try_account(kind="anthropic", by=admin) == ""
    LlmAccount.objects.update(credentials={"key": "wrong"})
    assert try_account(kind="anthropic", by=admin) == "Anthropic rejects the API key."
    account = LlmAccount.objects.get()
    assert (account.enabled, account.disabled_reason) == (False, "Anthropic rejects the API key.")
    assert mail.outbox == []
    LlmModel.objects.all().delete()
    assert refused(lambda: try_account(kind="anthropic", by=admin)) == ["model"]
    assert sandbox.llm.counts["calls"] == 0


def test_a_vendor_goes_with_its_key_and_models(acme, admin):
    save_account(kind="anthropic", key="k", by=admin)
    add(admin, "a")
    remove_account(kind="anthropic", by=admin)
    assert (LlmAccount.objects.count(), LlmModel.objects.count()) == (0, 0)


def test_reps_change_nothing(acme, rep):
    calls = (
        lambda: save_account(kind="anthropic", key="k", by=rep),
        lambda: remove_account(kind="anthropic", by=rep),
        lambda: try_account(kind="anthropic", by=rep),
        lambda: add(rep, "a"),
        lambda: remove_model(kind="anthropic", model_id=new_id(), by=rep),
    )
    for call in calls:
        with pytest.raises(NotAllowed):
            call()
