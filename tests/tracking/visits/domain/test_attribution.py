"""Whose doing each message of a batch is, in the order in which they were sent."""

from dataclasses import dataclass, field
from uuid import NAMESPACE_URL, UUID, uuid5

from hypothesis import given, settings
from hypothesis import strategies as st

from mauntic.tracking.visitors.domain.known import KnownVisitor
from mauntic.tracking.visits.domain.attribution import ACTIVITIES, Addresses, Attribution, attribute
from mauntic.tracking.visits.domain.messages import Message
from mauntic.tracking.visits.domain.people import email_of, handle_of

BROWSER, USER = UUID(int=1), UUID(int=2)
JO, SAM = UUID(int=11), UUID(int=12)
EMAILS = {"jo@buyer.example": JO, "sam@other.example": SAM}
UNKNOWN = (KnownVisitor(BROWSER, "browser-1"), KnownVisitor(USER, "user:u-1"))
OF_JO = KnownVisitor(BROWSER, "browser-1", contact_id=JO)

PAGE = Message(type="page", anonymous_id="browser-1")


def identify(email: str, **more: str) -> Message:
    return Message(type="identify", anonymous_id="browser-1", traits={"email": email}, **more)


def told(*messages: Message, visitors=UNKNOWN, emails=EMAILS, old=()) -> Attribution:
    return attribute(messages, visitors=visitors, addresses=Addresses(emails, {}), old=old)


def test_what_nobody_knows_stays_unknown():
    found = told(PAGE)

    assert (found.visitors, found.contacts, found.linked) == ([BROWSER], [None], {})


def test_what_came_before_the_identification_is_the_same_persons():
    found = told(PAGE, identify("jo@buyer.example"))

    assert (found.contacts, found.linked, found.earlier) == ([JO, JO], {BROWSER: JO}, {BROWSER: JO})


def test_a_browser_changes_hands_in_the_middle_of_a_batch():
    found = told(PAGE, identify("sam@other.example"), PAGE, visitors=[OF_JO])

    assert (found.contacts, found.linked, found.earlier) == ([JO, SAM, SAM], {BROWSER: SAM}, {})


def test_what_nobody_knew_is_the_work_of_whom_the_browser_becomes_first():
    found = told(PAGE, identify("jo@buyer.example"), PAGE, identify("sam@other.example"), PAGE)

    assert found.contacts == [JO, JO, JO, SAM, SAM]
    assert (found.earlier, found.linked) == ({BROWSER: JO}, {BROWSER: SAM})


def test_what_lies_too_long_ago_becomes_nobodys():
    assert told(PAGE, PAGE, identify("jo@buyer.example"), old={0}).contacts == [None, JO, JO]


def test_a_known_user_makes_the_browser_known():
    known = [KnownVisitor(USER, "user:u-1", "u-1", JO), KnownVisitor(BROWSER, "browser-1")]

    found = told(Message(type="page", anonymous_id="browser-1", user_id="u-1"), visitors=known)

    assert (found.contacts, found.linked, found.users) == ([JO], {BROWSER: JO}, {BROWSER: "u-1"})


def test_a_user_is_whom_it_was_seen_as_last():
    known = [
        KnownVisitor(UUID(int=3), "browser-3", "u-1", SAM),
        KnownVisitor(BROWSER, "browser-1", "u-1", JO),
        KnownVisitor(USER, "user:u-1"),
    ]

    assert told(Message(type="page", user_id="u-1"), visitors=known).contacts == [JO]


def test_who_is_identified_makes_the_user_known_to_other_visitors():
    found = told(
        Message(type="track", user_id="u-1", event="Opened"),
        identify("jo@buyer.example", user_id="u-1"),
    )

    assert found.contacts == [JO, JO]
    assert found.linked == {BROWSER: JO, USER: JO}


def test_an_alias_takes_over_what_its_previous_id_was():
    found = told(Message(type="alias", previous_id="browser-1", user_id="u-1"), visitors=[OF_JO, UNKNOWN[1]])

    assert (found.visitors, found.contacts, found.users) == ([USER], [JO], {BROWSER: "u-1", USER: "u-1"})


def test_nothing_is_linked_again_that_is_known_already():
    assert told(identify("jo@buyer.example"), visitors=[OF_JO]).linked == {}


@dataclass
class Kept:
    """What is kept between batches, as the database keeps it; `activities` are [visitor, contact]."""

    visitors: dict[str, KnownVisitor] = field(default_factory=dict)
    emails: dict[str, UUID] = field(default_factory=dict)
    activities: list[list[UUID | None]] = field(default_factory=list)

    def deliver(self, batch: list[Message]) -> None:
        """Take a batch in. Dictionaries keep the order in which visitors were last seen."""
        said = {email_of(message) for message in batch if message.type == "identify"} - {""}
        identified = {email: uuid5(NAMESPACE_URL, email) for email in said}
        known = dict(self.visitors)
        names = [name for message in batch for name in (message.previous, handle_of(message)) if name]
        for name in names:
            known.setdefault(name, KnownVisitor(uuid5(NAMESPACE_URL, name), name))
            self.visitors[name] = self.visitors.pop(name, known[name])
        found = attribute(batch, visitors=known.values(), addresses=Addresses(self.emails, identified))
        for activity in self.activities:
            activity[1] = activity[1] or found.earlier.get(activity[0])
        self.visitors = {
            name: one._replace(
                contact_id=found.linked.get(one.id, one.contact_id), user=found.users.get(one.id, one.user)
            )
            for name, one in self.visitors.items()
        }
        self.emails |= identified
        self.activities += [
            [visitor, contact]
            for message, visitor, contact in zip(batch, found.visitors, found.contacts, strict=True)
            if message.type in ACTIVITIES
        ]


