"""Whether people or machines opened emails and followed links."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mauntic.delivery.engagement.domain.judging import AT_DELIVERY, Seen, machines, reason_at_once
from mauntic.kernel.bots import SCANNED_LINKS

SENT = datetime(2026, 11, 30, 10, 0, tzinfo=UTC)
LINKS = (UUID(int=101), UUID(int=102), UUID(int=103))
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0"
GMAIL = "Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)"
APPLE = "Mozilla/5.0"


def seen(number: int, seconds: float, link: int | None = None) -> Seen:
    return Seen(UUID(int=number), None if link is None else LINKS[link], SENT + timedelta(seconds=seconds))


def judged(*touches: Seen, links: int = 3) -> dict[int, str]:
    found = machines(touches, links=LINKS[:links], delivered_at=SENT)
    return {pk.int: reason for pk, reason in found.items()}


@pytest.mark.parametrize(
    ("agent", "is_click", "is_machine"),
    [
        (FIREFOX, True, False),
        (FIREFOX, False, False),
        (APPLE, False, True),  # fetches the pictures of all emails
        (GMAIL, False, False),  # fetches them when a person opens the email
        (GMAIL, True, True),
        ("", False, True),
        ("python-requests/2.32", True, True),
        ("Mozilla/5.0 (compatible; Mimecast URL Protect)", True, True),
    ],
)
def test_known_machines_are_told_by_their_request(agent: str, is_click: bool, is_machine: bool) -> None:
    reason = reason_at_once(user_agent=agent, purpose="", is_click=is_click, is_check=False)

    assert bool(reason) is is_machine


def test_prefetching_and_checking_is_no_click() -> None:
    assert reason_at_once(user_agent=FIREFOX, purpose="prefetch", is_click=True, is_check=False)
    assert reason_at_once(user_agent=FIREFOX, purpose="", is_click=True, is_check=True)


def test_all_links_within_ten_seconds_are_a_scanner() -> None:
    found = judged(seen(1, 300, 0), seen(2, 304, 1), seen(3, 309, 2), seen(4, 310, 0))

    assert found == dict.fromkeys((1, 2, 3), SCANNED_LINKS) | {4: SCANNED_LINKS}


def test_a_person_who_follows_all_links_one_after_the_other_is_none() -> None:
    assert judged(seen(1, 300, 0), seen(2, 305, 1), seen(3, 311, 2)) == {}
    assert judged(seen(1, 300, 0), seen(2, 301, 0), seen(3, 302, 1)) == {}


def test_a_person_after_a_scanner_counts() -> None:
    assert judged(seen(1, 60, 0), seen(2, 61, 1), seen(3, 900, 0), links=2) == dict.fromkeys(
        (1, 2), SCANNED_LINKS
    )


def test_the_only_link_followed_at_delivery_is_a_scanner_and_later_a_person() -> None:
    assert judged(seen(1, 4, 0), links=1) == {1: AT_DELIVERY}
    assert judged(seen(1, 11, 0), links=1) == {}


def test_an_opening_at_delivery_is_a_machine() -> None:
    assert judged(seen(1, 3), seen(2, 40)) == {1: AT_DELIVERY}


def test_what_the_request_showed_stays() -> None:
    touch = Seen(UUID(int=1), None, SENT + timedelta(hours=1), "Email proxy (Mozilla/5.0)")

    assert judged(touch) == {1: "Email proxy (Mozilla/5.0)"}


def test_without_a_time_of_delivery_nothing_is_early() -> None:
    assert machines([seen(1, 1)], links=(), delivered_at=None) == {}


@given(st.lists(st.tuples(st.floats(0, 60), st.sampled_from([None, 0, 1, 2])), max_size=12))
def test_one_more_click_never_turns_a_machine_into_a_person(rows: list[tuple[float, int | None]]) -> None:
    touches = sorted((seen(i, at, link) for i, (at, link) in enumerate(rows)), key=lambda each: each.at)

    before = set(judged(*touches[:-1]))
    assert before <= set(judged(*touches))
