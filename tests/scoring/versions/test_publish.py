from decimal import Decimal

import pytest

from mauntic.kernel.errors import Invalid, NotFound
from scoring.model.models import ModelVersion
from scoring.model.selectors.versions import model_reads, version_in_force
from scoring.model_page.selectors import leads_by_factor
from scoring.scores.models import LeadScore
from scoring.scores.services.rescoring import rescore
from scoring.versions.services.publish import FactorChange, publish_version, set_factors
from tests.scoring.conftest import NOW


def vp(weight: str = "12.5", **fields) -> FactorChange:
    values = {"category": "fit", "factor": "seniority_vp", "weight": Decimal(weight), "enabled": True}
    return FactorChange(**(values | fields))


def test_an_organization_starts_with_the_default_model(acme):
    assert [row.factor for row in version_in_force().factors.all()][:2] == ["has_email", "has_phone"]
    assert version_in_force().factors.count() == 16


def test_a_change_is_a_new_version_and_scores_everybody_anew(contact, admin, run_jobs):
    rescore(now=NOW)
    with run_jobs():
        version = set_factors(changes=[vp()], by=admin)

    assert (version.version, version.published, version.created_by) == (2, True, admin)
    assert list(ModelVersion.objects.filter(state="in_force")) == [version]
    assert LeadScore.objects.get().total == Decimal("32.50")
    contact.refresh_from_db()
    assert contact.lead_score == Decimal("32.50")


def test_without_a_difference_no_version_is_made(acme):
    assert set_factors(changes=[vp("15.00")]).version == 1
    assert ModelVersion.objects.count() == 1


def test_rolling_back_puts_the_old_version_in_force_and_keeps_the_new(contact, run_jobs):
    set_factors(changes=[vp()])
    with run_jobs():
        publish_version(version=1)

    assert LeadScore.objects.get().total == Decimal(35)
    assert list(ModelVersion.objects.values_list("version", "state")) == [(2, "kept"), (1, "in_force")]
    assert set_factors(changes=[vp()]).version == 3


def test_rolling_back_to_nothing_is_refused(acme):
    with pytest.raises(NotFound, match="Version 7"):
        publish_version(version=7)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (vp(factor="charm"), "Known factors"),
        (vp(category="luck"), "is no category"),
        (vp("100.5"), "from -100 to 100"),
        (vp("1.005"), "two decimals"),
    ],
)
def test_bad_factors_are_refused_by_name(acme, change, said):
    with pytest.raises(Invalid, match=said) as refused:
        set_factors(changes=[change])

    assert list(refused.value.fields) == [change.factor]


def test_a_factor_may_move_to_another_category(contact):
    set_factors(changes=[vp("15", category="engagement")])
    rescore(now=NOW)

    score = LeadScore.objects.get()
    assert (score.total, score.fit, score.engagement) == (Decimal(35), Decimal(10), Decimal(15))


def test_leads_are_counted_for_factors_on_or_off(contact):
    set_factors(changes=[vp("0", enabled=False)])

    counts = leads_by_factor(version_in_force(), now=NOW)

    assert counts.total == 1
    applying = {factor for factor, count in counts.by_factor.items() if count}
    assert applying == {"has_email", "company_size_mid", "seniority_vp"}


def test_a_model_knows_what_it_looks_at(acme):
    assert model_reads("contact.seniority")
    assert not model_reads("contact.data_quality_score")
