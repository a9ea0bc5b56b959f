"""What requests of the tracking API may be: clocks, keys, bodies, bad messages, other sites."""

import base64
import gzip
import json
from datetime import UTC, datetime, timedelta

import pytest

from mauntic.kernel.clock import now
from mauntic.tracking.models import RejectedMessage, TrackedEvent, Visit, WriteKey
from mauntic.tracking.services.log import forget_rejected_messages
from tests.factories.crm import ContactFactory
from tests.tracking.collector import PAGE, facts


class TestClocks:
    def test_a_clock_that_is_wrong_is_corrected_by_when_it_sent(self, sender):
        ahead = timedelta(hours=5)
        said, sent = now() + ahead - timedelta(minutes=10), now() + ahead

        sender.batch({**PAGE, "timestamp": said.isoformat()}, sentAt=sent.isoformat())

        visit = Visit.objects.get()
        assert abs(visit.occurred_at - (now() - timedelta(minutes=10))) < timedelta(seconds=5)
        assert visit.clock_note == ""

    def test_what_is_from_the_future_happened_when_it_came_and_says_so(self, sender):
        sender.batch({**PAGE, "timestamp": "2099-01-01T00:00:00Z"})

        visit = Visit.objects.get()
        assert visit.occurred_at == visit.received_at
        assert visit.clock_note == "Said to be from the future: 2099-01-01 00:00:00 UTC."

    def test_a_time_that_cannot_be_read_is_the_time_of_receipt_and_says_so(self, sender):
        sender.batch({**PAGE, "timestamp": "2015-2-02T00:30:08.276Z"})

        visit = Visit.objects.get()
        assert visit.occurred_at == visit.received_at
        assert visit.clock_note == "The timestamp “2015-2-02T00:30:08.276Z” cannot be read."

    def test_history_is_kept_and_told_nobody(self, sender):
        ContactFactory(email="jo@buyer.example")

        sender.send("page", userId="jo@buyer.example", timestamp="2012-12-02T00:31:29.738Z")

        assert Visit.objects.get().occurred_at == datetime(2012, 12, 2, 0, 31, 29, 738000, tzinfo=UTC)
        assert facts("content.PageVisited") == []


class TestWriteKeys:
    def test_the_key_may_be_the_user_name_of_basic_authentication(self, sender):
        credentials = base64.b64encode(f"{sender.site.key}:".encode()).decode()

        answer = sender.post("batch", {"batch": [PAGE]}, {"Authorization": f"Basic {credentials}"})

        assert answer.status_code == 200
        assert Visit.objects.count() == 1

    @pytest.mark.parametrize(
        ("key", "message"),
        [
            ("", "Give the write key: as the user name of basic authentication, or as writeKey."),
            ("wrong", "There is no such write key here. Copy it from Settings > Tracking."),
        ],
    )
    def test_without_a_known_key_nothing_is_taken(self, sender, key, message):
        answer = sender.batch(PAGE, writeKey=key)

        assert (answer.status_code, answer.json()) == (
            401,
            {"code": "unknown_write_key", "message": message, "details": {}},
        )
        assert Visit.objects.count() == 0

    def test_a_key_that_is_switched_off_takes_nothing(self, sender):
        WriteKey.objects.update(enabled=False)

        answer = sender.batch(PAGE)

        assert answer.status_code == 401
        assert answer.json()["message"] == (
            "The write key of www.acme.example is switched off in Settings > Tracking."
        )

    def test_a_key_knows_when_it_was_last_used(self, sender):
        sender.batch(PAGE)

        assert WriteKey.objects.get().last_used_at is not None

    def test_a_key_that_is_used_too_often_is_told_to_wait(self, sender, settings):
        settings.MAUNTIC_TRACKING_REQUESTS_PER_SECOND = 0

        answer = sender.batch(PAGE)

        assert (answer.status_code, answer["Retry-After"], answer.json()["code"]) == (
            429,
            "1",
            "rate_limited",
        )


