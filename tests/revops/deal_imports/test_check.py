"""The verdict on each row of a file, and its reason."""

from tests.revops.deal_imports.files import OPEN, mapped, verdicts


def test_the_end_of_a_report_is_no_deal(acme, media):
    rows = ("Wire,1250,demo", "Total,1250,", "Copyright (c) 2026 Example Inc.,,", ",,", "name,value,stage")
    job = mapped(head="\n".join(("Deals of November", "", "name,value,stage", *rows)))
    assert verdicts(job) == [
        ("create", ""),
        ("skip", "This is a summary line and not a deal."),
        ("skip", "This is a summary line and not a deal."),
        ("skip", "The row is empty."),
        ("skip", "The row repeats the column names."),
    ]
    assert job.note == "Rows skipped above the column names: 1."


def test_a_row_with_a_cell_too_many_is_refused_since_all_after_it_are_shifted(acme, media):
    job = mapped("Wire,Acme, Inc,demo,5", "Cable,Acme,demo,5", head="name,company,stage,value")
    assert verdicts(job) == [
        ("error", 'The row has more cells than the file has columns. Left over: "5".'),
        ("create", ""),
    ]


def test_what_stands_for_no_company_is_none(acme, media):
    job = mapped("Wire,N/A,demo", "Cable,-,demo", head="name,company,stage")
    assert [reason for _, reason in verdicts(job)] == [
        'Company left out: "N/A" is not a company.',
        'Company left out: "-" is not a company.',
    ]


def test_an_error_of_the_spreadsheet_is_left_out_with_a_remark(acme, media):
    job = mapped("Wire,#REF!,demo,P1", "Cable,5,#N/A,high", head="name,value,stage,priority")
    assert [reason for _, reason in verdicts(job)] == [
        (
            'Value left out: the spreadsheet shows the error "#REF!". '
            'Priority left out: "P1" is not one of Low, Medium, High, Critical.'
        ),
        (
            '"#N/A" is not a stage. Use one of Prospecting, Qualification, Discovery, Demo, Proposal, '
            "Negotiation, Closed won, Closed lost, Won, Lost, Engaging, Engaged."
        ),
    ]


def test_an_address_that_no_lead_has_is_refused(acme, media):
    job = mapped("Wire,x@y.example,demo", head="name,email,stage")
    assert verdicts(job) == [("error", "No lead has the email x@y.example. Import the leads first.")]


def test_an_unreadable_cell_refuses_its_row_alone(acme, media):
    broken = mapped(OPEN, OPEN.replace("A3", "A5").replace("Moses", "Mo\0ses"), OPEN.replace("A3", "A6"))
    assert [verdict for verdict, _ in verdicts(broken)] == ["create", "error", "create"]
    assert verdicts(broken)[1][1] == "The row has bytes that are not text."
