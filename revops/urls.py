from django.urls import URLPattern

app_name = "revops"
urlpatterns: list[URLPattern] = []
