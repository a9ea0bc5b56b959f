from datetime import timedelta

import pytest
import time_machine

from mauntic.crm.contacts.services.edit import create_contact
from mauntic.crm.imports.selectors import failed_rows, import_rows, outcome, verdict_counts
from mauntic.crm.imports.services import run
from mauntic.crm.imports.services import run as imports_run
from mauntic.crm.imports.services import upload as imports_upload
from mauntic.crm.imports.services.flow import CONTACTS
from mauntic.crm.models import Company, Contact, Import, ImportRow
from mauntic.events.models import StoredEvent
from mauntic.imports.services.sweep import restart_stalled
from mauntic.kernel.clock import now
from mauntic.kernel.errors import Conflict, Invalid
from tests.crm.events import facts
from tests.crm.files import HEADERS, bring_in, lead, preview, undo, upload, write
from tests.crm.queries import counted
from tests.factories.crm import CompanyFactory
from tests.factories.fields import define

pytestmark = pytest.mark.usefixtures("acme")


def numbered(count, start=0):
    return [
        lead("Lead", str(n), f"lead{n}@firm{n % 7}.example", f"Firm {n % 7}", f"firm{n % 7}.example")
        for n in range(start, start + count)
    ]


@pytest.mark.parametrize(
    ("mapping", "said"),
    [
        ({"nowhere": "custom:x"}, {"nowhere": "The file has no such column."}),
        ({"title": "shoe"}, {"title": 'Unknown field "shoe".'}),
        ({"title": "custom:"}, {"title": 'Unknown field "custom:".'}),
        ({"title": "custom:  "}, {"title": 'Unknown field "custom:".'}),
        (
            {"title": "email"},
            {
                "title": "2 columns are mapped to Email. Choose one of them.",
                "email": "2 columns are mapped to Email. Choose one of them.",
            },
        ),
        (
            {"email": "", "first_name": "", "last_name": ""},
            {"mapping": "Map a column to the email address or the name."},
        ),
    ],
)
def test_a_mapping_that_cannot_be_is_refused_by_column(mapping, said):
    job = upload(HEADERS, lead())
    with pytest.raises(Invalid) as error:
        imports_upload.set_mapping(job=job, mapping=job.mapping | mapping)
    assert error.value.fields == {column: [sentence] for column, sentence in said.items()}
    job.refresh_from_db()
    assert job.status == Import.Status.MAPPING


def test_spaces_around_the_name_of_a_custom_field_are_left_out():
    job = upload(["email", "plan"], ["ada@engines.example", "Gold"])
    preview(job, plan="custom: Main plan ")
    write(job)
    assert Contact.objects.get().custom_fields == {"Main plan": "Gold"}


def test_every_row_gets_a_verdict_and_a_reason_before_anything_is_written():
    ada = create_contact(
        values={"first_name": "Ada", "last_name": "Lovelace", "email": "ada@engines.example", "title": "CTO"},
        source="form",
    )
    job = upload(
        HEADERS,
        lead("Grace", "Hopper", "grace@compilers.example"),
        lead("Ada", "Lovelace", "ADA@engines.example", title="CEO"),
        lead("Ada", "L.", "ada@engines.example "),
        lead("", "", ""),
        lead("", "", "", company="Engines"),
        lead("Alan", "Turing", "alan at bombes"),
        lead("Kay", "McNulty", "kay@eniac.example", country="Atlantis", employees="many"),
        lead("Ada", "Lovelace", "ada@engines.example", title="CTO"),
    )
    assert preview(job) == [
        ("create", ""),
        ("update", "Updates title of Ada Lovelace."),
        ("skip", "Duplicate of row 2: same email address."),
        ("skip", "The row is empty."),
        ("error", "The row has no name and no email address."),
        ("error", '"alan at bombes" is not an email address. Enter one such as name@company.com.'),
        (
            "create",
            (
                'Employees not imported: "many" is not a number of employees. '
                "Enter one such as 250 or 11-50. "
                'Country not imported: "Atlantis" is not a country. Enter its name or two-letter code.'
            ),
        ),
        ("skip", "Duplicate of row 2: same email address."),
    ]
    assert job.status == Import.Status.PREVIEW
    assert verdict_counts(job) == {"create": 2, "update": 1, "skip": 3, "error": 2}
    assert [row.number for row in import_rows(job, "error")] == [5, 6]
    assert list(Contact.objects.all()) == [ada]


