"""The builder of sequences: labels that fit the step, a way out, and a preview of what is not saved yet."""

import re

import pytest

from revops.sequences.models.sequences import Sequence
from revops.sequences.selectors.steps import newest_version, steps_of
from tests.factories.crm import ContactFactory
from tests.factories.sequences import make_enrollment, make_sequence

NEW = "/revops/sequences/new/"


def text_of(answer) -> str:
    return " ".join(answer.content.decode().split())


def entered(*steps: dict[str, str], **more: str) -> dict[str, str]:
    fields = {f"step-{at}-{name}": value for at, step in enumerate(steps) for name, value in step.items()}
    return {"name": "Trial", "per_company": "0", "steps": str(len(steps)), **fields, **more}


def email(**more: str) -> dict[str, str]:
    return {"type": "email", "delay_days": "0", "subject": "Hi", "body": "Hello {{ first_name }}", **more}


@pytest.mark.parametrize(
    ("kind", "label"),
    [
        ("email", "Text of the email"),
        ("linkedin_message", "Text of the message"),
        ("sms", "Text of the SMS"),
        ("phone_call", "Notes for the call"),
    ],
)
def test_labels_fit_the_type_of_the_step(web, kind, label):
    page = text_of(web.post(NEW, entered({"type": kind, "delay_days": "0"}, do="type")))
    assert label in page
    assert "Days after enrolling" in page
    assert "Days after the step before" not in page
    assert "Days after the step before" in text_of(web.post(NEW, entered(email(), email(), do="type")))


def test_the_builder_has_a_way_out(web, rep):
    sequence = make_sequence(rep)
    assert '<a class="btn btn-link" href="/revops/sequences/">Cancel</a>' in text_of(web.get(NEW))
    page = text_of(web.get(f"/revops/sequences/{sequence.pk}/edit/"))
    assert f'<a class="btn btn-link" href="/revops/sequences/{sequence.pk}/">Cancel</a>' in page


def test_the_tokens_can_be_inserted(web):
    page = text_of(web.get(NEW))
    assert 'data-token="company"' in page
    assert "js/tokens.js" in page


def test_the_preview_shows_what_was_entered_to_a_real_lead_and_saves_nothing(web):
    ContactFactory(first_name="Zoe", last_name="Quill", title="")
    steps = email(second_subject="Or", second_body="Dear {{ first_name }}"), email(body="{{ title }}, yes?")
    answer = web.post(NEW, entered(*steps, do="preview", lead="Quill"))

    page = text_of(answer)
    assert answer.status_code == 200
    assert "As Zoe Quill reads it. Nothing is saved." in page
    assert ("Hello Zoe" in page, "Dear Zoe" in page) == (True, True)
    assert "No value for title" in page
    assert not Sequence.objects.exists()
    assert answer.context["form"].steps[1]["body"].value() == "{{ title }}, yes?"


def test_the_preview_takes_a_lead_of_the_sequence_and_says_when_there_is_none(web, rep):
    assert "No lead found." in text_of(web.post(NEW, entered(email(), do="preview", lead="Nobody")))
    sequence = make_sequence(rep)
    ContactFactory(first_name="Other")
    make_enrollment(sequence, rep, first_name="Mine", last_name="Poe")
    page = text_of(
        web.post(f"/revops/sequences/{sequence.pk}/edit/", entered({"type": "fax"}, email(), do="preview"))
    )
    assert "Hello Mine" in page


def hidden_edition(answer) -> str:
    return re.search(r'name="edition" value="([^"]+)"', answer.content.decode())[1]


def test_a_save_of_what_somebody_else_changed_meanwhile_is_refused_once(web, rep, admin):
    sequence = make_sequence(rep, name="Trial")
    path = f"/revops/sequences/{sequence.pk}/edit/"
    seen = hidden_edition(web.get(path))
    assert hidden_edition(web.post(path, entered(email(), do="add", edition=seen))) == seen

    web.force_login(admin)
    web.post(path, entered(email(subject="Theirs"), edition=seen))
    web.force_login(rep)
    refused = web.post(path, entered(email(subject="Mine"), edition=seen))

    assert refused.status_code == 422
    assert f"Not saved: {admin} saved version 2 while you were editing." in text_of(refused)
    assert 'value="Mine"' in refused.content.decode()
    assert subjects(sequence) == ["Theirs"]
    # Told of it, the person decides.
    assert web.post(path, entered(email(subject="Mine"), edition=hidden_edition(refused))).status_code == 302
    assert subjects(sequence) == ["Mine"]


def test_a_change_of_the_settings_is_not_overwritten_either(web, rep, admin):
    sequence = make_sequence(rep, name="Trial")
    path = f"/revops/sequences/{sequence.pk}/edit/"
    web.post(path, entered(email()))
    seen = hidden_edition(web.get(path))

    web.force_login(admin)
    web.post(path, entered(email(), per_company="3", edition=seen))
    web.force_login(rep)
    refused = web.post(path, entered(email(), edition=seen))

    assert "Not saved: somebody changed the settings while you were editing." in text_of(refused)
    assert Sequence.objects.get().per_company == 3


def subjects(sequence: Sequence) -> list[str]:
    steps = steps_of([newest_version(sequence.pk).pk])
    return [step.subject for [step] in steps.values()]


def test_the_preview_names_unknown_tokens_and_what_continues_the_thread(web):
    ContactFactory(first_name="Zoe", last_name="Quill")
    steps = email(body="Hi {{ firstname | there }}, {{ title }}"), email(subject="", body="Any news?")

    page = text_of(web.post(NEW, entered(*steps, do="preview", lead="Quill")))

    assert "Unknown token: firstname." in page
    assert page.count("Continues the thread of the email before.") == 1
    assert page.count("Empty: it continues the thread of the email before.") == 1
