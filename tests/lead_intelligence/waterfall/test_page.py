"""The page of the waterfall."""

from lead_intelligence.waterfall.models import WaterfallConfig
from tests.factories.lead_intelligence import connect_vendors, make_lead

OVERVIEW, WATERFALL = "/lead-intelligence/", "/lead-intelligence/waterfall/"


def _orders(page) -> dict[str, str]:
    """What a browser would send of the form as it is."""
    return {
        field.html_name: "" if field.value() is None else field.value()
        for form, _ in page.context["rows"]
        for field in (*form.positions, *form.numbers)
    }


def test_ops_set_the_order_of_a_field(ops):
    entered = _orders(ops.get(WATERFALL))
    entered |= {
        "email-first": "hunter",
        "email-second": "apollo",
        "email-third": "",
        "email-max_attempts": "2",
    }
    assert "Waterfall saved: email." in ops.post(WATERFALL, entered, follow=True).content.decode()
    config = WaterfallConfig.objects.get(field_name="email")
    assert (config.provider_order, config.max_attempts) == (["hunter", "apollo"], 2)


def test_a_wrong_order_is_shown_again_with_what_is_wrong(ops):
    entered = _orders(ops.get(WATERFALL)) | {"email-first": "hunter", "email-second": "hunter"}
    answer = ops.post(WATERFALL, entered)
    assert (answer.status_code, "Select each vendor only once." in answer.content.decode()) == (422, True)


def test_a_wrong_number_is_told_and_nothing_is_saved(ops):
    entered = _orders(ops.get(WATERFALL)) | {
        "email-max_attempts": "2",
        "title-max_attempts": "11",
        "phone-max_cost_per_lead": "-1",
    }
    page = ops.post(WATERFALL, entered).content.decode()
    assert "less than or equal to 10" in page
    assert "greater than or equal to 0" in page
    assert WaterfallConfig.objects.get(field_name="email").max_attempts == 3


def test_one_refused_order_saves_none(ops):
    entered = _orders(ops.get(WATERFALL)) | {"email-max_attempts": "2", "title-second": "clearbit"}
    answer = ops.post(WATERFALL, entered)
    assert "Select each vendor only once." in answer.content.decode()
    assert WaterfallConfig.objects.get(field_name="email").max_attempts == 3


def test_a_new_order_with_a_vendor_that_is_off_is_told(ops):
    entered = _orders(ops.get(WATERFALL)) | {"industry-second": "hunter", "industry-third": "apollo"}
    page = ops.post(WATERFALL, entered).content.decode()
    assert "Enable or remove clearbit: this vendor is disabled." in page


def test_the_order_shows_what_each_field_gives(ops, sandbox, enrich):
    connect_vendors(sandbox, "apollo")
    enrich(make_lead(), "title")
    assert "100% found, $0.02 per value" in ops.get(WATERFALL).content.decode()


def test_reps_see_the_order_of_vendors(web):
    page = web.get(WATERFALL).content.decode()
    assert "Only ops and admins can change the waterfall." in page
