import pytest

from mauntic.tracking.visits.domain.messages import (
    MAX_MESSAGE_BYTES,
    SHOWN_BYTES,
    TOO_DEEP,
    Message,
    Page,
    read_envelope,
    read_messages,
)


def read(*bodies, kind="", envelope=b"{}"):
    return read_messages(bodies, envelope=read_envelope(envelope), kind=kind)


def reason_of(body):
    found = read(body)
    assert found.messages == []
    return found.rejections[0].reason


def test_each_message_of_a_batch_is_read_on_its_own():
    found = read(b'{"type": "page", "userId": "7"}', b'{"type": "page"}', b'{"type": "screen", "userId": 8}')
    assert [(place, message.type, message.user) for place, message in found.messages] == [
        (0, "page", "7"),
        (2, "screen", "8"),
    ]
    assert [one.index for one in found.rejections] == [1]


def test_the_address_of_a_request_says_the_type_and_the_envelope_what_holds_for_all():
    envelope = b'{"sentAt": "2026-11-30", "context": {"userAgent": "Firefox"}}'
    ((_, message),) = read(b'{"userId": "7", "event": "Paid"}', kind="track", envelope=envelope).messages
    assert (message.type, message.sent_at, message.user_agent) == ("track", "2026-11-30", "Firefox")


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b'{"userId": "7"}', "type: Send one of identify, track, page, screen, group, alias."),
        (
            b'{"type": "view", "userId": "7"}',
            'type: Send one of identify, track, page, screen, group, alias, not "view".',
        ),
        (b'{"type": "alias", "userId": "7"}', "Send previousId and userId in an alias message."),
        (b'{"type": "page"}', "Send userId or anonymousId, which identifies the person."),
        (
            b'{"type": "page", "userId": "undefined"}',
            '"undefined" is a placeholder. Send a userId or anonymousId that identifies one person.',
        ),
        (b'{"type": "track", "userId": "7"}', "event: Send the name of the event in a track message."),
        (b'{"type": "group", "userId": "7"}', "groupId: Send the id of the group in a group message."),
        (
            b'{"type": "page", "userId": "7", "traits": [1]}',
            'traits: Send an object, such as {"plan": "pro"}.',
        ),
        (
            b'{"type": "page", "userId": "7", "messageId": "%s"}' % (b"m" * 101),
            "messageId: Enter at most 100 characters, not 101.",
        ),
    ],
)
def test_a_message_that_cannot_be_taken_is_refused_in_a_sentence(body, reason):
    assert reason_of(body) == reason


def test_a_message_has_a_largest_size():
    head = b'{"type": "page", "userId": "7", "name": "'
    fits = head + b"x" * (MAX_MESSAGE_BYTES - len(head) - 2) + b'"}'
    assert len(read(fits).messages) == 1
    assert reason_of(fits.replace(b'"}', b'x"}')) == "The message has 32,769 bytes. Send at most 32,768."


def test_a_refused_message_is_known_by_its_id_and_its_beginning():
    body = b'{"type": "page", "messageId": "m-1", "name": "%s"}' % (b"x" * 2_000)
    (rejection,) = read(body).rejections
    assert rejection.message_id == "m-1"
    assert rejection.body == body[:SHOWN_BYTES].decode()


def test_json_that_is_nested_too_deeply_is_refused():
    deep = b'{"type": "page", "userId": "7", "properties": %s}' % (b"[" * 12_000 + b"]" * 12_000)
    assert reason_of(deep) == TOO_DEEP
    with pytest.raises(ValueError, match=str(TOO_DEEP)):
        read_envelope(b'{"context": %s}' % (b"[" * 12_000 + b"]" * 12_000))


def test_an_identification_without_an_address_counts_with_a_remark():
    found = read(b'{"type": "identify", "userId": "7", "traits": {"email": "ada"}}')
    assert len(found.messages) == 1
    assert found.remarks[0].reason.startswith('traits.email: "ada" is not an e-mail address')


def test_an_empty_list_is_an_empty_object_as_php_writes_it():
    assert len(read(b'{"type": "page", "userId": "7", "properties": [], "traits": []}').messages) == 1


def test_json_that_does_not_keep_to_its_rules_is_read_as_it_was_meant():
    ((_, message),) = read(b'{"type": "page", "userId": "7", "properties": {"price": NaN}}').messages
    assert message.properties == {"price": None}


def test_names_of_a_message_are_text_whatever_the_client_sends():
    message = Message(user_id=7, anonymous_id=" b-1 ", event=3.5, properties={"title": 12, "list": [1]})
    assert (message.user, message.browser, message.done) == ("7", "b-1", "3.5")
    assert (message.property_text("title"), message.property_text("list"), message.property_text("gone")) == (
        "12",
        "",
        "",
    )


@pytest.mark.parametrize("context", [None, [], "page", {"page": "https://a.example"}])
def test_a_page_in_another_shape_says_nothing(context):
    assert Message(context=context).page == Page()
