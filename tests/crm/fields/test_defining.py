"""Custom fields are defined, changed, archived and restored; what cannot work is refused with a sentence."""

import pytest

from mauntic.crm.fields.services.defining import (
    FieldDraft,
    archive_field,
    define_missing,
    restore_field,
    save_field,
)
from mauntic.crm.models import CustomField
from mauntic.kernel.errors import Conflict, Invalid, NotFound
from mauntic.kernel.ids import new_id
from tests.factories.fields import define

pytestmark = pytest.mark.django_db


@pytest.fixture
def save(acme, admin):
    def save(label="Renewal", owner="contact", kind="date", field_id=None, opened=None, **rest):
        draft = FieldDraft(label=label, owner=owner, kind=kind, **rest)
        return save_field(draft=draft, by=admin, field_id=field_id, opened=opened)

    return save


def test_a_field_keeps_its_key_when_it_is_renamed(save):
    made = save("Colour")
    renamed = save("Color", field_id=made.pk, help_text="As painted")
    assert (renamed.key, renamed.label, renamed.help_text) == ("colour", "Color", "As painted")
    assert save("Colour").key == "colour_2"


def test_names_are_on_one_line(save):
    made = save(" Contract\n\ttype ", kind="choice", choices=(("", "Each\nyear"),))
    assert (made.label, made.choices[0]["label"]) == ("Contract type", "Each year")


@pytest.mark.parametrize(
    ("given", "field", "sentence"),
    [
        ({"label": " "}, "label", "Enter a name of 1 to 100 characters."),
        ({"label": "x" * 101}, "label", "Enter a name of 1 to 100 characters."),
        ({"label": "a\0"}, "label", "Enter a name of 1 to 100 characters."),
        ({"label": "rENEWAL"}, "label", "There is another field of this name."),
        ({"label": "A", "owner": "deal"}, "owner", "Choose one of"),
        ({"label": "A", "kind": "formula"}, "kind", "Choose one of"),
        ({"label": "A", "help_text": "x" * 301}, "help_text", "Use at most 300 characters."),
        ({"label": "A", "choices": (("", "Hot"),)}, "choices", "Only fields of choices have choices."),
        ({"label": "A", "kind": "choice"}, "choices", "Enter at least one choice."),
        ({"label": "A", "kind": "choice", "choices": (("", " "),)}, "choices", "1 to 100 characters"),
        (
            {"label": "A", "kind": "choice", "choices": (("", "Hot"), ("", "hot"))},
            "choices",
            "Two choices have the same name.",
        ),
        ({"label": "A", "kind": "choice", "choices": (("", "a;b"),)}, "choices", "cannot contain ; or |"),
        ({"label": "A", "kind": "choice", "choices": (("hot", "Hot"),)}, "choices", "no choice with the key"),
        (
            {"label": "A", "kind": "choice", "choices": tuple(("", str(each)) for each in range(201))},
            "choices",
            "Enter at most 200 choices.",
        ),
    ],
)
def test_what_cannot_work_is_refused_at_its_field(save, given, field, sentence):
    save()
    with pytest.raises(Invalid) as refused:
        save(**given)
    assert sentence in refused.value.fields[field][0]
    assert CustomField.objects.count() == 1


def test_records_and_kind_of_a_field_stay(save):
    made = save()
    with pytest.raises(Invalid) as refused:
        save(owner="company", kind="text", field_id=made.pk)
    assert set(refused.value.fields) == {"owner", "kind"}
    with pytest.raises(NotFound):
        save(field_id=new_id())


def test_two_people_who_change_a_field_do_not_overwrite_each_other(save):
    made = save()
    save("Renewed", field_id=made.pk, opened=1)
    with pytest.raises(Conflict, match="Somebody changed this field"):
        save("Renewing", field_id=made.pk, opened=1)
    assert CustomField.objects.get().label == "Renewed"


def test_an_archived_field_frees_its_name_and_comes_back(save):
    made = save()
    archive_field(field_id=made.pk)
    other = save()
    assert other.key == "renewal_2"
    with pytest.raises(Conflict, match='Another field is called "Renewal" now'):
        restore_field(field_id=made.pk)
    save("Next renewal", field_id=other.pk)
    restore_field(field_id=made.pk)
    assert CustomField.objects.active().count() == 2


def test_there_are_at_most_500_fields(save, acme):
    define(*map(str, range(500)))
    with pytest.raises(Invalid, match=r"at most 500"):
        save()
    with pytest.raises(Invalid, match=r"at most 500"):
        define_missing(owner="contact", keys=["new"])
    define_missing(owner="contact", keys=["1", "2"])


def test_a_file_defines_texts_under_the_names_of_its_columns(acme):
    define("Plan", kind="choice", choices="Pro")
    (gone,) = define("Old")
    archive_field(field_id=gone.pk)
    define_missing(owner="contact", keys=["Plan", "plan", "Old", "Shoe size", "Shoe size"])
    rows = CustomField.objects.active().order_by("key").values_list("key", "label", "kind")
    assert set(rows) == {
        ("Old", "Old", "text"),
        ("Plan", "Plan", "choice"),
        ("Shoe size", "Shoe size", "text"),
        ("plan", "plan (2)", "text"),
    }
