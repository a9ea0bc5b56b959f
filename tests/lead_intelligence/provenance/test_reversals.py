"""Taking values back from many leads, and undoing that."""

import pytest
from django.urls import reverse

from lead_intelligence.cache.models import CacheEntry
from lead_intelligence.provenance.models import FieldWrite, Reversal
from lead_intelligence.provenance.selectors import fields
from lead_intelligence.provenance.selectors.reversals import preview_provider
from lead_intelligence.provenance.services import reversals, suggestions
from mauntic.crm.contacts.services.edit import update_contact
from mauntic.crm.models import Contact
from mauntic.events.models import StoredEvent
from mauntic.kernel.errors import Conflict, NotAllowed, NotFound
from mauntic.kernel.ids import new_id
from tests.factories.lead_intelligence import connect_vendors, make_company, make_lead
from tests.support.queries import queries_of

NAMES = ("ada.lovelace", "charles.babbage", "mary.somerville")


@pytest.fixture
def leads(acme, sandbox, enrich) -> list[Contact]:
    """Three leads whose titles and names Apollo gave."""
    connect_vendors(sandbox, "apollo")
    made = [make_lead(email=f"{name}@engines.example") for name in NAMES]
    for lead in made:
        enrich(lead, "title", "firstName", "companySize")
    return made


def reload(*leads: Contact) -> list[Contact]:
    return [Contact.objects.select_related("company").get(pk=lead.pk) for lead in leads]


def written(lead: Contact, field: str, value: str, **values: object) -> FieldWrite:
    """As if a vendor had written the value to a field that was empty."""
    setattr(lead, {"firstName": "first_name"}.get(field, field), value)
    lead.save()
    return FieldWrite.objects.create(
        **{
            "contact": lead,
            "field": field,
            "new_value": value,
            "provider": "apollo",
            "confidence": 0.8,
            **values,
        }
    )


def test_all_of_a_vendor_goes_back_on_all_leads_and_is_told_once_per_lead(leads, admin):
    titles = [lead.title for lead in leads]
    standing = FieldWrite.objects.applied().count()
    preview = preview_provider("apollo")
    done = reversals.revert_provider(provider="apollo", by=admin)
    assert all(titles)
    assert [(lead.title, lead.first_name) for lead in reload(*leads)] == [("", "")] * 3
    assert (done.reversal.count, preview.values, preview.leads) == (standing, standing, 3)
    assert FieldWrite.objects.applied().count() == 0
    told = [
        fact["contactId"]
        for row in StoredEvent.objects.filter(type="crm.ContactUpdated")
        for fact in row.facts
    ]
    assert sorted(told) == sorted(str(lead.pk) for lead in leads)


def test_the_facts_of_a_company_go_back_for_all_its_people(leads):
    company = reload(leads[0])[0].company
    assert company.employees
    colleague = make_lead(email="c@engines.example", company=company)
    reversals.revert_provider(provider="apollo")
    company.refresh_from_db()
    assert company.employees is None
    (event,) = StoredEvent.objects.about(colleague.pk).filter(type="crm.ContactUpdated")
    fact = next(each for each in event.facts if each["contactId"] == str(colleague.pk))
    assert "employees" in fact["changedFields"]


def test_a_second_run_takes_nothing_back(leads):
    reversals.revert_provider(provider="apollo")
    assert reversals.revert_provider(provider="apollo").reversal is None
    assert Reversal.objects.count() == 1


def test_other_vendors_values_stay(leads):
    written(leads[0], "phone", "+442079460000", provider="hunter")
    reversals.revert_provider(provider="apollo")
    assert reload(leads[0])[0].phone == "+442079460000"


def test_an_undo_puts_back_what_nobody_changed_since(leads, admin):
    titles = [lead.title for lead in reload(*leads)]
    done = reversals.revert_provider(provider="apollo", by=admin)
    update_contact(contact=leads[1], values={"first_name": "Chuck"})
    undone = reversals.undo_reversal(reversal_id=done.reversal.pk, by=admin)
    assert [lead.title for lead in reload(*leads)] == titles
    assert reload(leads[1])[0].first_name == "Chuck"
    assert (undone.restored, undone.left) == (done.reversal.count - 1, 1)
    assert source_of(leads[0], "title") == "enriched"
    done.reversal.refresh_from_db()
    assert done.reversal.undone_by == admin


def source_of(lead: Contact, field: str) -> str:
    return next(each.source for each in fields.provenance(lead.pk) if each.field == field)


def test_an_undo_of_an_undo_is_a_new_revert(leads):
    first = reversals.revert(contact_id=leads[0].pk, field="title")
    reversals.undo_reversal(reversal_id=first.reversal.pk)
    with pytest.raises(Conflict, match="Already undone"):
        reversals.undo_reversal(reversal_id=first.reversal.pk)
    again = reversals.revert(contact_id=leads[0].pk, field="title")
    assert reload(leads[0])[0].title == ""
    assert again.reversal != first.reversal


