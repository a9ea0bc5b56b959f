"""A form leads back to a page of this host, and to nothing else."""

import pytest
from django.shortcuts import redirect
from django.test import RequestFactory

from mauntic.kernel.pages.redirects import next_page

OTHERWISE = "/leads/"


@pytest.mark.parametrize("wanted", ["/revops/deals/?tab=open", "/leads/9999-12-31T23:59:59Z/"])
def test_a_path_of_this_host_is_taken_from_the_form_or_the_address(wanted):
    for request in (
        RequestFactory().post("/x/", {"next": wanted}),
        RequestFactory().get("/x/", {"next": wanted}),
    ):
        assert redirect(next_page(request, OTHERWISE)).url == wanted


@pytest.mark.parametrize(
    "wanted",
    [
        "",
        "True",
        "home",
        "9999-12-31T23:59:59Z",
        "scoring:nowhere",
        "//evil.example/",
        "https://evil.example/",
        "/\\evil.example",
        "javascript:alert(1)",
        "/" + "x" * 2000,
        "\0",
    ],
)
def test_all_else_leads_to_the_page_that_the_view_names(wanted):
    request = RequestFactory().post("/x/", {"next": wanted})
    assert redirect(next_page(request, OTHERWISE)).url == OTHERWISE
