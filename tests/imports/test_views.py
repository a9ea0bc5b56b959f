"""What the pages of every import do in the same way."""

import re
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory

from mauntic.crm.imports.services.flow import CONTACTS
from mauntic.imports import views
from mauntic.imports.models import Status
from revops.deal_imports.services.flow import DEALS
from tests.conftest import ACME_HOST
from tests.imports.kinds import FILE, KINDS, at

PAGES = ["/crm/imports/new/", "/revops/deals/import/"]
LABELS = {"create": "New", "skip": "Old"}


@pytest.fixture
def ops(make_user, media) -> Client:
    client = Client(headers={"host": ACME_HOST})
    client.force_login(make_user("ops"))
    return client


def asked(path="/", **htmx):
    request = RequestFactory().get(path)
    request.htmx = SimpleNamespace(boosted=False, **htmx) if htmx else None
    return request


@pytest.mark.parametrize("address", PAGES)
def test_an_upload_goes_to_the_page_of_its_import(ops, address):
    answer = ops.post(address, {"file": SimpleUploadedFile("list.csv", FILE)})
    assert answer.status_code == 302
    page = ops.get(answer.headers["Location"], follow=True).content.decode()
    assert "list.csv, 2 rows. Mauntic suggests a field for each column." in page


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize(
    ("content", "said"), [(None, "This field is required."), (b"\0" * 99, "not a table")]
)
def test_a_refused_upload_is_explained_at_the_form(ops, address, content, said):
    sent = {"file": SimpleUploadedFile("a.csv", content)} if content else {}
    answer = ops.post(address, sent)
    assert answer.status_code == 422
    assert said in " ".join(answer.context["form"].errors["file"])


@pytest.mark.parametrize("address", PAGES)
def test_the_form_tells_what_a_file_needs(ops, address):
    page = ops.get(address)
    assert page.status_code == 200
    assert "At most 200 MB." in page.content.decode()


@pytest.mark.parametrize("flow", KINDS)
def test_the_bar_counts_rows_while_a_worker_is_busy(flow):
    job = flow.model(file_name="list.csv", status=Status.RUNNING, processed=3, total=8)
    assert views.progress_of(job, "/poll/") == views.Progress("Running list.csv", 3, 8, True, "/poll/")
    other = views.progress_of(job, "/poll/", done=0, total=0)
    assert (other.done, other.total) == (0, 0)


@pytest.mark.parametrize("flow", KINDS)
def test_the_page_is_loaded_again_once_the_work_is_done(flow):
    job = flow.model(file_name="list.csv", status=Status.READING, processed=3)
    busy = views.progress_answer(asked(), views.progress_of(job, "/poll/"))
    assert ("3 rows" in busy.content.decode(), "HX-Refresh" in busy.headers) == (True, False)
    job.status = Status.MAPPING
    done = views.progress_answer(asked(), views.progress_of(job, "/poll/"))
    assert (done.headers["HX-Refresh"], done.content) == ("true", b"")


def test_a_person_who_follows_a_link_does_not_poll():
    assert views.is_poll(asked(target="outcome"))
    assert not views.is_poll(asked())
    followed = asked(target="body")
    followed.htmx.boosted = True
    assert not views.is_poll(followed)


@pytest.mark.parametrize(
    ("query", "verdict"), [("", ""), ("?verdict=skip", "skip"), ("?verdict=shoe", ""), ("?verdict=", "")]
)
def test_only_a_verdict_that_there_is_can_be_chosen(query, verdict):
    assert views.chosen_verdict(asked(f"/{query}"), list(LABELS)) == verdict


def rows(query="", verdict="", count=70):
    counts = {"create": count, "skip": 5, "": 9}
    return views.rows_by_verdict(
        asked(f"/{query}"), verdict=verdict, labels=LABELS, counts=counts, rows=range(count)
    )


def test_the_tabs_count_the_rows_of_each_verdict_and_of_all():
    assert rows()["tabs"] == [("", "All rows", 75), ("create", "New", 70), ("skip", "Old", 5)]


def test_rows_are_shown_in_pages_of_the_open_tab():
    first, second = rows(verdict="create")["page"], rows("?page=2", verdict="create")["page"]
    assert (list(first), list(second)) == (list(range(50)), list(range(50, 70)))
    assert (first.paginator.count, first.paginator.num_pages) == (70, 2)
    assert rows()["page"].paginator.count == 75


@pytest.mark.parametrize("page", ["0", "99", "shoe"])
def test_a_page_that_there_is_not_shows_another(page):
    assert len(rows(f"?page={page}", verdict="create")["page"]) in {50, 20}


@pytest.mark.parametrize(
    ("flow", "address"),
    [pytest.param(*param.values, address, id=address) for param, address in zip(KINDS, PAGES, strict=True)],
)
@pytest.mark.parametrize(
    ("status", "error", "color"),
    [
        ("completed", "", "tag-good"),
        ("failed", "", "tag-bad"),
        ("preview", "stopped", "tag-bad"),
        ("running", "stopped", "tag-info"),
    ],
)
def test_lists_show_how_each_import_stands(ops, flow, address, status, error, color):
    at(flow, status, error=error)
    page = ops.get("/crm/imports/" if "crm" in address else address).content.decode()
    assert f'<span class="tag {color}">{status.capitalize()}</span>' in page
    assert "Command line" in page


@pytest.mark.parametrize(
    ("flow", "address"),
    [(CONTACTS, "/crm/imports/"), (DEALS, "/revops/deals/import/")],
    ids=["contacts", "deals"],
)
def test_a_long_file_name_breaks_so_that_the_other_columns_stay_on_the_page(ops, flow, address):
    job = at(flow, Status.COMPLETED)
    flow.model.objects.filter(pk=job.pk).update(file_name=f"{'x' * 250}.csv")
    page = ops.get(address).content.decode()
    assert re.search(r'<a class="text-break" href="[^"]+">x{250}\.csv</a>', page)
