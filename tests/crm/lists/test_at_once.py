"""Two tabs save a view of the same name."""

from mauntic.accounts.models import User
from mauntic.crm.lists.models import SavedView
from mauntic.crm.lists.services.saving import ViewDraft, save_view
from mauntic.kernel.errors import Invalid


def test_one_of_two_is_refused(committed, at_once):
    by = User.objects.create_user("rep@there.example", "a password")

    def save(number: int) -> bool:
        try:
            save_view(list_name="leads", draft=ViewDraft(name="Hot", query=f"q={number}"), by=by)
        except Invalid:
            return False
        return True

    assert sorted(at_once(2, save)) == [False, True]
    assert SavedView.objects.count() == 1
