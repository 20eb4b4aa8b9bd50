"""The offices of the Board that answer for what the record says, as far as they are known."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Office(models.IntegerChoices):
    """The Board as a whole, and the three units that the record names."""

    BOARD = 1, _("the Management Board")
    SECRETARIAT = 2, _("the Board’s Office")
    DIVISION = 3, _("the Professional Management Division")
    CENTRE = 4, _("the Infrastructure Development and Services Centre")
