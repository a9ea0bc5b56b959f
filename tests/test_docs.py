"""What the documents name is there: addresses, files, commands and pages."""

import re
from pathlib import Path

import pytest
from django.core.management import get_commands
from django.urls import resolve

ROOT = Path(__file__).parents[1]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
ADDRESS = re.compile(r"\b(?:GET|POST|PUT|PATCH|DELETE) (/(?:api|v1)/[\w/{}-]+)")
ID = "00000000-0000-0000-0000-000000000001"
FOLDERS = (
    *(
        "benchmarks",
        "demo",
        "docs",
        "lead_intelligence",
        "mauntic",
        "requirements",
        "revops",
        "scoring",
        "static",
    ),
    *("templates", "tests", "tools"),
)
# Names with a part in brackets, such as `<topic>`, stand for many files.
FILE = re.compile(rf"`((?:{'|'.join(FOLDERS)})/[\w./-]*)`")
LINK = re.compile(r"\]\(([\w./-]+\.(?:md|png))(?:#[\w-]+)?\)")
COMMAND = re.compile(r"manage\.py (\w+)")


def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def found_in_documents(pattern: re.Pattern[str]) -> list[tuple[str, str]]:
    """What the pattern finds, each with the document."""
    pairs = {
        (str(page.relative_to(ROOT)), name) for page in DOCUMENTS for name in pattern.findall(text_of(page))
    }
    return sorted(pairs)


def addresses() -> set[str]:
    """The addresses of requests in all documents."""
    return {address for _, address in found_in_documents(ADDRESS)}


def test_addresses_are_found():
    assert {"/api/v1/crm/contacts", "/v1/identify"} <= addresses()


@pytest.mark.parametrize("address", sorted(addresses()))
def test_an_address_of_the_documents_is_served(address):
    resolve(re.sub(r"\{\w+\}", ID, address), urlconf="mauntic.urls")


def test_files_that_the_documents_name_exist():
    named = found_in_documents(FILE)
    assert ("docs/translating.md", "mauntic/settings.py") in named
    assert [(page, name) for page, name in named if not (ROOT / name).exists()] == []


def test_links_between_the_documents_lead_somewhere():
    links = found_in_documents(LINK)
    assert ("README.md", "docs/deploy.md") in links
    assert [(page, link) for page, link in links if not (ROOT / page).parent.joinpath(link).exists()] == []


def test_commands_that_the_documents_name_exist():
    commands = found_in_documents(COMMAND)
    assert len(commands) > 10
    assert [pair for pair in commands if pair[1] not in get_commands()] == []


def test_make_knows_the_commands_that_the_documents_name():
    known = set(re.findall(r"^([a-z-]+):", text_of(ROOT / "Makefile"), re.MULTILINE))
    named = [
        (page, name) for page, name in found_in_documents(re.compile(r"`make ([a-z-]+)")) if name not in known
    ]
    assert named == []
