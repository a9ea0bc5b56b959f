"""An import runs once, as a whole, and can be started again."""

from io import BytesIO

import pytest
from django.core.files.base import ContentFile

from mauntic.imports.services.discard import discard
from mauntic.imports.services.steps import start_revert
from mauntic.imports.services.sweep import SILENT_FOR, restart_stalled
from mauntic.kernel.clock import now
from mauntic.kernel.errors import Conflict, Invalid
from revops.deal_imports.models import DealImport
from revops.deal_imports.services import preview
from revops.deal_imports.services import read as deal_imports_read
from revops.deal_imports.services import run as services
from revops.deal_imports.services.flow import DEALS
from revops.deals.models.deals import Deal
from tests.revops.deal_imports.files import OPEN, WON, brought_in, mapped


def test_an_import_that_breaks_leaves_nothing_and_can_be_started_again(acme, media, monkeypatch):
    job = mapped(WON, OPEN)
    services.start_deal_import(job=job, in_background=False)
    with monkeypatch.context() as broken:
        broken.setattr("revops.deal_imports.services.write.publish_many", lambda _: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            services.run_deal_import(import_id=job.pk)
    job.refresh_from_db()
    assert (job.status, job.error, Deal.objects.count()) == (
        "preview",
        "ZeroDivisionError: division by zero",
        0,
    )
    services.start_deal_import(job=job, in_background=False)
    services.run_deal_import(import_id=job.pk)
    assert Deal.objects.count() == 2


def test_an_import_runs_once(acme, media):
    job = brought_in(OPEN)
    services.run_deal_import(import_id=job.pk)
    assert Deal.objects.count() == 1
    for again in (
        lambda: services.start_deal_import(job=job),
        lambda: services.set_deal_mapping(job=job, mapping=job.mapping, unknown_owner="nobody"),
        lambda: discard(job=job),
    ):
        with pytest.raises(Conflict):
            again()


def test_an_import_whose_worker_is_gone_is_started_again(acme, media, run_jobs):
    job = mapped(OPEN)
    services.start_deal_import(job=job, in_background=False)
    with pytest.raises(Conflict):
        services.start_deal_import(job=job)
    DealImport.objects.update(progressed_at=now() - 2 * SILENT_FOR)
    with run_jobs():
        assert restart_stalled(DEALS) == 1
    assert Deal.objects.count() == 1


def test_a_revert_whose_worker_is_gone_is_started_again(acme, media, run_jobs):
    job = brought_in(OPEN)
    services.run_deal_import(import_id=job.pk)
    job.refresh_from_db()
    start_revert(flow=DEALS, job=job, in_background=False)
    DealImport.objects.update(progressed_at=now() - 2 * SILENT_FOR)
    with run_jobs():
        assert restart_stalled(DEALS) == 1
    job.refresh_from_db()
    assert (job.status, Deal.objects.count()) == ("reverted", 0)


def test_a_discarded_import_leaves_no_file_that_a_worker_made_meanwhile(
    acme, media, django_capture_on_commit_callbacks
):
    job = mapped(OPEN)
    stale = DealImport.objects.get(pk=job.pk)
    job.checked.save("rows", ContentFile(b"{}"))
    with django_capture_on_commit_callbacks(execute=True):
        discard(job=stale)
    assert [path for path in media.rglob("*") if path.is_file()] == []


def test_a_file_that_is_gone_is_named_and_ends_the_check(acme, media):
    job = mapped(OPEN)
    for path in media.rglob("*"):
        if path.is_file():
            path.unlink()
    with pytest.raises(Invalid, match="no longer on the server"):
        preview.preview_of(job)
    DealImport.objects.update(status=DealImport.Status.CHECKING)
    preview.check_deal_import(import_id=job.pk)
    job.refresh_from_db()
    assert (job.status, "Upload it again" in job.error) == ("failed", True)


def test_a_worker_runs_it(acme, media, run_jobs):
    job = mapped(OPEN)
    with run_jobs():
        services.start_deal_import(job=job)
    assert Deal.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"", "empty"), (b"name,stage\n", "no rows"), (b"name,stage\na,demo\nb,demo\n", "more than 1 rows")],
)
def test_a_file_that_is_none_is_refused_and_not_kept(acme, media, monkeypatch, content, said):
    monkeypatch.setattr(deal_imports_read, "MOST_ROWS", 1)
    with pytest.raises(Invalid, match=said):
        services.upload_deals(file=BytesIO(content), file_name="deals.csv")
    assert (DealImport.objects.count(), [path for path in media.rglob("*") if path.is_file()]) == (0, [])
