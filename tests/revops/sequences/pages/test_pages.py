"""The pages of sequences: list, builder, one sequence, preview, buttons, and enrolling from the leads."""

import pytest
from django.test import Client
from django.urls import reverse

from mauntic.accounts.models import User
from revops.sequences.models.enrollments import Enrollment
from revops.sequences.models.sequences import Sequence, Step
from revops.sequences.services.sweep import run_due
from tests.conftest import ACME_HOST
from tests.factories.crm import ContactFactory
from tests.factories.sequences import CALL, EMAIL, SMS, make_enrollment, make_mailbox, make_sequence
from tests.support.queries import queries_of

NEW = "/revops/sequences/new/"
FORM = {
    "name": "Trial",
    "per_company": "0",
    "steps": "2",
    "step-0-type": "email",
    "step-0-delay_days": "0",
    "step-0-subject": "Hello",
    "step-0-body": "Hello {{ first_name | there }}",
    "step-1-type": "phone_call",
    "step-1-delay_days": "2",
    "step-1-in_business_days": "on",
}


def text_of(answer) -> str:
    return " ".join(answer.content.decode().split())


def address(row: Enrollment, action: str) -> str:
    return reverse("revops:sequence-enrollment", args=[row.pk, action])


def test_the_list_shows_states_and_counts(web, rep):
    assert "No sequences yet" in text_of(web.get("/revops/sequences/"))
    sequence = make_sequence(rep)
    make_enrollment(sequence, rep)

    page = text_of(web.get("/revops/sequences/"))
    assert "Outreach" in page
    assert f'href="/revops/sequences/{sequence.pk}/?state=active" aria-label="Outreach, Active: 1">1<' in page
    assert 'data-label="Paused" class="num">0<' in page


def test_the_list_takes_the_same_queries_for_one_and_three(web, rep):
    make_enrollment(make_sequence(rep), rep)
    one = queries_of(lambda: web.get("/revops/sequences/"))
    for name in ("Two", "Three"):
        make_enrollment(make_sequence(rep, name=name), rep)

    assert queries_of(lambda: web.get("/revops/sequences/")) == one


def test_a_sequence_is_built_with_its_steps(web, rep):
    answer = web.post(NEW, FORM | {"do": "save", "window": "08:00-12:00, 13:00-17:00"})

    sequence = Sequence.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/revops/sequences/{sequence.pk}/")
    assert (sequence.owner, sequence.state) == (rep, "draft")
    assert sequence.week == [[[480, 720], [780, 1020]]] * 5 + [[], []]
    steps = Step.objects.order_by("position").values_list("type", "delay_days", "in_business_days")
    assert list(steps) == [("email", 0, False), ("phone_call", 2, True)]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"name": ""}, "Enter a name."),
        ({"step-0-subject": ""}, "Enter a subject: this email begins the thread."),
        ({"step-0-body": "Hi {{ nick }}"}, "Unknown token: nick."),
        ({"window": "9 to 5"}, "is not a time span"),
        ({"step-1-type": "fax"}, "Select a valid choice"),
    ],
)
def test_a_mistake_is_shown_at_its_field_and_nothing_is_saved(web, change, sentence):
    answer = web.post(NEW, FORM | change | {"do": "save"})

    assert answer.status_code == 422
    assert sentence in text_of(answer).replace("&#x27;", "'")
    assert not Sequence.objects.exists()


@pytest.mark.parametrize(
    ("action", "types"),
    [
        ("add", ["email", "phone_call", "email"]),
        ("remove:0", ["phone_call"]),
        ("down:0", ["phone_call", "email"]),
        ("up:1", ["phone_call", "email"]),
        ("up:0", ["email", "phone_call"]),
        ("remove:9", ["email", "phone_call"]),
        ("nonsense", ["email", "phone_call"]),
    ],
)
def test_buttons_change_the_steps_and_keep_what_was_entered(web, action, types):
    answer = web.post(NEW, FORM | {"do": action})

    form = answer.context["form"]
    assert answer.status_code == 200
    assert [step.kind for step in form.steps] == types
    assert form["name"].value() == "Trial"
    assert not Sequence.objects.exists()


def test_a_ninth_step_cannot_be_added(web):
    steps = {f"step-{index}-type": "wait" for index in range(8)}
    answer = web.post(NEW, {"name": "Long", "steps": "8", "do": "add"} | steps)

    assert len(answer.context["form"].steps) == 8
    assert "Add step" not in text_of(answer)


def test_a_sequence_is_edited_with_its_values(web, rep):
    sequence = make_sequence(rep, (EMAIL,), week=())
    page = text_of(web.get(f"/revops/sequences/{sequence.pk}/edit/"))
    assert 'value="A question"' in page

    web.post(f"/revops/sequences/{sequence.pk}/edit/", FORM | {"do": "save"})

    sequence.refresh_from_db()
    assert (sequence.name, sequence.versions.count()) == ("Trial", 2)


def test_a_sequence_shows_what_each_lead_waits_for_with_the_reason_of_the_outbox(web, rep):
    make_mailbox(rep)
    sequence = make_sequence(rep)
    row = make_enrollment(sequence, rep, first_name="Bo", last_name="Ek")
    run_due()

    page = text_of(web.get(f"/revops/sequences/{sequence.pk}/"))
    assert "Bo Ek" in page
    assert "Email in the outbox." in page
    assert web.get(f"/revops/sequences/{sequence.pk}/?state=stopped").context["rows"] == []
    web.post(address(row, "stop"))
    assert "Stopped. By Jo Reyes." in text_of(web.get(f"/revops/sequences/{sequence.pk}/"))


