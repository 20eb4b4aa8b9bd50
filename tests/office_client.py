"""Django's test client, as an officer: what `force_login` makes is signed in all the way."""

import time
from contextlib import contextmanager

import pytest
from django.contrib.messages import get_messages
from django.template.backends.django import Template
from django.test import Client
from unfold.sites import UnfoldAdminSite

from kcn_portal.signin import session


@contextmanager
def _no_page_is_written():
    """The contexts of the pages that are asked for meanwhile; neither they nor the menus around them are written."""
    contexts = []

    def handed_over(_template, context=None, request=None):
        contexts.append(context)
        # Any page tells what there is to tell, and once.
        list(get_messages(request) if request else ())
        return ""

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Template, "render", handed_over)
        patch.setattr(UnfoldAdminSite, "each_context", lambda site, request: {"has_permission": True})
        yield contexts


class OfficeClient(Client):
    def force_login(self, user, backend=None):
        """The session is what it is after password and code."""
        super().force_login(user, backend)
        signed, now = self.session, time.time()
        signed[session.SIGNED_IN] = {"at": now, "seen": now}
        signed.save()

    def unwritten(self, method, address, fields=None):
        """The answer to a request for a page that no one reads, with what its view hands over as `context`.

        The status and the forms of a page are settled before it is written, which is most of the work.
        """
        with _no_page_is_written() as contexts:
            response = getattr(self, method.lower())(address, fields)
        if contexts:
            response.context = contexts[-1]
        return response
