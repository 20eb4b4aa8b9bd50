"""Changes of what the public sees, proposed by one person and accepted by another."""

from core.proposals.waiting import waiting

__all__ = ["waiting"]