class TestBadMessages:
    def test_a_bad_message_loses_none_of_the_others_and_is_logged_with_its_reason(self, sender):
        answer = sender.batch(PAGE, {"type": "track", "anonymousId": "browser-1"}, PAGE)

        reason = "event: A track message needs the name of what was done."
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
            ({"type": "page"}, "Give userId or anonymousId: without both nobody can tell whose this is."),
            ({"userId": "1"}, "type: Say what it is, one of identify, track, page, screen, group, alias."),
            ({"type": "fly", "userId": "1"}, "Invalid enum value 'fly' - at `$.type`"),
            ({"type": "group", "userId": "1"}, "groupId: A group message needs the id of the group."),
            ({"type": "alias", "userId": "1"}, "An alias needs previousId and userId."),
            (
                {"type": "page", "userId": "x" * 256},
                "userId: At most 255 characters fit; this has 256.",
            ),
            (
                {"type": "page", "userId": "1", "messageId": "m" * 101},
                "messageId: At most 100 characters fit; this has 101.",
            ),
            (
                {"type": "track", "userId": "1", "event": ["Signed Up"]},
                "Expected `str | null`, got `array` - at `$.event`",
            ),
            (
                {"type": "identify", "userId": "1", "traits": {"email": "jo at buyer"}},
                "traits.email: “jo at buyer” is not an e-mail address; it should read name@company.com.",
            ),
            ("no object", "Expected `object`, got `str`"),
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

        assert forget_rejected_messages() == 1
        assert not RejectedMessage.objects.filter(pk=first.pk).exists()

    def test_the_newest_refused_messages_are_kept_when_there_are_too_many(self, sender, monkeypatch):
        monkeypatch.setattr("mauntic.tracking.services.log.MOST_KEPT", 1)
        sender.batch({"type": "page"})
        sender.batch({"type": "track"})

        assert forget_rejected_messages() == 1
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
            "message": "message: event: A track message needs the name of what was done.",
            "details": {"message": ["event: A track message needs the name of what was done."]},
        }
        assert RejectedMessage.objects.count() == 1

    @pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"batch": 3}', b"\xff\xfe"])
    def test_what_is_no_json_of_messages_is_an_error(self, sender, body):
        answer = sender.post("batch", body)

        assert (answer.status_code, answer.json()["code"]) == (400, "invalid")

    def test_a_body_without_a_batch_says_so(self, sender):
        answer = sender.post("batch", {"writeKey": sender.site.key})

        assert answer.json()["details"] == {"batch": ["Give the messages as a list under batch."]}

    def test_too_many_messages_are_refused(self, sender):
        answer = sender.batch(*[{}] * 2_501)

        assert answer.json()["details"] == {"batch": ["At most 2,500 messages are taken at once."]}

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

    def test_a_message_that_is_nested_too_deeply_is_an_error(self, sender):
        deep = b"[" * 12_000 + b"]" * 12_000
        wrong = b'{"type":"track","event":"E","anonymousId":"b","properties":{"a":' + deep + b"}}"

        assert sender.post("batch", _raw(sender, wrong)).status_code == 400

    def test_an_envelope_that_is_nested_too_deeply_is_an_error(self, sender):
        deep = b"[" * 200_000 + b"]" * 200_000
        answer = sender.post("batch", b'{"batch":[],"x":' + deep + b"}")

        assert answer.status_code == 400

    def test_a_key_with_a_character_that_no_text_can_hold_is_unknown(self, sender):
        assert sender.client.get("/v1/projects/a%00b/settings").status_code == 401


def _raw(sender, *messages: bytes) -> bytes:
    """A batch of messages that are put down as they are."""
    return b'{"writeKey":"' + sender.site.key.encode() + b'","batch":[' + b",".join(messages) + b"]}"


class TestBodies:
    def test_gzip_is_unpacked(self, sender):
        body = gzip.compress(json.dumps({"writeKey": sender.site.key, "batch": [PAGE]}).encode())

        assert sender.post("batch", body, {"Content-Encoding": "gzip"}).status_code == 200
        assert Visit.objects.count() == 1

    def test_more_than_500_kb_are_refused(self, sender):
        answer = sender.post("batch", b" " * 600 * 1024)

        assert answer.json()["details"] == {
            "body": ["At most 500 KB are taken at once. Send fewer messages in a batch."]
        }

    def test_a_small_body_that_unpacks_to_very_much_is_refused(self, sender):
        bomb = gzip.compress(b" " * 200_000_000, compresslevel=1)

        assert sender.post("batch", bomb[: 500 * 1024], {"Content-Encoding": "gzip"}).status_code == 400

    @pytest.mark.parametrize(
        "body", [b"no gzip", gzip.compress(b'{"batch": []}', mtime=0)[:-9]], ids=["none", "cut"]
    )
    def test_what_is_no_whole_gzip_is_refused(self, sender, body):
        answer = sender.post("batch", body, {"Content-Encoding": "gzip"})

        assert (answer.status_code, list(answer.json()["details"])) == (400, ["body"])


class TestOtherSites:
    def test_a_page_of_another_site_may_send_plain_text(self, sender):
        answer = sender.client.post(
            "/v1/p",
            json.dumps({"writeKey": sender.site.key, **PAGE}),
            content_type="text/plain",
            headers={"Origin": "https://www.acme.example"},
        )

        assert (answer.status_code, answer["Access-Control-Allow-Origin"]) == (200, "*")

    def test_a_browser_may_ask_first(self, sender):
        answer = sender.client.options("/v1/batch", headers={"Origin": "https://www.acme.example"})

        assert (answer.status_code, answer["Access-Control-Allow-Methods"]) == (204, "POST")
        assert "Authorization" in answer["Access-Control-Allow-Headers"]

    def test_no_cookie_is_set(self, sender):
        assert sender.batch(PAGE).cookies == {}

    def test_reading_is_not_possible(self, sender):
        answer = sender.client.get("/v1/batch")

        assert (answer.status_code, answer["Allow"]) == (405, "POST")

    def test_the_browser_library_is_told_to_send_here(self, sender):
        answer = sender.client.get(f"/v1/projects/{sender.site.key}/settings")

        destination = answer.json()["integrations"]["Segment.io"]
        assert (destination["apiHost"], destination["protocol"]) == ("acme.localhost/v1", "http")
