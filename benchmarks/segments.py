"""20 segments over N leads: built anew, then decided for a thousand leads that changed.

The floor writes the same memberships with the conditions as plain SQL, without history and events.
"""

import time
from itertools import product

from django.db import connection

from benchmarks.support.lead_base import make_leads
from mauntic.accounts.models import Role, User
from mauntic.crm.models import Contact, Segment, SegmentMember
from mauntic.crm.segments.services.building import build
from mauntic.crm.segments.services.marking import mark_changed
from mauntic.crm.segments.services.refreshing import refresh_changed
from mauntic.crm.segments.services.saving import SegmentDraft, save_segment
from mauntic.kernel.clock import now

SEGMENTS, CHANGED = 20, 1_000
COUNTRIES = ("DE", "FR", "US", "GB", "IN", "BR", "JP", "ES", "IT", "PL")


def run(n: int) -> dict[str, float | int]:
    """Time 20 builds over `n` leads."""
    make_leads(n, now())
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE crm_contact SET country = (%s::text[])[1 + abs(hashtext(id::text)) %% 10],"
            " lead_score = abs(hashtext(id::text || 's')) %% 101",
            [list(COUNTRIES)],
        )
        cursor.execute("VACUUM ANALYZE crm_contact")
    owner = User.objects.create_user("ops@bench.example", "a password", role=Role.OPS, name="Ops")
    segments = [_segment(country, score, owner) for country, score in product(COUNTRIES, (50, 80))]
    started = time.perf_counter()
    for segment in segments:
        build(segment_id=segment.pk)
    seconds = time.perf_counter() - started
    members = SegmentMember.objects.count()
    refreshed = _refreshed()
    return {
        "seconds": round(seconds, 3),
        "floor_seconds": round(_floor(), 3),
        "segments": len(segments),
        "members": members,
        "refresh_seconds": round(refreshed, 3),
    }


def _segment(country: str, score: int, by: User) -> Segment:
    conditions = {
        "all": [
            {"field": "contact.country", "operator": "equals", "value": country},
            {"field": "contact.lead_score", "operator": "at_least", "value": score},
        ]
    }
    return save_segment(draft=SegmentDraft(name=f"{country} from {score}", conditions=conditions), by=by)


def _refreshed() -> float:
    ids = list(Contact.objects.order_by("pk").values_list("pk", flat=True)[:CHANGED])
    Contact.objects.filter(pk__in=ids).update(lead_score=90)
    mark_changed(ids)
    started = time.perf_counter()
    refresh_changed()
    return time.perf_counter() - started


def _floor() -> float:
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE crm_segmentmember")
    started = time.perf_counter()
    rows = dict(Segment.objects.values_list("pk", "name"))
    for pk, name in rows.items():
        country, _from, score = name.split()
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO crm_segmentmember (segment_id, contact_id, joined_at)"
                " SELECT %s, id, now() FROM crm_contact WHERE upper(country) = %s AND lead_score >= %s",
                [pk, country, int(score)],
            )
    return time.perf_counter() - started
