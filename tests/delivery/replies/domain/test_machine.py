"""Signs of machines in headers and subjects."""

import pytest

from mauntic.delivery.replies.domain.machine import (
    AutoKind,
    asks_to_unsubscribe,
    has_machine_headers,
    is_automatic,
    subject_kind,
)
from tests.delivery.replies.mails import mail


@pytest.mark.parametrize(
    "headers",
    [
        {"auto_submitted": "auto-replied"},
        {"auto_submitted": "auto-generated (failure)"},
        {"return_path": "<>"},
        {"precedence": "auto_reply"},
        {"precedence": "Bulk"},
        {"x_autoreply": "yes"},
        {"x_autorespond": "x"},
        {"x_apple_action": "VACATION"},
        {"x_failed_recipients": "maria@client.example"},
        {"from": "noreply@client.example"},
        {"from": "MAILER-DAEMON@client.example"},
        {"from": "MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@client.example"},
    ],
)
def test_a_machine_is_known_by_its_headers(headers):
    assert has_machine_headers(mail(**headers))


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"auto_submitted": "no"},
        {"x_auto_response_suppress": "All"},
        {"precedence": "list"},
        {"return_path": "<maria@client.example>"},
        {"from": "Bo Notification <bo@client.example>"},
    ],
)
def test_a_person_is_not_taken_for_a_machine(headers):
    assert not has_machine_headers(mail(**headers))
    assert not is_automatic(mail(**headers))


@pytest.mark.parametrize(
    ("subject", "kind"),
    [
        ("Automatic reply: lead routing", AutoKind.OUT_OF_OFFICE),
        ("Re: Out of Office: lead routing", AutoKind.OUT_OF_OFFICE),
        ("Abwesenheitsnotiz: Angebot", AutoKind.OUT_OF_OFFICE),
        ("Automatische Antwort: Angebot", AutoKind.OUT_OF_OFFICE),
        ("Réponse automatique : offre", AutoKind.OUT_OF_OFFICE),
        ("Respuesta automática: oferta", AutoKind.OUT_OF_OFFICE),
        ("Risposta automatica: offerta", AutoKind.OUT_OF_OFFICE),
        ("Resposta automática: oferta", AutoKind.OUT_OF_OFFICE),
        ("Automatisch antwoord: aanbod", AutoKind.OUT_OF_OFFICE),
        ("Autosvar: hej", AutoKind.OUT_OF_OFFICE),
        ("自動返信: 件名", AutoKind.OUT_OF_OFFICE),
        ("[#48213] We have received your request", AutoKind.TICKET),
        ("Ticket #1234: lead routing", AutoKind.TICKET),
        ("Read: lead routing", AutoKind.RECEIPT),
        ("Gelesen: Angebot", AutoKind.RECEIPT),
        ("Re: lead routing [Boxbe verification required]", AutoKind.CHALLENGE),
    ],
)
def test_a_machine_is_known_by_its_subject(subject, kind):
    assert subject_kind(subject) is kind


@pytest.mark.parametrize(
    "subject",
    [
        "Re: lead routing",
        "Re: Ticket #1234 of your team",
        "Re: Your request 2026",
        "Awaydays at Client",
        "",
        "Reading list",
    ],
)
def test_our_own_subject_is_no_sign(subject):
    assert subject_kind(subject) is None


def test_the_buttons_of_clients_are_known():
    assert asks_to_unsubscribe(mail(subject="Unsubscribe"))
    assert asks_to_unsubscribe(mail(subject="x", x_apple_unsubscribe="true"))
    assert not asks_to_unsubscribe(mail(subject="Re: unsubscribe rates of your customers"))
