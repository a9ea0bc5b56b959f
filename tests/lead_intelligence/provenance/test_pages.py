"""What people do about the values of one lead."""

import pytest
from django.urls import reverse

from tests.factories.lead_intelligence import connect_vendor, make_lead

OVERVIEW, WATERFALL = "/lead-intelligence/", "/lead-intelligence/waterfall/"


def test_a_rep_takes_a_value_back_and_returns_to_the_page(web, sandbox, enrich):
    connect_vendor(sandbox, "apollo")
    lead = make_lead()
    enrich(lead)
    back = {"field": "title", "next": OVERVIEW}
    assert web.post(reverse("lead_intelligence:revert", args=[lead.pk]), back).url == OVERVIEW
    lead.refresh_from_db()
    assert lead.title == ""


def test_a_revert_of_a_job_without_an_id_is_refused(web):
    answer = web.post(f"/lead-intelligence/leads/{make_lead().pk}/revert/", {"job_id": "nonsense"})
    assert answer.status_code == 422


@pytest.mark.parametrize("name", ["field", "provider"])
def test_a_revert_of_what_is_no_text_is_refused(web, name):
    answer = web.post(f"/lead-intelligence/leads/{make_lead().pk}/revert/", {name: "a\0b"})
    assert answer.status_code == 422
