import base64
import json
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from mauntic.kernel.http import HttpAnswer, HttpClient
from mauntic.sandbox.desk import Behaviour
from mauntic.sandbox.server import Sandbox, running

HTTP = HttpClient(allow_loopback=True)
HEADERS = {
    "clearbit": {"Authorization": "Bearer sandbox-clearbit"},
    "apollo": {"x-api-key": "sandbox-apollo"},
    "hunter": {"X-API-KEY": "sandbox-hunter"},
    "lusha": {"api_key": "sandbox-lusha"},
    "rocketreach": {"Api-Key": "sandbox-rocketreach"},
    "builtwith": {"Authorization": "API sandbox-builtwith"},
    "wappalyzer": {"x-api-key": "sandbox-wappalyzer"},
}
LOOK_UPS = {
    "clearbit": ("GET", "/v2/combined/find"),
    "apollo": ("POST", "/people/match"),
    "hunter": ("GET", "/combined/find"),
    "lusha": ("GET", "/v2/person"),
    "rocketreach": ("GET", "/person/lookup"),
    "builtwith": ("GET", "/v22/api.json"),
    "wappalyzer": ("GET", "/v2/lookup"),
}


@pytest.fixture(scope="module")
def server():
    with running() as sandbox:
        yield sandbox


@pytest.fixture
def sandbox(server: Sandbox) -> Sandbox:
    server.reset()
    return server


def look_up(sandbox: Sandbox, slug: str, email: str = "ada.lovelace@firm.example", **options) -> HttpAnswer:
    method, path = LOOK_UPS[slug]
    options.setdefault("headers", HEADERS[slug])
    domain = email.partition("@")[2]
    asked = {"builtwith": {"LOOKUP": domain}, "wappalyzer": {"urls": f"https://{domain}"}}
    params = asked.get(slug, {"email": email})
    return HTTP.request(method, sandbox.base_url(slug) + path, params=params, **options)


@pytest.mark.parametrize("slug", LOOK_UPS)
def test_the_same_lead_gets_the_same_answer_and_another_lead_another(sandbox, slug):
    look_up(sandbox, slug)  # Lusha says of the first answer alone that it is charged
    first, again = look_up(sandbox, slug).json(), look_up(sandbox, slug).json()
    other = look_up(sandbox, slug, "grace.hopper@other.example").json()
    assert first == again
    assert first != other


def test_vendors_agree_about_a_person_and_colleagues_about_their_company(sandbox):
    clearbit = look_up(sandbox, "clearbit").json()
    apollo = look_up(sandbox, "apollo").json()["person"]
    colleague = look_up(sandbox, "clearbit", "grace.hopper@firm.example").json()
    assert (apollo["first_name"], apollo["last_name"], apollo["title"]) == (
        "Ada",
        "Lovelace",
        clearbit["person"]["employment"]["title"],
    )
    assert apollo["organization"]["estimated_num_employees"] == clearbit["company"]["metrics"]["employees"]
    assert colleague["company"] == clearbit["company"]


def test_a_free_mail_address_has_no_company(sandbox):
    assert look_up(sandbox, "clearbit", "ada@gmail.com").json()["company"] is None
    assert look_up(sandbox, "apollo", "ada@gmail.com").json()["person"]["organization"] is None


@pytest.mark.parametrize(
    ("slug", "status", "kind"),
    [
        ("clearbit", 401, "application/json"),
        ("apollo", 401, "text/plain; charset=utf-8"),
        ("hunter", 401, "application/json"),
        ("lusha", 401, "application/json"),
        ("builtwith", 200, "application/json"),
        ("wappalyzer", 403, "application/json"),
    ],
)
def test_a_wrong_key_is_refused_in_the_vendors_way_and_not_billed(sandbox, slug, status, kind):
    for headers in ({}, {"x-api-key": "wrong", "Authorization": "Bearer wrong"}):
        answer = look_up(sandbox, slug, headers=headers)
        assert (answer.status, answer.headers["content-type"]) == (status, kind)
    assert sandbox.stats(slug)["billed_units"] == "0"


@pytest.mark.parametrize(
    ("slug", "fault", "status"),
    [
        ("clearbit", "server_error", 500),
        ("clearbit", "html", 200),
        ("clearbit", "out_of_credit", 402),
        ("clearbit", "rate_limited", 429),
        ("clearbit", "pending", 202),
        ("apollo", "rate_limited", 429),
        ("apollo", "out_of_credit", 402),
        ("hunter", "rate_limited", 403),
        ("hunter", "out_of_credit", 429),
        ("hunter", "legal_block", 451),
        ("rocketreach", "rate_limited", 429),
        ("rocketreach", "pending", 200),
        ("rocketreach", "legal_block", 404),
        ("hunter", "pending", 202),
        ("lusha", "rate_limited", 429),
        ("lusha", "out_of_credit", 402),
        ("lusha", "legal_block", 451),
        ("builtwith", "rate_limited", 429),
        ("builtwith", "out_of_credit", 200),
        ("wappalyzer", "rate_limited", 429),
        ("wappalyzer", "out_of_credit", 403),
        ("wappalyzer", "pending", 200),
    ],
)
def test_faults_have_the_vendors_own_status(sandbox, slug, fault, status):
    sandbox.configure(slug, failure_rate=1, failure_mode=fault)
    assert look_up(sandbox, slug).status == status
    assert sandbox.stats(slug)["failures"] == 1


