"""Addresses of projects, investors and opportunities."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from projects import views

app_name = "projects"
urlpatterns = [
    path(_("projects/"), views.project_list, name="list"),
    path(_("projects/<slug:slug>/"), views.project, name="project"),
    path(_("projects/<slug:slug>/parcels/"), views.project_parcels, name="project_parcels"),
    path(_("investors/"), views.investor_list, name="investors"),
    path(_("opportunities/"), views.opportunity_list, name="opportunities"),
]
