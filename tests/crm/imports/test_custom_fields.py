"""Columns of custom fields: found by label or key, read by their kind, and new ones defined at the start."""

import pytest
from django.test import Client

from mauntic.crm.fields.services.defining import archive_field
from mauntic.crm.models import Contact, CustomField
from mauntic.kernel.errors import Conflict
from tests.conftest import ACME_HOST
from tests.crm.files import bring_in, preview, remarks, upload, write
from tests.factories.fields import define

pytestmark = pytest.mark.django_db


def test_columns_find_their_custom_fields_by_label_or_key(acme):
    CustomField.objects.create(owner="contact", key="renewal_date", label="Renewal", kind="date")
    for header in ("Renewal", "renewal_date", "RENEWAL DATE"):
        job = upload(["Email", header, "Other"], ["a@firm.com", "", ""])
        assert job.mapping == {"Email": "email", header: "custom:renewal_date", "Other": "custom:Other"}


def test_cells_are_read_by_the_kind_of_their_field(acme, rep):
    define("Signed", kind="date")
    define("Size", kind="number")
    define("Plan", kind="choice", choices="Pro Free")
    define("Likes", kind="multi_choice", choices="Tea Pie")
    define("VIP", kind="boolean")
    define("Keeper", kind="person")
    bring_in(
        ["Email", "Signed", "Size", "Plan", "Likes", "VIP", "Keeper"],
        ["a@firm.com", "3/4/2027", "1.250", "pro", "pie; TEA", "ja", rep.email.upper()],
        ["b@firm.com", "31/1/2027", "2.000,5", "FREE", "", "no", ""],
    )
    found = dict(Contact.objects.values_list("email", "custom_fields"))
    assert found == {
        "a@firm.com": {
            "Signed": "2027-04-03",
            "Size": 1250,
            "Plan": "pro",
            "Likes": ["tea", "pie"],
            "VIP": True,
            "Keeper": str(rep.pk),
        },
        "b@firm.com": {"Signed": "2027-01-31", "Size": 2000.5, "Plan": "free", "VIP": False},
    }


def test_a_cell_that_does_not_fit_is_told_by_its_field_and_the_row_goes_in(acme):
    CustomField.objects.create(owner="contact", key="size", label="Shoe size", kind="number")
    job = upload(["Email", "Shoe size"], ["a@firm.com", "many"])
    ((verdict, reason),) = remarks(job)
    assert verdict == "create"
    assert reason == (
        'Shoe size not imported: "many" is not an amount. Enter one such as 1250000 or 1250.50.'
    )
    write(job)
    assert Contact.objects.get().custom_fields == {}


def test_a_new_column_becomes_a_text_field_when_the_import_starts(acme):
    job = upload(["Email", "Shoe size"], ["a@firm.com", "38"])
    preview(job)
    assert not CustomField.objects.exists()
    write(job)
    field = CustomField.objects.get()
    assert (field.key, field.label, field.kind) == ("Shoe size", "Shoe size", "text")
    assert Contact.objects.get().custom_fields == {"Shoe size": "38"}


def test_the_same_value_again_changes_nothing(acme):
    define("Size", kind="number")
    bring_in(["Email", "Size"], ["a@firm.com", "38"])
    job = upload(["Email", "Size"], ["a@firm.com", "38.0"])
    assert remarks(job) == [("skip", "No changes to a@firm.com.")]


def test_the_mapping_offers_defined_fields_by_their_labels(acme, admin):
    web = Client(headers={"host": ACME_HOST})
    web.force_login(admin)
    CustomField.objects.create(owner="contact", key="size", label="Shoe size", kind="number")
    job = upload(["Email", "size", "Hat"], ["a@firm.com", "38", "7"])
    page = web.get(f"/crm/imports/{job.pk}/columns/").content.decode()
    assert '<option value="custom:size" selected>Shoe size</option>' in page
    assert "New custom field &quot;Hat&quot;" in page
    assert "New custom field &quot;size&quot;" not in page


def test_the_column_of_an_archived_field_is_read_by_its_kind_and_brings_it_back(acme):
    (signed,) = define("Signed", kind="date")
    job = upload(["Email", "Signed"], ["a@firm.com", "31/1/2027"], ["b@firm.com", "soon"])
    archive_field(field_id=signed.pk)
    assert remarks(job) == [
        ("create", ""),
        ("create", 'Signed not imported: "soon" is not a date. Enter one such as 2027-03-31.'),
    ]
    write(job)
    assert CustomField.objects.active().get().kind == "date"
    assert Contact.objects.get(email="a@firm.com").custom_fields == {"Signed": "2027-01-31"}


def test_an_archived_field_whose_name_is_taken_comes_back_with_a_number(acme):
    (plan,) = define("Plan")
    archive_field(field_id=plan.pk)
    CustomField.objects.create(owner="contact", key="new", label="plan", kind="text")
    job = upload(["Email", "Other"], ["a@firm.com", "Pro"])
    preview(job, Other="custom:Plan")
    write(job)
    assert set(CustomField.objects.active().values_list("key", "label")) == {
        ("Plan", "Plan (2)"),
        ("new", "plan"),
    }


def test_new_fields_whose_names_differ_by_case_are_two(acme):
    job = upload(["Email", "Hat", "Other"], ["a@firm.com", "7", "8"])
    preview(job, Other="custom:hat")
    write(job)
    assert set(CustomField.objects.values_list("key", "label")) == {("Hat", "Hat"), ("hat", "hat (2)")}
    assert Contact.objects.get().custom_fields == {"Hat": "7", "hat": "8"}


def test_two_imports_define_a_new_column_once(acme):
    jobs = [upload(["Email", "Hat"], [f"{name}@firm.com", name]) for name in "ab"]
    for job in jobs:
        preview(job)
    for job in jobs:
        write(job)
    assert CustomField.objects.get().key == "Hat"
    assert [each.custom_fields for each in Contact.objects.order_by("email")] == [{"Hat": "a"}, {"Hat": "b"}]


def test_a_column_that_became_a_date_after_the_preview_is_previewed_again(acme):
    job = upload(["Email", "signed"], ["a@firm.com", "31/1/2027"])
    preview(job)
    define("signed", kind="date")
    with pytest.raises(Conflict, match='The field "signed" was defined after the preview'):
        write(job)
    job.refresh_from_db()
    assert job.status == "preview"
    preview(job)
    write(job)
    assert Contact.objects.get().custom_fields == {"signed": "2027-01-31"}
