import pytest

from revops.agents.copilot.domain.links import has_markup, has_other_links, hosts_in

OURS = frozenset({"acme.example", "hydra.example"})


@pytest.mark.parametrize(
    "text",
    [
        "See [the plan](https://acme.example).",
        "![pixel](https://evil.example/?q=secret)",
        "![x][1]",
        "<img src=x>",
        "Hello <b>Ada</b>",
        "<!-- hidden -->",
        "&#104;ttp",
        "`code`",
        "data:text/html,x",
    ],
)
def test_markup_is_found(text):
    assert has_markup(text)


@pytest.mark.parametrize(
    "text", ["Is 3 < 5 and 7 > 5?", "Pumps & valves [in Bonn] (fast).", "R&D; and so on"]
)
def test_signs_of_plain_text_are_no_markup(text):
    assert has_markup(text) == ("&D;" in text)


@pytest.mark.parametrize(
    ("text", "hosts"),
    [
        ("Go to https://Evil.example/a?b=c now", ["evil.example"]),
        ("Go to evil.example.", ["evil.example"]),
        ("Write to kim@evil.example", ["evil.example"]),
        ("evil。example", ["evil.example"]),
        ("ftp://evil.example", ["ftp://", "evil.example"]),
        ("tel:+49123", ["tel:"]),
        ("It costs 3.50, e.g. for pumps. Bye.", []),
    ],
)
def test_hosts_are_found_with_and_without_a_scheme(text, hosts):
    assert hosts_in(text) == hosts


@pytest.mark.parametrize(
    ("text", "is_other"),
    [
        ("See https://www.acme.example/plan.", False),
        ("See docs.hydra.example.", False),
        ("See https://acme.example.evil.example.", True),
        ("See https://notacme.example.", True),
        ("You use Node.js and ASP.NET.", False),
        ("Booking.example grows.", False),
        ("See https://booking.example.", True),
        ("See booking.example/a.", True),
        ("See https://node.js/.", True),
        ("Write to node.js@evil.example", True),
    ],
)
def test_links_lead_to_allowed_hosts_only(text, is_other):
    assert has_other_links(text, OURS, frozenset({"booking.example"})) == is_other
