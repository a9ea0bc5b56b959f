"""Stream downloads: the first bytes are sent at once, and memory does not grow."""

from collections.abc import AsyncIterable, AsyncIterator, Callable, Iterable, Iterator
from contextlib import AbstractContextManager

from asgiref.sync import sync_to_async
from django.http import StreamingHttpResponse

from mauntic.kernel.files.csv_text import csv_lines

Rows = Iterable[Iterable[object]]

# Without it, Excel reads UTF-8 as the encoding of its country and shows "JosÃ©".
BOM = "\ufeff"


def csv_download(lines: Iterable[str] | AsyncIterable[str], *, name: str) -> StreamingHttpResponse:
    """Return a response with a CSV file that Excel opens as UTF-8.

    Args: `lines` are from `csv_lines`; `name` is the file name in ASCII, without extension.
    """
    content = _begun_async(lines) if isinstance(lines, AsyncIterable) else _begun(lines)
    answer = StreamingHttpResponse(content, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer


def csv_export(
    chunks: Iterator[Rows], *, name: str, around: Callable[[], AbstractContextManager[object]]
) -> StreamingHttpResponse:
    """Return a response with a CSV file whose rows are read while it is sent.

    Args: `chunks` are rows, the column names first; `around` is entered again for each chunk, since the
    server handles other requests in between; `name` is as in `csv_download`.
    """
    return csv_download(_written(chunks, around), name=name)


async def _written(
    chunks: Iterator[Rows], around: Callable[[], AbstractContextManager[object]]
) -> AsyncIterator[str]:
    def next_lines() -> str | None:
        with around():
            rows = next(chunks, None)
            return None if rows is None else csv_lines(rows)

    while (text := await sync_to_async(next_lines)()) is not None:
        yield text


def _begun(lines: Iterable[str]) -> Iterator[str]:
    yield BOM
    yield from lines


async def _begun_async(lines: AsyncIterable[str]) -> AsyncIterator[str]:
    yield BOM
    async for text in lines:
        yield text
