"""Two files, or two people, define fields at the same moment."""

from mauntic.accounts.models import User
from mauntic.crm.fields.services.defining import FieldDraft, define_missing, save_field
from mauntic.crm.models import CustomField
from mauntic.kernel.errors import Conflict, Invalid


def test_two_files_may_bring_the_same_new_field(at_once):
    at_once(2, lambda _number: define_missing(owner="contact", keys=["Plan", "Size"]))
    assert sorted(CustomField.objects.values_list("key", flat=True)) == ["Plan", "Size"]


def test_two_people_do_not_define_the_same_name_twice(committed, at_once):
    by = User.objects.create_user("ops@there.example", "a password", role="ops")

    def define(_number: int) -> bool:
        try:
            save_field(draft=FieldDraft(label="Plan", owner="contact", kind="text"), by=by)
        except (Invalid, Conflict):
            return False
        return True

    assert sorted(at_once(2, define)) == [False, True]


def test_two_people_who_change_a_field_do_not_overwrite_each_other(committed, at_once):
    by = User.objects.create_user("ops@there.example", "a password", role="ops")
    field = save_field(draft=FieldDraft(label="Plan", owner="contact", kind="text"), by=by)

    def rename(number: int) -> bool:
        try:
            save_field(draft=FieldDraft(label=f"Plan {number}"), by=by, field_id=field.pk, opened=1)
        except Conflict:
            return False
        return True

    assert sorted(at_once(2, rename)) == [False, True]
