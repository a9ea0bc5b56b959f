"""Files of deals as tests upload, check and import them."""

from io import BytesIO

from revops.deal_imports.models import DealImport
from revops.deal_imports.services import check
from revops.deal_imports.services import run as services

HEAD = "opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value"


WON = "A1,Moses Frase,GTX Pro,Cancity,Won,2016-10-20,2017-03-01,1054"


LOST = "A2,Moses Frase,GTX Pro,Cancity,Lost,2016-10-20,2017-03-01,0"


OPEN = "A3,Moses Frase,GTX Pro,,Engaging,2016-10-20,,"


NEW = "A4,Moses Frase,GTX Pro,Isdom,Prospecting,,,"


def uploaded(*rows: str, head: str = HEAD) -> DealImport:
    content = "\n".join([head, *rows]).encode()
    return services.upload_deals(file=BytesIO(content), file_name="deals.csv")


def mapped(*rows: str, unknown_owner: str = "nobody", head: str = HEAD) -> DealImport:
    job = uploaded(*rows, head=head)
    services.set_deal_mapping(job=job, mapping=job.mapping, unknown_owner=unknown_owner)
    return job


def brought_in(*rows: str, **options: str) -> DealImport:
    job = mapped(*rows, **options)
    services.start_deal_import(job=job, in_background=False)
    services.run_deal_import(import_id=job.pk)
    job.refresh_from_db()
    return job


def verdicts(job: DealImport) -> list[tuple[str, str]]:
    return [(row.verdict.value, row.reason) for row in check.check_deals(job)]