BROWSERS = st.sampled_from(["b1", "b2"])
USERS = st.sampled_from(["u1", "u2", "jo@buyer.example"])
TRAITS = st.sampled_from([{"email": "jo@buyer.example"}, {"email": "sam@other.example"}, {}])
MESSAGES = st.one_of(
    st.builds(Message, type=st.just("page"), anonymous_id=BROWSERS),
    st.builds(Message, type=st.just("page"), anonymous_id=BROWSERS, user_id=USERS),
    st.builds(Message, type=st.just("track"), user_id=USERS),
    st.builds(Message, type=st.just("identify"), anonymous_id=BROWSERS, traits=TRAITS),
    st.builds(Message, type=st.just("identify"), user_id=USERS, traits=TRAITS),
    st.builds(Message, type=st.just("identify"), anonymous_id=BROWSERS, user_id=USERS, traits=TRAITS),
    st.builds(Message, type=st.just("alias"), previous_id=BROWSERS | USERS, user_id=USERS),
)


@settings(deadline=None)
@given(st.lists(MESSAGES, min_size=2, max_size=10), st.data())
def test_how_a_stream_is_cut_into_batches_makes_no_difference(stream, data):
    one_by_one, in_batches = Kept(), Kept()
    for message in stream:
        one_by_one.deliver([message])
    cuts = sorted(data.draw(st.sets(st.integers(1, len(stream) - 1))))
    for start, end in zip([0, *cuts], [*cuts, len(stream)], strict=True):
        in_batches.deliver(stream[start:end])

    assert in_batches.activities == one_by_one.activities
    assert list(in_batches.visitors.values()) == list(one_by_one.visitors.values())


ANN = UUID(int=13)


def page(browser: str = "", user: str = "") -> Message:
    return Message(type="page", anonymous_id=browser or None, user_id=user or None)


def test_a_user_whose_last_browser_leaves_is_whom_it_was_seen_as_before():
    known = [
        KnownVisitor(UUID(int=21), "b-1", "u-1", JO),
        KnownVisitor(UUID(int=22), "b-2", "u-1", SAM),
        KnownVisitor(UUID(int=23), "b-3", "u-1", ANN),
        KnownVisitor(UUID(int=24), "b-4", "u-1"),
        KnownVisitor(USER, "user:u-1"),
    ]

    found = told(page("b-1", "u-1"), page("b-2", "u-1"), page("b-3", "u-1"), page("b-3", "u-2"),
                 page(user="u-1"), visitors=known)  # fmt: skip

    assert found.contacts == [JO, SAM, ANN, ANN, SAM]
    assert found.users == {UUID(int=23): "u-2", USER: "u-1"}


def test_a_user_whose_only_known_browser_leaves_is_unknown_again():
    known = [KnownVisitor(BROWSER, "browser-1", "u-1", JO), KnownVisitor(USER, "user:u-1")]

    found = told(page("browser-1", "u-2"), page(user="u-1"), visitors=known)

    assert found.contacts == [JO, None]


def test_after_an_alias_the_previous_id_is_nobody():
    known = [
        KnownVisitor(BROWSER, "browser-1", "u-1", JO),
        KnownVisitor(UUID(int=21), "u-1"),
        KnownVisitor(UUID(int=22), "user:u-2"),
        KnownVisitor(USER, "user:u-1"),
    ]
    alias = Message(type="alias", previous_id="u-1", user_id="u-2")

    found = told(alias, page(user="u-2"), page(user="u-1"), visitors=known)

    assert found.contacts == [JO, JO, None]
    assert found.users[BROWSER] == "u-2"


def test_an_anonymous_browser_that_left_a_user_is_not_linked_with_it():
    known = [KnownVisitor(BROWSER, "browser-1"), KnownVisitor(UUID(int=21), "b-2")]
    identified = Message(
        type="identify", anonymous_id="b-2", user_id="u-1", traits={"email": "jo@buyer.example"}
    )

    found = told(page("browser-1", "u-1"), page("browser-1", "u-2"), identified, visitors=known)

    assert found.contacts == [None, None, JO]
    assert found.linked == {UUID(int=21): JO}


def test_an_anonymous_browser_of_a_user_is_linked_with_it():
    known = [KnownVisitor(BROWSER, "browser-1"), KnownVisitor(UUID(int=21), "b-2")]
    identified = Message(
        type="identify", anonymous_id="b-2", user_id="u-1", traits={"email": "jo@buyer.example"}
    )

    found = told(page("browser-1", "u-1"), identified, visitors=known)

    assert found.contacts == [JO, JO]
    assert found.earlier == found.linked == {BROWSER: JO, UUID(int=21): JO}


def test_a_user_of_no_browser_is_told_from_those_without_a_user():
    known = [KnownVisitor(BROWSER, "browser-1"), KnownVisitor(UUID(int=21), "b-2", "", JO)]

    assert told(page("browser-1"), page("b-2"), visitors=known).contacts == [None, JO]


def test_an_identification_is_about_the_contact_known_at_its_time():
    found = told(
        Message(type="identify", anonymous_id="browser-1", traits={"plan": "pro"}),
        Message(type="group", anonymous_id="browser-1", group_id="g"),
        PAGE,
        identify("jo@buyer.example"),
    )

    assert found.contacts == [None, None, JO, JO]
