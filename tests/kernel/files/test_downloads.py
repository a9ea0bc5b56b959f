import asyncio
from contextlib import contextmanager

from mauntic.kernel.files.downloads import BOM, csv_download, csv_export


async def sent(answer):
    return [part.decode() async for part in answer.streaming_content]


def test_a_download_is_a_csv_file_that_excel_reads_as_utf_8():
    answer = csv_download(iter(["a\r\n", "é\r\n"]), name="leads")
    assert answer["Content-Disposition"] == 'attachment; filename="leads.csv"'
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert b"".join(answer.streaming_content).decode() == f"{BOM}a\r\né\r\n"


def test_each_chunk_of_an_export_is_read_and_written_inside_its_surroundings():
    inside, seen = [], []

    @contextmanager
    def around():
        inside.append(1)
        yield
        inside.pop()

    def row(number):
        seen.append((number, len(inside)))
        return [number, None, "=1+1"]

    def chunks():
        yield [["Number", "Nothing", "Formula"]]
        for first in (0, 2):
            seen.append(("chunk", len(inside)))
            yield (row(number) for number in (first, first + 1))

    answer = csv_export(chunks(), name="numbers", around=around)
    assert seen == []
    assert asyncio.run(sent(answer)) == [
        BOM,
        "Number,Nothing,Formula\r\n",
        "0,,'=1+1\r\n1,,'=1+1\r\n",
        "2,,'=1+1\r\n3,,'=1+1\r\n",
    ]
    assert seen == [("chunk", 1), (0, 1), (1, 1), ("chunk", 1), (2, 1), (3, 1)]
    assert inside == []