def test_a_row_that_says_nothing_new_is_skipped():
    bring_in(
        HEADERS, lead("Ada", "Lovelace", "ada@engines.example", "Engines", "engines.example", "30", "GB")
    )
    job = upload(HEADERS, lead("ADA", "lovelace", "Ada@Engines.example", "engines", "", "", "UK"))
    assert preview(job) == [("skip", "No changes to Ada Lovelace.")]


def test_without_an_address_a_name_at_a_domain_is_the_person():
    bring_in(
        HEADERS,
        lead("Ada", "Lovelace", "ada@engines.example", "Engines", "engines.example"),
        lead("Grace", "Hopper", "", "Compilers", "compilers.example"),
    )
    job = upload(
        HEADERS,
        lead("ada", "lovelace", "", "", "www.engines.example", title="CTO"),
        lead("Grace", "Hopper", "grace@compilers.example", "Compilers", "compilers.example"),
        lead("Ada", "Lovelace", "other@engines.example", "Engines", "engines.example"),
        lead("Ada", "Lovelace", "", "Engines", "engines.example"),
        lead("Ada", "Lovelace", "", "Elsewhere", "elsewhere.example"),
        lead("Ada", "Lovelace", "", "Elsewhere"),
    )
    assert [verdict for verdict, _ in preview(job)] == [
        "update",
        "update",
        "skip",
        "skip",
        "create",
        "create",
    ]
    assert job.rows.get(number=4).reason == "Duplicate of row 1: same name and company."
    write(job)
    assert Contact.objects.get(first_name="Grace").email == "grace@compilers.example"
    assert Contact.objects.filter(first_name="Ada").count() == 3


def test_without_address_and_domain_a_name_at_a_company_is_the_person():
    rows = [
        lead("Ada", "Lovelace", "", "Engines"),
        lead("ADA", "Lovelace", "", "engines"),
        lead("Ada", "Lovelace", "", "Looms"),
        lead("Ada", "Lovelace", "", ""),
    ]
    first = upload(HEADERS, *rows)
    assert [verdict for verdict, _ in preview(first)] == ["create", "skip", "create", "create"]
    assert first.rows.get(number=2).reason == "Duplicate of row 1: same name and company."
    write(first)
    again = upload(HEADERS, *rows, lead("Ada", "Lovelace", "ada@gmail.com", "Engines"))
    assert [verdict for verdict, _ in preview(again)] == ["skip", "skip", "skip", "create", "skip"]
    address = upload(HEADERS, lead("Ada", "Lovelace", "ada@gmail.com", "Engines"))
    assert [verdict for verdict, _ in preview(address)] == ["update"]


def test_a_name_at_a_domain_is_the_person_whatever_its_accents():
    known = Contact(first_name="Jose\u0301", last_name="Mun\u0303oz")
    known.company = CompanyFactory(name="Engines", domain="engines.example")
    known.save()
    job = upload(
        HEADERS,
        lead("José", "Muñoz", "jose@engines.example", "Engines", "engines.example"),
        lead("Jose", "MUNOZ", "", "Engines", "engines.example"),
    )
    verdicts = preview(job)
    assert [verdict for verdict, _ in verdicts] == ["update", "skip"]
    assert verdicts[1][1] == "Duplicate of row 1: same name and company."
    write(job)
    assert Contact.objects.get().email == "jose@engines.example"


