from django.urls import path

from revops.agents.research import views

urlpatterns = [
    path("research/leads/<uuid:contact_id>/", views.lead, name="research-lead"),
    path("research/leads/<uuid:contact_id>/start/", views.start_lead, name="research-lead-start"),
    path("research/leads/<uuid:contact_id>/card/", views.lead_card, name="research-lead-card"),
    path("research/companies/<uuid:company_id>/", views.company, name="research-company"),
    path("research/companies/<uuid:company_id>/start/", views.start_company, name="research-company-start"),
    path("research/companies/<uuid:company_id>/card/", views.company_card, name="research-company-card"),
    path("research/jobs/<uuid:job_id>/", views.job, name="research-job"),
]
