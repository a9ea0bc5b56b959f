"""Who may see and change the pages of enrichment."""

import pytest

OVERVIEW, WATERFALL = "/lead-intelligence/", "/lead-intelligence/waterfall/"
APOLLO = "/lead-intelligence/providers/apollo/"


@pytest.mark.parametrize("path", [APOLLO, f"{APOLLO}test/", WATERFALL, "/lead-intelligence/budget/"])
def test_reps_may_not_change_how_leads_are_enriched(web, path):
    assert web.post(path, {}).status_code == 403


@pytest.mark.parametrize("path", [OVERVIEW, WATERFALL, APOLLO])
def test_strangers_sign_in_first(stranger, path):
    assert stranger.get(path).url.startswith("/accounts/login/")
