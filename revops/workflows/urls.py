from mauntic.automation.models import Kind
from mauntic.automation.urls import page_urls

urlpatterns = page_urls(Kind.WORKFLOW, "workflow")
