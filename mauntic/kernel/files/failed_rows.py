"""The failed rows of an import as a file, to be corrected and imported again."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import PurePath

from django.http import StreamingHttpResponse
from django.utils.text import slugify

from mauntic.kernel.files.csv_text import csv_lines
from mauntic.kernel.files.downloads import csv_download
from mauntic.kernel.files.heading import PROBLEM

Failure = tuple[Mapping[str, str], str]
"""The cells of a row by column, and why it failed."""


def failed_table(columns: Sequence[str], failures: Iterable[Failure]) -> Iterator[list[str]]:
    """Yield the column names, then the failed rows with the reason as the last column.

    Args:
        columns: the columns of the imported file.
        failures: the values of each failed row by column, and the reason.
    """
    yield [*columns, PROBLEM]
    for values, reason in failures:
        yield [*(values.get(column, "") for column in columns), reason]


def failed_download(rows: Iterable[Sequence[str]], *, file_name: str) -> StreamingHttpResponse:
    """Return a response with the rows of `failed_table` as a CSV file named after the imported file.

    Args:
        rows: from `failed_table`.
        file_name: the name of the imported file.
    """
    name = slugify(PurePath(file_name).stem) or "import"
    return csv_download((csv_lines([row]) for row in rows), name=f"{name}-failed-rows")