def test_values_on_top_of_each_other_come_back_in_order(acme):
    lead = make_lead()
    written(lead, "title", "Analyst")
    written(lead, "title", "Countess", old_value="Analyst")
    done = reversals.revert_provider(provider="apollo")
    assert reload(lead)[0].title == ""
    reversals.undo_reversal(reversal_id=done.reversal.pk)
    assert reload(lead)[0].title == "Countess"


def test_what_a_person_emptied_before_is_not_put_back_by_an_undo(acme):
    lead, other = make_lead(), make_lead(email="other@engines.example")
    written(lead, "title", "Analyst")
    written(other, "title", "Analyst")
    update_contact(contact=lead, values={"title": ""})
    done = reversals.revert_provider(provider="apollo")
    reversals.undo_reversal(reversal_id=done.reversal.pk)
    assert [each.title for each in reload(lead, other)] == ["", "Analyst"]


def test_an_address_that_another_lead_has_by_now_stops_no_other_value(acme):
    lead, other = make_lead(email="old@engines.example"), make_lead(email="b@engines.example")
    written(lead, "email", "new@engines.example", old_value="old@engines.example")
    written(lead, "title", "Analyst")
    update_contact(contact=other, values={"email": "old@engines.example"})
    done = reversals.revert_provider(provider="apollo")
    assert (reload(lead)[0].email, reload(lead)[0].title) == ("new@engines.example", "")
    assert done.reversal.count == 1
    assert FieldWrite.objects.applied().get().field == "email"
    with pytest.raises(Conflict, match="belongs to another lead"):
        reversals.revert(contact_id=lead.pk, field="email")


def test_the_employer_comes_back_as_the_company_that_it_was(acme):
    old, new = make_company(), make_company(name="Looms", domain="looms.example")
    lead = make_lead(company=new)
    FieldWrite.objects.create(
        contact=lead,
        field="company",
        old_value="Engines",
        new_value="Looms",
        provider="apollo",
        confidence=0.9,
    )
    done = reversals.revert_provider(provider="apollo")
    assert reload(lead)[0].company == old
    reversals.undo_reversal(reversal_id=done.reversal.pk)
    assert reload(lead)[0].company == new


def test_what_is_taken_back_leaves_the_cache_whatever_was_known_when_it_came(leads):
    assert CacheEntry.objects.filter(field="title").count() == 3
    reversals.revert_provider(provider="apollo")
    assert CacheEntry.objects.filter(field="title").count() == 0


def test_taking_back_takes_as_many_queries_for_three_leads_as_for_one(acme):
    def queries(count: int) -> int:
        for number in range(count):
            lead = make_lead(email=f"{new_id().hex}@engines.example")
            written(lead, "title", f"Analyst {number}")
        return queries_of(lambda: reversals.revert_provider(provider="apollo") and None)

    assert queries(1) == queries(3)


def test_only_ops_undo_what_concerns_all_leads(leads, rep):
    done = reversals.revert_provider(provider="apollo")
    with pytest.raises(NotAllowed):
        reversals.undo_reversal(reversal_id=done.reversal.pk, by=rep)
    with pytest.raises(NotFound):
        reversals.undo_reversal(reversal_id=new_id(), by=rep)
    with pytest.raises(NotFound):
        reversals.revert_provider(provider="palantir")


def test_a_dismissed_value_is_gone_and_is_not_accepted_any_more(acme, rep):
    lead = make_lead(title="Analyst")
    write = FieldWrite.objects.create(
        contact=lead,
        field="title",
        new_value="Countess",
        provider="apollo",
        confidence=0.8,
        status="suggested",
    )
    suggestions.dismiss_suggestion(write_id=write.pk, contact_id=lead.pk, by=rep)
    title = next(each for each in fields.provenance(lead.pk) if each.field == "title")
    assert (title.suggestions, title.value) == ((), "Analyst")
    with pytest.raises(NotFound):
        suggestions.accept_suggestion(write_id=write.pk)
    with pytest.raises(NotFound):
        suggestions.dismiss_suggestion(write_id=write.pk)


def suggested(lead, value, provider, confidence):
    return FieldWrite.objects.create(
        contact=lead,
        field="title",
        new_value=value,
        provider=provider,
        confidence=confidence,
        status="suggested",
    )


