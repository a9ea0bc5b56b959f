"""Files of deals: attached, fetched by who sees the deal, deleted for good."""

from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile

from mauntic.kernel.errors import Invalid, NotFound
from revops.attachments import services
from revops.attachments.models import Attachment
from revops.deals.models.deals import Deal
from tests.factories.revops import DealFactory

pytestmark = pytest.mark.usefixtures("acme", "media")


@pytest.fixture
def deal(rep) -> Deal:
    return DealFactory(owner=rep)


def attached(deal: Deal, rep, name: str = "Offer.pdf") -> Attachment:
    return services.attach_file(deal_id=deal.pk, file=ContentFile(b"An offer"), name=name, by=rep)


def files_in(folder: Path) -> list[Path]:
    return [path.relative_to(folder) for path in folder.rglob("*") if path.is_file()]


def test_a_file_lies_in_the_organizations_folder_under_no_name_of_anybodys(deal, rep, media):
    kept = attached(deal, rep, "../../Offer.pdf")
    assert (kept.name, kept.size, kept.uploaded_by) == ("../../Offer.pdf", 8, rep)
    (path,) = files_in(media)
    assert (path.parts[0], path.name) == ("acme", str(kept.pk))


@pytest.mark.parametrize(("content", "said"), [(b"", "empty"), (b"12345", "larger than")])
def test_an_empty_or_too_large_file_is_refused_and_not_kept(deal, rep, media, monkeypatch, content, said):
    monkeypatch.setattr(services, "MOST_BYTES", 4)
    with pytest.raises(Invalid, match=said) as refused:
        services.attach_file(deal_id=deal.pk, file=ContentFile(content), name="a", by=rep)
    assert list(refused.value.fields) == ["file"]
    assert files_in(media) == []


def test_a_deleted_file_is_gone_from_the_disk(deal, rep, media, django_capture_on_commit_callbacks):
    kept = attached(deal, rep)
    with django_capture_on_commit_callbacks(execute=True):
        services.delete_attachment(attachment_id=kept.pk, by=rep)
    assert (Attachment.objects.count(), files_in(media)) == (0, [])


def test_others_neither_attach_nor_delete(deal, rep, colleague):
    kept = attached(deal, rep)
    with pytest.raises(NotFound):
        attached(deal, colleague)
    with pytest.raises(NotFound):
        services.delete_attachment(attachment_id=kept.pk, by=colleague)


def test_a_file_is_saved_under_its_name_and_never_shown(deal, rep, web):
    kept = attached(deal, rep, "Angebot für Ann.html")
    answer = web.get(f"/revops/files/{kept.pk}/")
    assert (b"".join(answer.streaming_content), answer["Content-Type"]) == (
        b"An offer",
        "application/octet-stream",
    )
    assert answer["Content-Disposition"] == "attachment; filename*=utf-8''Angebot%20f%C3%BCr%20Ann.html"


def test_a_file_of_a_deal_that_one_does_not_see_does_not_exist(web, colleague):
    kept = attached(DealFactory(owner=colleague), colleague)
    assert [web.get(f"/revops/files/{kept.pk}/{end}").status_code for end in ("", "delete/")] == [404, 404]


def test_a_file_is_attached_by_a_form_and_the_part_comes_back(web, deal):
    upload = SimpleUploadedFile("Plan.txt", b"A plan")
    headers = {"HX-Request": "true"}
    answer = web.post(f"/revops/deals/{deal.pk}/files/", {"file": upload}, headers=headers)
    assert (answer.status_code, answer["HX-Trigger"], "Plan.txt" in answer.content.decode()) == (
        200,
        '{"deal-changed": {}}',
        True,
    )


def test_a_form_without_a_file_says_so(web, deal):
    answer = web.post(f"/revops/deals/{deal.pk}/files/", {}, headers={"HX-Request": "true"})
    assert (answer.status_code, "This field is required" in answer.content.decode()) == (422, True)
