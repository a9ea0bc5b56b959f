"""Two people complete the same task at the same moment."""

from mauntic.accounts.models import Role, User
from mauntic.kernel.clock import now
from mauntic.kernel.errors import Conflict
from revops.activities.models import Activity
from revops.activities.services.changes import complete_activity
from revops.activities.services.drafts import ActivityDraft
from revops.activities.services.record import plan_activity


def test_two_people_completing_a_recurring_task_plan_one(committed, at_once):
    person = User.objects.create_user("admin@acme.example", "a password", role=Role.ADMIN)
    draft = ActivityDraft(type="task", recurrence="daily")
    first = plan_activity(draft=draft, due_at=now(), by=person)

    def complete(_number: int) -> bool:
        try:
            complete_activity(activity_id=first.pk, by=person)
        except Conflict:
            return False
        return True

    assert sorted(at_once(2, complete)) == [False, True]
    assert Activity.objects.to_do().count() == 1
