"""The ideal customer profile of the demonstration, and leads of whom the vendors know nothing."""

from mauntic.accounts.models import Role, User
from mauntic.crm.models import Contact, EnrichmentStatus
from mauntic.kernel.clock import now
from revops.prospects.domain.profile import Profile
from revops.prospects.services.profile import save_icp
from scoring.scores.services.rescoring import rescore

ICP = Profile(
    titles=("VP", "Chief", "Director"),
    seniorities=("c_level", "vp", "director"),
    employees_least=50,
    employees_most=5_000,
    industries=("Internet Software & Services", "Financial Services", "Machinery"),
    countries=("US", "DE", "GB"),
)

# Signed up for the newsletter with an address and nothing else: to be enriched.
UNKNOWN = ("kim.r82", "lighthouse77", "j.p.moreau", "thirdfloor", "mail.max", "runner.anna")
# Complete, and none of the customers that the profile describes: to be skipped.
OTHERS = (
    ("Pia", "Lang", "Student"),
    ("Noah", "Berg", "Intern"),
    ("Emil", "Duval", "Photographer"),
    ("Rosa", "Vidal", "Freelance writer"),
)


def make() -> None:
    """Add the leads and save the profile. A worker then qualifies all leads."""
    known = {
        "source": "newsletter",
        "enrichment_status": EnrichmentStatus.EXHAUSTED,
        "last_enriched_at": now(),
    }
    rows = [Contact(email=f"{name}@gmail.com", **known) for name in UNKNOWN]
    rows += [
        Contact(
            email=f"{first}.{last}@gmail.com".lower(), first_name=first, last_name=last, title=title, **known
        )
        for first, last, title in OTHERS
    ]
    Contact.objects.bulk_create(rows, ignore_conflicts=True)
    rescore(contact_ids=list(Contact.objects.filter(source="newsletter").values_list("pk", flat=True)))
    save_icp(entered=ICP, by=User.objects.filter(role=Role.OPS).order_by("email").first())
