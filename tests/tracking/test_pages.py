from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from mauntic.accounts.models import Role
from mauntic.kernel.clock import now
from mauntic.tracking.models import (
    Asset,
    Correction,
    FormSubmission,
    RejectedMessage,
    TrackingForm,
    TrackingSettings,
    TrafficKind,
    Visit,
    Visitor,
    WriteKey,
)
from tests.conftest import ACME_HOST
from tests.factories.crm import ContactFactory
from tests.support.queries import queries_of

BASE = "/settings/tracking/"
PAGES = [BASE, f"{BASE}forms/", f"{BASE}assets/", f"{BASE}traffic/", f"{BASE}rejected/"]
CHANGES = [
    f"{BASE}keys/",
    f"{BASE}privacy/",
    f"{BASE}limits/",
    f"{BASE}forms/new/",
    f"{BASE}assets/new/",
    f"{BASE}traffic/correct/",
]
QUESTIONS = {"form-TOTAL_FORMS": "0", "form-INITIAL_FORMS": "0"}


@pytest.fixture
def ops(make_user) -> Client:
    """The browser of a person who may change it all."""
    client = Client(headers={"host": ACME_HOST})
    client.force_login(make_user(Role.OPS, name="Ola Ops"))
    return client


def fill(number: int) -> None:
    """So much of everything."""
    asset = Asset.objects.create(
        name=f"Asset {number}", slug=f"asset-{number}", target_url="https://a.example"
    )
    form = TrackingForm.objects.create(name=f"Form {number}", slug=f"form-{number}")
    site = WriteKey.objects.create(name=f"Site {number}")
    contact, visitor = ContactFactory(), Visitor.objects.create(anonymous_id=f"browser-{number}")
    Visit.objects.create(contact=contact, visitor=visitor, url="/pricing", user_agent="Agent")
    asset.downloads.create(contact=contact)
    FormSubmission.objects.create(
        form=form, fields={"email": "a@b.example"}, contact=contact, verdict="accepted"
    )
    RejectedMessage.objects.create(write_key=site, reason="Too large.")
    Correction.objects.create(kind=TrafficKind.VISITS, is_bot=True, row_ids=[contact.pk])


@pytest.mark.parametrize("path", [*PAGES, f"{BASE}traffic/?kind=downloads", f"{BASE}traffic/?kind=events"])
def test_a_page_costs_the_same_for_one_row_and_three(web, path):
    fill(1)
    one = queries_of(lambda: web.get(path))
    fill(2)
    fill(3)

    assert queries_of(lambda: web.get(path)) == one


