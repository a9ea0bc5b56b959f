"""The columns of a file of deals, and the fields that they mean."""

import pytest

from revops.deal_imports.domain.file import LABELS, deal_mapping_problems, guess_deal_mapping, left_out

HEAD = "opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value"


def test_columns_are_known_by_their_names():
    assert guess_deal_mapping([*HEAD.split(","), "Amount", "Shoe size"]) == {
        "external_id": "opportunity_id",
        "owner": "sales_agent",
        "product": "product",
        "company": "account",
        "stage": "deal_stage",
        "began": "engage_date",
        "closes": "close_date",
        "value": "close_value",
    }


@pytest.mark.parametrize(
    ("headings", "meant"),
    [
        pytest.param(
            "Record ID; Deal Name; Deal Stage; Close Date; Deal owner; Amount; Currency; Create Date;"
            "Pipeline; Associated Company; Closed Lost Reason; Next step; Priority",
            {
                "external_id": "Record ID",
                "name": "Deal Name",
                "company": "Associated Company",
                "owner": "Deal owner",
                "stage": "Deal Stage",
                "began": "Create Date",
                "closes": "Close Date",
                "value": "Amount",
                "currency": "Currency",
                "priority": "Priority",
                "lost_reason": "Closed Lost Reason",
                "next_step": "Next step",
            },
            id="HubSpot",
        ),
        pytest.param(
            "Opportunity Owner; Account Name; Opportunity Name; Stage; Fiscal Period; Amount;"
            "Probability (%); Close Date; Created Date; Next Step; Loss Reason; Opportunity ID",
            {
                "external_id": "Opportunity ID",
                "name": "Opportunity Name",
                "company": "Account Name",
                "owner": "Opportunity Owner",
                "stage": "Stage",
                "began": "Created Date",
                "closes": "Close Date",
                "value": "Amount",
                "lost_reason": "Loss Reason",
                "next_step": "Next Step",
            },
            id="Salesforce",
        ),
        pytest.param(
            "Deal - ID; Deal - Title; Deal - Value; Deal - Currency of Value; Deal - Stage; Deal - Status;"
            "Deal - Organization; Deal - Owner; Deal - Expected close date; Deal - Deal created;"
            "Deal - Lost reason",
            {
                "external_id": "Deal - ID",
                "name": "Deal - Title",
                "company": "Deal - Organization",
                "owner": "Deal - Owner",
                "stage": "Deal - Stage",
                "began": "Deal - Deal created",
                "closes": "Deal - Expected close date",
                "value": "Deal - Value",
                "currency": "Deal - Currency of Value",
                "lost_reason": "Deal - Lost reason",
            },
            id="Pipedrive",
        ),
        pytest.param(
            "Bezeichnung; Kunde; Verantwortlich; Phase; Betrag; Währung; Abschlussdatum; Erstellt am;"
            "Nächster Schritt; Verlustgrund",
            {
                "name": "Bezeichnung",
                "company": "Kunde",
                "owner": "Verantwortlich",
                "stage": "Phase",
                "began": "Erstellt am",
                "closes": "Abschlussdatum",
                "value": "Betrag",
                "currency": "Währung",
                "lost_reason": "Verlustgrund",
                "next_step": "Nächster Schritt",
            },
            id="German",
        ),
        pytest.param(
            "Nom de l’affaire; Société; Propriétaire; Étape; Montant; Devise; Date de clôture;"
            "Date de création; Prochaine étape; Motif de perte",
            {
                "name": "Nom de l’affaire",
                "company": "Société",
                "owner": "Propriétaire",
                "stage": "Étape",
                "began": "Date de création",
                "closes": "Date de clôture",
                "value": "Montant",
                "currency": "Devise",
                "lost_reason": "Motif de perte",
                "next_step": "Prochaine étape",
            },
            id="French",
        ),
        pytest.param(
            "Oportunidad; Empresa; Propietario; Etapa; Importe; Moneda; Fecha de cierre; Fecha de creación;"
            "Próximo paso; Motivo de pérdida",
            {
                "name": "Oportunidad",
                "company": "Empresa",
                "owner": "Propietario",
                "stage": "Etapa",
                "began": "Fecha de creación",
                "closes": "Fecha de cierre",
                "value": "Importe",
                "currency": "Moneda",
                "lost_reason": "Motivo de pérdida",
                "next_step": "Próximo paso",
            },
            id="Spanish",
        ),
    ],
)
def test_columns_of_an_export_are_guessed(headings, meant):
    assert guess_deal_mapping([heading.strip() for heading in headings.split(";")]) == meant


@pytest.mark.parametrize(
    ("mapping", "fields"),
    [
        ({"stage": "a"}, ["name"]),
        ({"name": "a"}, ["stage"]),
        ({"name": "a", "stage": "a"}, ["name", "stage"]),
        ({"name": "a", "stage": "x"}, ["stage"]),
        ({"name": "a", "stage": "b", "size": "c"}, ["size"]),
    ],
)
def test_a_mapping_that_cannot_be_names_its_fields(mapping, fields):
    assert sorted(deal_mapping_problems(mapping, ["a", "b", "c"])) == fields


