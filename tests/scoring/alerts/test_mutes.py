"""Muting signal types."""

import pytest

from mauntic.accounts.models import User
from mauntic.kernel.clock import now
from mauntic.kernel.errors import NotFound
from scoring.alerts.models import MutedType
from scoring.alerts.selectors.mutes import mutes_of, types_to_mute
from scoring.alerts.services.mutes import mute_type, unmute_type
from tests.factories.alerts import make_alert
from tests.factories.crm import ContactFactory
from tests.support.queries import queries_of

MUTED, MUTE, UNMUTE = "/scoring/alerts/muted/", "/scoring/alerts/mute/", "/scoring/alerts/unmute/"


def test_a_type_is_muted_for_one_person_until_they_unmute_it(rep, manager):
    mute_type(code="EMAIL_OPEN", by=rep)

    assert [mute.type.code for mute in mutes_of(rep)] == ["EMAIL_OPEN"]
    assert mutes_of(manager) == []
    assert "EMAIL_OPEN" not in {kind.code for kind in types_to_mute(rep)}
    unmute_type(code="EMAIL_OPEN", by=rep)
    assert mutes_of(rep) == []


def test_a_type_that_does_not_exist_is_not_found(rep):
    for change in (mute_type, unmute_type):
        with pytest.raises(NotFound):
            change(code="NO_SUCH_TYPE", by=rep)


def test_two_clicks_at_once_mute_once(committed, at_once):
    rep = User.objects.create(email="two@clicks.example", role="rep")

    at_once(*[lambda: mute_type(code="EMAIL_OPEN", by=rep)] * 2)

    assert MutedType.objects.filter(user=rep).count() == 1


def test_the_page_lists_mutes_and_what_they_hide(web, rep, owned):
    make_alert(owned, "EMAIL_REPLY", at=now())
    web.post(MUTE, {"type": "EMAIL_REPLY"})

    page = web.get(MUTED).text

    assert "1 open alert hidden" in page
    assert "Unmute Email reply" in page
    assert "1 muted type" in web.get("/scoring/alerts/").text


def test_muting_leads_back_and_can_be_undone(web, rep, owned):
    make_alert(owned, at=now())

    page = web.post(MUTE, {"type": "PRICING_PAGE", "next": "/scoring/alerts/"}, follow=True)

    assert "Pricing page muted." in page.text
    assert f"{UNMUTE}?type=PRICING_PAGE" in page.text
    assert owned.name not in page.text
    page = web.post(f"{UNMUTE}?type=PRICING_PAGE", {"next": "/scoring/alerts/"}, follow=True)
    assert "Pricing page unmuted." in page.text
    assert owned.name in page.text


def test_no_type_is_chosen_beforehand_and_none_is_said_at_the_field(web):
    assert '<option value="">Choose a signal type</option>' in web.get(MUTED).text

    answer = web.post(MUTE, {"type": ""})

    assert answer.status_code == 422
    assert (
        '<p class="text-danger mb-0 mt-2" id="mute-error" role="alert">Choose a signal type.</p>'
        in answer.text
    )
    assert not MutedType.objects.exists()


@pytest.mark.parametrize("path", [MUTE, UNMUTE])
def test_a_form_without_a_type_is_refused_and_an_unknown_one_said(web, path):
    assert web.post(path, {"type": ""}).status_code == 422
    assert "This signal type does not exist." in web.post(path, {"type": "X"}, follow=True).text


def test_strangers_are_sent_to_sign_in(stranger):
    assert stranger.get(MUTED).status_code == 302
    assert stranger.post(MUTE, {"type": "EMAIL_OPEN"}).status_code == 302
    assert not MutedType.objects.exists()


def test_the_page_costs_the_same_for_one_mute_and_for_three(web, rep):
    mute_type(code="EMAIL_OPEN", by=rep)
    one = queries_of(lambda: web.get(MUTED))
    mute_type(code="EMAIL_REPLY", by=rep)
    mute_type(code="PRICING_PAGE", by=rep)
    make_alert(ContactFactory(owner=rep), at=now())

    assert queries_of(lambda: web.get(MUTED)) == one
