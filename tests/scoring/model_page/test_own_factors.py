"""Factors that an organization makes itself."""

from decimal import Decimal

import pytest

from mauntic.kernel.errors import Invalid
from scoring.model.domain.size import MOST_FACTORS
from scoring.model.models import ModelVersion
from scoring.model.selectors.versions import version_in_force
from scoring.preview.selectors import preview_model
from scoring.scores.models import LeadScore
from scoring.scores.selectors.explanation import explain
from scoring.scores.services.rescoring import rescore
from scoring.versions.selectors.warnings import FactorWarning, model_warnings
from scoring.versions.services.factors import FactorSpec
from scoring.versions.services.publish import (
    FactorChange,
    proposed_model,
    put_in_force,
    set_factors,
    store_version,
)
from tests.factories.fields import define
from tests.scoring.conftest import NOW

AMERICAN = {"field": "contact.country", "operator": "equals", "value": "US"}


def own(weight: str = "-7.5", **fields) -> FactorChange:
    values = {
        "category": "fit",
        "factor": "american",
        "weight": Decimal(weight),
        "enabled": True,
        "label": "American",
        "conditions": {"all": [AMERICAN]},
    }
    return FactorChange(**(values | fields))


def total_and_reasons() -> tuple[Decimal, dict[str, float]]:
    score = LeadScore.objects.get()
    return score.total, {given["factor"]: given["points"] for given in score.contributors}


@pytest.fixture
def american(contact):
    """The contact of 35 points, in the United States."""
    contact.country = "us"
    contact.save()
    return contact


def test_an_own_factor_takes_points_from_whom_its_conditions_hold(american):
    version = set_factors(changes=[own()])
    rescore(now=NOW)

    total, reasons = total_and_reasons()
    assert (total, reasons["american"]) == (Decimal("27.50"), -7.5)
    assert version.factors.get(factor="american").conditions == {"all": [AMERICAN]}


def test_a_disabled_own_factor_adds_nothing(american):
    set_factors(changes=[own(enabled=False)])
    rescore(now=NOW)

    assert LeadScore.objects.get().total == Decimal(35)


def test_a_change_of_an_own_factor_leaves_what_it_does_not_name(american):
    set_factors(changes=[own()])
    set_factors(changes=[own("5", label=None, conditions=None)])

    row = version_in_force().factors.get(factor="american")
    assert (row.weight, row.label, row.conditions) == (Decimal(5), "American", {"all": [AMERICAN]})


def test_an_own_factor_can_be_removed_and_stays_in_the_versions_before(american):
    set_factors(changes=[own()])
    set_factors(changes=[own(remove=True)])

    assert not version_in_force().factors.filter(factor="american").exists()
    assert ModelVersion.objects.get(version=2).factors.filter(factor="american").exists()


def test_of_a_group_only_the_first_factor_that_applies_gives_points(american):
    everybody = {"field": "contact.email", "operator": "is_set"}
    set_factors(
        changes=[
            own("4", group="place"),
            own("3", factor="somewhere", label="Somewhere", conditions=everybody, group="place"),
        ]
    )
    rescore(now=NOW)

    total, reasons = total_and_reasons()
    assert total == Decimal(39)
    assert "somewhere" not in reasons


def test_a_cap_is_a_reason_of_its_own_so_that_points_add_up(american):
    set_factors(changes=[own("20")], caps={"fit": Decimal(25)}, base_points=Decimal(5))
    rescore(now=NOW)

    total, reasons = total_and_reasons()
    assert total == Decimal(40)
    assert reasons == {
        "american": 20,
        "seniority_vp": 15,
        "company_size_mid": 10,
        "has_email": 10,
        "base": 5,
        "cap_fit": -20,
    }
    assert sum(reasons.values()) == total
    assert LeadScore.objects.get().fit == Decimal(25)