def test_the_mapping_form_offers_the_fields_in_this_order_and_with_these_names():
    assert list(LABELS.items()) == [
        ("external_id", "Id"),
        ("name", "Name"),
        ("product", "Product"),
        ("company", "Company"),
        ("email", "Contact email"),
        ("owner", "Owner"),
        ("stage", "Stage"),
        ("began", "Created"),
        ("closes", "Close date"),
        ("value", "Value"),
        ("currency", "Currency"),
        ("priority", "Priority"),
        ("lost_reason", "Lost reason"),
        ("next_step", "Next step"),
    ]


@pytest.mark.parametrize(
    ("headings", "name"),
    [
        (["Subject", "Deal name"], "Deal name"),
        (["Deal name", "Subject"], "Deal name"),
        (["Deal Title", "DEAL TITLE"], "Deal Title"),
        (["Subject (internal)", "Title"], "Title"),
    ],
)
def test_of_two_columns_for_a_field_the_better_name_wins_and_then_the_first(headings, name):
    assert guess_deal_mapping(headings) == {"name": name}


def test_the_guess_comes_in_the_order_of_the_form_and_leaves_unknown_columns_out():
    guessed = guess_deal_mapping(["Next step", "Shoe size", "Stage", "Id"])

    assert list(guessed.items()) == [("external_id", "Id"), ("stage", "Stage"), ("next_step", "Next step")]
    assert guess_deal_mapping([]) == {}


COMPUTED = ["Contact", "Probability", "Forecast category"]


@pytest.mark.parametrize(
    ("headers", "out"),
    [
        # All three computed columns are there: it is our own export.
        (["Name", *COMPUTED], COMPUTED),
        (COMPUTED, COMPUTED),
        (["Forecast category", "Name", "Probability", "Contact"], ["Forecast category", *COMPUTED[1::-1]]),
        # The file of another system may mean something else by the same name.
        (["Name", "Contact", "Probability"], []),
        (["Name", "Probability", "Forecast category"], []),
        (["Name", "Contact", "Forecast category"], []),
        # A file of rows that failed has our column with the reasons, whatever else it holds.
        (["Name", "Import problem"], ["Import problem"]),
        ([*COMPUTED, "Import problem"], [*COMPUTED, "Import problem"]),
        ([], []),
    ],
)
def test_only_columns_of_our_own_files_are_left_out(headers, out):
    assert left_out(headers) == out


@pytest.mark.parametrize("naming", ["name", "product", "company"])
def test_a_name_a_product_or_a_company_is_enough_to_name_the_deals(naming):
    assert deal_mapping_problems({naming: "a", "stage": "b"}, ["a", "b"]) == {}


@pytest.mark.parametrize(
    ("mapping", "problems"),
    [
        ({"stage": "a"}, {"name": "Choose the column with the name, product or company."}),
        ({"name": "a"}, {"stage": "Choose the column with the stage."}),
        ({"name": "a", "stage": "x"}, {"stage": 'The file has no column "x".'}),
        (
            {"name": "a", "stage": "a", "value": "b"},
            {
                "name": 'The column "a" is used for 2 fields. Choose one.',
                "stage": 'The column "a" is used for 2 fields. Choose one.',
            },
        ),
        (
            {"name": "a", "product": "a", "company": "a", "stage": "b"},
            dict.fromkeys(("name", "product", "company"), 'The column "a" is used for 3 fields. Choose one.'),
        ),
        (
            {"name": "a", "stage": "b", "size": "c"},
            {
                "size": "There is no such field. Use one of external_id, name, product, company, email, "
                "owner, stage, began, closes, value, currency, priority, lost_reason, next_step."
            },
        ),
        (
            {},
            {
                "stage": "Choose the column with the stage.",
                "name": "Choose the column with the name, product or company.",
            },
        ),
    ],
)
def test_a_problem_of_a_mapping_says_what_to_choose(mapping, problems):
    assert deal_mapping_problems(mapping, ["a", "b", "c"]) == problems


def test_a_column_that_is_missing_twice_is_missing_and_not_used_twice():
    missing = 'The file has no column "x".'

    assert deal_mapping_problems({"name": "x", "stage": "x"}, ["a"]) == {"name": missing, "stage": missing}


def test_an_unknown_field_is_told_as_such_even_where_its_column_is_missing_or_shared():
    found = deal_mapping_problems({"name": "a", "stage": "b", "size": "b", "age": "x"}, ["a", "b"])

    assert found["size"].startswith("There is no such field.")
    assert found["age"].startswith("There is no such field.")
    assert found["stage"] == 'The column "b" is used for 2 fields. Choose one.'
    assert set(found) == {"size", "age", "stage"}
