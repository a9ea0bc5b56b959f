"""Which pages a job looks at."""

import pytest

from mauntic.sandbox.sites import Sites
from revops.agents.research.adapters.sites import Sites as Fetcher
from revops.agents.research.domain.kinds import ResearchType
from revops.agents.research.domain.page_choice import MOST_PAGES
from revops.agents.research.models.jobs import ResearchJob, ResearchPage
from revops.agents.research.selectors.subjects import subject_of
from revops.agents.research.services.planning import LONGEST_ADDRESS, plan
from revops.agents.research.services.queue import LostJob, claim_next
from tests.revops.agents.research.conftest import HOST

HOME = f"https://{HOST}/"
COMPANY, PERSON = ResearchType.COMPANY, ResearchType.PERSON


def links(*paths: str) -> str:
    return "<p>Welcome</p>" + "".join(f'<a href="{path}">More</a>' for path in paths)


def sitemap(*addresses: str) -> str:
    return "<urlset>" + "".join(f"<url><loc>{each}</loc></url>" for each in addresses) + "</urlset>"


@pytest.fixture
def planned(sites: Sites, lead, fetcher: Fetcher):
    """Plans a job about the lead: its pages as (address, outcome), in their order."""

    def run(kind: ResearchType = COMPANY) -> list[tuple[str, str]]:
        ResearchJob.objects.create(type=kind, contact=lead, company=lead.company)
        job = claim_next()
        plan(job, subject_of(job), fetcher)
        return list(job.pages.values_list("url", "outcome"))

    return run


def test_the_start_page_comes_first_and_is_read_once(sites, planned):
    sites.add(HOST, "/", links("/", "/jobs", HOME, "/about", "/about#team"))
    assert planned() == [(HOME, "read"), (f"{HOME}about", "pending"), (f"{HOME}jobs", "pending")]
    assert [call for call in sites.calls if call[1] == "/"] == [(HOST, "/")]


def test_pages_that_only_the_sitemap_names_are_found(sites, planned):
    sites.add(HOST, "/", links())
    sites.add(HOST, "/sitemap.xml", sitemap(f"{HOME}careers"), content_type="application/xml")
    assert planned() == [(HOME, "read"), (f"{HOME}careers", "pending")]


def test_a_sitemap_sends_nobody_to_other_sites(sites, planned):
    sites.add(HOST, "/", links())
    others = ("https://victim.example/about", "http://10.0.0.1/about", "file:///etc/about")
    sites.add(HOST, "/sitemap.xml", sitemap(*others), content_type="application/xml")
    assert planned() == [(HOME, "read")]


def test_subdomains_are_the_companys_own(sites, planned):
    sites.add(HOST, "/", links(f"https://careers.{HOST}/jobs"))
    assert planned()[1:] == [(f"https://careers.{HOST}/jobs", "pending")]


def test_a_site_that_moved_is_read_at_its_new_address(sites, planned):
    sites.add(HOST, "/", "", status=301, headers={"Location": "https://acme-group.example/"})
    sites.add("acme-group.example", "/", links("/about", f"{HOME}jobs"))
    assert planned() == [(HOME, "read"), ("https://acme-group.example/about", "pending")]
    assert ResearchPage.objects.get(position=0).final_url == "https://acme-group.example/"


def test_addresses_too_long_to_store_are_left_out(sites, planned):
    """A link of the length limit becomes longer by the name of its site."""
    fits = f"{HOME}about?{'x' * (LONGEST_ADDRESS - len(HOME) - len('about?'))}"
    sites.add(HOST, "/", links(f"/jobs?{'x' * 1_990}", fits))
    sites.add(HOST, "/sitemap.xml", sitemap(f"{HOME}news?{'x' * 9_000}"), content_type="application/xml")
    assert planned() == [(HOME, "read"), (fits, "pending")]


def test_no_site_makes_a_job_read_more_pages_than_allowed(sites, planned):
    topics = ["about", "careers", "news", "products", "investors", "pricing", "team", "blog"]
    articles = [f"/news/{number}" for number in range(50)]
    sites.add(HOST, "/", links(*(f"/{topic}" for topic in topics), *articles))
    assert len(planned()) == MOST_PAGES + 1


def test_the_own_page_of_a_person_comes_right_after_the_start_page(sites, planned):
    sites.add(HOST, "/", links("/about", "/team", "/people/jane-doe", "/people/john-roe"))
    assert [url for url, _ in planned(PERSON)][:3] == [HOME, f"{HOME}people/jane-doe", f"{HOME}team"]


def test_a_site_that_answers_only_with_www_is_read_there(sites, planned):
    sites.add(HOST, "/", "", status=503)
    sites.add(f"www.{HOST}", "/", links("/about"))
    assert planned() == [(f"https://www.{HOST}/", "read"), (f"https://www.{HOST}/about", "pending")]


@pytest.mark.parametrize(
    ("robots", "status", "outcome", "words"),
    [("User-agent: *\nDisallow: /", 200, "refused", ""), ("", 404, "missing", "HTTP 404")],
)
def test_a_site_that_says_no_is_not_asked_again_at_other_addresses(
    sites, planned, robots, status, outcome, words
):
    sites.add(HOST, "/robots.txt", robots)
    sites.add(HOST, "/", "Hello", status=status)
    sites.add(f"www.{HOST}", "/", links("/about"))
    assert planned() == [(HOME, outcome)]
    assert ResearchPage.objects.get().words == words
    assert {host for host, _ in sites.calls} == {HOST}


def test_a_site_that_never_answers_says_what_was_answered_first(sites, planned):
    sites.add(HOST, "/", "", status=500)
    sites.add(f"www.{HOST}", "/", "", status=502)
    assert planned() == [(HOME, "failed")]
    assert ResearchPage.objects.get().words == "HTTP 500"


def test_a_plan_is_made_once(sites, planned, fetcher):
    sites.add(HOST, "/", links("/about"))
    before = planned()
    job = ResearchJob.objects.get()
    sites.add(HOST, "/", links("/jobs"))
    plan(job, subject_of(job), fetcher)
    assert list(job.pages.values_list("url", "outcome")) == before


def test_a_plan_for_a_job_of_another_worker_is_not_stored(sites, lead, fetcher):
    sites.add(HOST, "/", links("/about"))
    ResearchJob.objects.create(type=COMPANY, contact=lead, company=lead.company)
    job = claim_next()
    ResearchJob.objects.update(attempt=2)
    with pytest.raises(LostJob):
        plan(job, subject_of(job), fetcher)
    assert not ResearchPage.objects.exists()
    assert not ResearchJob.objects.get().is_planned
