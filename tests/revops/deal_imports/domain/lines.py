"""Lines of a file of deals, read."""

from datetime import date

from revops.deal_imports.domain.rows import DealLine, read_lines

TODAY = date(2026, 11, 25)


def line(**cells: str) -> DealLine:
    given = {"name": "Wire", "stage": "demo"} | cells
    (read,) = read_lines([given], {name: name for name in given}, today=TODAY)
    return read


def read(rows: list[dict[str, str]], *, today: date = TODAY, **mapping: str) -> list[DealLine]:
    return list(read_lines(rows, mapping or {name: name for name in rows[0]}, today=today))
