import pytest

from mauntic.tracking.visitors.domain.consent import may_track, refused, tracked


def chosen(**preferences: bool) -> dict[str, dict[str, bool]]:
    return {"categoryPreferences": preferences}


def test_who_says_nothing_is_tracked():
    assert may_track(dnt=False, gpc=False, consent=None, honored=True)
    assert may_track(dnt=False, gpc=False, consent={}, honored=True)
    assert may_track(dnt=False, gpc=False, consent={"categoryPreferences": "odd"}, honored=True)


@pytest.mark.parametrize("signals", [{"dnt": True, "gpc": False}, {"dnt": False, "gpc": True}])
def test_the_browsers_wish_counts_where_it_is_honoured(signals):
    assert not may_track(**signals, consent=None, honored=True)
    assert may_track(**signals, consent=None, honored=False)


def test_consent_does_not_outweigh_the_browsers_wish():
    assert not may_track(dnt=True, gpc=False, consent=chosen(Analytics=True), honored=True)


def test_a_refusal_counts_whatever_is_honoured():
    assert not may_track(dnt=False, gpc=False, consent=chosen(Analytics=False), honored=False)


@pytest.mark.parametrize(
    ("preferences", "tracked"),
    [
        ({"Advertising": False, "analytics": True}, True),
        ({"Advertising": True, "Analytics": False}, False),
        ({"C0001": True, "C0002": False}, False),
        ({"Marketing": False, "Functional": False}, False),
        ({"Marketing": False, "Functional": True}, True),
    ],
)
def test_measuring_decides_and_where_it_has_no_category_a_refusal_of_all(preferences, tracked):
    assert may_track(dnt=False, gpc=False, consent=chosen(**preferences), honored=True) is tracked


GIVEN, REFUSED = chosen(Analytics=True), chosen(Analytics=False)


@pytest.mark.parametrize(
    ("told", "before", "kept", "refusing"),
    [
        ([None, REFUSED, None], (), [True, False, False], {"b"}),
        ([GIVEN, REFUSED], (), [True, False], {"b"}),
        ([REFUSED, GIVEN, None], (), [False, True, True], set()),
        ([None, GIVEN, None], ("b",), [False, True, True], set()),
        ([None], ("b",), [False], {"b"}),
    ],
)
def test_a_refusal_holds_from_its_message_on_until_consent_is_given(told, before, kept, refusing):
    others = [("other", None)]
    said = tracked([*others, *(("b", consent) for consent in told)], refused_before=before)
    assert said == ([True, *kept], refusing)


@pytest.mark.parametrize(
    ("consent", "refuses"),
    [
        (None, False),
        ({}, False),
        ({"categoryPreferences": {}}, False),
        ({"categoryPreferences": ["Analytics"]}, False),
        (chosen(statistics=False), True),
        (chosen(Performance=False), True),
        (chosen(MEASUREMENT=False), True),
        # Where two categories measure, a refusal of one of them counts.
        (chosen(Analytics=True, Statistics=False), True),
        (chosen(Analytics=True, Statistics=True, Marketing=False), False),
        (chosen(Marketing=True), False),
    ],
)
def test_a_refusal_is_one_of_what_measures(consent, refuses):
    assert refused(consent) is refuses
