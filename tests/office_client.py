"""Django's test client, as an officer: what `force_login` makes is signed in all the way."""

import time

from django.test import Client

from kcn_portal.signin import session


class OfficeClient(Client):
    def force_login(self, user, backend=None):
        """The session is what it is after password and code."""
        super().force_login(user, backend)
        signed, now = self.session, time.time()
        signed[session.SIGNED_IN] = {"at": now, "seen": now}
        signed.save()
