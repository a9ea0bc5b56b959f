"""Who sells in the demonstration: teams, targets, exchange rates, and the rules that give them leads."""

from datetime import timedelta
from decimal import Decimal

from demo.accounts import PEOPLE
from mauntic.accounts.models import Role, Team, User
from mauntic.accounts.services import create_user
from mauntic.accounts.services.teams import create_team, move_to_team
from mauntic.kernel.clock import now
from revops.models import Absence, Quota, RepProfile, RoutingRule, RuleTarget
from revops.services.rates import set_rate

# Colleagues without a log-in of their own, with their team and where they sell.
COLLEAGUES = {
    "Kim Novak": ("North America", ["US", "CA"]),
    "Sam Okafor": ("North America", ["US"]),
    "Lea Brandt": ("Europe", ["DE", "AT", "CH"]),
    "Tom Iversen": ("Europe", ["GB", "NL", "SE"]),
}
RATES = {"EUR": "1.08", "GBP": "1.27"}
QUOTA = Decimal(180_000)
WARM_SOURCES = ["website", "webinar", "referral", "partner"]


def make() -> list[User]:
    """Set everything up; the people who sell."""
    reps = _people()
    for currency, rate in RATES.items():
        set_rate(currency=currency, valid_from=(now() - timedelta(days=730)).date(), rate=Decimal(rate))
    _quotas(reps)
    _rules(reps)
    return reps


def _people() -> list[User]:
    manager = User.objects.get(name=PEOPLE[Role.MANAGER])
    teams = {name: create_team(name=name, manager=manager) for name in ("North America", "Europe")}
    reps = [_in_team(User.objects.get(name=PEOPLE[Role.REP]), teams["North America"], ["US", "GB"])]
    for name, (team, territories) in COLLEAGUES.items():
        email = f"{name.split()[0].lower()}@acme-demo.example"
        reps.append(_in_team(create_user(email=email, role=Role.REP, name=name), teams[team], territories))
    Absence.objects.create(
        rep=reps[-1], starts_at=now() - timedelta(days=1), ends_at=now() + timedelta(days=6), reason="Holiday"
    )
    return reps


def _in_team(user: User, team: Team, territories: list[str]) -> User:
    move_to_team(user=user, team=team)
    RepProfile.objects.create(rep=user, territories=territories, open_cap=250)
    return user


def _quotas(reps: list[User]) -> None:
    today = now().date()
    quarter = f"{today.year}-Q{(today.month + 2) // 3}"
    for period, share in ((quarter, 3), (f"{today:%Y-%m}", 1)):
        for rep in reps:
            Quota.objects.create(period=period, rep=rep, amount=QUOTA * share / 3, currency="USD")


def _rules(reps: list[User]) -> None:
    large = {"all": [{"field": "company.employees", "operator": "at_least", "value": 1000}]}
    covered = sorted({country for _, countries in COLLEAGUES.values() for country in countries})
    near = {"all": [{"field": "contact.country", "operator": "in", "value": covered}]}
    warm = {"all": [{"field": "contact.source", "operator": "in", "value": WARM_SOURCES}]}
    for position, (name, conditions, strategy, people) in enumerate(
        (
            ("Large companies go to the seniors", large, "weighted", {reps[0]: 2, reps[1]: 1}),
            ("By country", near, "territory", dict.fromkeys(reps, 1)),
            ("Warm leads in turn", warm, "round_robin", dict.fromkeys(reps, 1)),
        )
    ):
        rule = RoutingRule.objects.create(
            name=name, position=position, conditions=conditions, strategy=strategy
        )
        RuleTarget.objects.bulk_create(
            RuleTarget(rule=rule, rep=rep, weight=weight, position=number)
            for number, (rep, weight) in enumerate(people.items())
        )
