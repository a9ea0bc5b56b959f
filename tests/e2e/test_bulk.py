"""Many rows at once: by clicks that are counted, by keys, and with what it would do said before."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from mauntic.accounts.models import Role, User
from mauntic.crm.models import Company, Contact, Handover
from revops.deals.models.deals import Deal
from revops.routing.models import RepProfile
from tests.e2e.faults import faults_of
from tests.e2e.live import Live

pytestmark = pytest.mark.e2e
MANY = 300


@pytest.fixture
def reps(live: Live, db: None) -> Iterator[tuple[User, User]]:
    """Sue, who is sick and has 300 leads, and Kim, who may have 200 open leads."""
    with live.inside():
        sue, kim = (
            User.objects.create_user(f"{name}@live.example", "a password", name=name, role=Role.REP)
            for name in ("Sue", "Kim")
        )
        RepProfile.objects.create(rep=kim, open_cap=200)
        Contact.objects.bulk_create(
            Contact(first_name=f"Lead {number:03}", email=f"lead{number}@sick.example", owner=sue)
            for number in range(MANY)
        )
        Contact.objects.create(first_name="Zoe", email="zoe@well.example")
    yield sue, kim
    with live.inside():
        Handover.objects.all().delete()
        Deal.objects.all().delete()
        Contact.objects.all().delete()
        Company.objects.all().delete()
        User.objects.filter(pk__in=[sue.pk, kim.pk]).delete()


def test_three_hundred_leads_are_handed_over_with_three_clicks(
    page: Page, live: Live, reps: tuple[User, User]
) -> None:
    sue, kim = reps
    page.goto("/leads/")
    page.get_by_label("Owner", exact=True).select_option("Sue")  # 1
    page.get_by_label("Select all 300 that match").check()  # 2
    page.get_by_label("New owner").select_option("Kim")  # a field
    expect(page.get_by_text("Kim: 0 + 300 of 200 open leads, 100 over the limit.")).to_be_visible()
    page.get_by_role("button", name="Assign").click()  # 3
    expect(page.get_by_text("300 leads assigned to Kim.")).to_be_visible()
    with live.inside():
        assert Contact.objects.filter(owner=kim).count() == MANY
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("300 leads returned to their previous owners.")).to_be_visible()
    with live.inside():
        assert Contact.objects.filter(owner=sue).count() == MANY


def test_rows_are_ticked_by_keys_and_ranges(page: Page, reps: tuple[User, User]) -> None:
    page.goto("/leads/?sort=name")
    bar = page.get_by_role("group", name="Actions for the selected leads")
    for key in ("j", "x", "j", "j", "Shift+X"):
        page.keyboard.press(key)
    expect(bar).to_contain_text("3 selected")
    page.keyboard.press("x")
    expect(bar).to_contain_text("2 selected")
    page.get_by_label("Select Lead 005").click()
    page.get_by_label("Select Lead 009").click(modifiers=["Shift"])
    expect(bar).to_contain_text("7 selected")
    page.get_by_label("Select all 301 that match").check()
    expect(bar).to_contain_text("301 selected")
    page.get_by_label("Select Lead 000").uncheck()
    expect(bar).to_contain_text("49 selected")


def test_the_bar_stays_in_sight_and_has_no_faults(page: Page, reps: tuple[User, User]) -> None:
    assert faults_of(page, "/leads/") == []
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto("/leads/")
    page.get_by_label("Select all 301 that match").check()
    page.mouse.wheel(0, 2000)
    expect(page.get_by_role("button", name="Assign")).to_be_in_viewport(ratio=1)
    [address] = {
        page.get_by_role("group", name="Actions for the selected leads")
        .locator("#effect")
        .get_attribute("hx-get")
    }
    assert address == "/leads/assign/"


def test_all_are_confirmed_on_a_page_without_a_script(
    page: Page, live: Live, reps: tuple[User, User]
) -> None:
    context = page.context.browser.new_context(base_url=live.url, java_script_enabled=False)
    live.sign_in(context)
    plain = context.new_page()
    plain.goto(f"/leads/?owner={reps[0].pk}")
    plain.get_by_label("Select all 300 that match").check()
    plain.get_by_label("New owner").select_option("Kim")
    plain.get_by_role("button", name="Assign").click()
    expect(plain.get_by_role("heading", name="Assign 300 leads to Kim")).to_be_visible()
    expect(plain.get_by_text("100 over the limit.")).to_be_visible()
    plain.get_by_role("button", name="Assign").click()
    expect(plain.get_by_text("300 leads assigned to Kim.")).to_be_visible()
    context.close()


def test_a_deal_from_a_lead_takes_two_clicks_and_has_a_name_proposed(
    page: Page, live: Live, reps: tuple[User, User]
) -> None:
    with live.inside():
        lead = Contact.objects.get(first_name="Lead 007")
    page.goto(f"/leads/{lead.pk}/")
    page.get_by_role("link", name="New deal").click()  # 1
    expect(page.get_by_role("textbox", name="Name")).to_have_value("Lead 007 – new deal")
    page.get_by_role("button", name="Create deal").click()  # 2
    expect(page.get_by_text("Deal Lead 007 – new deal created.")).to_be_visible()
    with live.inside():
        assert Deal.objects.get().contact_id == lead.pk
