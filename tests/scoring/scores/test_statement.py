from datetime import timedelta

from mauntic.crm.models import Contact
from mauntic.tracking.models import Visit
from scoring.model.domain.points import default_model
from scoring.scores.selectors.queryset import scored
from scoring.scores.selectors.scope import IdRange, These
from scoring.scores.selectors.statement import scored_statement
from tests.scoring.conftest import NOW


def test_a_kept_statement_asks_what_one_that_is_made_anew_does(acme):
    first, second = sorted(contact.pk for contact in (Contact.objects.create(), Contact.objects.create()))
    model = default_model()
    scopes = [These([first]), These([second, first]), IdRange(), IdRange(first), IdRange(None, second)]

    for scope in [*scopes, IdRange(first, second)]:
        for now in (NOW, NOW + timedelta(days=400, microseconds=7)):
            sql, parameters = scored(model, scope, now).query.sql_with_params()
            assert scored_statement(model, scope, now) == (sql, list(parameters))


def test_what_no_condition_looks_at_is_not_read(acme):
    without = default_model()
    quiet = type(without)(tuple(w for w in without.factors if w.factor.group != "visits"))

    table = Visit._meta.db_table
    assert table in scored_statement(without, IdRange(), NOW)[0]
    assert table not in scored_statement(quiet, IdRange(), NOW)[0]
