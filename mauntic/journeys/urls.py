from mauntic.automation.models import Kind
from mauntic.automation.urls import page_urls

app_name = "journeys"
urlpatterns = page_urls(Kind.JOURNEY, "journey")
