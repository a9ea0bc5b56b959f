from django.test import Client

from tests.conftest import ACME_HOST


def test_strangers_are_sent_to_the_sign_in(stranger: Client) -> None:
    answer = stranger.get("/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/accounts/login/?next=/")


def test_the_sign_in_names_the_organization(stranger: Client) -> None:
    assert "Acme" in stranger.get("/accounts/login/").content.decode()


def test_the_menu_marks_the_page_that_is_open(web: Client) -> None:
    page = web.get("/").content.decode()
    assert page.count('aria-current="page"') == 1


def test_nobody_signs_up_alone(stranger: Client) -> None:
    assert "By invitation only" in stranger.get("/accounts/signup/").content.decode()


def test_a_fragment_without_a_session_sends_the_whole_page_to_the_sign_in(stranger: Client) -> None:
    answer = stranger.get("/", headers={"hx-request": "true"})
    assert answer.headers["HX-Redirect"] == "/accounts/login/?next=%2F"


def test_a_host_without_an_organization_says_so(db: None) -> None:
    answer = Client(headers={"host": "nowhere.localhost"}).get("/")
    assert answer.status_code == 404
    assert "Organization not found" in answer.content.decode()


def test_a_session_cookie_changes_nothing_where_no_organization_is(web: Client) -> None:
    for path, status in (("/", 404), ("/healthz", 200), ("/readyz", 200), ("/admin/", 404)):
        answer = web.get(path, headers={"host": "nowhere.localhost"})
        assert answer.status_code == status
    answer = web.post("/", {"a": "1"}, headers={"host": "nowhere.localhost"})
    assert answer.status_code == 405


def test_a_form_of_an_outdated_page_says_what_to_do(acme, rep):
    client = Client(enforce_csrf_checks=True, headers={"host": ACME_HOST})
    client.force_login(rep)
    answer = client.post("/settings/", {"name": "Ann"})
    assert answer.status_code == 403
    assert "Page out of date" in answer.text
    assert "CSRF" not in answer.text


def test_an_address_that_holds_no_text_is_explained(web):
    answer = web.get("/leads/?q=%00")
    assert answer.status_code == 400
    assert "Invalid address" in answer.text
