"""A company's size."""

import re
from enum import StrEnum

MID_FROM = 200
ENTERPRISE_FROM = 1_000

_NUMBER = re.compile(r"\d+")
_RANGE = re.compile(r"(\d+)\s*(?:-|\u2013|to)\s*(\d+)", re.IGNORECASE)


class CompanySize(StrEnum):
    """The bands that scoring and segments speak of."""

    SMB = "smb"
    MID = "mid"
    ENTERPRISE = "enterprise"


def company_size(raw: object) -> int | None:
    """Number of employees of 250, "1,250", "11-50" (its middle) or "10001+"; None when there is none."""
    if isinstance(raw, bool):
        return None
    if isinstance(raw, int | float):
        return int(raw) if raw >= 1 else None
    if not isinstance(raw, str):
        return None
    text = re.sub(r"(?<=\d)[,.' ](?=\d{3}\b)", "", raw)
    if between := _RANGE.search(text):
        return (int(between[1]) + int(between[2])) // 2 or None
    number = _NUMBER.search(text)
    return int(number[0]) or None if number else None


def size_band(employees: int) -> CompanySize:
    """The band of a number of employees: 1-199, 200-999, 1,000 and more."""
    if employees >= ENTERPRISE_FROM:
        return CompanySize.ENTERPRISE
    return CompanySize.MID if employees >= MID_FROM else CompanySize.SMB
