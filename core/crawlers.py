"""What search engines are asked to leave out of their lists: files and answers to programs, which are no pages."""

from core.models import Board


def kept_from_crawlers(response, *, always=False):
    """`response`, marked not to be listed while the portal is a prototype, or `always`."""
    if always or Board.current().is_prototype:
        response.headers["X-Robots-Tag"] = "noindex"
    return response
