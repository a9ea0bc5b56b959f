"""The columns of a file of deals, and the fields that they mean."""

import pytest

from revops.deal_imports.domain.file import deal_mapping_problems, guess_deal_mapping

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
