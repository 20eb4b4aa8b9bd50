"""A request has room on the interpreter's stack, however deep a loop of it stands."""

import resource

from django.conf import settings

from kcn_portal.call_stack import in_one_piece

# Deeper than any page of the portal: without the room some of these stand at the edge of a piece of the stack.
DEPTHS = range(400)
TURNS = 200


def leaf():
    return None


def loop_at(depth):
    if depth:
        return loop_at(depth - 1)
    for _turn in range(TURNS):
        leaf()
    return depth


def pages_asked_for(call):
    """Pages of memory the system handed out while `call` ran."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    call()
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before


def test_a_loop_at_any_depth_asks_the_system_for_no_memory():
    loops = in_one_piece(lambda request: [loop_at(depth) for depth in DEPTHS])
    loops(None)  # what Python keeps of code it has run is not counted
    assert pages_asked_for(lambda: loops(None)) < TURNS


def test_every_request_has_it():
    assert settings.MIDDLEWARE[0] == f"{in_one_piece.__module__}.{in_one_piece.__name__}"
