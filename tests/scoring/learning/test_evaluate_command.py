"""`manage.py evaluate_scoring`, on made-up files and on the public bank data where it is at hand."""

import csv
import json
import random
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.support.shared import SHARED

DATA = SHARED / "data"
BANK = DATA / "labelled" / "bank-additional-full.csv"
PIPELINE = DATA / "crm" / "sales_pipeline.csv"


@pytest.fixture
def deals(tmp_path) -> Path:
    """400 deals, semicolons, the best in Germany; `lead_id` names the row."""
    chance = random.Random(4)
    path = tmp_path / "deals.csv"
    with path.open("w", newline="") as stream:
        out = csv.writer(stream, delimiter=";")
        out.writerow(["lead_id", "country", "size", "closed", "stage"])
        for number in range(400):
            country = chance.choice(["DE", "FR"])
            won = chance.random() < (0.5 if country == "DE" else 0.1)
            out.writerow(
                [
                    number,
                    country,
                    chance.randrange(500),
                    "2026-05-01" if won else "",
                    "Won" if won else "Lost",
                ]
            )
    return path


def answer(capsys, *arguments) -> dict:
    call_command("evaluate_scoring", *map(str, arguments), "--json")
    return json.loads(capsys.readouterr().out)


def test_the_figures_of_three_models_are_told(deals, capsys):
    told = answer(capsys, deals, "--target", "stage", "--drop", "closed")
    for model in ("scorecard", "logistic", "naive_bayes"):
        assert set(told[model]) == {"auc", "ece", "brier", "top10_lift", "n"}
        assert 0.65 < told[model]["auc"] < 0.85
        assert told["out_of_time"][model]["n"] == 120
    assert (told["positive"], told["n"]) == ("Won", 400)


def test_leaks_and_ids_are_warned_of(deals, capsys):
    told = answer(capsys, deals, "--target", "stage")
    assert [warning["column"] for warning in told["warnings"]] == ["lead_id", "closed"]


def test_the_table_says_what_was_counted_as_won(deals, capsys):
    call_command("evaluate_scoring", str(deals), "--target", "stage")
    said = capsys.readouterr().out
    assert 'of which "Won": ' in said
    assert 'Warning: "lead_id" counts the rows, like an id. The column is left out.' in said
    assert "Naive Bayes" in said


def test_the_rarer_outcome_can_be_turned_round(deals, capsys):
    told = answer(capsys, deals, "--target", "stage", "--positive", "Lost", "--drop", "closed,lead_id")
    assert told["wins"] > 200


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nowhere.csv", "--target", "stage"], 'CSV: cannot read "nowhere.csv": No such file'),
        (["{deals}", "--target", "stages"], "--target: there is no column “stages”. Did you mean stage"),
        (["{deals}", "--target", "stage", "--time", "stage"], "--time: the outcome itself is no time"),
        (["{deals}", "--target", "stage", "--drop", "a"], "--drop: there is no column “a”"),
        (["{deals}", "--target", "country", "--positive", "US"], "--positive: no row of “country” is “US”"),
    ],
)
def test_bad_arguments_are_named_and_end_with_2(deals, arguments, said):
    with pytest.raises(CommandError) as error:
        call_command("evaluate_scoring", *(argument.format(deals=deals) for argument in arguments))
    assert str(error.value).startswith(said)
    assert error.value.returncode == 2


def test_a_file_whose_columns_say_nothing_is_refused(tmp_path):
    path = tmp_path / "same.csv"
    path.write_text("size,won\n" + "7,1\n7,0\n" * 50)

    with pytest.raises(CommandError, match='No column is left to learn from: "size" has') as bad:
        call_command("evaluate_scoring", str(path), "--target", "won", "--json")

    assert bad.value.returncode == 2


def test_an_empty_file_is_refused(tmp_path):
    (tmp_path / "empty.csv").touch()
    with pytest.raises(CommandError, match="CSV: The file is empty"):
        call_command("evaluate_scoring", str(tmp_path / "empty.csv"), "--target", "x")


@pytest.mark.skipif(not BANK.exists(), reason="the public bank data is not at hand")
def test_the_card_is_as_good_as_the_reference_on_the_bank_data(capsys):
    told = answer(capsys, BANK, "--target", "y", "--drop", "duration")
    assert told["n"] == 41_188
    assert told["scorecard"]["auc"] == pytest.approx(0.794, abs=0.002)
    assert told["scorecard"]["ece"] < 0.008
    assert told["logistic"]["auc"] == pytest.approx(0.791, abs=0.002)
    assert told["naive_bayes"]["auc"] == pytest.approx(0.783, abs=0.003)
    assert told["out_of_time"]["scorecard"]["auc"] > 0.59
    assert (told["base_rate_earlier"], told["base_rate_later"]) == (0.0557, 0.2455)
    assert told["warnings"] == []


@pytest.fixture
def closed_deals(tmp_path) -> Path:
    """The public pipeline without the deals that are open."""
    path = tmp_path / "closed.csv"
    with PIPELINE.open(newline="") as stream, path.open("w", newline="") as out:
        reader = csv.DictReader(stream)
        writer = csv.DictWriter(out, reader.fieldnames or [])
        writer.writeheader()
        writer.writerows(row for row in reader if row["deal_stage"] in {"Won", "Lost"})
    return path


@pytest.mark.skipif(not PIPELINE.exists(), reason="the public pipeline is not at hand")
def test_where_nothing_can_be_known_nothing_is_learned_and_what_leaks_is_named(closed_deals, capsys):
    arguments = [closed_deals, "--target", "deal_stage", "--time", "engage_date"]
    leaking = answer(capsys, *arguments)
    warned = {warning["column"] for warning in leaking["warnings"]}
    assert warned == {"opportunity_id", "close_date", "close_value"}

    honest = answer(capsys, *arguments, "--drop", ",".join(warned))
    assert honest["scorecard"]["auc"] == pytest.approx(0.5, abs=0.015)
    assert honest["warnings"] == []
