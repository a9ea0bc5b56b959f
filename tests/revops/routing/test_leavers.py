"""What belongs to people who have left."""

from revops.activities.models import Activity
from revops.routing.services.leavers import reroute_leavers
from tests.factories.routing import make_leads, make_rep, set_up


def test_a_task_that_is_handed_on_says_from_whom(acme):
    ann, bob = make_rep("Ann", is_active=False), make_rep("Bob")
    set_up(fallback=bob)
    lead = make_leads(1, owner=bob)[0]
    Activity.objects.create(type="task", subject="Call", contact=lead, owner=ann, notes="Ask for Kim.")
    reroute_leavers()
    task = Activity.objects.get()
    assert (task.owner, task.notes) == (
        bob,
        "Ask for Kim.\nReassigned because Ann was deactivated.",
    )