def test_a_value_of_several_vendors_is_offered_once_with_the_highest_confidence(acme):
    lead = make_lead(title="Analyst")
    suggested(lead, "Countess", "apollo", 0.8)
    best = suggested(lead, "countess ", "zoominfo", 0.9)
    suggested(lead, "Duchess", "lusha", 0.7)
    title = next(each for each in fields.provenance(lead.pk) if each.field == "title")
    assert [(offer.id == best.pk, offer.source, offer.names) for offer in title.offers] == [
        (True, "2 vendors", "Apollo, ZoomInfo"),
        (False, "Lusha", "Lusha"),
    ]
    assert len(title.suggestions) == 3


def test_a_value_is_dismissed_for_all_vendors_that_suggest_it(acme, rep):
    lead, other = make_lead(title="Analyst"), make_lead(title="Baker", email="baker@engines.example")
    write = suggested(lead, "Countess", "apollo", 0.8)
    suggested(lead, "COUNTESS", "zoominfo", 0.9)
    left = suggested(lead, "Duchess", "lusha", 0.7), suggested(other, "Countess", "lusha", 0.7)
    suggestions.dismiss_suggestion(write_id=write.pk, contact_id=lead.pk, by=rep)
    waiting = FieldWrite.objects.filter(status="suggested").values_list("pk", flat=True)
    assert set(waiting) == {each.pk for each in left}
    assert FieldWrite.objects.filter(status="dismissed", reverted_by=rep).count() == 2


def test_a_dismissed_value_is_not_suggested_by_later_jobs(acme, sandbox, enrich):
    connect_vendors(sandbox, "apollo")
    lead = make_lead(title="Analyst of Engines")
    enrich(lead, "title")
    suggestions.dismiss_suggestion(write_id=FieldWrite.objects.get(status="suggested").pk)
    enrich(lead, "title")
    assert not FieldWrite.objects.filter(status="suggested").exists()


def test_the_lead_page_offers_to_undo_a_revert(web, leads):
    page = web.post(f"/leads/{leads[0].pk}/revert/", {"field": "title"}, follow=True).content.decode()
    undo = reverse("lead_intelligence:reversal-undo", args=[Reversal.objects.get().pk])
    assert f'action="{undo}"' in page
    answer = web.post(undo, {"next": f"/leads/{leads[0].pk}/"}, follow=True)
    assert "1 value restored." in answer.content.decode()
    assert reload(leads[0])[0].title


def test_the_api_undoes_a_revert(web, leads):
    path = "/api/v1/lead-intelligence"
    answer = web.post(
        f"{path}/contacts/{leads[0].pk}/revert", {"field": "title"}, content_type="application/json"
    ).json()
    undone = web.post(f"{path}/reversals/{answer['reversalId']}/undo")
    assert (undone.status_code, undone.json()) == (200, {"restored": 1, "left": 0})
    again = web.post(f"{path}/reversals/{answer['reversalId']}/undo")
    assert (again.status_code, again.json()["code"]) == (409, "conflict")
    assert web.post(f"{path}/reversals/{new_id()}/undo").status_code == 404


def test_the_page_of_a_vendor_tells_how_much_would_go_before_it_goes(client_of, leads):
    ops = client_of("ops")
    path = reverse("lead_intelligence:provider-revert", args=["apollo"])
    standing = FieldWrite.objects.applied().count()
    assert f"Revert {standing} values" in ops.get(path).content.decode()
    assert FieldWrite.objects.applied().count() == standing
    page = ops.post(path, follow=True).content.decode()
    assert f"{standing} values reverted." in page
    assert "All values of Apollo" in page
    assert "Nothing to revert" in ops.get(path).content.decode()


def test_many_values_are_taken_back_by_a_worker(client_of, run_jobs, leads, monkeypatch):
    monkeypatch.setattr("lead_intelligence.provenance.views.reversals.AT_ONCE", 1)
    ops = client_of("ops")
    with run_jobs():
        page = ops.post(reverse("lead_intelligence:provider-revert", args=["apollo"]), follow=True)
        assert "Reverting the values in the background" in page.content.decode()
        assert FieldWrite.objects.applied().exists()
    assert not FieldWrite.objects.applied().exists()
    assert Reversal.objects.get().by.email == "ops@acme.example"


def test_reps_take_nothing_back_from_all_leads(web, leads):
    path = reverse("lead_intelligence:provider-revert", args=["apollo"])
    assert web.post(path).status_code == 403
    reversal = reversals.revert_provider(provider="apollo").reversal
    page = web.get(reverse("lead_intelligence:reversals")).content.decode()
    undo = reverse("lead_intelligence:reversal-undo", args=[reversal.pk])
    assert ("All values of Apollo" in page, undo in page) == (True, False)
    assert "Only ops and admins" in web.post(undo, follow=True).content.decode()


def test_the_list_says_when_nothing_was_taken_back(web):
    assert "No reverted values" in web.get(reverse("lead_intelligence:reversals")).content.decode()
