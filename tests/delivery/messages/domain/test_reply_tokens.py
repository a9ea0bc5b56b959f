"""Addresses that name the message which an answer is about."""

from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mauntic.delivery.messages.domain.reply_tokens import answered_by, reply_address

KEY, OTHER = b"acme", b"globex"
MESSAGE = UUID("01890a5d-ac96-774b-bcce-b302099a8057")


@given(st.uuids())
def test_an_address_names_its_message_in_any_case(message_id: UUID) -> None:
    address = reply_address("ann@ours.example", message_id, KEY)

    assert address.startswith("ann+r-")
    assert address.endswith("@ours.example")
    assert answered_by(address, KEY) == answered_by(address.upper().replace("+R-", "+r-"), KEY) == message_id


def test_the_token_of_another_organization_or_message_names_nothing() -> None:
    address = reply_address("ann@ours.example", MESSAGE, KEY)
    other = reply_address("ann@ours.example", uuid4(), KEY)

    assert answered_by(address, OTHER) is None
    assert answered_by(address[:20] + other[20:], KEY) is None


@pytest.mark.parametrize(
    "address",
    [
        "",
        "ann@ours.example",
        "ann+r-@ours.example",
        "ann+r-short@ours.example",
        f"ann+r-{'a' * 39}@ours.example",
        f"ann+r-{'0' * 39}@ours.example",
        f"ann+r-{'ü' * 39}@ours.example",
    ],
)
def test_what_is_no_token_of_ours_names_nothing(address: str) -> None:
    assert answered_by(address, KEY) is None


def test_an_address_that_would_be_too_long_is_not_made() -> None:
    assert reply_address(f"{'a' * 22}@ours.example", MESSAGE, KEY)
    assert reply_address(f"{'a' * 23}@ours.example", MESSAGE, KEY) == ""


@given(st.text(max_size=80))
def test_any_text_is_no_token_or_one_of_ours(text: str) -> None:
    assert answered_by(text, KEY) is None
