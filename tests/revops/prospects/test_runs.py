from datetime import timedelta

import pytest

from mauntic.accounts.models import User
from mauntic.kernel.clock import now
from mauntic.kernel.errors import Invalid
from revops.prospects.domain.profile import Profile
from revops.prospects.models import IcpChange, IcpProfile, Prospect, QualificationRun
from revops.prospects.selectors.profile import icp_changes
from revops.prospects.services.profile import save_icp
from revops.prospects.services.run import continue_run, resume_run, start_run
from tests.factories.crm import ContactFactory
from tests.factories.prospects import make_fitting, set_icp


def test_a_saved_profile_qualifies_all_leads_and_is_told_in_the_history(acme, rep, run_jobs):
    leads = ContactFactory.create_batch(3)
    with run_jobs():
        assert save_icp(entered=Profile(titles=("CTO",), countries=("Germany",)), by=rep)

    run = QualificationRun.objects.get()
    assert (run.state, run.done, run.total, run.changed) == ("done", 3, 3, 3)
    assert set(Prospect.objects.values_list("contact", flat=True)) == {lead.pk for lead in leads}
    change = icp_changes()[0]
    assert change.by == "Jo Reyes"
    assert [(each.label, each.before, each.after) for each in change.fields] == [
        ("Titles", "–", "CTO"),
        ("Countries", "–", "DE"),
    ]


def test_saving_the_same_profile_again_does_nothing(acme, rep, run_jobs):
    with run_jobs():
        save_icp(entered=Profile(titles=("CTO",)), by=rep)
        assert not save_icp(entered=Profile(titles=(" CTO ",)), by=rep)

    assert (IcpChange.objects.count(), QualificationRun.objects.count()) == (1, 1)


def test_a_wrong_profile_changes_nothing(acme, rep):
    with pytest.raises(Invalid):
        save_icp(entered=Profile(countries=("Atlantis",)), by=rep)
    assert (IcpProfile.objects.count(), IcpChange.objects.count()) == (0, 0)


def test_a_change_of_the_profile_changes_what_is_recommended(acme, rep, run_jobs):
    make_fitting()
    with run_jobs():
        save_icp(entered=Profile(titles=("CTO",)), by=rep)
    assert Prospect.objects.get().icp_match == 0
    with run_jobs():
        save_icp(entered=Profile(titles=("VP Sales",)), by=rep)
    assert Prospect.objects.get().icp_match == 1


def test_a_run_goes_on_where_a_dead_worker_stopped(acme):
    set_icp()
    leads = sorted(ContactFactory.create_batch(5), key=lambda lead: lead.pk)
    run = start_run()
    QualificationRun.objects.filter(pk=run.pk).update(after=leads[2].pk, done=3)

    continue_run(run_id=run.pk, chunk=1)

    run.refresh_from_db()
    assert (run.state, run.done, run.changed) == ("done", 5, 2)
    assert set(Prospect.objects.values_list("contact", flat=True)) == {lead.pk for lead in leads[3:]}


def test_only_a_silent_run_is_sent_again(acme, run_jobs):
    set_icp()
    ContactFactory()
    run = start_run()
    assert resume_run() is None
    QualificationRun.objects.update(progressed_at=now() - timedelta(minutes=6))
    with run_jobs():
        assert resume_run() == run
    assert QualificationRun.objects.get().state == "done"
    assert resume_run() is None


def test_a_second_start_begins_the_running_one_again(acme):
    set_icp()
    ContactFactory()
    run = start_run()
    QualificationRun.objects.update(done=1, after=run.pk)

    assert start_run() == run
    again = QualificationRun.objects.get()
    assert (again.done, again.after, again.total) == (0, None, 1)


def test_of_two_who_save_at_once_both_are_in_the_history(committed, at_once):
    people = [User.objects.create_user(f"p{n}@x.example", "a password") for n in range(3)]

    at_once(3, lambda n: save_icp(entered=Profile(titles=(f"Title {n}",)), by=people[n]))

    changes = list(IcpChange.objects.order_by("at"))
    assert len(changes) == 3
    befores = [change.changes["titles"][0] for change in changes]
    afters = [change.changes["titles"][1] for change in changes]
    assert [] in befores
    assert sorted(filter(None, befores)) == sorted(
        each for each in afters if each != IcpProfile.objects.get().titles
    )
    assert QualificationRun.objects.count() == 1
