"""Who may sign in at all: people of staff who have not left."""

from django.contrib.auth.backends import ModelBackend


class OfficerBackend(ModelBackend):
    def user_can_authenticate(self, user):
        # Asked after the password was hashed, so that a closed account answers like an unknown one, and as slowly.
        return super().user_can_authenticate(user) and user.is_staff
