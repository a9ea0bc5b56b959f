"""Files as people upload them, and the way of an import in one call."""

import csv
import io

from openpyxl import Workbook

from mauntic.crm.services import imports

HEADERS = ["first_name", "last_name", "email", "company", "website", "employees", "country", "phone", "title"]


def csv_file(*rows, encoding="utf-8", delimiter=","):
    """A CSV file of these rows, the first being the column names."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return io.BytesIO(text.getvalue().encode(encoding))


def xlsx_file(*rows):
    """A workbook with these rows on its first sheet."""
    book = Workbook()
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    return file


def upload(*rows, **options):
    return imports.upload_import(file=csv_file(*rows, **options), file_name="leads.csv")


def preview(job, **mapping):
    """Sends the import to its preview, with changes to the guessed mapping."""
    imports.set_mapping(job=job, mapping=job.mapping | mapping)
    imports.check_import(job_id=job.pk)
    job.refresh_from_db()
    return [(row.verdict, row.reason) for row in job.rows.order_by("number")]


def write(job):
    imports.start_import(job=job)
    while imports.run_import(job_id=job.pk):
        pass
    job.refresh_from_db()
    return job


def bring_in(*rows, **options):
    """A file from upload to the end of its import."""
    job = upload(*rows, **options)
    preview(job)
    return write(job)


def lead(
    first="Ada",
    last="Lovelace",
    email="",
    company="",
    website="",
    employees="",
    country="",
    phone="",
    title="",
):
    return [first, last, email, company, website, employees, country, phone, title]


def undo(job):
    imports.revert_import(job=job)
    imports.undo_import(job_id=job.pk)
    job.refresh_from_db()
    return job
