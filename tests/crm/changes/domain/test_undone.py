from mauntic.crm.changes.domain.undone import Made, undone_by


def made(row: str, *, undo: bool = False, **fields: tuple[object, object]) -> Made[str]:
    return Made(row, fields, undo)


def test_an_undo_takes_back_the_latest_such_change():
    changes = [
        made("first", owner=("Kim", "Ann")),
        made("back", owner=("Ann", "Kim")),
        made("second", owner=("Kim", "Ann")),
        made("undo", undo=True, owner=("Ann", "Kim")),
    ]
    assert undone_by(changes) == {(2, "owner"): "undo"}


def test_two_undos_take_back_two_changes():
    changes = [
        made("first", owner=(None, "Ann")),
        made("second", owner=("Ann", "Kim")),
        made("undo of second", undo=True, owner=("Kim", "Ann")),
        made("undo of first", undo=True, owner=("Ann", None)),
    ]
    assert undone_by(changes) == {(1, "owner"): "undo of second", (0, "owner"): "undo of first"}


def test_an_undo_of_one_field_leaves_the_others():
    changes = [
        made("edit", title=("CTO", "CEO"), phone=("1", "2")),
        made("undo", undo=True, title=("CEO", "CTO")),
    ]
    assert undone_by(changes) == {(0, "title"): "undo"}


def test_a_change_back_by_hand_is_no_undo():
    assert undone_by([made("edit", title=("CTO", "CEO")), made("again", title=("CEO", "CTO"))]) == {}


def test_an_undo_of_something_else_takes_back_nothing():
    assert (
        undone_by([made("edit", title=("CTO", "CEO")), made("undo", undo=True, title=("COO", "CTO"))]) == {}
    )
