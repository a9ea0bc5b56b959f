"""Who sells in the demonstration: teams, targets, exchange rates, and the rules that give them leads."""

from datetime import timedelta
from decimal import Decimal

from demo.accounts import PEOPLE
from mauntic.accounts.models import Role, Team, User
from mauntic.accounts.services import create_user
from mauntic.accounts.services.teams import create_team, move_to_team
from mauntic.kernel.clock import now
from revops.forecast.models import Quota
from revops.rates.services import set_rate
from revops.routing.models import Absence, RepProfile, RoutingRule, RuleTarget

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


def make() -> None:
    """Set everything up. What is there already stays as it is."""
    reps = _people()
    for currency, rate in RATES.items():
        set_rate(currency=currency, valid_from=(now() - timedelta(days=730)).date(), rate=Decimal(rate))
    _quotas(reps)
    _rules(reps)


def reps() -> list[User]:
    """Return the people who sell."""
    return list(User.objects.exclude(routing_profile=None).order_by("email"))


def _people() -> list[User]:
    manager = User.objects.get(name=PEOPLE[Role.MANAGER])
    teams = {name: _team(name, manager) for name in ("North America", "Europe")}
    reps = [_in_team(User.objects.get(name=PEOPLE[Role.REP]), teams["North America"], ["US", "GB"])]
    for name, (team, territories) in COLLEAGUES.items():
        email = f"{name.split()[0].lower()}@acme-demo.example"
        user = User.objects.filter(email=email).first() or create_user(email=email, role=Role.REP, name=name)
        reps.append(_in_team(user, teams[team], territories))
    away = {"starts_at": now() - timedelta(days=1), "ends_at": now() + timedelta(days=6)}
    Absence.objects.get_or_create(rep=reps[-1], reason="Holiday", defaults=away)
    return reps


def _team(name: str, manager: User) -> Team:
    return Team.objects.filter(name=name).first() or create_team(name=name, manager=manager)


def _in_team(user: User, team: Team, territories: list[str]) -> User:
    move_to_team(user=user, team=team)
    RepProfile.objects.get_or_create(rep=user, defaults={"territories": territories, "open_cap": 250})
    return user


def _quotas(reps: list[User]) -> None:
    today = now().date()
    quarter = f"{today.year}-Q{(today.month + 2) // 3}"
    for period, share in ((quarter, 3), (f"{today:%Y-%m}", 1)):
        for rep in reps:
            goal = {"amount": QUOTA * share / 3, "currency": "USD"}
            Quota.objects.get_or_create(period=period, rep=rep, defaults=goal)


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
        rule, _ = RoutingRule.objects.get_or_create(
            name=name, defaults={"position": position, "conditions": conditions, "strategy": strategy}
        )
        targets = (
            RuleTarget(rule=rule, rep=rep, weight=weight, position=number)
            for number, (rep, weight) in enumerate(people.items())
        )
        RuleTarget.objects.bulk_create(targets, ignore_conflicts=True)
