"""When somebody is back."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mauntic.delivery.replies.domain.away import Return, next_working_day, read_return
from mauntic.delivery.replies.domain.dates import mentions, next_such

TODAY = date(2026, 11, 23)  # a Monday


def is_working_day(day: date) -> bool:
    return day.weekday() < 5


def back(text: str, today: date = TODAY) -> str:
    return str(read_return(text, today=today, is_working_day=is_working_day).back)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I am out of the office until Monday, 7 December 2026.", "2026-12-07"),
        ("I am away until 9 December.", "2026-12-10"),
        ("On leave through December 4th, 2026.", "2026-12-05"),
        ("I will return on 1 March 2027.", "2027-03-01"),
        ("Back on 12/07/2026.", "2026-12-07"),
        ("I am on vacation from 20 December to 3 January and reply later.", "2027-01-04"),
        ("OOO 2026-12-01 - 2026-12-04", "2026-12-05"),
        ("I'm out today and back tomorrow.", "2026-11-24"),
        ("I will be back on Thursday.", "2026-11-26"),
        ("Ich bin bis einschließlich 04.12.2026 nicht im Haus.", "2026-12-05"),
        ("Ich bin ab dem 7. Dezember wieder erreichbar.", "2026-12-07"),
        ("Ich bin vom 1. bis 9. Dezember im Urlaub.", "2026-12-10"),
        ("Ab 14.12. bin ich wieder da.", "2026-12-14"),
        ("Je suis absent jusqu'au 7 décembre inclus.", "2026-12-08"),
        ("De retour le 4 janvier 2027.", "2027-01-04"),
        ("En congés du 21 décembre au 1er janvier.", "2027-01-02"),
        ("Estaré fuera de la oficina hasta el 7 de diciembre.", "2026-12-07"),
        ("Vuelvo el 9 de diciembre de 2026.", "2026-12-09"),
        ("Sono in ferie fino al 6 gennaio.", "2027-01-07"),
        ("Tornerò il 7 gennaio.", "2027-01-07"),
        ("Estou de férias até 5 de janeiro.", "2027-01-06"),
        ("Volto no dia 9 de dezembro.", "2026-12-09"),
        ("Ik ben afwezig tot en met 4 december.", "2026-12-05"),
        ("Vanaf maandag ben ik weer bereikbaar.", "2026-11-30"),
        ("Jestem na urlopie do 3 stycznia.", "2027-01-04"),
        ("Jag är på semester till den 6 januari.", "2027-01-07"),
        ("不在にしております。12月7日に戻ります。", "2026-12-07"),
        ("12月4日まで休暇です。", "2026-12-05"),
        ("On parental leave until February.", "2027-02-01"),
        ("I am travelling with limited access.", "None"),
        ("Reference 4711, call +49 30 1234567.", "None"),
    ],
)
def test_the_day_of_the_return_is_read(text, expected):
    assert back(text) == expected


def test_until_a_monday_names_the_return_and_until_a_day_of_the_week_the_day_after():
    assert back("Away until Monday.") == "2026-11-30"
    assert back("Away until Wednesday.") == "2026-11-26"
    assert back("Away until and including Monday, 30 November.") == "2026-12-01"


def test_an_enrollment_goes_on_on_the_next_working_day():
    found = read_return("Ich bin bis 4.12. weg.", today=TODAY, is_working_day=is_working_day)

    assert found == Return(date(2026, 12, 5), date(2026, 12, 7))
    assert not found.needs_a_person


@pytest.mark.parametrize("text", ["I will be back on 1 August 2027.", "I was back on 1 March 2020."])
def test_a_day_in_the_past_or_beyond_half_a_year_is_asked_of_a_person(text):
    found = read_return(text, today=TODAY, is_working_day=is_working_day)

    assert found.back
    assert found.needs_a_person


def test_without_a_day_it_takes_two_weeks():
    found = read_return("I am away.", today=TODAY, is_working_day=is_working_day)

    assert found == Return(None, date(2026, 12, 7))


def test_without_a_year_it_is_the_next_such_date():
    assert back("Back on 3 January.") == "2027-01-03"
    assert back("Back on 23 November.") == "2026-11-23"
    assert next_such(2, 29, today=date(2027, 3, 1)) == date(2028, 2, 29)
    assert next_such(2, 30, today=TODAY) is None


def test_a_year_without_working_days_ends():
    assert next_working_day(TODAY, lambda day: False) == TODAY


def test_the_weekday_beside_a_date_is_no_date_of_its_own():
    assert [each.day for each in mentions("monday, 7 december 2026", today=TODAY)] == [date(2026, 12, 7)]


@given(st.text(alphabet="0123456789./- untilbackonabdemjanuary年月日,", max_size=80))
def test_any_text_is_read(text):
    found = read_return(text, today=TODAY, is_working_day=is_working_day)

    assert found.resume is None or is_working_day(found.resume)
