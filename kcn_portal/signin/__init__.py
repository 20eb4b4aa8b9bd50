"""Signing in to the officers' side: password, then a code of one's phone; and all that goes with it.

Django's `login` is called in one place only, `session.finish`, after every step. Until then a session that has passed
the password belongs to nobody: every page takes it for a stranger.
"""
