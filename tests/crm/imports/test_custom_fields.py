"""Columns of custom fields: found by label or key, read by their kind, and new ones defined at the start."""

import pytest
from django.test import Client

from mauntic.crm.models import Contact, CustomField
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
