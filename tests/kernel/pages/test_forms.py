"""What the pages kit answers to forms: which status, and which sentences."""

import pytest
from django import forms
from django.contrib.messages import get_messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpResponse

from mauntic.kernel.errors import Conflict, Invalid
from mauntic.kernel.pages import rendering
from mauntic.kernel.pages.forms import StorableJSONField, add_errors, checked, sentences
from mauntic.kernel.pages.parts import later
from mauntic.kernel.pages.refusals import refusals_shown, sentence_of


class Numbers(forms.Form):
    first = forms.IntegerField()
    second = forms.IntegerField(required=False)


class Rows(forms.Form):
    rows = StorableJSONField()


GOOD, BAD = {"first": "1"}, {"first": "x", "second": "y"}
TwoNumbers = forms.formset_factory(Numbers, extra=0)


def formset(first):
    return TwoNumbers({"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-first": first})


@pytest.fixture
def rendered(monkeypatch):
    monkeypatch.setattr(rendering, "render", lambda _, name, __, status: HttpResponse(name, status=status))


@pytest.mark.parametrize(
    ("context", "status"),
    [
        ({"form": Numbers(BAD)}, 422),
        ({"forms": [Numbers(GOOD), Numbers(BAD)]}, 422),
        ({"rows": [(Numbers(BAD), "figures")]}, 422),
        ({"questions": formset("x")}, 422),
        ({"form": Numbers(GOOD), "questions": formset("1")}, 200),
        ({"form": Numbers()}, 200),
        ({"text": "x", "later": later(lambda: Numbers(BAD))}, 200),
    ],
)
def test_a_page_answers_422_where_one_of_its_forms_was_refused(rf, rendered, context, status):
    answer = rendering.form_page(rf.post("/"), "page.html", context)
    assert (answer.status_code, answer.text) == (status, "page.html")


def test_a_value_that_is_read_late_is_not_read_for_the_status(rf, rendered):
    def read():
        raise AssertionError("It was read.")

    assert rendering.form_page(rf.post("/"), "page.html", {"part": later(read)}).status_code == 200


def test_a_filter_that_cannot_be_read_is_no_refusal(rf, rendered):
    assert rendering.form_page(rf.get("/"), "page.html", {"form": Numbers(BAD)}).status_code == 200


@pytest.mark.parametrize(("is_refused", "status"), [(True, 422), (False, 200)])
def test_a_view_decides_where_no_form_can(rf, rendered, is_refused, status):
    form = Numbers(GOOD if is_refused else BAD)
    answer = rendering.form_page(rf.post("/"), "page.html", {"form": form}, is_refused=is_refused)
    assert answer.status_code == status


def test_an_error_stands_at_its_field_by_the_name_that_the_form_has_for_it():
    form = Numbers(GOOD)
    add_errors(form, Invalid({"theSecond": "Too large.", "other": "Odd."}), names={"theSecond": "second"})
    assert form.errors == {"second": ["Too large."], "__all__": ["Odd."]}


def test_a_form_without_a_page_is_refused_with_its_sentences():
    with pytest.raises(Invalid) as refused:
        checked(Numbers({"second": "y"}))
    assert refused.value.fields == {
        "first": ["First: This field is required."],
        "second": ["Second: Enter a whole number."],
    }
    assert sentence_of(refused.value) == "First: This field is required. Second: Enter a whole number."
    assert sentence_of(refused.value, "second") == "Second: Enter a whole number."
    assert sentences(Numbers(BAD)) == "Enter a whole number. Enter a whole number."
    assert checked(Numbers(GOOD)) == {"first": 1, "second": None}


def test_a_refused_action_is_a_message_and_invalid_input_an_error(rf):
    request = rf.post("/")
    request._messages = CookieStorage(request)
    with refusals_shown(request):
        raise Conflict("It was closed meanwhile.")
    assert [str(message) for message in get_messages(request)] == ["It was closed meanwhile."]
    with pytest.raises(Invalid), refusals_shown(request):
        raise Invalid({"owner": "Choose a person."})


@pytest.mark.parametrize("sent", ["[" * 100_000, "9" * 5_000, "NaN", '"\\u0000"', "{", "True"])
def test_json_that_cannot_be_stored_is_refused_and_shown_again(sent):
    form = Rows({"rows": sent})
    assert list(form.errors) == ["rows"]
    assert sent[:20] in str(form["rows"]).replace("&quot;", '"')


def test_json_is_read_as_it_was_sent():
    form = Rows({"rows": '[{"branch": "A"}]'})
    assert form.is_valid()
    assert form.cleaned_data == {"rows": [{"branch": "A"}]}
    assert Rows({"rows": [1]}).is_valid()
