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
    assert found.remarks[0].reason.startswith('traits.email: "ada" is not an email address')


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


def test_a_page_is_read_from_the_context():
    context = {
        "page": {
            "url": "https://a.example/p?q",
            "path": "/p",
            "title": " P ",
            "referrer": "https://b.example",
        }
    }

    page = Message(context=context).page
    assert (page.url, page.path, page.title, page.referrer) == (
        "https://a.example/p?q",
        "/p",
        "P",
        "https://b.example",
    )
    assert Page.of({"url": ["x"], "path": None}) == Page()


def test_consent_is_read_from_the_context():
    given = {"categoryPreferences": {"Analytics": True}}

    assert Message(context={"consent": given}).consent == given
    assert Message(context={"consent": {}}).consent is None
    assert Message(context={}).consent is None


def test_a_message_has_an_id_a_previous_id_and_an_agent_or_none():
    message = Message(message_id=" m-1 ", previous_id=7, context={"userAgent": " Firefox "})
    assert (message.own_id, message.previous, message.user_agent) == ("m-1", "7", "Firefox")

    empty = Message()
    assert (empty.own_id, empty.previous, empty.user_agent, empty.user, empty.browser, empty.done) == (
        "",
    ) * 6


def test_what_a_message_says_itself_outweighs_the_envelope():
    body = b'{"type": "page", "userId": "7", "sentAt": "2026-11-29", "context": {"userAgent": "Safari"}}'
    envelope = b'{"sentAt": "2026-11-30", "context": {"userAgent": "Firefox"}}'

    ((_, message),) = read(body, envelope=envelope).messages
    assert (message.sent_at, message.user_agent) == ("2026-11-29", "Safari")


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b'{"type": "page", "userId": "7", "properties": "x"}', "properties: Send an object, such as "),
        (
            b'{"type": "page", "userId": "7", "context": {"consent": ["x"]}}',
            "context.consent: Send an object, such as ",
        ),
        (
            b'{"type": "page", "userId": "7", "properties": {"n": 1%s}}' % (b"0" * 30),
            "properties: The value has a number that is too large",
        ),
        (
            b'{"type": "identify", "userId": "7", "traits": {"n": 1%s}}' % (b"0" * 30),
            "traits: The value has a number that is too large",
        ),
        (
            b'{"type": "page", "userId": "7", "context": {"consent": {"n": 1%s}}}' % (b"0" * 30),
            "context.consent: The value has a number that is too large",
        ),
        (
            b'{"type": "page", "anonymousId": "%s"}' % (b"0" * 60),
            f'"{"0" * 40}" is a placeholder. ',
        ),
        (b'{"type": "alias", "previousId": "b-1"}', "Send previousId and userId in an alias message."),
        (b'{"type": "group", "userId": "7", "groupId": "null"}', "groupId: Send the id of the group"),
        (b'{"type": "track", "userId": "7", "event": " "}', "event: Send the name of the event"),
        (
            b'{"type": "page", "userId": {}}',
            "userId: Send a text or a number or true or false, not an object.",
        ),
    ],
)
def test_a_refusal_names_the_part_that_is_wrong(body, reason):
    assert reason_of(body).startswith(reason)


@pytest.mark.parametrize(
    ("name", "most", "rest"),
    [
        ("userId", 255, b'"type": "page"'),
        ("anonymousId", 255, b'"type": "page"'),
        ("previousId", 255, b'"type": "alias", "userId": "7"'),
        ("messageId", 100, b'"type": "page", "userId": "7"'),
        ("event", 200, b'"type": "track", "userId": "7"'),
    ],
)
def test_an_id_or_a_name_has_a_largest_length_without_the_spaces_around_it(name, most, rest):
    def body(letters: int) -> bytes:
        return b'{%s, "%s": " %s "}' % (rest, name.encode(), b"x" * letters)

    assert len(read(body(most)).messages) == 1
    assert reason_of(body(most + 1)) == f"{name}: Enter at most {most} characters, not {most + 1}."


def test_alias_group_and_track_messages_that_are_whole_are_taken():
    found = read(
        b'{"type": "alias", "previousId": "b-1", "userId": "7"}',
        b'{"type": "group", "anonymousId": "b-1", "groupId": 0.5}',
        b'{"type": "track", "userId": "7", "event": 404}',
    )
    assert [message.type for _, message in found.messages] == ["alias", "group", "track"]
    assert (found.rejections, found.remarks) == ([], [])


@pytest.mark.parametrize("traits", [b'{"email": "ada@engines.com"}', b'{"email": ""}', b"{}", b"null"])
def test_an_address_that_is_one_or_none_needs_no_remark(traits):
    assert read(b'{"type": "identify", "userId": "7", "traits": %s}' % traits).remarks == []


@pytest.mark.parametrize(
    ("email", "shown"),
    [(b'"%s"' % (b"x" * 61), "x" * 60), (b"7", "7"), (b'["a@b.example"]', "['a@b.example']")],
)
def test_a_remark_shows_60_characters_of_the_address(email, shown):
    (remark,) = read(b'{"type": "identify", "userId": "7", "traits": {"email": %s}}' % email).remarks
    assert remark.reason == (
        f'traits.email: "{shown}" is not an email address. Enter one such as name@company.com. '
        "The rest of the message was accepted."
    )
    assert remark.index == 0


def test_only_an_identification_is_asked_for_an_address():
    assert read(b'{"type": "track", "event": "x", "userId": "7", "traits": {"email": "ada"}}').remarks == []


def test_a_message_that_is_no_json_is_refused_without_an_id():
    (rejection,) = read(b'{"type": "page", "messageId": "m-1"').rejections
    assert (rejection.index, rejection.message_id) == (0, "")
    assert rejection.body == '{"type": "page", "messageId": "m-1"'


def test_the_beginning_of_a_refused_message_may_end_within_a_letter():
    head = b'{"type": "page", "name": "'
    body = head + b"x" * (999 - len(head)) + "é".encode() + b'"}'

    (rejection,) = read(body).rejections
    assert rejection.body == body[:999].decode() + "\ufffd"
    assert SHOWN_BYTES == 1000


def test_the_id_of_a_refused_message_is_cut_off():
    (rejection,) = read(b'{"type": "page", "messageId": "%s"}' % (b"m" * 101)).rejections
    assert rejection.message_id == "m" * 100


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b'{"batch": {}}', "batch: Send a list, not an object."),
        (b'{"writeKey": 7}', "writeKey: Send a text, not a number."),
        (b"[]", "Send an object, not a list."),
    ],
)
def test_an_envelope_of_another_shape_is_refused_in_a_sentence(body, said):
    with pytest.raises(ValueError, match="Send") as refused:
        read_envelope(body)
    assert str(refused.value) == said
