"""What is taken from a vendor's body, whoever sent it."""

import pytest

from lead_intelligence.leads.domain.fields import Field
from lead_intelligence.leads.domain.values import FieldValue
from lead_intelligence.vendors.adapters.payload import findings


@pytest.mark.parametrize("said", ["Self-employed", "Freelance", "N/A", "-", ""])
def test_what_stands_for_no_company_is_no_employer(said):
    rows = [(Field.COMPANY, said, 0.9), (Field.TITLE, "Freelance", 0.8), (Field.COMPANY, "Firm", 0.5)]
    assert findings(rows) == {
        Field.TITLE: FieldValue("Freelance", 0.8),
        Field.COMPANY: FieldValue("Firm", 0.5),
    }