def test_the_checked_rows_become_contacts_companies_and_events():
    job = bring_in(
        [*HEADERS, "Shoe size"],
        [
            *lead(
                "ada", "LOVELACE", "Ada@Engines.example", "Engines", "https://engines.example/", "11-50", "UK"
            ),
            "38\n39",
        ],
        [
            *lead(
                "Grace",
                "Hopper",
                "grace@engines.example",
                "Engines",
                "engines.example",
                phone="(415) 555-0121",
            ),
            "",
        ],
        [
            *lead(
                "Alan", "Turing", "alan@gmail.com", country="United States", phone="415 555 0121", title="CEO"
            ),
            "",
        ],
    )
    ada, alan, grace = Contact.objects.select_related("company").order_by("first_name")
    assert (ada.name, ada.email, ada.country, ada.source) == (
        "Ada Lovelace",
        "ada@engines.example",
        "GB",
        "import",
    )
    assert ada.custom_fields == {"Shoe size": "38\n39"}
    assert (ada.company.name, ada.company.domain, ada.company.employees) == ("Engines", "engines.example", 30)
    assert (grace.company, grace.phone, grace.custom_fields) == (ada.company, "(415) 555-0121", {})
    assert (alan.company, alan.phone, alan.seniority) == (None, "+14155550121", "c_level")
    assert Company.objects.count() == 1
    created = facts("crm.ContactCreated")
    assert {fact["contactId"] for fact in created} == {str(c.pk) for c in (ada, grace, alan)}
    assert {fact["source"] for fact in created} == {"import"}
    assert (job.status, job.created_count, job.processed, job.total) == ("completed", 3, 3, 3)
    assert StoredEvent.objects.filter(type="crm.ContactCreated").count() == 1


def test_an_update_fills_and_replaces_and_never_empties():
    define("a")
    ada = create_contact(
        values={
            "first_name": "Ada",
            "email": "ada@engines.example",
            "title": "CTO",
            "custom_fields": {"a": "1"},
        },
        source="form",
    )
    job = bring_in(
        [*HEADERS, "source", "b"],
        [*lead("Ada", "Lovelace", "ada@engines.example", "Engines", "", "30"), "Fair", "2"],
    )
    ada.refresh_from_db()
    assert (ada.last_name, ada.title, ada.source, ada.company.employees) == ("Lovelace", "CTO", "form", 30)
    assert ada.custom_fields == {"a": "1", "b": "2"}
    (told,) = facts("crm.ContactUpdated")
    assert (told["contactId"], set(told["changedFields"])) == (
        str(ada.pk),
        {"last_name", "custom_fields", "company"},
    )
    assert (job.created_count, job.updated_count) == (0, 1)


def test_a_known_company_is_filled_in_and_its_other_contacts_are_told_of():
    bring_in(HEADERS, lead("Ada", "Lovelace", "ada@engines.example", "Engines", "engines.example"))
    ada = Contact.objects.get()
    bring_in(
        HEADERS, lead("Grace", "Hopper", "grace@engines.example", "Engines Ltd", "engines.example", "300")
    )
    company = Company.objects.get()
    assert (company.name, company.employees) == ("Engines", 300)
    assert facts("crm.ContactUpdated") == [{"contactId": str(ada.pk), "changedFields": ["employees"]}]


def test_an_import_runs_once_and_only_from_its_preview():
    job = upload(HEADERS, lead())
    with pytest.raises(Conflict):
        imports_run.start_import(job=job)
    preview(job)
    imports_run.start_import(job=job)
    with pytest.raises(Conflict):
        imports_run.start_import(job=job)
    with pytest.raises(Conflict):
        imports_upload.set_mapping(job=job, mapping=job.mapping)
    write_rest = [imports_run.run_import(job_id=job.pk) for _ in range(2)]
    assert (write_rest, Contact.objects.count()) == ([False, False], 1)


def test_the_columns_can_be_given_another_meaning_after_the_preview():
    job = upload(HEADERS, lead("Ada", "Lovelace", "no address"))
    assert [verdict for verdict, _ in preview(job)] == ["error"]
    assert [verdict for verdict, _ in preview(job, email="")] == ["create"]


def test_the_workers_take_an_import_from_its_mapping_to_its_end(run_jobs):
    job = upload(HEADERS, *numbered(30))
    with run_jobs():
        imports_upload.set_mapping(job=job, mapping=job.mapping)
    job.refresh_from_db()
    assert job.status == Import.Status.PREVIEW
    with run_jobs():
        imports_run.start_import(job=job)
    job.refresh_from_db()
    assert (job.status, job.created_count) == (Import.Status.COMPLETED, 30)


