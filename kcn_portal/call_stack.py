"""Room for a whole request on the interpreter's stack, so that no call of it has to ask the system for memory.

CPython keeps the frames of Python's functions in pieces of 16 KB. A call that no longer fits asks the system for a new
piece, and its return hands it back: a loop that stands just at that edge, as one of a template often does, pays for
mmap, a page fault and munmap at every turn, which was a fifth of all the computing of the portal. A function that says
it needs `_SLOTS` gets one piece of twice that size, of which only what is used is ever touched, and what it calls runs
in the rest.

Source: python/cpython#142183. Python keeps a piece for itself from 3.13 and 3.14 on (in their later versions): when
these are the oldest we serve with, this module can go.
"""

# Of 8 bytes each: half a MiB, in a piece of 1 MiB. The deepest page uses some 120 KB.
_SLOTS = 70_000


def in_one_piece(get_response):
    """The outermost middleware: whatever answers a request is called with that room beneath it."""

    def middleware(request):
        return get_response(request)

    middleware.__code__ = middleware.__code__.replace(co_stacksize=_SLOTS)
    return middleware
