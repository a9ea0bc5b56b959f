"""Texts of factors."""

from dataclasses import replace

import pytest

from scoring.model.domain.factors import FACTORS, FACTORS_BY_KEY, Category
from scoring.model.models import CategoryName, built_in
from tests.support.pseudo import pseudo, pseudo_locale


@pytest.mark.parametrize("factor", FACTORS, ids=lambda factor: factor.key)
def test_texts_of_built_in_factors_are_those_of_their_rules_and_translated(factor):
    assert built_in(factor.key) == factor
    with pseudo_locale():
        translated = replace(
            factor, label=pseudo(factor.label), note=pseudo(factor.note), advice=pseudo(factor.advice)
        )
        assert built_in(factor.key) == translated


def test_other_keys_are_no_built_in_factors():
    assert built_in("charm") is None
    assert "charm" not in FACTORS_BY_KEY


def test_every_category_has_a_name():
    assert [CategoryName(each).label for each in Category] == ["Data quality", "Fit", "Engagement", "Intent"]
