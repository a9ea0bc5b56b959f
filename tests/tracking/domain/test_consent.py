import pytest

from mauntic.tracking.domain.consent import may_track


def chosen(**preferences: bool) -> dict[str, dict[str, bool]]:
    return {"categoryPreferences": preferences}


def test_who_says_nothing_is_tracked():
    assert may_track(dnt=False, gpc=False, consent=None, honoured=True)
    assert may_track(dnt=False, gpc=False, consent={}, honoured=True)
    assert may_track(dnt=False, gpc=False, consent={"categoryPreferences": "odd"}, honoured=True)


@pytest.mark.parametrize("signals", [{"dnt": True, "gpc": False}, {"dnt": False, "gpc": True}])
def test_the_browsers_wish_counts_where_it_is_honoured(signals):
    assert not may_track(**signals, consent=None, honoured=True)
    assert may_track(**signals, consent=None, honoured=False)


def test_consent_does_not_outweigh_the_browsers_wish():
    assert not may_track(dnt=True, gpc=False, consent=chosen(Analytics=True), honoured=True)


def test_a_refusal_counts_whatever_is_honoured():
    assert not may_track(dnt=False, gpc=False, consent=chosen(Analytics=False), honoured=False)


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
    assert may_track(dnt=False, gpc=False, consent=chosen(**preferences), honoured=True) is tracked
