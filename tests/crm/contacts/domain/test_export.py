from mauntic.crm.contacts.domain.export import COMPUTED, LEFT_OUT, RECORD_ID
from mauntic.crm.contacts.models.contact import Contact
from mauntic.crm.contacts.selectors.export import FIELD_CELLS, CustomCells, export_head
from mauntic.crm.fields.domain.catalog import FIELDS
from mauntic.crm.fields.domain.definitions import Definition, FieldKind


def test_what_an_import_leaves_out_is_no_field_of_a_lead():
    assert not {RECORD_ID, *LEFT_OUT} & set(FIELDS)
    assert set(COMPUTED) < set(LEFT_OUT)


def test_each_column_that_is_left_out_is_one_of_the_contact():
    assert {RECORD_ID, *LEFT_OUT} <= {field.name for field in Contact._meta.get_fields()}


def test_an_export_has_the_fields_that_an_import_writes_and_the_columns_that_it_leaves_out():
    head = export_head(CustomCells({"Plan": Definition("Plan", "Main plan", FieldKind.TEXT)}, {}))
    assert head == [RECORD_ID, *FIELD_CELLS, *LEFT_OUT, "custom:Plan"]
    assert len(set(head)) == len(head)