def test_a_sequence_takes_the_same_queries_for_one_lead_and_three(web, rep):
    make_mailbox(rep)
    sequence = make_sequence(rep)
    make_enrollment(sequence, rep)
    run_due()
    one = queries_of(lambda: web.get(f"/revops/sequences/{sequence.pk}/"))
    for _lead in range(2):
        make_enrollment(sequence, rep)
    run_due()

    assert queries_of(lambda: web.get(f"/revops/sequences/{sequence.pk}/")) == one


def test_figures_are_those_of_steps_and_variants(web, rep, smtp, sweep_and_send):
    step = EMAIL.__class__(type="email", subject="A", body="Text A", second_subject="B", second_body="Text B")
    sequence = make_sequence(rep, (step, SMS))
    for _lead in range(8):
        make_enrollment(sequence, rep)
    sweep_and_send()

    lines = web.get(f"/revops/sequences/{sequence.pk}/").context["lines"]
    assert [line.letter for line in lines] == ["A", "B", ""]
    assert sum(line.figures.sent for line in lines) == 8
    assert lines[0].figures.sent == sum(got["Subject"] == "A" for _to, got in smtp.got)


def test_turning_on_and_off_can_be_undone(web, rep):
    sequence = make_sequence(rep, on=False)
    answer = web.post(f"/revops/sequences/{sequence.pk}/on/", follow=True)

    assert "turned on." in text_of(answer)
    assert f'action="/revops/sequences/{sequence.pk}/off/"' in text_of(answer)
    sequence.refresh_from_db()
    assert sequence.state == "on"


def test_a_sequence_without_steps_says_so_when_it_is_turned_on(web, rep):
    sequence = make_sequence(rep, (), on=False)

    assert "Add a step before" in text_of(web.post(f"/revops/sequences/{sequence.pk}/on/", follow=True))


@pytest.mark.parametrize(
    ("action", "state"), [("pause", "paused"), ("skip", "active"), ("stop", "stopped"), ("move", "active")]
)
def test_buttons_of_an_enrollment_return_to_where_they_were_pressed(web, rep, action, state):
    row = make_enrollment(make_sequence(rep, (CALL, CALL)), rep)
    answer = web.post(address(row, action), {"next": "/tasks/"})

    row.refresh_from_db()
    assert (answer.status_code, answer["Location"], row.state) == (302, "/tasks/", state)


def test_an_unknown_button_is_unknown(web, rep):
    assert web.post(address(make_enrollment(make_sequence(rep), rep), "explode")).status_code == 404


def test_a_stranger_presses_no_button(rep, make_user):
    other = Client(headers={"host": ACME_HOST})
    other.force_login(make_user("rep", "other@acme.example"))
    sequence = make_sequence(rep)
    row = make_enrollment(sequence, rep)

    assert other.post(address(row, "stop")).status_code == 403
    page = text_of(other.get(f"/revops/sequences/{sequence.pk}/"))
    assert (f"{sequence.pk}/edit/" in page, ">Stop<" in page) == (False, False)


def test_the_preview_fills_the_tokens_of_a_real_lead_and_names_missing_values(web, rep):
    sequence = make_sequence(rep, (EMAIL, EMAIL.__class__(type="email", body="{{ title }}, yes?")))
    ContactFactory(first_name="Zoe", last_name="Quill", title="")

    page = text_of(web.get(f"/revops/sequences/{sequence.pk}/preview/?q=Quill"))
    assert "Hello Zoe, yes?" in page
    assert "No value for title" in page
    assert "No lead found" in text_of(web.get(f"/revops/sequences/{sequence.pk}/preview/?q=Nobody"))


def test_leads_are_enrolled_from_the_list_after_a_preview(web, rep: User):
    sequence = make_sequence(rep)
    enrolled, fresh = make_enrollment(sequence, rep).contact, ContactFactory()
    answer = web.post("/leads/bulk/", {"action": "enroll", "ids": [str(enrolled.pk), str(fresh.pk)]})
    page = answer["Location"]
    assert page.startswith("/leads/enroll/?ids=")
    assert "Choose a sequence" in text_of(web.get(page))

    shown = text_of(web.post(page, {"sequence": sequence.pk, "preview": "1"}))
    assert f"{enrolled.name}</a>: Already enrolled." in shown
    assert not Enrollment.objects.filter(contact=fresh).exists()

    done = web.post(page, {"sequence": sequence.pk}, follow=True)
    assert "1 lead enrolled in Outreach. 1 lead left out." in text_of(done)
    assert Enrollment.objects.get(contact=fresh).enrolled_by == rep


def test_enrolling_without_a_sequence_is_refused_at_the_field(web):
    answer = web.post(f"/leads/enroll/?ids={ContactFactory().pk}", {"sequence": ""})

    assert answer.status_code == 422
    assert "Choose a sequence." in text_of(answer)


def test_the_page_of_a_lead_offers_to_enroll(web):
    lead = ContactFactory()

    assert f'href="/leads/enroll/?ids={lead.pk}"' in text_of(web.get(f"/leads/{lead.pk}/"))
