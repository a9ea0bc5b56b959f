"""`Idempotency-Key` on every POST that the document of the API names."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from drf_spectacular.generators import SchemaGenerator

from tests.conftest import ACME_HOST
from tests.factories.agents import connect_llm
from tests.support.api_rows import make_rows, posts


@pytest.fixture
def send(admin, media, sandbox):
    connect_llm(sandbox)
    sentences = [{"text": "Would a call help?", "facts": []}]
    sandbox.llm.script = lambda _asked: {"subjects": [], "paragraphs": [{"sentences": sentences}]}
    rows = make_rows(admin)
    bodies = posts(rows)
    client = Client(headers={"host": ACME_HOST})
    client.force_login(admin)

    def send(path: str, key: str):
        body, headers = bodies[path], {"Idempotency-Key": key}
        address = path.format(**rows.ids)
        if isinstance(body.get("file"), SimpleUploadedFile):
            body["file"].seek(0)
            return client.post(address, body, headers=headers)
        return client.post(address, body, content_type="application/json", headers=headers)

    send.paths = list(bodies)
    return send


def documented() -> set[str]:
    paths = SchemaGenerator().get_schema(public=True)["paths"]
    return {path for path, methods in paths.items() if "post" in methods}


def test_every_post_of_the_document_is_tried_here(send):
    assert set(send.paths) == documented()


def test_every_post_is_answered_again_and_not_done_again(send):
    for path in send.paths:
        first, second = send(path, path), send(path, path)
        assert first.status_code < 300, (path, first.content)
        assert (path, second.status_code, second.content) == (path, first.status_code, first.content)
        assert (path, second.headers.get("Idempotency-Replayed")) == (path, "true")
        assert "Idempotency-Replayed" not in first.headers
        for name in ("Location", "ETag"):
            assert (path, second.headers.get(name)) == (path, first.headers.get(name))