def test_an_explanation_names_own_factors_base_and_caps(american):
    set_factors(changes=[own("20")], caps={"fit": Decimal(25)}, base_points=Decimal(5))
    rescore(now=NOW)

    said = {reason.factor: reason.label for reason in explain(american.pk).contributors}
    assert (said["american"], said["base"], said["cap_fit"]) == ("American", "All leads", "Maximum of Fit")


@pytest.mark.parametrize(
    ("change", "where", "said"),
    [
        (
            own(conditions={"field": "contact.charm", "operator": "is_set"}),
            "american.conditions.field",
            "does not exist",
        ),
        (own("100.5"), "american", "from -100 to 100"),
        (own(category="luck"), "american", "is no category"),
        (own(label=""), "american", "needs a label"),
        (own(factor="base"), "base", 'is not "base"'),
        (own(factor="cap_fit"), "cap_fit", 'does not start with "cap_"'),
        (own(factor="Ö"), "Ö", "lower case letters, digits"),
        (own(signal="NONSENSE"), "american", "Signal type NONSENSE does not exist"),
        (own(label=None, conditions=None), "american", "needs a label and conditions"),
        (own(factor="has_email"), "has_email", "This factor is built in"),
        (own(factor="has_email", remove=True), "has_email", "Turn it off instead"),
        (own(factor="unheard_of", remove=True), "unheard_of", "does not exist"),
        (
            own(conditions={"all": [AMERICAN, AMERICAN | {"value": "DE"}]}),
            "american.conditions",
            "can never match together",
        ),
    ],
)
def test_what_cannot_be_is_refused_where_it_stands(acme, change, where, said):
    with pytest.raises(Invalid, match=said) as refused:
        set_factors(changes=[change])

    assert list(refused.value.fields) == [where]
    assert ModelVersion.objects.count() == 1


def test_a_factor_is_named_once(acme):
    with pytest.raises(Invalid, match="appears 2 times"):
        set_factors(changes=[own(), own("5")])


@pytest.mark.parametrize("caps", [{"fit": Decimal(-1)}, {"fit": Decimal("1.005")}, {"luck": Decimal(1)}])
def test_a_cap_is_of_a_category_and_not_below_nothing(acme, caps):
    with pytest.raises(Invalid) as refused:
        set_factors(changes=[own()], caps=caps)

    assert list(refused.value.fields) == [f"caps.{next(iter(caps))}"]


def test_custom_fields_can_be_asked_for_once_they_are_defined(american):
    plan = {"field": "contact.custom.Plan B", "operator": "equals", "value": "pro"}
    with pytest.raises(Invalid, match="does not exist"):
        set_factors(changes=[own("3", conditions=plan)])

    define("Plan B")
    american.custom_fields = {"Plan B": "Pro"}
    american.save()
    set_factors(changes=[own("3", conditions=plan)])
    rescore(now=NOW)

    assert LeadScore.objects.get().total == Decimal(38)


@pytest.mark.parametrize("owner", ["contact", "company"])
@pytest.mark.parametrize(
    "name", ["2024", "1.5", "-1", "1_0", "true", "null", "[]", "{}", '"', "%s", ".custom."]
)
def test_a_custom_field_may_be_named_like_a_value(american, owner, name):
    row = american if owner == "contact" else american.company
    row.custom_fields = {name: "Pro", "Plan": "Free"}
    row.save()
    define(name, "Plan", owner=owner)

    plan = {"field": f"{owner}.custom.{name}", "operator": "equals", "value": "pro"}
    set_factors(changes=[own("3", conditions=plan)])
    rescore(now=NOW)

    assert LeadScore.objects.get().total == Decimal(38)


@pytest.mark.parametrize("custom", [[], ["2024"], "2024", 7, {"size": "38"}, {"size": None}])
def test_values_of_another_type_than_their_field_are_unknown(american, custom):
    define("size", kind="number")
    american.custom_fields = custom
    american.save()

    large = {"field": "contact.custom.size", "operator": "is_set"}
    set_factors(changes=[own("3", conditions=large)])
    rescore(now=NOW)

    assert LeadScore.objects.get().total == Decimal(35)


