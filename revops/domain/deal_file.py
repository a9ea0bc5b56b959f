"""Which column of a file of deals means which field."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DealField:
    """A field that a file can give; `headers` are names of columns that mean it, letters only."""

    label: str
    headers: tuple[str, ...]


FIELDS: Mapping[str, DealField] = {
    "external_id": DealField("Id", ("externalid", "opportunityid", "dealid", "id")),
    "name": DealField("Name", ("name", "dealname", "opportunityname", "opportunity", "deal")),
    "product": DealField("Product", ("product", "productname")),
    "company": DealField("Company", ("company", "account", "accountname", "companyname", "customer")),
    "email": DealField("Contact e-mail", ("contactemail", "email", "emailaddress", "leademail")),
    "owner": DealField(
        "Owner", ("owner", "owneremail", "salesagent", "agent", "rep", "salesrep", "assignedto")
    ),
    "stage": DealField("Stage", ("stage", "dealstage", "status", "opportunitystage")),
    "began": DealField("Created", ("created", "createdat", "createdate", "engagedate", "opened", "opendate")),
    "closes": DealField("Close date", ("closedate", "closed", "closedat", "closingdate", "expectedclose")),
    "value": DealField("Value", ("value", "amount", "closevalue", "dealvalue", "dealamount")),
    "currency": DealField("Currency", ("currency", "currencycode")),
    "lost_reason": DealField("Lost reason", ("lostreason", "lossreason", "closedlostreason", "reason")),
    "next_step": DealField("Next step", ("nextstep",)),
}
NAMING = ("name", "product", "company")


def guess_deal_mapping(headers: Iterable[str]) -> dict[str, str]:
    """Field -> column, by the names of the columns; of two that mean the same, the first is it."""
    mapping: dict[str, str] = {}
    for header in headers:
        letters = re.sub(r"[^a-z]", "", header.lower())
        for name, field in FIELDS.items():
            if letters in field.headers:
                mapping.setdefault(name, header)
    return mapping


def deal_mapping_problems(mapping: Mapping[str, str], headers: Collection[str]) -> dict[str, str]:
    """A sentence per field whose column cannot be."""
    problems = {
        name: f"There is no such field. Use one of {', '.join(FIELDS)}."
        for name in mapping
        if name not in FIELDS
    }
    times = Counter(mapping.values())
    for name, column in mapping.items():
        if column not in headers:
            problems.setdefault(name, f"The file has no column “{column}”.")
        elif times[column] > 1:
            problems.setdefault(name, f"The column “{column}” is given to {times[column]} fields.")
    if "stage" not in mapping:
        problems["stage"] = "Say which column holds the stage."
    if not set(NAMING) & mapping.keys():
        problems["name"] = "Say which column holds the name, the product or the company."
    return problems
