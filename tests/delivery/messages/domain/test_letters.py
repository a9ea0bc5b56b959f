"""The parts of an email that we make."""

from uuid import UUID

from mauntic.delivery.messages.domain.letters import (
    MOST_REFERENCES,
    as_html,
    links_in,
    message_id_header,
    references_of,
    reply_subject,
)


def test_the_id_is_at_the_domain_of_the_sender() -> None:
    assert message_id_header(UUID(int=1), "Ada@Ours.example") == (
        "<00000000-0000-0000-0000-000000000001@ours.example>"
    )


def test_long_chains_keep_their_first_and_last_ids() -> None:
    chain = " ".join(f"<{number}@x>" for number in range(40))
    found = references_of(chain, "<parent@x>").split()

    assert len(found) == MOST_REFERENCES
    assert (found[0], found[-1]) == ("<0@x>", "<parent@x>")


def test_an_answer_has_one_re() -> None:
    assert reply_subject("Offer") == reply_subject("Re: Offer") == "Re: Offer"


def test_text_becomes_paragraphs_and_links_and_nothing_else() -> None:
    found = as_html("Hi <b>Bo</b>,\nsee https://ours.example/a?b=1&c=2.\n\n\nBye")

    assert found == (
        '<p>Hi &lt;b&gt;Bo&lt;/b&gt;,<br>\nsee <a href="https://ours.example/a?b=1&amp;c=2">'
        "https://ours.example/a?b=1&amp;c=2</a>.</p>\n<p>Bye</p>"
    )


def test_the_id_of_a_domain_with_umlauts_is_ascii() -> None:
    assert message_id_header(UUID(int=1), "ada@bücher.example").endswith("@xn--bcher-kva.example>")


def test_an_address_that_nobody_can_be_led_to_is_not_counted() -> None:
    assert links_in("See https://[foo/bar and https://a.example/x") == ["https://a.example/x"]
