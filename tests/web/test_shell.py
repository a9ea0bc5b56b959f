from django.test import Client


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
    assert answer.headers["HX-Redirect"] == "/accounts/login/"


def test_a_host_without_an_organization_says_so(db: None) -> None:
    answer = Client(headers={"host": "nowhere.localhost"}).get("/")
    assert "No organization at this address" in answer.content.decode()