def test_a_truncated_answer_is_half_of_a_real_one_and_billed(sandbox):
    sandbox.configure("apollo", failure_rate=1, failure_mode="truncated")
    answer = look_up(sandbox, "apollo")
    assert answer.body.startswith(b'{"person":{"id":')
    with pytest.raises(json.JSONDecodeError):
        answer.json()
    assert sandbox.stats("apollo")["billed_units"] == "1"


def test_faults_and_misses_come_at_about_their_rate(sandbox):
    sandbox.configure("hunter", miss_rate=0.3)
    statuses = [look_up(sandbox, "hunter", f"lead{n}@firm{n}.example").status for n in range(100)]
    assert set(statuses) == {200, 404}
    assert 15 <= statuses.count(404) <= 45
    sandbox.configure("hunter", miss_rate=0, failure_rate=0.3)
    assert 15 <= [look_up(sandbox, "hunter").status for _ in range(100)].count(500) <= 45


def test_calls_beyond_the_rate_limit_are_refused_until_the_second_is_over(sandbox):
    sandbox.configure("apollo", rate_limit=3)
    answers = [look_up(sandbox, "apollo") for _ in range(4)]
    assert [answer.status for answer in answers] == [200, 200, 200, 429]
    assert answers[-1].retry_after() == 1


def test_what_is_billed_is_counted_as_each_vendor_bills(sandbox):
    for slug in LOOK_UPS:
        look_up(sandbox, slug)
        sandbox.configure(slug, miss_rate=1)
        look_up(sandbox, slug)
    counted = {slug: sandbox.stats(slug) for slug in LOOK_UPS}
    assert {
        slug: (c["calls"], c["hits"], c["misses"], c["repeats"]) for slug, c in counted.items()
    } == dict.fromkeys(LOOK_UPS, (2, 1, 1, 1))
    assert {slug: (c["billed_units"], c["billed_cost"]) for slug, c in counted.items()} == {
        "clearbit": ("1", "0.10"),
        "apollo": ("1", "0.02"),
        "hunter": ("0.2", "0.00490"),
        "lusha": ("9", "0.3375"),
        "builtwith": ("2", "0.0990"),
        "wappalyzer": ("1", "0.03"),
        "rocketreach": ("1", "0.33"),
    }


def test_free_calls_are_served_apart_and_not_billed(sandbox):
    sandbox.configure("hunter", failure_rate=1)
    answer = HTTP.get(sandbox.base_url("hunter") + "/account", headers=HEADERS["hunter"])
    assert answer.json()["data"]["requests"]["credits"] == {"used": 0.0, "available": 10000}
    stats = sandbox.stats("hunter")
    assert (stats["calls"], stats["health_calls"], stats["billed_units"]) == (0, 1, "0")


def test_behaviour_is_read_and_changed_over_http(sandbox):
    url = f"{sandbox.url}/_control/apollo"
    wanted = {"latency_ms": 5, "miss_rate": 0.5, "failure_mode": "html"}
    assert HTTP.get(url).json()["latency_ms"] == 0
    changed = HTTP.request("PUT", url, json=wanted).json()
    assert {name: changed[name] for name in wanted} == wanted
    assert HTTP.get(url).json() == changed


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        ({"miss_rate": 2}, "miss_rate must be a number from 0 to 1."),
        ({"latency_ms": "slow"}, "latency_ms must be a number of at least 0."),
        ({"failure_mode": "gremlins"}, "'gremlins' is not a valid Fault"),
        ([1], "'list' object has no attribute 'keys'"),
    ],
)
def test_settings_that_make_no_sense_are_refused_and_change_nothing(sandbox, wanted, message):
    answer = HTTP.request("PUT", f"{sandbox.url}/_control/apollo", json=wanted)
    assert (answer.status, answer.json()) == (400, {"error": message})
    assert sandbox.vendors["apollo"].desk.behaviour == Behaviour()


def test_an_unknown_setting_or_vendor_is_named(sandbox):
    answer = HTTP.request("PUT", f"{sandbox.url}/_control/apollo", json={"speed": 1})
    assert answer.json()["error"].startswith("Unknown: speed. Known: failure_mode,")
    answer = HTTP.get(f"{sandbox.url}/_control/nobody")
    assert (answer.status, answer.json()["error"]) == (
        404,
        f"There is no such vendor. Choose one of {', '.join(sandbox.vendors)}.",
    )


