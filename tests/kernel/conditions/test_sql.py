"""The SQL of conditions is held to the plain Python one, on rows of the CRM."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from mauntic.crm.models import Company, Contact
from mauntic.kernel.conditions import All, Any, Kind, Leaf, Not, Operator, Tree, holds
from mauntic.kernel.conditions.sql import Column, compiled

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
COLUMNS = {
    "title": Column("title", Kind.TEXT),
    "industry": Column("company__industry", Kind.TEXT),
    "stage": Column("lifecycle_stage", Kind.CHOICE),
    "employees": Column("company__employees", Kind.NUMBER),
    "revenue": Column("company__revenue", Kind.NUMBER),
    "stack": Column("company__tech_stack", Kind.LIST),
    "enriched": Column("last_enriched_at", Kind.MOMENT),
}
words = st.sampled_from(["a", "A", "b", "ab", "É", "é", "ß", "ss", "a%", "a_c", "abc", "\\", "'"])
numbers = st.sampled_from([-1, 0, 1, 199, 199.5, 200, 1e6, 2**31, 0.1])
days = st.sampled_from([1, 7, 30])


def asked(operators: list[Operator], fields: list[str], values: st.SearchStrategy) -> st.SearchStrategy[Leaf]:
    return st.builds(Leaf, st.sampled_from(fields), st.sampled_from(operators), values)


leaves = st.one_of(
    asked([Operator.EQUALS, Operator.NOT_EQUALS], ["title", "industry"], words),
    asked([Operator.CONTAINS, Operator.STARTS_WITH], ["title", "industry"], words),
    asked([Operator.CONTAINS], ["stack"], words),
    asked([Operator.EQUALS, Operator.NOT_EQUALS], ["stage"], st.sampled_from(["lead", "customer"])),
    asked([Operator.IN, Operator.NOT_IN], ["title", "industry"], st.tuples(words, words)),
    asked([Operator.IN, Operator.NOT_IN], ["stage"], st.just(("lead", "former"))),
    asked(
        [*(Operator.EQUALS, Operator.NOT_EQUALS, Operator.AT_LEAST, Operator.AT_MOST), Operator.BELOW],
        ["employees", "revenue"],
        numbers,
    ),
    asked([Operator.IN, Operator.NOT_IN], ["employees", "revenue"], st.tuples(numbers)),
    asked([Operator.BETWEEN], ["employees", "revenue"], st.tuples(numbers, numbers).map(sorted).map(tuple)),
    asked([Operator.WITHIN_DAYS, Operator.BEFORE_DAYS], ["enriched"], days),
    asked([Operator.IS_SET, Operator.IS_NOT_SET], list(COLUMNS), st.none()),
)
trees: st.SearchStrategy[Tree] = st.recursive(
    leaves,
    lambda tree: st.one_of(
        st.builds(All, st.lists(tree, max_size=3).map(tuple)),
        st.builds(Any, st.lists(tree, min_size=1, max_size=3).map(tuple)),
        st.builds(Not, tree),
    ),
    max_leaves=6,
)
moments = st.sampled_from([timedelta(days=each) for each in (-1, 0, 1, 7, 30, 90)])
people = st.fixed_dictionaries(
    {
        "title": st.just("") | words,
        "stage": st.sampled_from(["lead", "customer", "former"]),
        "enriched": st.none() | moments.map(lambda age: NOW - age),
    }
)
companies = st.fixed_dictionaries(
    {
        "industry": st.just("") | words,
        "employees": st.none() | st.sampled_from([0, 1, 199, 200, 2**31 - 1]),
        "revenue": st.none()
        | st.sampled_from([Decimal("0.10"), Decimal(-1), Decimal("199.50"), Decimal(10**12)]),
        "stack": st.lists(words | st.just("NULL"), max_size=3),
    }
)


@settings(
    max_examples=60,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(person=people, company=st.none() | companies, asked_for=st.lists(trees, min_size=5, max_size=5))
def test_sql_finds_those_of_whom_the_conditions_hold(acme, person, company, asked_for):
    contact = _stored(person, company)
    facts = {**person, **(company or {})}

    found = [
        Contact.objects.filter(compiled(tree, COLUMNS, NOW), pk=contact.pk).exists() for tree in asked_for
    ]

    assert found == [holds(tree, facts, NOW) for tree in asked_for]


def _stored(person: dict, company: dict | None) -> Contact:
    employer = company and Company.objects.create(
        name="Initech",
        industry=company["industry"],
        employees=company["employees"],
        revenue=company["revenue"],
        tech_stack=company["stack"],
    )
    return Contact.objects.create(
        title=person["title"],
        lifecycle_stage=person["stage"],
        last_enriched_at=person["enriched"],
        company=employer,
    )
