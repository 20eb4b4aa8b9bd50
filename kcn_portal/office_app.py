"""Django's admin with the officers' site in place of its own. Apart from the site, which needs the models loaded."""

from django.contrib.admin.apps import AdminConfig


class OfficeConfig(AdminConfig):
    default_site = "kcn_portal.office.OfficeSite"
