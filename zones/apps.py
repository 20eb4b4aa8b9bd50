"""The zones app's name and label in the admin."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class ZonesConfig(AppConfig):
    name = "zones"
    verbose_name = _("Land and zones")

    def ready(self):
        from core.scope import look_after
        from zones.balance.tallies import ensure_kept
        from zones.models import Zone

        look_after(Zone)
        post_migrate.connect(ensure_kept, sender=self)
