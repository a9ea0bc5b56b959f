"""Which step follows which."""

from mauntic.automation.domain.steps import Step, as_stored, route_of, steps_from, walk

STEPS = (
    Step("a", "note"),
    Step("b", "split", {}, {"yes": (Step("c", "note"), Step("d", "note")), "no": ()}),
    Step("e", "note"),
)


def test_steps_follow_each_other_and_the_last_leads_to_the_end():
    route = route_of(STEPS)
    assert route.first == "a"
    assert route.after("a") == "b"
    assert route.after("e") == ""


def test_a_branch_goes_on_behind_its_split():
    route = route_of(STEPS)
    assert route.after("b", "yes") == "c"
    assert route.after("c") == "d"
    assert route.after("d") == "e"


def test_an_empty_branch_and_an_unknown_one_go_on_behind_the_split():
    route = route_of(STEPS)
    assert route.after("b", "no") == "e"
    assert route.after("b", "maybe") == "e"


def test_a_split_at_the_end_leads_to_the_end():
    inside = Step("b", "split", {}, {"yes": (Step("c", "note"),)})
    assert route_of((inside,)).after("c") == ""


def test_steps_are_numbered_in_the_order_in_which_people_read_them():
    assert route_of(STEPS).positions == {"a": 1, "b": 2, "c": 3, "d": 4, "e": 5}
    assert [step.id for step in walk(STEPS)] == ["a", "b", "c", "d", "e"]


def test_no_steps_have_no_first_one():
    assert route_of(()).first == ""


def test_what_is_stored_reads_the_same():
    assert steps_from(as_stored(STEPS)) == STEPS
