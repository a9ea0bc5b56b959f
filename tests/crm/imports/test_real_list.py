"""The real list of 20,000 leads, from the file to the contacts, with every row accounted for."""

import csv
from collections import Counter

import pytest

from mauntic.crm.imports.selectors import verdict_counts
from mauntic.crm.imports.services import upload
from mauntic.crm.models import Company, Contact
from mauntic.events.models import StoredEvent
from mauntic.kernel.normalize import clean_name
from tests.crm.files import preview, write
from tests.support.shared import SHARED

LIST = SHARED / "data" / "leads" / "leads_20k.csv"


@pytest.mark.skipif(not LIST.exists(), reason="The real list of leads is not beside this checkout.")
def test_every_row_of_the_real_list_is_accounted_for(acme):
    with LIST.open(encoding="utf-8", newline="") as file:
        given = list(csv.DictReader(file))
    with LIST.open("rb") as file:
        job = upload.upload_import(file=file, file_name=LIST.name, in_background=False)
    preview(job)
    write(job)

    assert job.created_count + job.updated_count + job.skipped_count + job.failed_count == 20_000
    expected, people = Counter(), set()
    for row in given:
        person = row["email"].lower()
        expected["skip" if person in people else "create"] += 1
        people.add(person)
    assert verdict_counts(job) == {"update": 0, "skip": 0, "error": 0} | expected
    assert Contact.objects.count() == len(people)
    assert Company.objects.count() == len({row["website"] for row in given})

    rows = job.rows.order_by("number").select_related("contact__company")
    for row, values in zip(rows.iterator(chunk_size=2000), given, strict=True):
        assert row.values == values
        contact = row.contact
        kept = (contact.first_name, contact.last_name, contact.email, contact.phone, contact.title)
        names = (clean_name(values["first_name"]), clean_name(values["last_name"]))
        assert kept == (*names, values["email"], values["phone"], values["title"])
        assert f"https://{contact.company.domain}" == values["website"]
        assert contact.custom_fields.get("description", "") == values["description"].strip()
    told = StoredEvent.objects.filter(type="crm.ContactCreated").values_list("facts", flat=True)
    assert sum(len(facts) for facts in told) == len(people)
    descriptions = Contact.objects.values_list("custom_fields__description", flat=True)
    assert sum("\n" in text for text in descriptions if text) == sum(
        "\n" in row["description"].strip() for row in given
    )
