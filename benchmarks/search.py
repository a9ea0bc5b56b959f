"""The search box over N leads, a company for ten of them and a deal for twenty.

`searches` are medians in milliseconds of one search by kind; `scans` names the tables that a plan reads from
end to end.
"""

import json
import time
from statistics import median
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from benchmarks.support.lead_base import make_leads
from mauntic.accounts.models import Role, User
from mauntic.crm.companies.selectors.lists import companies
from mauntic.crm.contacts.selectors.lists import LeadFilters, leads
from mauntic.crm.models import Contact
from mauntic.kernel.clock import now
from revops.deals.selectors.visible import deals_found

SHOWN, TIMES = 8, 5
# A word of one, of some 400, a number, none, a word of all, and one too short for indexes of three letters.
TEXTS = {"one": "last4321@", "rare": "First77 ", "phone": "+34911234567", "none": "zzzzz"}
TEXTS |= {"all": "person", "short": "zz"}


def run(n: int) -> dict[str, object]:
    """Medians in milliseconds; `seconds` is the slowest search."""
    user = User.objects.create_user("rep@bench.example", "a long enough secret", role=Role.ADMIN)
    make_leads(n, now())
    _make_deals(n)
    Contact.objects.filter(email="person77@company7.example").update(phone="+34911234567")
    began = time.perf_counter()
    Contact.objects.get(email__iexact="PERSON77@company7.example")
    searches, scans = {"address": _ms(time.perf_counter() - began)}, dict[str, list[str]]()
    for name, text in TEXTS.items():
        kinds = {
            "leads": leads(LeadFilters(q=text)),
            "companies": companies(q=text),
            "deals": deals_found(text, user),
        }
        for kind, found in kinds.items():
            searches[f"{kind} {name}"] = _median(found)
            scans[f"{kind} {name}"] = _scans(found)
    return {"seconds": max(searches.values()) / 1000, "searches": searches, "scans": scans}


def _make_deals(n: int) -> None:
    from mauntic.crm.models import Company
    from revops.deals.models.deals import Deal

    people = Contact.objects.order_by("pk").values_list("pk", flat=True)[: n // 20]
    firms = Company.objects.order_by("pk").values_list("pk", flat=True)[: n // 20]
    Deal.objects.bulk_create(
        [
            Deal(name=f"Renewal {number}", contact_id=contact, company_id=company)
            for number, (contact, company) in enumerate(zip(people, firms, strict=False))
        ],
        batch_size=2000,
    )
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _median(found: "QuerySet[Any]") -> float:
    times = []
    for _ in range(TIMES):
        began = time.perf_counter()
        list(found.all()[:SHOWN])
        times.append(time.perf_counter() - began)
    return _ms(median(times))


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 1)


def _scans(found: "QuerySet[Any]") -> list[str]:
    """The tables that the plan reads as a whole."""
    plan = json.loads(found.all()[:SHOWN].explain(format="json"))[0]["Plan"]
    return sorted(set(_whole(plan)))


def _whole(node: dict[str, Any]) -> list[str]:
    own = [node["Relation Name"]] if node["Node Type"] == "Seq Scan" else []
    return own + [name for child in node.get("Plans", ()) for name in _whole(child)]