@pytest.mark.parametrize("path", PAGES)
def test_strangers_sign_in_first(stranger, path):
    assert stranger.get(path)["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("path", CHANGES)
def test_reps_see_and_change_nothing(web, path):
    assert web.post(path, {"name": "x"}).status_code == 403
    assert not WriteKey.objects.exists()


def test_a_site_gets_a_key_and_a_snippet_to_copy(ops):
    page = ops.post(f"{BASE}keys/", {"name": "www.acme.example"}, follow=True).content.decode()

    site = WriteKey.objects.get()
    assert site.created_by.name == "Ola Ops"
    assert f"src=&quot;http://acme.localhost/t.js&quot; data-key=&quot;{site.key}&quot;" in page.replace(
        '"', "&quot;"
    )


def test_a_key_without_a_name_is_told_so_at_its_field(ops):
    answer = ops.post(f"{BASE}keys/", {"name": ""})

    assert answer.status_code == 422
    assert "This field is required." in answer.content.decode()


def test_a_key_is_switched_off_and_on(ops):
    site = WriteKey.objects.create(name="Site")
    ops.post(f"{BASE}keys/{site.pk}/switch/")
    site.refresh_from_db()
    assert not site.enabled

    ops.post(f"{BASE}keys/{site.pk}/switch/")
    site.refresh_from_db()
    assert site.enabled


def test_signals_that_are_not_honoured_stand_in_the_snippet(ops):
    WriteKey.objects.create(name="Site")
    assert 'data-signals="ignore"' not in ops.get(BASE).content.decode()

    ops.post(f"{BASE}privacy/", {})

    assert not TrackingSettings.current().honour_privacy_signals
    assert 'data-signals="ignore"' in ops.get(BASE).content.decode()


def test_what_came_last_is_a_fragment_that_asks_again(web):
    visitor = Visitor.objects.create(anonymous_id="browser")
    Visit.objects.create(visitor=visitor, url="https://a.example/one")

    fragment = web.get(BASE, headers={"HX-Request": "true", "HX-Target": "received"}).content.decode()

    assert "https://a.example/one" in fragment
    assert "<html" not in fragment
    assert 'hx-trigger="every 3s"' in fragment


def test_a_form_is_made_with_its_questions_and_always_asks_for_the_address(ops):
    answer = ops.post(
        f"{BASE}forms/new/",
        {
            "name": "Trial",
            "slug": "trial",
            "form_type": "trial",
            "enabled": "on",
            "form-TOTAL_FORMS": "3",
            "form-INITIAL_FORMS": "0",
            "form-0-label": "Your company",
            "form-0-contact_field": "company",
            "form-0-required": "on",
            "form-1-label": "How many seats?",
            "form-2-label": "",
        },
    )

    form = TrackingForm.objects.get()
    assert answer["Location"] == f"{BASE}forms/{form.pk}/"
    assert [(one.name, one.contact_field, one.required) for one in form.questions] == [
        ("email", "email", True),
        ("company", "company", True),
        ("how_many_seats", "", False),
    ]
    assert "&lt;input name=&quot;company&quot; required&gt;" in ops.get(
        answer["Location"]
    ).content.decode().replace('"', "&quot;")


def test_an_address_that_is_taken_is_told_at_its_field(ops):
    TrackingForm.objects.create(name="Demo", slug="demo")

    answer = ops.post(f"{BASE}forms/new/", {"name": "Demo", "slug": "demo", "form_type": "demo", **QUESTIONS})

    assert answer.status_code == 422
    assert "This link is already used." in answer.content.decode()


def test_a_redirect_to_a_script_is_refused(ops):
    values = {"name": "Demo", "slug": "demo", "form_type": "demo", "redirect_url": "javascript:alert(1)"}

    assert ops.post(f"{BASE}forms/new/", values | QUESTIONS).status_code == 422
    assert not TrackingForm.objects.exists()


def test_spam_is_judged_anew_on_the_forms_page(ops):
    form = TrackingForm.objects.create(name="Demo", slug="demo")
    spam = FormSubmission.objects.create(
        form=form, fields={"email": "ann@tower.example"}, verdict="spam", spam_reason="Trap"
    )

    page = ops.post(f"{BASE}submissions/{spam.pk}/", {"verdict": "accepted"}, follow=True).content.decode()

    spam.refresh_from_db()
    assert spam.contact.email == "ann@tower.example"
    assert "corrected, was: Trap" in page


def test_an_unknown_verdict_is_refused_with_the_known_ones(ops):
    form = TrackingForm.objects.create(name="Demo", slug="demo")
    spam = FormSubmission.objects.create(form=form, fields={}, verdict="spam", spam_reason="Trap")

    answer = ops.post(f"{BASE}submissions/{spam.pk}/", {"verdict": "maybe"})

    assert answer.status_code == 422
    assert "Use one of Accepted (accepted), Spam (spam)." in answer.content.decode()
    spam.refresh_from_db()
    assert spam.verdict == "spam"


def test_a_file_is_put_behind_a_link_and_a_script_is_not(ops, settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    values = {"name": "Guide", "slug": "guide", "enabled": "on"}

    refused = ops.post(f"{BASE}assets/new/", values | {"file": SimpleUploadedFile("x.html", b"<script>")})
    ops.post(f"{BASE}assets/new/", values | {"file": SimpleUploadedFile("guide.pdf", b"%PDF")})

    assert refused.status_code == 422
    assert "Files of the type .html are not allowed." in refused.content.decode()
    with Asset.objects.get().file.open() as file:
        assert file.read() == b"%PDF"


@pytest.mark.parametrize("target", ["", "javascript:alert(1)"])
def test_an_asset_is_a_file_or_a_web_address(ops, target):
    answer = ops.post(f"{BASE}assets/new/", {"name": "Guide", "slug": "guide", "target_url": target})

    assert answer.status_code == 422
    assert not Asset.objects.exists()


@pytest.fixture
def visits(acme) -> list[Visit]:
    """Two of one browser, one of another; all judged as bots."""
    one, other = (Visitor.objects.create(anonymous_id=name) for name in ("one", "other"))
    return [
        Visit.objects.create(
            visitor=visitor,
            url=f"/{number}",
            is_bot=True,
            bot_reason="Crawler (x)",
            user_agent=f"Agent of {visitor}",
            occurred_at=now() - timedelta(minutes=number),
        )
        for number, visitor in enumerate((one, one, other))
    ]


def people() -> list[str]:
    return sorted(Visit.objects.filter(is_bot=False).values_list("url", flat=True))


def test_ticked_visits_are_corrected_and_undone(ops, visits):
    answer = ops.post(
        f"{BASE}traffic/correct/?kind=visits", {"is_bot": "person", "ids": [visits[0].pk, "nonsense"]}
    )
    assert people() == ["/0"]
    assert answer["Location"] == f"{BASE}traffic/?kind=visits"

    undone = ops.post(f"{BASE}corrections/{Correction.objects.get().pk}/undo/", follow=True)
    assert people() == []
    assert "Correction undone. 1 row has its earlier verdict again." in undone.content.decode()


@pytest.mark.parametrize("by", ["visitor", "agent"])
def test_all_of_one_visitor_or_user_agent_are_corrected_at_once(ops, visits, by):
    value = visits[0].visitor_id if by == "visitor" else visits[0].user_agent

    ops.post(f"{BASE}traffic/correct/?kind=visits&{by}={value}", {"is_bot": "person", "every": "1"})

    assert people() == ["/0", "/1"]


def test_all_traffic_is_not_corrected_at_once(ops, visits):
    answer = ops.post(f"{BASE}traffic/correct/?kind=visits", {"is_bot": "person", "every": "1"})

    assert answer.status_code == 422
    assert people() == []


def test_traffic_is_filtered_by_verdict_and_paged_by_key(web, visits, monkeypatch):
    person = Visit.objects.create(visitor=visits[0].visitor, url="/person")

    bots = web.get(f"{BASE}traffic/?verdict=bot").context["page"]
    older = web.get(f"{BASE}traffic/?before={person.pk}").context["page"]

    assert [row.what for row in bots.rows] == [row.what for row in older.rows] == ["/2", "/1", "/0"]
    assert web.get(f"{BASE}traffic/?verdict=nonsense").status_code == 200


def test_ops_limit_the_new_leads_of_each_key_and_form(ops):
    answer = ops.post(f"{BASE}limits/", {"new_leads_per_hour": "20"}, follow=True)

    assert "Lead limit saved." in answer.content.decode()
    assert TrackingSettings.current().new_leads_per_hour == 20


@pytest.mark.parametrize("number", ["-1", "100001", "many", ""])
def test_a_lead_limit_out_of_range_is_refused_beside_its_field(ops, number):
    answer = ops.post(f"{BASE}limits/", {"new_leads_per_hour": number})

    assert answer.status_code == 422
    assert 'id="error_1_id_new_leads_per_hour"' in answer.content.decode()
    assert TrackingSettings.current().new_leads_per_hour == 500
