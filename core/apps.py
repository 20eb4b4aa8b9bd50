"""The core app's name and label in the admin."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = _("System")

    def ready(self):
        from core.classes_once import make_classes_once
        from core.history.keeping import keep_history
        from core.public_reading import keep_fields_from_pages

        make_classes_once()
        keep_history()
        keep_fields_from_pages()
