"""What the pages of land share: the trail above them, and the answer to a file asked wrongly."""

from django.urls import reverse
from django.utils.translation import gettext as _

from core.commas import download


def crumbs(*trail):
    return [(_("Home"), reverse("home")), *trail]


def refused(form, file_name):
    """The answer to a file asked for wrongly: 400 with the sentences by field, as such a file."""
    said = [(name, " ".join(map(str, sentences))) for name, sentences in form.errors.items()]
    response = download(["field", "error"], said, file_name)
    response.status_code = 400
    return response
