"""The real sales pipeline, from the file to deals with their history."""

from collections import Counter

import pytest
from django.db.models import Min, Sum

from mauntic.accounts.models import User
from mauntic.crm.models import Company
from mauntic.events.models import StoredEvent
from mauntic.imports.services.steps import start_revert
from revops.deal_imports.models import DealImport
from revops.deal_imports.services import run as services
from revops.deal_imports.services.flow import DEALS
from revops.deal_imports.services.undo import take_deals_back
from revops.deals.models.deals import Deal, StageMove
from tests.support.shared import SHARED

PIPELINE = SHARED / "data" / "crm" / "sales_pipeline.csv"
WON, LOST, ENGAGING, PROSPECTING, REVENUE = 4_238, 2_473, 1_589, 500, 10_005_534
pytestmark = [
    pytest.mark.skipif(not PIPELINE.exists(), reason="The real pipeline is not beside this checkout."),
    pytest.mark.usefixtures("acme", "media"),
]


def brought_in() -> DealImport:
    with PIPELINE.open("rb") as file:
        job = services.upload_deals(file=file, file_name=PIPELINE.name)
    services.set_deal_mapping(job=job, mapping=job.mapping, unknown_owner="nobody", in_background=False)
    services.start_deal_import(job=job, in_background=False)
    services.run_deal_import(import_id=job.pk)
    job.refresh_from_db()
    return job


def test_every_row_of_the_real_pipeline_becomes_a_deal_with_its_history_and_only_once():
    seller = User.objects.create_user("moses@acme.example", "a password", name="Moses Frase")
    job = brought_in()

    assert (job.created_count, job.skipped_count, job.failures) == (8_800, 0, [])
    assert Counter(Deal.objects.values_list("stage", flat=True)) == {
        "closed_won": WON,
        "closed_lost": LOST,
        "discovery": ENGAGING,
        "prospecting": PROSPECTING,
    }
    assert Counter(StageMove.objects.values_list("from_stage", "to_stage")) == {
        ("", "discovery"): WON + LOST + ENGAGING,
        ("", "prospecting"): PROSPECTING,
        ("discovery", "closed_won"): WON,
        ("discovery", "closed_lost"): LOST,
    }
    told = Deal.objects.aggregate(first=Min("created_at__date"), revenue=Sum("value"))
    assert (str(told["first"]), told["revenue"]) == ("2016-10-20", REVENUE)
    assert Company.objects.count() == 85
    assert Deal.objects.filter(owner=seller).count() == 260
    assert sum(len(row.facts) for row in StoredEvent.objects.filter(type="revops.DealCreated")) == 2_089

    again = brought_in()
    assert (again.created_count, again.skipped_count, Deal.objects.count()) == (0, 8_800, 8_800)

    start_revert(flow=DEALS, job=job, in_background=False)
    take_deals_back(import_id=job.pk)
    assert Deal.objects.count() == 0
