"""A procedure that stands on a law no longer in force is looked at again before it is published."""

from core.publication.guard import WARNING, check
from policies.guard import no_longer_holds
from procedures.models import Procedure


@check(Procedure)
def stands_on_law_in_force(procedure):
    if procedure.pk and procedure.standing != Procedure.Standing.OLD:
        yield from no_longer_holds(procedure, procedure.legal_basis.select_related("replaced_by"), WARNING)
