import csv
import io
from collections import Counter

import pytest
from email_validator import EmailNotValidError, validate_email

from demo.leads import FREE_MAIL_DOMAINS, HEADERS, main, write_leads
from mauntic.sandbox import people


def made(count: int = 500, seed: int = 7) -> str:
    out = io.StringIO()
    write_leads(out, count=count, seed=seed)
    return out.getvalue()


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(made())))


def is_valid(address: str) -> bool:
    try:
        validate_email(address, check_deliverability=False)
    except EmailNotValidError:
        return False
    return True


def addresses(rows: list[dict[str, str]]) -> list[str]:
    return [row["email"].strip().lower() for row in rows if row["email"].strip()]


def test_the_same_seed_makes_the_same_list_and_another_another():
    assert made() == made()
    assert made() != made(seed=8)


def test_it_has_the_rows_and_columns_that_were_asked_for(rows):
    assert len(rows) == 500
    assert tuple(rows[0]) == HEADERS
    assert {len(row) for row in rows} == {len(HEADERS)}


def test_some_leads_are_there_twice_in_another_case(rows):
    repeated = sum(times - 1 for times in Counter(addresses(rows)).values())
    written = len({row["email"] for row in rows})
    assert 10 <= repeated <= 40
    assert written > len(set(addresses(rows)))


def test_about_an_eighth_writes_from_a_free_mail_address(rows):
    free = sum(address.endswith(FREE_MAIL_DOMAINS) for address in addresses(rows))
    assert 0.07 <= free / len(rows) <= 0.17


def test_a_few_addresses_are_none(rows):
    invalid = [address for address in addresses(rows) if not is_valid(address)]
    assert 2 <= len(invalid) <= 20


def test_every_other_domain_is_kept_for_examples(rows):
    domains = {address.rpartition("@")[2] for address in addresses(rows) if is_valid(address)}
    assert [domain for domain in domains if not domain.endswith((".example", *FREE_MAIL_DOMAINS))] == []


def test_several_leads_share_a_company(rows):
    companies = Counter(row["company"].strip().lower() for row in rows if row["company"].strip())
    assert 70 <= len(companies) <= 130
    assert max(companies.values()) >= 5


def test_it_is_untidy_in_every_way_that_it_promises(rows):
    first_names = [row["first_name"] for row in rows]
    assert [name for name in first_names if name.isupper()] != []
    assert [name for name in first_names if name.islower()] != []
    assert [name for name in first_names if name != name.strip()] != []
    assert [name for name in first_names if not name.isascii()] != []
    assert {name for name in HEADERS for row in rows if not row[name].strip()} >= {
        "email",
        "phone",
        "title",
        "company",
    }
    starts = {row["phone"][:1] for row in rows} | {row["phone"][:2] for row in rows}
    assert starts >= {"", "+", "(", "00"}


def test_it_prints_a_list(capsys):
    assert main(["--count", "3", "--seed", "1"]) == 0
    assert capsys.readouterr().out == made(3, seed=1)
    assert main(["--count", "0"]) == 0
    assert capsys.readouterr().out == ",".join(HEADERS) + "\n"


def test_a_negative_count_is_refused(capsys):
    with pytest.raises(SystemExit):
        main(["--count", "-1"])
    assert capsys.readouterr().err.endswith("--count must not be negative.\n")


def test_most_facts_agree_with_those_of_the_sandbox_vendors(rows):
    known = [
        (row, people.person_of(email=row["email"].strip()))
        for row in rows
        if is_valid(row["email"].strip()) and row["website"].strip()
    ]
    at_work = [(row, person) for row, person in known if person.company and "example" in row["email"]]
    for name, fact in (
        ("industry", lambda person: person.company.industry),
        ("title", lambda person: person.title),
    ):
        typed = [(row[name], fact(person)) for row, person in at_work if row[name].strip()]
        same = sum(" ".join(value.split()).lower() == vendors.lower() for value, vendors in typed)
        assert 0.75 <= same / len(typed) < 1, name
