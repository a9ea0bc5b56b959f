"""The signals of a contact in the API."""

from datetime import timedelta

import pytest

from mauntic.kernel.clock import now
from tests.factories.scoring import make_signal
from tests.scoring.api import BASE, instant


def test_signals_say_what_is_left_of_them(web, contact):
    half = make_signal(contact, "PRICING_PAGE", detected_at=now() - timedelta(hours=36))
    make_signal(contact, "DEMO_REQUEST", detected_at=now() - timedelta(hours=48))
    path = f"{BASE}/contacts/{contact.pk}/signals"

    (found,) = web.get(path, {"activeOnly": "true"}).json()

    assert found == {
        "id": str(half.pk),
        "signalType": "PRICING_PAGE",
        "source": "content",
        "weight": 0.9,
        "currentWeight": pytest.approx(0.45, abs=0.001),
        "detectedAt": instant(half.detected_at),
        "expiresAt": instant(half.expires_at),
        "decayModel": "linear",
    }
    assert [row["currentWeight"] for row in web.get(path).json()][1:] == [0.0]


def test_all_signals_of_a_contact_are_read_page_by_page(web, contact):
    made = [
        make_signal(contact, "WEBSITE_VISIT", detected_at=now() - timedelta(minutes=n)) for n in range(101)
    ]
    first = web.get(f"{BASE}/contacts/{contact.pk}/signals", {"activeOnly": "true"})
    address = first.headers["Link"].partition("<")[2].partition(">")[0]
    last = web.get(address)

    assert [row["id"] for row in first.json() + last.json()] == [str(signal.pk) for signal in made]
    assert (len(first.json()), "Link" in last.headers) == (100, False)
