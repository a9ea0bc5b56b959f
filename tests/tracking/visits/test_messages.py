"""Messages that are bad, odd or broken: each is judged alone."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from mauntic.crm.models import Contact
from mauntic.kernel.clock import now
from mauntic.tracking.keys.services.log import delete_rejected_messages
from mauntic.tracking.models import RejectedMessage, TrackedEvent, Visit, Visitor
from tests.factories.crm import ContactFactory
from tests.tracking.visits.collector import PAGE


class TestBadMessages:
    def test_a_bad_message_loses_none_of_the_others_and_is_logged_with_its_reason(self, sender):
        answer = sender.batch(PAGE, {"type": "track", "anonymousId": "browser-1"}, PAGE)

        reason = "event: Send the name of the event in a track message."
        assert answer.json() == {
            "success": True,
            "rejected": [{"index": 1, "messageId": None, "reason": reason}],
        }
        assert Visit.objects.count() == 2
        logged = RejectedMessage.objects.get()
        assert (logged.write_key, logged.reason) == (sender.site, reason)
        assert logged.body == '{"type": "track", "anonymousId": "browser-1"}'

    @pytest.mark.parametrize(
        ("message", "reason"),
        [
            ({"type": "page"}, "Send userId or anonymousId, which identifies the person."),
            ({"userId": "1"}, "type: Send one of identify, track, page, screen, group, alias."),
            (
                {"type": "fly", "userId": "1"},
                'type: Send one of identify, track, page, screen, group, alias, not "fly".',
            ),
            ({"type": "group", "userId": "1"}, "groupId: Send the id of the group in a group message."),
            ({"type": "alias", "userId": "1"}, "Send previousId and userId in an alias message."),
            (
                {"type": "page", "userId": "x" * 256},
                "userId: Enter at most 255 characters, not 256.",
            ),
            (
                {"type": "page", "userId": "1", "messageId": "m" * 101},
                "messageId: Enter at most 100 characters, not 101.",
            ),
            (
                {"type": "track", "userId": "1", "event": ["Signed Up"]},
                "event: Send a text or a number or true or false, not a list.",
            ),
            (
                {"type": "track", "userId": "1", "event": "Paid", "properties": "pro"},
                'properties: Send an object, such as {"plan": "pro"}.',
            ),
            (
                {"type": "page", "userId": "1", "context": {"consent": "no"}},
                'context.consent: Send an object, such as {"plan": "pro"}.',
            ),
            (
                {"type": "page", "userId": "undefined", "anonymousId": " NULL "},
                '"undefined" is a placeholder. Send a userId or anonymousId that identifies one person.',
            ),
            (
                {"type": "alias", "userId": "1", "previousId": "undefined"},
                "Send previousId and userId in an alias message.",
            ),
            (
                {"type": "group", "userId": "1", "groupId": "null"},
                "groupId: Send the id of the group in a group message.",
            ),
            ("no object", "Send an object, not a text."),
        ],
    )
    def test_each_reason_names_what_is_wrong(self, sender, message, reason):
        answer = sender.batch(message)

        assert [one["reason"] for one in answer.json()["rejected"]] == [reason]

    def test_refused_messages_are_forgotten_after_seven_days(self, sender):
        sender.batch({"type": "page"})
        sender.batch({"type": "track"})
        first = RejectedMessage.objects.earliest("pk")
        RejectedMessage.objects.filter(pk=first.pk).update(received_at=now() - timedelta(days=8))

        assert delete_rejected_messages() == 1
        assert not RejectedMessage.objects.filter(pk=first.pk).exists()

    def test_the_newest_refused_messages_are_kept_when_there_are_too_many(self, sender, monkeypatch):
        monkeypatch.setattr("mauntic.tracking.keys.services.log.MOST_STORED", 1)
        sender.batch({"type": "page"})
        sender.batch({"type": "track"})

        assert delete_rejected_messages() == 1
        assert RejectedMessage.objects.get().body == '{"type": "track"}'

    def test_a_message_of_more_than_32_kb_is_refused(self, sender):
        answer = sender.batch({**PAGE, "properties": {"text": "x" * 33_000}}, PAGE)

        assert [one["index"] for one in answer.json()["rejected"]] == [0]
        assert Visit.objects.count() == 1

    def test_a_single_message_that_is_wrong_is_an_error(self, sender):
        answer = sender.send("track", userId="1")

        assert answer.status_code == 400
        assert answer.json() == {
            "code": "invalid",
            "message": "message: event: Send the name of the event in a track message.",
            "error": "message: event: Send the name of the event in a track message.",
            "details": {"message": ["event: Send the name of the event in a track message."]},
        }
        assert RejectedMessage.objects.count() == 1

    @pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"batch": 3}', b"\xff\xfe"])
    def test_what_is_no_json_of_messages_is_an_error(self, sender, body):
        answer = sender.post("batch", body)

        assert (answer.status_code, answer.json()["code"]) == (400, "invalid")

    def test_a_body_without_a_batch_says_so(self, sender):
        answer = sender.post("batch", {"writeKey": sender.site.key})

        assert answer.json()["details"] == {"batch": ["Send a list of messages as batch."]}

    def test_too_many_messages_are_refused(self, sender):
        answer = sender.batch(*[{}] * 2_501)

        assert answer.json()["details"] == {"batch": ["Send at most 2,500 messages per batch."]}

    def test_characters_that_no_text_can_hold_are_replaced(self, sender):
        sender.batch({**PAGE, "type": "track", "event": "a\0b", "properties": {"\0": "\\u0000 and \0"}})

        event = TrackedEvent.objects.get()
        assert (event.name, event.properties) == ("a\ufffdb", {"\ufffd": "\\u0000 and \ufffd"})

    def test_what_stands_around_such_a_character_does_not_become_one(self, sender):
        split = rb'{"type":"page","anonymousId":"b\u00\u000000"}'

        assert sender.post("batch", _raw(sender, split)).status_code == 400

    def test_one_id_that_is_too_long_a_number_does_not_take_the_others_along(self, sender):
        wrong = b'{"type":"page","userId":' + b"1" * 300 + b"}"
        answer = sender.post("batch", _raw(sender, wrong, b'{"type":"page","anonymousId":"b"}'))

        assert (answer.status_code, len(answer.json()["rejected"])) == (200, 1)
        assert Visit.objects.count() == 1

    @pytest.mark.parametrize(
        "wrong",
        [b'"userId":1e308', b'"anonymousId":-1e300', b'"anonymousId":"b","type":"track","event":1e250'],
    )
    def test_a_number_that_has_no_end_takes_no_other_message_along(self, sender, wrong):
        answer = sender.post(
            "batch", _raw(sender, b'{"type":"page",' + wrong + b"}", b'{"type":"page","userId":7}')
        )

        assert answer.status_code == 200
        assert Visit.objects.filter(visitor__anonymous_id="user:7").count() == 1

    def test_a_message_that_is_nested_too_deeply_is_an_error(self, sender):
        deep = b"[" * 12_000 + b"]" * 12_000
        wrong = b'{"type":"track","event":"E","anonymousId":"b","properties":{"a":' + deep + b"}}"

        assert sender.post("batch", _raw(sender, wrong)).status_code == 400

    def test_an_envelope_that_is_nested_too_deeply_is_an_error(self, sender):
        deep = b"[" * 200_000 + b"]" * 200_000
        answer = sender.post("batch", b'{"batch":[],"x":' + deep + b"}")

        assert answer.status_code == 400

    def test_a_key_with_a_character_that_no_text_can_hold_is_unknown(self, sender):
        assert sender.client.get("/v1/projects/a%00b/settings").status_code == 404


def _raw(sender, *messages: bytes) -> bytes:
    """A batch of messages that are put down as they are."""
    return b'{"writeKey":"' + sender.site.key.encode() + b'","batch":[' + b",".join(messages) + b"]}"


class TestOddMessages:
    """What is clear in spite of its spelling is taken; nothing else of its batch suffers."""

    @pytest.mark.parametrize(
        ("written", "kept"),
        [
            (b"NaN", None),
            (b"-Infinity", None),
            (b"1e999", None),
            (rb'"half an \ud83d emoji"', "half an \ufffd emoji"),
            (rb'"\udc00"', "\ufffd"),
            (b'"no \xff UTF-8"', "no \ufffd UTF-8"),
            (b'"a\x00b"', "a\ufffdb"),
            (b'"two\nlines"', "two\nlines"),
            (b'\xef\xbb\xbf"after a mark"', "after a mark"),
        ],
    )
    def test_an_odd_property_of_one_in_twenty_loses_none(self, sender, written, kept):
        odd = b'{"type":"track","event":"Paid","anonymousId":"b","properties":{"odd":%s,"plan":"pro"}}'
        others = [b'{"type":"page","anonymousId":"b"}'] * 19

        answer = sender.post("batch", _raw(sender, *others[:7], odd % written, *others[7:]))

        assert (answer.status_code, answer.json()) == (200, {"success": True})
        assert Visit.objects.count() == 19
        assert TrackedEvent.objects.get().properties == {"odd": kept, "plan": "pro"}

    def test_a_mark_of_byte_order_before_the_body_is_no_part_of_it(self, sender):
        answer = sender.post("batch", b"\xef\xbb\xbf" + _raw(sender, json.dumps(PAGE).encode()))

        assert (answer.status_code, Visit.objects.count()) == (200, 1)

    def test_a_single_message_is_mended_too(self, sender):
        body = b'{"writeKey":"%s","anonymousId":"b","event":"Paid","properties":{"price":NaN}}'

        assert sender.post("track", body % sender.site.key.encode()).status_code == 200
        assert TrackedEvent.objects.get().properties == {"price": None}

    def test_what_cannot_be_mended_is_refused_by_itself_and_named(self, sender):
        wrong = b'{"type":"track","event":"Paid","anonymousId":"b","messageId":"m-7","properties":{"n":%s}}'
        page = b'{"type":"page","anonymousId":"b"}'

        answer = sender.post("batch", _raw(sender, page, wrong % (b"1" * 300), page))

        reason = "properties: The value has a number that is too large. The maximum is 30 digits."
        assert answer.json() == {
            "success": True,
            "rejected": [{"index": 1, "messageId": "m-7", "reason": reason}],
        }
        assert Visit.objects.count() == 2

    def test_numbers_are_names_and_ids_too(self, sender):
        sender.batch(
            {"type": "track", "userId": 42, "event": 404, "messageId": 7.0},
            {"type": "page", "userId": "42", "messageId": 8, "properties": {"title": 2026, "url": "/"}},
            {
                "type": "page",
                "anonymousId": 43,
                "context": {"page": {"url": "/", "title": 12}, "userAgent": 3},
            },
        )

        event, (first, second) = TrackedEvent.objects.get(), Visit.objects.order_by("pk")
        assert (event.name, event.message_id, event.visitor.user_id) == ("404", "7", "42")
        assert (first.title, first.message_id, first.visitor) == ("2026", "8", event.visitor)
        assert (second.title, second.visitor.anonymous_id, second.user_agent) == ("12", "43", "3")

    def test_ids_and_names_have_no_blanks_or_marks_around_them(self, sender):
        sender.batch({**PAGE, "anonymousId": "\ufeffbrowser-1\u00a0"}, PAGE)

        assert {visit.visitor.anonymous_id for visit in Visit.objects.all()} == {"browser-1"}

    def test_an_empty_list_stands_for_an_empty_object_as_php_writes_it(self, sender):
        answer = sender.batch({**PAGE, "properties": [], "traits": [], "context": []}, context=[])

        assert answer.json() == {"success": True}
        assert Visit.objects.count() == 1

    def test_small_letters_are_a_time_too(self, sender):
        sender.batch({**PAGE, "timestamp": "2015-02-02t00:30:08.276z"})

        assert Visit.objects.get().occurred_at == datetime(2015, 2, 2, 0, 30, 8, 276000, tzinfo=UTC)

    def test_a_wrong_address_leaves_the_rest_of_an_identification_and_is_logged(self, sender):
        ContactFactory(email="jo@buyer.example", title="")

        answer = sender.batch(
            {
                "type": "identify",
                "userId": "jo@buyer.example",
                "messageId": "m-1",
                "traits": {"email": "jo at buyer", "title": "CTO", "plan": "pro"},
            }
        )

        assert answer.json() == {"success": True}
        assert Contact.objects.get().title == "CTO"
        assert Visitor.objects.get().traits["plan"] == "pro"
        logged = RejectedMessage.objects.get()
        assert logged.message_id == "m-1"
        assert logged.reason == (
            'traits.email: "jo at buyer" is not an email address. Enter one such as name@company.com.'
            " The rest of the message was accepted."
        )

    @pytest.mark.parametrize("path", ["batch/", "import", "import/", "b/"])
    def test_a_batch_may_come_to_the_addresses_that_clients_use(self, sender, path):
        answer = sender.post(path, {"writeKey": sender.site.key, "batch": [PAGE]})

        assert (answer.status_code, answer.json()) == (200, {"success": True})
        assert Visit.objects.count() == 1

    def test_single_messages_may_end_their_address_with_a_slash(self, sender):
        assert sender.send("page/", anonymousId="b").status_code == 200
        assert sender.send("identify/", anonymousId="b").status_code == 200
        assert Visit.objects.count() == 1