@pytest.mark.parametrize(
    ("kind", "value", "operator", "wanted"),
    [
        ("number", 38, "at_least", 38),
        ("money", 12.5, "below", 13),
        ("boolean", True, "equals", True),
        ("choice", "pro", "in", ["pro", "free"]),
        ("multi_choice", ["pro", "free"], "contains", "free"),
    ],
)
def test_a_custom_field_is_compared_by_its_kind(american, kind, value, operator, wanted):
    define("plan", kind=kind, choices="Pro Free" if "choice" in kind else "")
    american.custom_fields = {"plan": value}
    american.save()

    conditions = {"field": "contact.custom.plan", "operator": operator, "value": wanted}
    set_factors(changes=[own("3", conditions=conditions)])
    rescore(now=NOW)

    assert LeadScore.objects.get().total == Decimal(38)


def many(count: int, **fields) -> list[FactorChange]:
    """So many own factors that give American leads a point each."""
    values = {"conditions": AMERICAN, **fields}
    return [
        own("1", factor=f"american_{number}", label=f"American {number}", **values) for number in range(count)
    ]


def test_a_model_of_the_most_factors_scores_and_previews(american):
    built_in = len(version_in_force().model().factors)

    set_factors(changes=many(MOST_FACTORS - built_in), caps={"fit": Decimal(50)})
    rescore(now=NOW)

    score = LeadScore.objects.get()
    assert (score.fit, score.total) == (Decimal(50), Decimal(60))
    assert preview_model(version_in_force().model()).leads == 1


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (many(MOST_FACTORS), f"The model has 316 factors; the maximum is {MOST_FACTORS}"),
        (
            many(2, conditions={**AMERICAN, "operator": "in", "value": ["US"] * 2_600}),
            "The model compares 5,2.. values; the maximum is 5,000",
        ),
        (many(101, group="one"), "The model compares 5,1.. values; the maximum is 5,000"),
    ],
)
def test_a_model_that_is_too_large_to_score_with_is_refused(acme, changes, said):
    with pytest.raises(Invalid, match=said) as refused:
        set_factors(changes=changes)

    assert list(refused.value.fields) == ["factors"]
    with pytest.raises(Invalid, match="maximum"):
        proposed_model(changes=changes)


def test_a_factor_that_tells_no_leads_apart_is_warned_of_with_the_count(american):
    nobody = {"field": "contact.country", "operator": "equals", "value": "DE"}
    draft = proposed_model(changes=[own(), own(factor="german", label="German", conditions=nobody)])

    warnings = model_warnings(draft, now=NOW)

    assert warnings == [FactorWarning("american", 1, 1), FactorWarning("german", 0, 1)]
    assert [warning.message for warning in warnings] == [
        "Matches the only lead.",
        "Matches none of 1 lead.",
    ]
    assert model_warnings(draft, ["german"], now=NOW) == warnings[1:]
    assert ModelVersion.objects.count() == 1


def test_a_stored_version_scores_nobody_until_it_is_put_in_force(american, run_jobs):
    spec = FactorSpec(
        key="american", category="fit", weight=Decimal(30), label="American", conditions={"all": [AMERICAN]}
    )
    with run_jobs():
        learned = store_version(factors=[spec], kind="learned", base_points=Decimal("1.5"), state="shadow")
        rescore(now=NOW)
    assert LeadScore.objects.get().total == Decimal(35)

    with run_jobs():
        put_in_force(version=learned)

    assert total_and_reasons() == (Decimal("31.50"), {"american": 30, "base": 1.5})
    assert list(ModelVersion.objects.values_list("version", "kind", "state")) == [
        (2, "learned", "in_force"),
        (1, "rules", "kept"),
    ]
