"""The API of provenance."""

import pytest

from mauntic.kernel.ids import new_id
from tests.factories.lead_intelligence import connect_vendor, make_job, make_lead
from tests.lead_intelligence.api import send


def test_provenance_names_source_price_and_person(web, sandbox, enrich):
    connect_vendor(sandbox, "apollo")
    lead = make_lead(phone="+44 20 7946 0000")
    job = enrich(lead, "title")
    rows = {row["field"]: row for row in send(web, "GET", f"/contacts/{lead.pk}/provenance").json()}
    title = rows["title"]
    assert (title["value"], title["source"], title["provider"], title["job"], title["who"]) == (
        lead.title,
        "enriched",
        "apollo",
        str(job.pk),
        "",
    )
    assert (rows["phone"]["source"], rows["phone"]["provider"]) == ("typed", "")
    assert [each["confidence"] for each in rows["phone"]["suggestions"]] == [0.85]


def test_a_revert_answers_with_what_changed(web, sandbox, enrich):
    connect_vendor(sandbox, "apollo")
    lead = make_lead()
    enrich(lead, "title")
    answer = send(web, "POST", f"/contacts/{lead.pk}/revert", {"field": "title"})
    assert answer.json()["reverted"] == [{"field": "title", "oldValue": lead.title, "newValue": None}]


@pytest.mark.parametrize(
    ("criterion", "status"),
    [({"field": "shoeSize"}, 400), ({"provider": "nobody"}, 404), ({"jobId": str(new_id())}, 404)],
)
def test_reverting_what_there_never_was_is_told(web, criterion, status):
    lead = make_lead()
    answer = send(web, "POST", f"/contacts/{lead.pk}/revert", criterion)
    assert (answer.status_code, answer.json()["code"]) == (
        status,
        "invalid" if status == 400 else "not_found",
    )


def test_a_job_of_another_contact_is_not_found(web):
    lead, job = make_lead(), make_job(make_lead(email="grace@engines.example"))
    answer = send(web, "POST", f"/contacts/{lead.pk}/revert", {"jobId": str(job.pk)})
    assert answer.status_code == 404


def test_a_known_vendor_that_gave_nothing_leaves_nothing_to_revert(web):
    answer = send(web, "POST", f"/contacts/{make_lead().pk}/revert", {"provider": "apollo"})
    assert (answer.status_code, answer.json()) == (200, {"reverted": [], "reversalId": None})
