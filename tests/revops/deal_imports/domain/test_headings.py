"""Names of columns that are known."""

from collections import Counter

import pytest

from mauntic.kernel.files.column_names import heading_key
from revops.deal_imports.domain.file import LABELS
from revops.deal_imports.domain.headings import HEADINGS


def test_each_name_of_a_column_means_one_field():
    names = [name for known in HEADINGS.values() for name in known]
    assert [name for name, times in Counter(names).items() if times > 1] == []
    assert [name for name in names if heading_key(name) != name] == []
    assert set(HEADINGS) == set(LABELS)


@pytest.mark.parametrize(
    ("field", "best"),
    [
        ("external_id", "externalid"),
        ("name", "name"),
        ("company", "company"),
        ("owner", "owner"),
        ("stage", "stage"),
        ("began", "created"),
        ("closes", "closedate"),
        ("value", "value"),
        ("currency", "currency"),
    ],
)
def test_the_plain_english_name_of_a_field_is_its_best_name(field, best):
    assert HEADINGS[field][0] == best


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("18 Digit Opportunity ID", "external_id"),
        ("Verkaufschance", "name"),
        ("Associated Company (Primary)", "company"),
        ("E-Mail-Adresse", "email"),
        ("Adresse e-mail", "email"),
        ("Correo electrónico", "email"),
        ("Account Executive", "owner"),
        ("Propriétaire de la transaction", "owner"),
        ("Verkaufsphase", "stage"),
        ("Statut", "stage"),
        ("Engage date", "began"),
        ("Fecha de creación", "began"),
        ("Won time", "closes"),
        ("Date de clôture prévue", "closes"),
        ("Auftragswert", "value"),
        ("Amount in company currency", "value"),
        ("Currency ISO Code", "currency"),
        ("Währung", "currency"),
        ("Priorität", "priority"),
        ("Raison de la perte", "lost_reason"),
        ("Nächster Schritt", "next_step"),
        ("Siguiente paso", "next_step"),
        ("Shoe size", None),
    ],
)
def test_a_heading_in_four_languages_means_its_field(heading, field):
    meant = [name for name, known in HEADINGS.items() if heading_key(heading) in known]

    assert meant == ([field] if field else [])
