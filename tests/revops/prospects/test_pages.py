import pytest
from django.test import Client

from revops.prospects.models import IcpChange, Prospect, QualificationRun
from revops.prospects.services.qualify import qualify_lead
from tests.conftest import ACME_HOST
from tests.factories.crm import ContactFactory
from tests.factories.prospects import make_fitting, score_leads, set_icp
from tests.support.queries import queries_of

LIST, PROFILE = "/revops/prospects/", "/revops/icp/"
ENTERED = {
    "titles": "VP Sales\nCTO",
    "seniorities": ["vp"],
    "employees_least": "50",
    "employees_most": "",
    "industries": "Software",
    "countries": "Germany, US",
}


@pytest.fixture
def desk(admin) -> Client:
    """A browser of the admin."""
    client = Client(headers={"host": ACME_HOST})
    client.force_login(admin)
    return client


def text(answer) -> str:
    return answer.content.decode()


def test_leads_are_listed_under_their_recommendation_with_the_reasons(web, acme):
    set_icp()
    wanted, other = (
        make_fitting(last_name="Wanted"),
        ContactFactory(last_name="Other", first_name="Bo", company=None),
    )
    score_leads(70, wanted)
    for lead in (wanted, other):
        qualify_lead(contact_id=lead.pk)

    page = text(web.get(LIST))
    assert "Wanted" in page
    assert "Other" not in page
    assert "company size 320 is within 50-500" in page
    assert 'Sequence <span class="tab-count">1</span>' in page
    assert 'Enrich <span class="tab-count">1</span>' in page
    assert "Other" in text(web.get(f"{LIST}?tab=enrich"))
    assert "Wanted" in text(web.get(f"{LIST}?tab=nonsense"))


def test_an_empty_list_says_what_to_do_first(web, acme):
    assert "Describe your ideal customer" in text(web.get(LIST))
    set_icp()
    assert "Leads with this recommendation show up here." in text(web.get(LIST))


def test_a_long_list_is_paged_and_takes_as_many_queries_as_a_short_one(web, acme):
    set_icp()

    def qualified(number: int) -> None:
        for lead in (made := [make_fitting() for _ in range(number)]):
            score_leads(70, lead)
        for lead in made:
            qualify_lead(contact_id=lead.pk)

    qualified(1)
    one = queries_of(lambda: web.get(LIST))
    qualified(2)
    assert queries_of(lambda: web.get(LIST)) == one
    assert 'rel="next"' not in text(web.get(LIST))
    Prospect.objects.bulk_create(
        Prospect(
            contact=lead,
            qualification_score=65,
            icp_match=1,
            data_completeness=1,
            recommendation="sequence",
        )
        for lead in ContactFactory.create_batch(50)
    )
    assert 'rel="next"' in text(web.get(LIST))


def test_ops_save_the_profile_and_all_leads_are_qualified(desk, admin, run_jobs):
    lead = make_fitting()
    with run_jobs():
        answer = desk.post(PROFILE, ENTERED)

    assert (answer.status_code, answer["Location"]) == (302, PROFILE)
    assert IcpChange.objects.get().by == admin
    assert Prospect.objects.get(contact=lead).icp_match == 1
    page = text(desk.get(PROFILE))
    assert "Profile saved. All leads are being qualified again." in page
    assert "All leads were qualified" in page
    assert "Titles: <del>–</del> → VP Sales, CTO" in page
    assert "Countries: <del>–</del> → DE, US" in page


def test_the_same_profile_again_changes_nothing(desk, run_jobs):
    with run_jobs():
        desk.post(PROFILE, ENTERED)
    assert "Nothing changed." in text(desk.post(PROFILE, ENTERED, follow=True))
    assert IcpChange.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"countries": "Atlantis"}, "Unknown country &quot;Atlantis&quot;."),
        ({"employees_most": "10"}, "Enter a number that is not below the lower limit."),
        ({"employees_least": "-1"}, "Enter a number from 0 to 10,000,000."),
        ({"employees_least": "many"}, "Enter a whole number."),
        ({"seniorities": ["boss"]}, "boss is not one of the available choices."),
        (
            dict.fromkeys(ENTERED, "") | {"seniorities": []},
            "Enter at least one criterion.",
        ),
    ],
)
def test_a_wrong_profile_is_shown_again_with_what_is_wrong(desk, changes, sentence):
    answer = desk.post(PROFILE, ENTERED | changes)
    assert (answer.status_code, sentence in text(answer)) == (422, True)
    assert not IcpChange.objects.exists()


def test_reps_see_the_profile_and_do_not_change_it(web, acme):
    set_icp()
    page = text(web.get(PROFILE))
    assert "VP Sales" in page
    assert "Only ops and admins can change this." in page
    assert ">Save<" not in page
    assert web.post(PROFILE, ENTERED).status_code == 403
    assert not IcpChange.objects.exists()


def test_a_running_qualification_shows_its_progress(web, acme):
    QualificationRun.objects.create(total=12_000, done=4_000)

    for address in (LIST, PROFILE, f"{LIST}progress/"):
        page = text(web.get(address))
        assert "Qualifying all leads: 4,000 of 12,000 leads" in page
        assert 'hx-trigger="every 1s"' in page
    QualificationRun.objects.update(state="done", completed_at="2026-11-01T00:00Z", changed=1)
    assert "1 recommendation changed." in text(web.get(f"{LIST}progress/"))
    assert "every 1s" not in text(web.get(f"{LIST}progress/"))


def test_the_page_of_a_lead_shows_its_qualification_and_qualifies_it(web, acme):
    set_icp()
    lead = make_fitting(first_name="Ada", last_name="Byron")
    assert "Not qualified yet." in text(web.get(f"/leads/{lead.pk}/"))

    answer = web.post(f"{LIST}{lead.pk}/qualify/", {"next": f"/leads/{lead.pk}/"}, follow=True)

    page = text(answer)
    assert answer.redirect_chain == [(f"/leads/{lead.pk}/", 302)]
    assert "Ada Byron qualified: Review." in page
    assert "Prospect: review" in page
    assert "No sequence yet: score 0 is below 60." in page


def test_an_unknown_lead_is_not_found(web, acme):
    assert web.post(f"{LIST}0197b2a4-5c1e-7d3f-8a6b-2f4e6d8c0a1b/qualify/").status_code == 404
