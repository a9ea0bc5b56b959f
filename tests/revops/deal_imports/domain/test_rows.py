"""The cells of a row, read as a deal."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mauntic.kernel.files import EXTRA_CELLS
from revops.deal_imports.domain.rows import DealLine
from revops.deals.domain.stages import Stage
from tests.revops.deal_imports.domain.lines import TODAY, line, read


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("Closed Won", "closed_won"),
        ("won", "closed_won"),
        ("Engaging", "discovery"),
        ("NEGOTIATION", "negotiation"),
    ],
)
def test_stages_are_known_by_more_than_one_name(text, stage):
    assert line(stage=text, closes="2017-03-01", value="1").stage == stage


def test_what_is_lost_without_a_reason_says_where_it_comes_from():
    assert line(stage="lost", closes="2017-03-01").lost_reason == "Imported as lost"


@pytest.mark.parametrize(
    ("cells", "field"),
    [
        ({"stage": "sold"}, "stage"),
        ({"stage": ""}, "stage"),
        ({"name": ""}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"value": "-1"}, "value"),
        ({"value": "lots"}, "value"),
        ({"currency": "DOLLAR"}, "currency"),
        ({"began": "20/20/2016"}, "began"),
        ({"began": "2027-01-01"}, "began"),
        ({"stage": "won", "closes": "2017-03-01"}, "value"),
        ({"stage": "won", "value": "5"}, "closes"),
        ({"stage": "lost", "closes": "2027-01-01"}, "closes"),
        ({"stage": "lost", "closes": "2017-03-01", "began": "2017-03-02"}, "closes"),
    ],
)
def test_a_row_that_cannot_be_names_its_field(cells, field):
    assert list(line(**cells).problems) == [field]


def test_a_deal_without_a_name_is_called_by_product_and_company():
    said = [
        line(name=name, product="GTX", company=company).name
        for name, company in (("", "Isdom"), ("", ""), ("Big", "x"))
    ]
    assert said == ["GTX for Isdom", "GTX", "Big (GTX)"]


def test_every_cell_is_read_into_its_field():
    row = {
        "Record": "OP-7",
        "Deal": "Wire",
        "Item": "GTX",
        "Account": "Isdom",
        "Mail": "ann@isdom.example",
        "Rep": "Kim Novak",
        "Phase": "Closed Lost",
        "Start": "2016-10-20",
        "End": "2017-03-01",
        "Sum": "1,054.50",
        "Code": "eur",
        "Urgency": "HIGH",
        "Reason": "Price",
        "Next": "Call again",
        "Note": "not mapped",
    }
    fields = ("external_id", "name", "product", "company", "email", "owner", "stage", "began", "closes")
    fields += ("value", "currency", "priority", "lost_reason", "next_step")

    (found,) = read([row], **dict(zip(fields, row, strict=False)))

    assert found == DealLine(
        1,
        external_id="OP-7",
        name="Wire (GTX)",
        company="Isdom",
        email="ann@isdom.example",
        owner="Kim Novak",
        stage=Stage.CLOSED_LOST,
        began=date(2016, 10, 20),
        closes=date(2017, 3, 1),
        value=Decimal("1054.50"),
        currency="EUR",
        lost_reason="Price",
        next_step="Call again",
        priority="high",
    )


def test_a_row_with_a_stage_and_a_name_alone_is_an_open_deal_without_anything_else():
    assert line(stage="Demo") == DealLine(1, name="Wire", stage=Stage.DEMO)


def test_cells_lose_their_outer_and_double_blanks():
    found = line(name="  Big   deal ", company=" Isdom ", owner=" Kim  Novak ", next_step="Call  again ")

    assert (found.name, found.company, found.owner, found.next_step) == (
        "Big deal",
        "Isdom",
        "Kim Novak",
        "Call again",
    )


def test_rows_are_numbered_from_one_and_those_that_are_no_deal_count_too():
    rows = [
        {"name": "Wire", "stage": "demo"},
        {"name": " ", "stage": ""},
        {"name": "name", "stage": " stage "},
        {"name": "Total", "stage": ""},
        {"name": "Pipe", "stage": "demo"},
    ]

    assert [(found.number, found.name, found.no_deal) for found in read(rows)] == [
        (1, "Wire", ""),
        (2, "", "The row is empty."),
        (3, "", "The row repeats the column names."),
        (4, "", "This is a summary line and not a deal."),
        (5, "Pipe", ""),
    ]


def test_a_row_that_is_no_deal_has_no_problem_to_correct():
    rows = [{"name": "", "stage": ""}, {"name": "name", "stage": "stage"}, {"name": "Total", "stage": ""}]

    assert [found.problems for found in read(rows)] == [{}, {}, {}]


def test_a_row_that_repeats_one_column_name_is_a_deal():
    assert line(name="name").no_deal == ""


def test_a_row_with_a_cell_too_many_is_refused_and_the_next_one_is_read():
    rows = [
        {"name": "Wire", "stage": "demo", EXTRA_CELLS: "€ 54"},
        {"name": "Pipe", "stage": "demo"},
    ]

    broken, fine = read(rows, name="name", stage="stage")

    assert broken == DealLine(
        1, problems={"row": 'The row has more cells than the file has columns. Left over: "€ 54".'}
    )
    assert (fine.name, fine.problems) == ("Pipe", {})


def test_a_column_that_a_row_lacks_is_empty():
    (found,) = read([{"name": "Wire", "stage": "demo"}], name="name", stage="stage", value="sum", owner="rep")

    assert (found.value, found.owner, found.problems) == (0, "", {})


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        *((stage.value, stage.value) for stage in Stage if stage not in {"closed_won", "closed_lost"}),
        ("closed_won", "closed_won"),
        ("ClosedWon", "closed_won"),
        ("Closed - Lost", "closed_lost"),
        ("5. Demo", "demo"),
        ("engaged", "discovery"),
        ("Lost", "closed_lost"),
    ],
)
def test_each_stage_is_known_whatever_its_capitals_and_signs(text, stage):
    found = line(stage=text, closes="2017-03-01", value="1")

    assert (found.stage, found.problems) == (stage, {})


def test_an_unknown_stage_is_shown_with_those_that_are_known():
    assert line(stage="Sold 2").problems == {
        "stage": '"Sold 2" is not a stage. Use one of Prospecting, Qualification, Discovery, Demo, Proposal, '
        "Negotiation, Closed won, Closed lost, Won, Lost, Engaging, Engaged."
    }


@pytest.mark.parametrize(
    ("stage", "is_closed"), [("won", True), ("lost", True), ("negotiation", False), ("engaging", False)]
)
def test_a_line_is_closed_when_it_is_won_or_lost(stage, is_closed):
    assert line(stage=stage, closes="2017-03-01", value="1").is_closed is is_closed


@pytest.mark.parametrize("text", ["low", "Medium", "HIGH", "critical"])
def test_a_known_priority_is_kept_in_small_letters(text):
    found = line(priority=text)

    assert (found.priority, found.remarks) == (text.lower(), [])


def test_an_unknown_priority_is_left_out_with_a_remark_and_an_empty_one_without():
    found = line(priority="P" + "1" * 70)

    assert (found.priority, found.problems) == ("", {})
    assert found.remarks == [f'Priority left out: "P{"1" * 59}" is not one of Low, Medium, High, Critical.']
    assert line(priority="").remarks == []


@pytest.mark.parametrize("company", ["-", "N/A", "Self-employed", "unknown"])
def test_words_for_no_company_make_no_company_and_are_told(company):
    found = line(company=company)

    assert (found.company, found.problems) == ("", {})
    assert found.remarks == [f'Company left out: "{company}" is not a company.']


def test_a_word_for_no_company_does_not_name_the_deal():
    assert line(name="", product="GTX", company="N/A").name == "GTX"


def test_a_failed_formula_is_left_out_and_told_by_its_field():
    found = line(company="#REF!", next_step="#N/A", external_id="#WERT!")

    assert (found.company, found.next_step, found.external_id, found.problems) == ("", "", "", {})
    assert sorted(found.remarks) == [
        'Company left out: the spreadsheet shows the error "#REF!".',
        'Id left out: the spreadsheet shows the error "#WERT!".',
        'Next step left out: the spreadsheet shows the error "#N/A".',
    ]


def test_a_failed_formula_for_the_stage_is_a_problem_that_shows_it():
    found = line(stage="#NAME?")

    assert found.problems["stage"].startswith('"#NAME?" is not a stage.')
    assert found.remarks == ['Stage left out: the spreadsheet shows the error "#NAME?".']


def test_failed_formulas_for_days_and_amounts_read_as_empty():
    found = line(began="#VALUE!", closes="#VALUE!", value="#DIV/0!", currency="#N/A", priority="#N/A")

    assert (found.began, found.closes, found.value, found.currency, found.priority) == (None, None, 0, "", "")
    assert (found.problems, len(found.remarks)) == ({}, 5)


@pytest.mark.parametrize(
    ("name", "product", "company", "called"),
    [
        ("Big", "", "Isdom", "Big"),
        ("Big", "GTX", "Isdom", "Big (GTX)"),
        ("", "GTX", "Isdom", "GTX for Isdom"),
        ("", "", "Isdom", "Isdom"),
        ("", "GTX", "", "GTX"),
    ],
)
def test_a_deal_is_called_by_the_best_that_its_row_has(name, product, company, called):
    assert line(name=name, product=product, company=company).name == called


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2016-10-20", date(2016, 10, 20)),
        ("2016-10-20T23:59:59", date(2016, 10, 20)),
        # The day that the other system wrote, whatever its zone.
        ("2016-10-20 23:30:00-08:00", date(2016, 10, 20)),
        ("20161020", date(2016, 10, 20)),
        ("1970-01-01", date(1970, 1, 1)),
    ],
)
def test_a_day_is_read_as_written(text, day):
    found = line(began=text)

    assert (found.began, found.problems) == (day, {})


@pytest.mark.parametrize("field", ["began", "closes"])
@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("20/20/2016", '"20/20/2016" is not a date. Enter a date such as 2017-03-01.'),
        (
            "3/4/2016",
            '"3/4/2016" can be read with the day or the month first. Enter a date such as 2017-03-01.',
        ),
        ("2016-02-30", '"2016-02-30" is not a date. Enter a date such as 2017-03-01.'),
        ("1969-12-31", "1969-12-31 is not between 1970 and 2200."),
    ],
)
def test_a_day_that_cannot_be_is_refused_in_its_own_field(field, text, problem):
    assert line(**{field: text}).problems == {field: problem}


def test_an_open_deal_may_close_in_the_far_future_but_not_beyond_the_calendar():
    assert line(closes="2200-12-31").problems == {}
    assert line(closes="2201-01-01").problems == {"closes": "2201-01-01 is not between 1970 and 2200."}


@pytest.mark.parametrize(
    ("began", "problems"),
    [("2026-11-25", {}), ("2026-11-26", {"began": "2026-11-26 is in the future."})],
)
def test_a_deal_may_begin_today_but_not_tomorrow(began, problems):
    assert line(began=began).problems == problems


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        ({"closes": "2026-11-25"}, None),
        ({"closes": "2026-11-26"}, "The deal is closed, but 2026-11-26 is in the future."),
        ({"closes": ""}, "Enter a close date. Won and lost deals need one."),
        ({"closes": "1 March"}, '"1 March" is not a date. Enter a date such as 2017-03-01.'),
        ({"closes": "2017-03-01", "began": "2017-03-01"}, None),
        (
            {"closes": "2017-03-01", "began": "2017-03-02"},
            "The close date 2017-03-01 is before the creation date 2017-03-02.",
        ),
    ],
)
@pytest.mark.parametrize("stage", ["won", "lost"])
def test_a_closed_deal_ended_on_a_day_of_the_past_that_is_not_before_it_began(stage, cells, problem):
    found = line(stage=stage, value="5", **cells)

    assert found.problems == ({"closes": problem} if problem else {})


def test_an_open_deal_may_be_expected_before_it_began():
    # Other systems keep a close date that has passed when a deal is opened again.
    assert line(stage="demo", closes="2017-03-01", began="2017-03-02").problems == {}


@pytest.mark.parametrize("field", ["name", "company", "lost_reason", "next_step"])
@pytest.mark.parametrize(("length", "fits"), [(200, True), (201, False)])
def test_texts_have_at_most_200_characters(field, length, fits):
    found = line(**{field: "x" * length})

    assert found.problems == ({} if fits else {field: "Use at most 200 characters."})


@pytest.mark.parametrize(("length", "fits"), [(100, True), (101, False)])
def test_an_id_of_another_system_has_at_most_100_characters(length, fits):
    found = line(external_id="x" * length)

    assert found.problems == ({} if fits else {"external_id": "Use at most 100 characters."})


def test_a_row_without_any_name_says_what_to_enter():
    assert line(name="", owner="Kim").problems == {
        "name": "The row has no name, product or company. Enter one."
    }


def test_an_unknown_stage_asks_for_nothing_that_only_closed_deals_need():
    assert list(line(stage="sold", value="", closes="").problems) == ["stage"]


ODD_TEXTS = [
    "",
    " ",
    "won",
    "lost",
    "demo",
    "sold",
    "2017-03-01",
    "2030-01-01",
    "1 March",
    "€ 5",
    "-1",
    "1e9",
    "USD",
]


ODD_TEXTS += ["#REF!", "N/A", "name", "Total", "x" * 250]


FIELDS = ["name", "product", "company", "stage", "began", "closes", "value", "currency", "priority"]


@settings(max_examples=30)
@given(st.dictionaries(st.sampled_from(FIELDS), st.sampled_from(ODD_TEXTS)))
def test_a_row_of_any_text_is_read_or_refused_and_what_is_read_can_be_stored(cells):
    found = line(**cells)

    assert all(text for text in (*found.problems.values(), *found.remarks))
    if found.problems or found.no_deal:
        return
    assert 0 < len(found.name) <= 200
    assert 0 <= found.value <= Decimal("9999999999999999.99")
    assert found.value == round(found.value, 2)
    if found.is_closed:
        assert found.closes is not None
        assert (found.began or found.closes) <= found.closes <= TODAY
    if found.stage == "closed_won":
        assert found.value > 0
