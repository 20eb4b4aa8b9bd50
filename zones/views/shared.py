"""What the pages of land share: the trail above them, and the answer to a file asked wrongly."""

from django.core.exceptions import BadRequest
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.http import MAX_URL_REDIRECT_LENGTH
from django.utils.translation import gettext as _

from core.commas import download


def crumbs(*trail):
    return [(_("Home"), reverse("home")), *trail]


def led_to(page, query):
    """The answer that leads to `page` with `query`, a QueryDict; one that no address holds is refused in a sentence."""
    address = f"{page}?{query.urlencode()}"
    if len(address) > MAX_URL_REDIRECT_LENGTH:
        raise BadRequest("longer than an address")
    return HttpResponseRedirect(address)


def refused(form, file_name):
    """The answer to a file asked for wrongly: 400 with the sentences by field, as such a file."""
    said = [(name, " ".join(map(str, sentences))) for name, sentences in form.errors.items()]
    response = download(["field", "error"], said, file_name)
    response.status_code = 400
    return response
