"""Clients that other people generate from our OpenAPI document: they build, and work with a served API."""

import importlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from uuid import UUID

import pytest
from django.core.management import call_command

from mauntic.accounts.services import create_api_key
from mauntic.crm.models import Contact
from mauntic.tenants.models import Domain
from tests.e2e.live import HOST, Live

pytestmark = pytest.mark.e2e

TYPESCRIPT = Path(__file__).parent / "clients"
UNKNOWN = UUID("0197b2a4-5c1e-7d3f-8a6b-2f4e6d8c0a1b")
NOT_FOUND = 404
PACKAGE = "generated_client"


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The document that the API page offers."""
    path = tmp_path_factory.mktemp("openapi") / "schema.json"
    call_command("spectacular", format="openapi-json", file=str(path))
    return path


@pytest.fixture
def key(live: Live) -> Iterator[str]:
    """An API key of the admin. What is made with it is deleted afterwards."""
    admin = live.admin()
    with live.inside():
        row, secret = create_api_key(user=admin, name="Generated client")
    yield secret
    with live.inside():
        row.delete()
        Contact.objects.filter(email__endswith="@typed.example").delete()


@pytest.fixture
def address(live: Live) -> Iterator[str]:
    """An address of the organization that needs no name server, as clients outside of a browser do."""
    with live.blocker.unblock():
        domain = Domain.objects.create(tenant=live.organization, domain="127.0.0.1", is_primary=False)
    yield live.url.replace(HOST, domain.domain)
    with live.blocker.unblock():
        domain.delete()


@pytest.fixture
def python_client(document: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """The package that openapi-python-client makes of the document, without a warning."""
    config = tmp_path / "config.json"
    config.write_text(json.dumps({"post_hooks": []}))  # they would format the code
    run(
        [
            *[sys.executable, "-m", "openapi_python_client", "generate", "--path", str(document)],
            *["--output-path", str(tmp_path / PACKAGE), "--meta", "none", "--config", str(config)],
            "--fail-on-warning",
        ],
        tmp_path,
    )
    monkeypatch.syspath_prepend(tmp_path)
    yield importlib.import_module(PACKAGE)
    for name in [name for name in sys.modules if name.partition(".")[0] == PACKAGE]:
        del sys.modules[name]


def run(command: list[str], folder: Path, **environment: str) -> str:
    done = subprocess.run(
        command,
        cwd=folder,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def test_a_generated_python_client_creates_reads_and_is_told_errors(
    address: str, key: str, python_client: ModuleType
) -> None:
    def endpoint(name: str) -> ModuleType:
        return importlib.import_module(f"{PACKAGE}.api.{name}")

    models = importlib.import_module(f"{PACKAGE}.models")
    client = python_client.AuthenticatedClient(base_url=address, token=key)

    with client:
        body = models.NewContactRequest(first_name="Pia", last_name="Typed", email="pia@typed.example")
        created = endpoint("crm_contacts.crm_contacts_create").sync(client=client, body=body)
        read = endpoint("crm_contacts.crm_contacts_retrieve").sync(created.id, client=client)
        alerts = endpoint("scoring_alerts.scoring_signals_alerts_list").sync(client=client)
        unknown = endpoint("revenue_deals.revops_deals_retrieve").sync_detailed(UNKNOWN, client=client)

    assert (read.first_name, read.email) == ("Pia", "pia@typed.example")
    assert isinstance(alerts, list)
    assert (unknown.status_code, unknown.parsed.code) == (NOT_FOUND, "not_found")


@pytest.mark.skipif(shutil.which("npm") is None, reason="Install Node.js 20 to test the TypeScript client.")
def test_a_generated_typescript_client_compiles_and_works(
    address: str, key: str, document: Path, tmp_path: Path
) -> None:
    shutil.copytree(TYPESCRIPT, tmp_path, dirs_exist_ok=True)
    run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], tmp_path)
    run(["npx", "openapi-typescript", str(document), "-o", "schema.ts"], tmp_path)
    run(["npx", "tsc", "-p", "."], tmp_path)
    said = run(["node", "out/check.js"], tmp_path, MAUNTIC_URL=address, MAUNTIC_KEY=key)

    assert json.loads(said) == {"name": "Tess", "alerts": 0, "error": "not_found"}
