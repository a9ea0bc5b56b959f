"""What a person newly wrote, below, above and between what they quote."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mauntic.delivery.replies.domain.quoting.capping import MAX_CHARACTERS, MAX_LINE, MAX_LINES, capped
from mauntic.delivery.replies.domain.quoting.sent import without_sent
from mauntic.delivery.replies.domain.text import reply_text
from tests.delivery.replies.mails import HARD, MAIL, OURS, hard, needs_mail

TRIMMED = MAIL / "email_reply_trimmer" / "test"
EXPECTED = json.loads((HARD / "expected.json").read_text()) if HARD.exists() else {}
QUOTED = "\n".join(f"> {line}" for line in OURS.split("\n"))


def plain(text: str) -> str:
    return " ".join(text.split())


def new(text: str, *sent: str) -> str:
    return reply_text(text=text, sent=sent).text


@needs_mail
@pytest.mark.parametrize("sent", [[], [OURS]], ids=["alone", "with what we sent"])
@pytest.mark.parametrize("name", [name for name, each in EXPECTED.items() if "reply" in each])
def test_the_words_of_a_hard_reply_remain_and_the_quote_goes(name, sent):
    expected, source = EXPECTED[name], hard(name)
    found = reply_text(text=source.text, html=source.html, sent=sent)

    for text in (found.text, found.said):
        assert expected["reply"] in plain(text)
        assert expected.get("also", "") in plain(text)
    assert "notin" not in expected or expected["notin"] not in found.said


@needs_mail
def test_the_wanted_text_of_foreign_replies_is_kept_and_mostly_exact():
    names = sorted(path.name for path in (TRIMMED / "emails").iterdir())
    pairs = [
        (
            plain(reply_text(text=(TRIMMED / "emails" / name).read_text()).text),
            plain((TRIMMED / "trimmed" / name).read_text()),
        )
        for name in names
    ]

    assert sum(wanted in found for found, wanted in pairs) >= 0.9 * len(pairs)
    assert sum(wanted == found for found, wanted in pairs) >= 0.8 * len(pairs)


@pytest.mark.parametrize(
    "introduction",
    [
        "On Mon, Nov 23, 2026 at 9:14 AM Ann Sender <ann@vendor.example> wrote:",
        "Am 23.11.2026 um 09:14 schrieb Ann Sender:",
        "Le lun. 23 nov. 2026 à 09:14, Ann Sender <ann@vendor.example> a\nécrit :",
        "El lun, 23 nov 2026 a las 9:14, Ann Sender (<ann@vendor.example>) escribió:",
        "Il giorno lun 23 nov 2026 alle ore 09:14 Ann Sender <\nann@vendor.example> ha scritto:",
        "Op ma 23 nov 2026 om 09:14 schreef Ann Sender <ann@vendor.example>:",
        "Den mån 23 nov. 2026 kl 09:14 skrev Ann Sender <ann@vendor.example>:",
        "pon., 23 lis 2026 o 09:14 Ann Sender <ann@vendor.example> napisał(a):",
        "W dniu 23.11.2026 o 09:14, Ann Sender pisze:",
        "2026/11/23 9:14、Ann Sender <ann@vendor.example>のメール:",
        "23 ноября 2026 г., 09:14, Ann Sender <ann@vendor.example> написал(а):",
        "Em seg., 23 de nov. de 2026 às 09:14, Ann Sender <ann@vendor.example>\nescreveu:",
        "2026年11月23日(月) 18:14 Ann Sender <ann@vendor.example>:",
        "-----Ursprüngliche Nachricht-----\nVon: Ann Sender",
        "________________________________\nFrom: Ann Sender\nSent: Monday\nTo: Maria\nSubject: lead routing",
        "De : Ann Sender\nEnvoyé : lundi\nÀ : Maria\nObjet : lead routing",
        "Da: Ann Sender\nInviato: lunedì\nA: Maria\nOggetto: lead routing",
        "Begin forwarded message:",
    ],
)
def test_a_quote_is_cut_at_its_introduction_in_many_languages(introduction):
    assert new(f"That works for us.\n\n{introduction}\n\n{QUOTED}") == "That works for us."


def test_a_move_from_one_city_to_another_is_no_quote():
    text = "We moved.\nFrom: Berlin\nTo: Vienna\nPlease send it there."

    assert reply_text(text=text).text.startswith("We moved.")


def test_a_colon_after_a_time_is_no_introduction():
    assert new("I can do one of these on 3.12.2026:\nTuesday\nFriday").endswith("Tuesday\nFriday")


def test_hyphen_lists_are_no_signature():
    assert new("Answers:\n- yes, send it\n- no, not now").endswith("- no, not now")


def test_answers_between_and_below_the_quote_are_read():
    text = (
        "On Mon, Nov 23, 2026 at 9:14 AM Ann <ann@vendor.example> wrote:\n"
        "> Worth a call?\n\nYes, on Tuesday.\n\n> Ann\n\nMaria"
    )

    assert plain(new(text)) == "Yes, on Tuesday. Maria"


def test_a_footer_below_the_quote_does_not_hide_the_cut():
    text = (
        f"No thanks.\n\nAm 23.11.26 um 09:14 schrieb Ann Sender:\n{QUOTED}\n\n-- \n"
        "This email has been checked for viruses."
    )

    assert new(text) == "No thanks."


def test_signature_device_and_legal_notes_do_not_count_as_said():
    found = reply_text(
        text="Happy to talk.\n\nKind regards\nMaria Kunde\nUnsubscribe Manager\n\nPS: after 3 please\n\n"
        "Sent from my iPhone"
    )
    footer = reply_text(
        text="Happy to talk.\n\nThis e-mail is confidential. To stop, unsubscribe at https://a.example"
    )

    assert found.text.endswith("PS: after 3 please")
    assert plain(found.said) == "Happy to talk. PS: after 3 please"
    assert footer.said == "Happy to talk."


def test_a_sentence_about_a_phone_is_no_line_of_a_device():
    assert new("No.\nI sent it to you.") == "No.\nI sent it to you."


def test_what_we_sent_is_taken_out_even_without_a_mark():
    assert new(f"Please send the price.\n\n{OURS}", OURS) == "Please send the price."
    assert new(f"{OURS}\n\nNein danke.", OURS) == "Nein danke."


def test_an_answer_that_shares_words_with_our_mail_stays():
    assert without_sent("A 15 minute call is fine.", [OURS]) == "A 15 minute call is fine."
    assert without_sent("Ann Sender", [OURS]) == "Ann Sender"


def test_wrapped_and_stuffed_quotes_of_ours_are_taken_out():
    wrapped = "teams like yours lose two\ndays a month to\nlead routing. Worth a 15\nminute call?"

    assert without_sent(f"Yes!\n{wrapped}", [OURS]) == "Yes!"


def test_html_is_read_with_its_lines_and_without_its_quote():
    html = (
        "<style>p{}</style><p>Hi <b>Ann</b>,</p><div>call me<br>tomorrow</div>"
        "<blockquote type='cite'>stop it</blockquote><div class='gmail_quote'>two days</div>"
    )

    assert reply_text(text=" ", html=html).text.split("\n")[0] == "Hi Ann,"
    assert plain(reply_text(text="", html=html).text) == "Hi Ann, call me tomorrow"


@pytest.mark.parametrize(
    "quote",
    [
        '<div id="divRplyFwdMsg"><b>From:</b> Ann</div><div>stop it</div>',
        '<div class="gmail_quote"><div class="gmail_attr">On Mon Ann wrote:</div>stop it</div>',
        '<div class="moz-cite-prefix">Am 23.11. schrieb Ann:</div><blockquote type="cite">stop</blockquote>',
        '<div id="yahoo_quoted_1" class="yahoo_quoted">stop it</div>',
        '<div class="protonmail_quote">stop it</div>',
        "<div><div style='border:none;border-top:solid #B5C4DF 1pt'>From: Ann</div></div><p>stop it</p>",
        "<hr><b>From:</b> Ann<br><b>Sent:</b> Monday<br><b>To:</b> Maria<br><b>Subject:</b> x<br><br>stop it",
    ],
    ids=["outlook", "gmail", "thunderbird", "yahoo", "proton", "word", "plain rule"],
)
def test_the_quotes_of_clients_in_html_are_cut(quote):
    assert reply_text(text="", html=f"<body><div>Yes please</div>{quote}</body>").text == "Yes please"


def test_an_answer_inside_the_frame_of_a_quote_is_not_lost():
    assert reply_text(text="", html="<div class='gmail_quote'>Yes, please.</div>").text == "Yes, please."


def test_two_replies_in_a_row_are_read_alike_without_a_quote():
    assert new("One more thing: can you send prices?") == "One more thing: can you send prices?"


@given(st.text(max_size=3_000))
def test_any_text_is_capped_and_read(text):
    assert len(reply_text(text=text, html=text, sent=[text]).text) <= MAX_CHARACTERS


@pytest.mark.parametrize("piece", ["\n", "On ", "From: a\n", "> ", "-- \n", "Am 1.1.2026 a@b ", " ", "x"])
def test_the_parsers_see_a_capped_text_only(piece):
    found = capped(piece * 50_000)

    assert len(found) <= MAX_CHARACTERS
    assert len(found.split("\n")) <= MAX_LINES
    assert max(map(len, found.split("\n"))) <= MAX_LINE
    assert found.count("From:") <= 40
