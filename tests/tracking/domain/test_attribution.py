"""Whose doing each message of a batch is, in the order in which they were sent."""

from uuid import UUID

from mauntic.tracking.domain.attribution import KnownVisitor, attribute
from mauntic.tracking.domain.messages import Message

BROWSER, USER = UUID(int=1), UUID(int=2)
JO, SAM = UUID(int=11), UUID(int=12)
EMAILS = {"jo@buyer.example": JO, "sam@other.example": SAM}
UNKNOWN = {"browser-1": KnownVisitor(BROWSER, None), "user:u-1": KnownVisitor(USER, None)}

PAGE = Message(type="page", anonymous_id="browser-1")


def identify(email: str, **more: str) -> Message:
    return Message(type="identify", anonymous_id="browser-1", traits={"email": email}, **more)


def test_what_nobody_knows_stays_unknown():
    told = attribute([PAGE], visitors=UNKNOWN, by_user={}, by_email=EMAILS)

    assert (told.visitors, told.contacts, told.linked) == ([BROWSER], [None], {})


def test_what_came_before_the_identification_is_the_same_persons():
    told = attribute([PAGE, identify("jo@buyer.example")], visitors=UNKNOWN, by_user={}, by_email=EMAILS)

    assert (told.contacts, told.linked) == ([JO, JO], {BROWSER: JO})


def test_a_browser_changes_hands_in_the_middle_of_a_batch():
    known = {"browser-1": KnownVisitor(BROWSER, JO)}

    told = attribute([PAGE, identify("sam@other.example"), PAGE], visitors=known, by_user={}, by_email=EMAILS)

    assert (told.contacts, told.linked) == ([JO, SAM, SAM], {BROWSER: SAM})


def test_a_known_user_makes_the_browser_known():
    told = attribute(
        [Message(type="page", anonymous_id="browser-1", user_id="u-1")],
        visitors=UNKNOWN,
        by_user={"u-1": JO},
        by_email={},
    )

    assert (told.contacts, told.linked, told.users) == ([JO], {BROWSER: JO}, {})


def test_who_is_identified_makes_the_user_known_to_other_visitors():
    told = attribute(
        [identify("jo@buyer.example", user_id="u-1"), Message(type="track", user_id="u-1", event="Paid")],
        visitors=UNKNOWN,
        by_user={},
        by_email=EMAILS,
    )

    assert (told.contacts, told.users) == ([JO, JO], {"u-1": JO})


def test_an_alias_takes_over_what_its_previous_id_was():
    visitors = {**UNKNOWN, "browser-1": KnownVisitor(BROWSER, JO)}

    told = attribute(
        [Message(type="alias", previous_id="browser-1", user_id="u-1")],
        visitors=visitors,
        by_user={},
        by_email={},
    )

    assert (told.visitors, told.contacts, told.users) == ([USER], [JO], {"u-1": JO})


def test_nothing_is_linked_again_that_is_known_already():
    known = {"browser-1": KnownVisitor(BROWSER, JO)}

    told = attribute([identify("jo@buyer.example")], visitors=known, by_user={}, by_email=EMAILS)

    assert told.linked == {}