def test_a_reset_forgets_counts_and_settings(sandbox):
    sandbox.configure("apollo", miss_rate=1)
    look_up(sandbox, "apollo")
    assert HTTP.get(f"{sandbox.url}/_stats").json()["apollo"]["calls"] == 1
    assert HTTP.post(f"{sandbox.url}/_reset").status == 204
    assert HTTP.get(f"{sandbox.url}/_stats").json()["apollo"]["calls"] == 0
    assert look_up(sandbox, "apollo").json()["person"]["name"] == "Ada Lovelace"


def test_many_slow_calls_are_served_at_once(sandbox):
    sandbox.configure("apollo", latency_ms=300)
    answers: list[HttpAnswer] = []
    threads = [threading.Thread(target=lambda: answers.append(look_up(sandbox, "apollo"))) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert max(answer.duration_ms for answer in answers) < 1500


def test_it_runs_as_a_process_that_writes_its_port_and_ends_on_a_signal(tmp_path: Path):
    port_file = tmp_path / "port"
    command = [sys.executable, "-m", "mauntic.sandbox", "--port", "0", "--port-file", str(port_file)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        waiting = threading.Event()
        while not port_file.exists():
            assert process.poll() is None, process.stderr.read()
            waiting.wait(0.02)
        behaviour = HTTP.get(f"http://127.0.0.1:{port_file.read_text()}/_control/clearbit").json()
        process.send_signal(signal.SIGTERM)
        process.wait(10)
    assert (behaviour["latency_ms"], behaviour["miss_rate"]) == (60, 0.25)


def test_a_taken_port_is_one_clear_sentence(server: Sandbox):
    port = server.url.rpartition(":")[2]
    done = subprocess.run(
        [sys.executable, "-m", "mauntic.sandbox", "--port", port], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (
        1,
        f"The sandbox cannot listen on port {port}: Address already in use.\n",
    )


ZOOMINFO = {"Content-Type": "application/vnd.api+json"}


def enrich_with_zoominfo(sandbox: Sandbox, token: str, *emails: str) -> HttpAnswer:
    attributes = {
        "matchPersonInput": [{"emailAddress": email} for email in emails],
        "outputFields": ["email"],
    }
    return HTTP.post(
        f"{sandbox.base_url('zoominfo')}/data/v1/contacts/enrich",
        headers={**ZOOMINFO, "Authorization": f"Bearer {token}"},
        json={"data": {"type": "ContactEnrich", "attributes": attributes}},
    )


def log_in_to_zoominfo(sandbox: Sandbox, secret: str = "sandbox-zoominfo") -> HttpAnswer:
    pair = base64.b64encode(f"sandbox-zoominfo:{secret}".encode()).decode()
    return HTTP.post(
        f"{sandbox.base_url('zoominfo')}/oauth2/default/v1/token",
        headers={"Authorization": f"Basic {pair}"},
        data={"grant_type": "client_credentials"},
    )


def test_a_log_in_gives_a_token_for_as_long_as_is_set(sandbox):
    assert log_in_to_zoominfo(sandbox, "wrong").status == 401
    sandbox.configure("zoominfo", token_seconds=0)
    over = log_in_to_zoominfo(sandbox).json()["access_token"]
    sandbox.configure("zoominfo", token_seconds=60)
    good = log_in_to_zoominfo(sandbox).json()
    assert good["expires_in"] == 60
    answers = [
        enrich_with_zoominfo(sandbox, token, "ada@firm.example") for token in (over, good["access_token"])
    ]
    assert [answer.status for answer in answers] == [401, 200]
    assert answers[0].json()["error"]["code"] == "ZI0001"


def test_twenty_five_contacts_share_a_call_and_each_is_billed_once(sandbox):
    token = log_in_to_zoominfo(sandbox).json()["access_token"]
    emails = [f"ada@firm{number}.example" for number in range(25)]
    for _ in range(2):
        rows = enrich_with_zoominfo(sandbox, token, *emails).json()["data"]
    assert [row["meta"]["input"]["emailAddress"] for row in rows] == emails[::-1]
    assert enrich_with_zoominfo(sandbox, token, *emails, "one@too.example").status == 400
    stats = sandbox.stats("zoominfo")
    assert (stats["calls"], stats["hits"], stats["billed_units"]) == (3, 50, "25")


def test_a_search_goes_on_for_as_many_looks_as_are_set(sandbox):
    sandbox.configure("rocketreach", polls_needed=2)
    number = look_up(sandbox, "rocketreach").json()["id"]
    url = f"{sandbox.base_url('rocketreach')}/person/checkStatus"
    looks = [HTTP.get(url, params={"ids": number}, headers=HEADERS["rocketreach"]).json() for _ in range(2)]
    assert [[each["status"] for each in look] for look in looks] == [["searching"], ["complete"]]
    assert HTTP.get(url, params={"ids": number}).status == 401
