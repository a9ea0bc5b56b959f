import pytest
from django.db import transaction

from mauntic.kernel.db.unique import save_or_refuse
from mauntic.kernel.errors import Invalid
from mauntic.tracking.models import Asset


def asset(name):
    return Asset(name=name, slug="guide", target_url="https://files.example/guide.pdf")


def test_a_value_that_another_row_has_is_refused_at_its_field_and_the_transaction_goes_on(acme):
    with transaction.atomic():
        save_or_refuse(asset("First"), field="slug", taken="Choose another.")
        with pytest.raises(Invalid) as refused:
            save_or_refuse(asset("Second"), field="slug", taken="Choose another.")
        assert refused.value.fields == {"slug": ["Choose another."]}
        assert Asset.objects.get().name == "First"
