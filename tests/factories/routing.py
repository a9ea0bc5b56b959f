"""People who get leads, and the rules that give them, as rows."""

from typing import Any

from mauntic.accounts.models import User
from mauntic.crm.models import Contact
from revops.routing.models import RepProfile, RoutingRule, RoutingSettings, RuleTarget
from revops.routing.services.route import route_contacts
from tests.factories.crm import ContactFactory


def make_rep(name: str, *, is_active: bool = True, **profile: Any) -> User:
    """A rep with that name; with a profile where something is said of it."""
    rep = User.objects.create_user(f"{name.lower()}@reps.example", "a password", name=name)
    if not is_active:
        User.objects.filter(pk=rep.pk).update(is_active=False)
    if profile:
        RepProfile.objects.create(rep=rep, **profile)
    return rep


def make_rule(*reps: User | tuple[User, int], name: str = "All", **fields: Any) -> RoutingRule:
    """A rule behind those that are there, for people or pairs of person and weight."""
    rule = RoutingRule.objects.create(name=name, position=RoutingRule.objects.count(), **fields)
    for position, each in enumerate(reps):
        rep, weight = each if isinstance(each, tuple) else (each, 1)
        RuleTarget.objects.create(rule=rule, rep=rep, weight=weight, position=position)
    return rule


def set_up(**fields: Any) -> RoutingSettings:
    """The settings, with everything else as by default."""
    RoutingSettings.objects.all().delete()
    return RoutingSettings.objects.create(**fields)


def make_leads(count: int, **fields: Any) -> list[Contact]:
    """Leads of nobody, without a company, in the order of their ids."""
    leads = [ContactFactory(**{"company": None} | fields) for _ in range(count)]
    return sorted(leads, key=lambda lead: lead.pk)


def owners_after(leads: list[Contact], **how: Any) -> list[str]:
    """Route the leads, one after the other in one set; the names of their owners, in order."""
    route_contacts(contact_ids=[lead.pk for lead in leads], **{"trigger": "created"} | how)
    owners = dict(Contact.objects.values_list("pk", "owner__name"))
    return [owners[lead.pk] or "" for lead in leads]
