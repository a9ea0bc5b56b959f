"""Facts as one text."""

from revops.agents.facts.domain.facts import Fact, joined


def test_each_fact_stands_on_a_line_of_its_own_in_order():
    facts = [Fact("size", "Employees of the company: 120.", "CRM"), Fact("name", "The lead is Ada.", "CRM")]
    assert joined(facts) == "Employees of the company: 120.\nThe lead is Ada."
    assert joined([]) == ""
