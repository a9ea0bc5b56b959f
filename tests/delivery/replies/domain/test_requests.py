"""Requests to be left alone, told from other uses of the same words."""

import pytest

from mauntic.delivery.replies.domain.people import asks_us_to_stop


@pytest.mark.parametrize(
    "text",
    [
        "Remove me.",
        "Bitte entfernen",
        "Please discontinue",
        "Supprimez-moi",
        "Aufhören!",
        "Chega",
        "Sluta",
        "We would be grateful if our address could be deleted.",
        "Thanks for the offer. Stop.",
        "削除してください",
        "Wrong person, please remove.",
        "I'd rather you didn't contact me.",
        "Don't send me such mails again.",
    ],
)
def test_people_ask_in_many_ways(text):
    assert asks_us_to_stop(text)


@pytest.mark.parametrize(
    "text",
    [
        "Can you remove duplicates?",
        "Please stop by on Tuesday.",
        "We stopped using Salesforce.",
        "Don't stop, this is great!",
        "How do people unsubscribe from your product's mails?",
        "Does it also delete old contacts?",
        "Don't hesitate to mail me.",
        "I did not receive your message.",
        "I have not read your mail yet.",
        "We want to opt out of the annual contract.",
        "Remove the last slide and send me the deck again.",
        "N'hésitez pas à me contacter.",
        "Ich habe Ihre Mail nicht erhalten.",
        "I'm not the right contact.",
        "What is your unsubscribe rate?",
        "Yes, please send me more.",
        "Is it GDPR compliant?",
    ],
)
def test_the_same_words_may_ask_for_something_else(text):
    assert not asks_us_to_stop(text)
