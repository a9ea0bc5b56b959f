"""Names of technologies, one for each."""

import pytest

from mauntic.kernel.normalize.technologies import technology_names


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("google_analytics", "Google Analytics"),
        ("google-tag-manager", "Google Tag Manager"),
        ("Google_Analytics", "Google_Analytics"),  # capitals show that somebody wrote it for people
        ("  Adobe   Target ", "Adobe Target"),
        ("postgres", "PostgreSQL"),
        ("Postgres 16.1", "PostgreSQL"),
        ("nginx v1.25.3", "Nginx"),
        ("Office 365", "Office 365"),
        ("HTTP/3", "HTTP/3"),
        ("facebook_pixel", "Meta Pixel"),
        ("Facebook Pixel", "Meta Pixel"),
        ("rails", "Ruby on Rails"),
        ("angularjs", "Angular"),
        ("AngularJS 1.8.2", "Angular"),
        ("react.js", "React"),
        ("express", "Express.js"),
        ("node", "Node.js"),
        ("node_js", "Node.js"),
        ("my_sql_server", "My SQL Server"),
        ("aws lambda", "AWS lambda"),
        ("1.2", "1.2"),
        ("C++", "C++"),
        ("+++", "+++"),
    ],
)
def test_a_technology_is_named_as_its_makers_do(raw, name):
    assert technology_names([raw]) == (name,)


@pytest.mark.parametrize(
    ("raw", "names"),
    [
        ([], ()),
        (["", " ", None, 7, ["Vue"]], ()),
        (["Vue", "React", "vue_js"], ("Vue.js", "React")),
        (["SAP", "sap", "S.A.P."], ("SAP",)),
        (["+", "-"], ("+", "-")),  # signs alone are told apart as they are
    ],
)
def test_each_is_named_once_in_the_order_of_the_list(raw, names):
    assert technology_names(raw) == names


def test_a_longer_text_is_cut_off_at_200_characters():
    assert technology_names(["X" * 201]) == ("X" * 200,)
    assert technology_names([f"{' ' * 199}XY"]) == ("X",)
