"""Statutory reports on the officers' side."""

from reports.admin import figures, periods, report

__all__ = ["figures", "periods", "report"]
