"""Two libraries make a class anew at every query or save: made once, it is the same class and costs nothing."""

from functools import cache, wraps

from modeltranslation import manager as translation
from simple_history.manager import HistoryManager


def make_classes_once():
    """Keep the class of translated querysets and that of managers of history; each library would make it each time."""
    make = translation.multilingual_queryset_factory
    made = cache(lambda plain: make(plain, instantiate=False))

    @wraps(make)
    def kept(plain, instantiate=True):
        return made(plain)() if instantiate else made(plain)

    translation.multilingual_queryset_factory = kept
    HistoryManager.from_queryset = classmethod(cache(HistoryManager.from_queryset.__func__))
