"""When an event is what a journey asks for."""

import pytest

from mauntic.journeys.domain.facts import DETAILS, EVENTS, fits

FORM = {"event": "form_submitted", "form_type": "demo"}
CLICK = {"event": "message_clicked", "url": "https://acme.example/Pricing?x=1"}


@pytest.mark.parametrize(
    ("wanted", "facts", "expected"),
    [
        ({"event": "form_submitted"}, FORM, True),
        ({"event": "form_submitted", "form_type": "demo"}, FORM, True),
        ({"event": "form_submitted", "form_type": "trial"}, FORM, False),
        ({"event": "message_clicked", "url": "/pricing"}, CLICK, True),
        ({"event": "message_clicked", "url": "/careers"}, CLICK, False),
        ({"event": "message_clicked", "url": ""}, CLICK, True),
        ({"event": "lead_created", "source": "API"}, {"event": "lead_created", "source": "api"}, True),
        ({"event": "lead_created", "source": "api"}, {"event": "lead_created", "source": "apis"}, False),
        ({"event": "lead_created"}, FORM, False),
        ({"event": "lead_created"}, {}, False),
    ],
)
def test_an_event_fits_by_its_name_and_its_details(wanted, facts, expected):
    assert fits(wanted, facts) is expected


def test_each_detail_belongs_to_an_event():
    assert set(DETAILS.values()) <= set(EVENTS)
