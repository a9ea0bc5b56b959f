"""Files as people upload them, and the way of an import in one call."""

import csv
import io
import re

from openpyxl import Workbook

from mauntic.crm.imports.services import check, revert, run
from mauntic.crm.imports.services import upload as imports_upload

EMPLOYER = re.compile(r" ?(?:New|Joins) company .*")
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
    return imports_upload.upload_import(file=csv_file(*rows, **options), file_name="leads.csv")


def preview(job, **mapping):
    """Sends the import to its preview, with changes to the guessed mapping."""
    imports_upload.set_mapping(job=job, mapping=job.mapping | mapping)
    check.check_import(job_id=job.pk)
    job.refresh_from_db()
    return [(row.verdict, row.reason) for row in job.rows.order_by("number")]


def remarks(job, **mapping):
    """The verdicts of a preview with what is remarked on cells, without the company of each row."""
    return [(verdict, EMPLOYER.sub("", reason)) for verdict, reason in preview(job, **mapping)]


def write(job):
    run.start_import(job=job)
    while run.run_import(job_id=job.pk):
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
    revert.revert_import(job=job)
    revert.run_revert(job_id=job.pk)
    job.refresh_from_db()
    return job
