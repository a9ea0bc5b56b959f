"""Events reach the reader as they come."""

import asyncio

from mauntic.kernel.pages.event_stream import ServerEvent, event_stream

EVENTS = [ServerEvent("n", {"n": each}) for each in range(3)]
SENT = [f'event: n\ndata: {{"n": {each}}}\n\n'.encode() for each in range(3)]


def test_an_event_is_one_line_of_json():
    assert ServerEvent("sentence", {"text": "a\nb “c”"}).encode() == (
        'event: sentence\ndata: {"text": "a\\nb “c”"}\n\n'.encode()
    )


def test_events_are_sent_in_order_and_stored_by_nobody():
    response = event_stream(iter(EVENTS))

    assert response["Content-Type"] == "text/event-stream; charset=utf-8"
    assert (response["Cache-Control"], response["X-Accel-Buffering"]) == ("no-store", "no")
    assert list(response) == SENT


def test_async_events_are_sent_one_by_one():
    async def events():
        for each in EVENTS:
            yield each

    async def read():
        return [part async for part in event_stream(events())]

    assert asyncio.run(read()) == SENT