def test_a_worker_that_dies_in_the_middle_of_a_chunk_loses_and_doubles_nothing(monkeypatch):
    monkeypatch.setattr(run, "CHUNK", 10)
    job = upload(HEADERS, *numbered(35))
    preview(job)
    imports_run.start_import(job=job)
    publish, calls = run.publish_many, []

    def die_in_the_second_chunk(events):
        calls.append(1)
        if len(calls) == 3:
            raise MemoryError("killed")
        publish(events)

    monkeypatch.setattr(run, "publish_many", die_in_the_second_chunk)
    with pytest.raises(MemoryError):
        imports_run.run_import(job_id=job.pk)
    job.refresh_from_db()
    assert (Contact.objects.count(), job.processed, job.created_count) == (10, 10, 10)
    assert job.error == "MemoryError: killed"
    assert len(facts("crm.ContactCreated")) == 10

    assert imports_run.run_import(job_id=job.pk) is False
    job.refresh_from_db()
    assert (job.status, job.error, job.processed, job.created_count) == ("completed", "", 35, 35)
    assert Contact.objects.count() == 35
    assert len({fact["contactId"] for fact in facts("crm.ContactCreated")}) == 35
    assert len(facts("crm.ContactCreated")) == 35


def test_a_row_whose_person_came_in_meanwhile_becomes_an_update():
    job = upload(HEADERS, lead("Ada", "Lovelace", "ada@engines.example", title="CTO"))
    preview(job)
    create_contact(values={"email": "ada@engines.example"}, source="form")
    write(job)
    assert (Contact.objects.count(), job.created_count, job.updated_count) == (1, 0, 1)


def test_the_sweep_sends_imports_again_that_went_silent(run_jobs):
    job = upload(HEADERS, lead())
    preview(job)
    imports_run.start_import(job=job)
    assert restart_stalled(CONTACTS) == 0
    with time_machine.travel(now() + timedelta(minutes=3)), run_jobs():
        assert restart_stalled(CONTACTS) == 1
    job.refresh_from_db()
    assert (job.status, Contact.objects.count()) == (Import.Status.COMPLETED, 1)


def test_failed_rows_come_back_as_a_table_with_their_problem():
    job = bring_in(["name", "email", "note"], ["Ada", "wrong", "a\nb"], ["Grace", "grace@acme.example", ""])
    assert list(failed_rows(job)) == [
        ["name", "email", "note", "Import problem"],
        ["Ada", "wrong", "a\nb", '"wrong" is not an email address. Enter one such as name@company.com.'],
    ]
    assert (job.failed_count, job.created_count, job.processed) == (1, 1, 2)


def test_what_becomes_of_the_contacts_is_counted():
    job = bring_in(HEADERS, *numbered(3))
    first = Contact.objects.order_by("pk").first()
    Contact.objects.filter(pk=first.pk).update(scored_at=now(), last_enriched_at=now())
    Contact.objects.exclude(pk=first.pk).update(enrichment_status="pending")
    counted = outcome(job)
    assert (counted.contacts, counted.enriched, counted.scored, counted.pending) == (3, 1, 1, 2)
    assert not counted.settled


def test_the_number_of_queries_does_not_grow_with_the_rows():
    counts = []
    for size in (2, 200):
        rows = numbered(size, start=size * 10)
        job = upload(HEADERS, *rows)
        with counted() as checked:
            preview(job)
        with counted() as written:
            write(job)
        job = upload(HEADERS, *[[*row[:-1], "CTO"] for row in rows])
        preview(job)
        with counted() as updated:
            write(job)
        with counted() as undone:
            undo(job)
        counts.append([len(said) for said in (checked, written, updated, undone)])
    assert counts[0] == counts[1]


def test_rows_with_cells_beyond_the_last_column_are_errors():
    job = upload(["name", "email"], ["Ada", "ada@acme.example", "what?"], ["Grace", "", ""])
    assert preview(job) == [
        ("error", 'The row has more cells than the file has columns. Left over: "what?".'),
        ("create", ""),
    ]
    assert ImportRow.objects.filter(job=job).count() == 2
