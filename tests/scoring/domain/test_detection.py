import pytest

from scoring.domain.detection import type_of_form, types_of_page


@pytest.mark.parametrize(
    ("url", "types"),
    [
        ("https://x.example/pricing", ["PRICING_PAGE"]),
        ("/Pricing/?a=/demo", ["PRICING_PAGE"]),
        ("https://x.example/demo/pricing", ["DEMO_REQUEST", "PRICING_PAGE"]),
        ("/signup", ["FREE_TRIAL_SIGNUP"]),
        ("/alternatives/acme", ["COMPARISON_PAGE"]),
        ("/case-studies/1", ["CASE_STUDY_VIEW"]),
        ("/about", ["WEBSITE_VISIT"]),
        ("", ["WEBSITE_VISIT"]),
    ],
)
def test_a_page_shows_what_its_path_says(url, types):
    assert types_of_page(url) == types


@pytest.mark.parametrize(
    ("form", "type_"),
    [("demo", "DEMO_REQUEST"), (" Trial ", "FREE_TRIAL_SIGNUP"), ("survey", "FORM_SUBMISSION")],
)
def test_a_form_shows_what_its_type_says(form, type_):
    assert type_of_form(form) == type_
