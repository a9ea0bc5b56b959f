"""Which of our messages a mail answers."""

from datetime import UTC, datetime, timedelta

import pytest

from mauntic.delivery.replies.domain.matching import (
    Candidate,
    Match,
    Sign,
    addressed,
    ids_named,
    match,
    plain_subject,
)
from tests.delivery.replies.mails import mail

NOW = datetime(2026, 11, 23, 9, 15, tzinfo=UTC)
TOKENS = {"ann+v-77@vendor.example": "by token"}
IDS = {"1@vendor.example": "first", "2@vendor.example": "second", "3@vendor.example": "third"}


def sent(
    message: str = "guess",
    *,
    days: float = 1,
    subject: str = "Lead routing",
    email: str = "maria@client.example",
):
    return Candidate(message, email, subject, NOW - timedelta(days=days))


def answered(source, *candidates, returned=()):
    return match(source, by_token=TOKENS, by_id=IDS, candidates=candidates, returned_ids=returned, now=NOW)


def test_a_token_beats_every_other_sign():
    source = mail(in_reply_to="<1@vendor.example>", delivered_to="ann+v-77@vendor.example")

    assert answered(source, sent()) == Match("by token", Sign.TOKEN)


@pytest.mark.parametrize("header", ["to", "cc", "delivered_to", "x_original_to"])
def test_a_token_is_found_wherever_servers_leave_it(header):
    assert answered(mail(**{header: "ANN+v-77@vendor.example"})).sign is Sign.TOKEN


def test_the_answered_id_comes_before_the_references():
    source = mail(in_reply_to="<1@vendor.example>", references="<2@vendor.example> <3@vendor.example>")

    assert answered(source) == Match("first", Sign.IN_REPLY_TO)


def test_the_last_known_reference_is_the_closest():
    source = mail(
        in_reply_to="<outlook@client.example>",
        references="<1@vendor.example> <2@vendor.example> <outlook@client.example>",
    )

    assert answered(source) == Match("second", Sign.REFERENCES)


def test_a_returned_id_matches_a_bounce():
    assert answered(mail(), sent(), returned=["x@y", "3@vendor.example"]) == Match("third", Sign.RETURNED)


def test_without_ids_the_newest_message_with_that_subject_is_a_guess():
    found = answered(
        mail(subject="Out of Office: Re: Lead Routing"),
        sent("old", days=9),
        sent("new", days=2),
        sent("late", days=-1),
    )

    assert found == Match("new", Sign.GUESSED)
    assert found.is_guessed


@pytest.mark.parametrize(
    "candidate",
    [
        sent(days=91),
        sent(subject="Something else"),
        sent(email="sam@client.example"),
        sent(subject=""),
    ],
    ids=["old", "subject", "person", "none"],
)
def test_nothing_is_guessed_from_age_subject_or_another_person(candidate):
    assert answered(mail(), candidate) is None


def test_a_mail_without_subject_is_not_guessed():
    assert answered(mail(subject="Re:"), sent(subject="Re: ")) is None


def test_addresses_and_ids_are_named_for_one_query():
    source = mail(in_reply_to="<a@x>", references="<b@x> <a@x>", cc="sam@client.example")

    assert addressed(source) == ("ann@vendor.example", "sam@client.example")
    assert ids_named(source, ["c@x"]) == {"a@x", "b@x", "c@x"}


@pytest.mark.parametrize(
    "subject",
    [
        "Lead routing", "RE: lead routing", "AW: WG: Lead  routing", "Re[2]: lead routing",
        "[EXT] Re: lead routing",
        "Réponse automatique : Lead routing", "SV: lead routing", "Antw: lead routing", "TR : lead routing",
    ],
)  # fmt: skip
def test_prefixes_of_clients_do_not_change_a_subject(subject):
    assert plain_subject(subject) == "lead routing"


def test_words_that_begin_like_a_prefix_stay():
    assert plain_subject("Review: our plan") == "review: our plan"
