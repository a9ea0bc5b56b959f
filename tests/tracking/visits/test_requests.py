"""What requests of the tracking API may be: clocks, keys, bodies, other sites."""

import base64
import gzip
import json
from datetime import UTC, datetime, timedelta

import pytest

from mauntic.kernel.clock import now
from mauntic.tracking.models import Visit, WriteKey
from tests.factories.crm import ContactFactory
from tests.tracking.visits.collector import PAGE, facts


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
        assert visit.clock_note == "Timestamp in the future: 2099-01-01 00:00:00 UTC."

    def test_a_time_that_cannot_be_read_is_the_time_of_receipt_and_says_so(self, sender):
        sender.batch({**PAGE, "timestamp": "2015-2-02T00:30:08.276Z"})

        visit = Visit.objects.get()
        assert visit.occurred_at == visit.received_at
        assert visit.clock_note == 'Cannot read the timestamp "2015-2-02T00:30:08.276Z".'

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
            ("", "Send the write key as the user name of basic authentication or as writeKey."),
            ("wrong", "Unknown write key. Copy it from Settings > Tracking."),
        ],
    )
    def test_without_a_known_key_nothing_is_taken(self, sender, key, message):
        answer = sender.batch(PAGE, writeKey=key)

        assert (answer.status_code, answer.json()) == (
            401,
            {"code": "unknown_write_key", "message": message, "error": message, "details": {}},
        )
        assert Visit.objects.count() == 0

    def test_a_key_that_is_switched_off_takes_nothing(self, sender):
        WriteKey.objects.update(enabled=False)

        answer = sender.batch(PAGE)

        assert answer.status_code == 401
        assert answer.json()["message"] == (
            'The write key "www.acme.example" is disabled. Enable it in Settings > Tracking.'
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


class TestBodies:
    def test_gzip_is_unpacked(self, sender):
        body = gzip.compress(json.dumps({"writeKey": sender.site.key, "batch": [PAGE]}).encode())

        assert sender.post("batch", body, {"Content-Encoding": "gzip"}).status_code == 200
        assert Visit.objects.count() == 1

    def test_more_than_500_kb_are_refused(self, sender):
        answer = sender.post("batch", b" " * 600 * 1024)

        assert answer.json()["details"] == {
            "body": ["The body is larger than 500 KB. Send fewer messages per batch."]
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
