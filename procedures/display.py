"""Procedures as the public reads them: time limits, fees, standing, and the official table of components."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from policies.display import brief_source
from procedures.models import Procedure

_MARKS = {
    Procedure.Standing.OFFICIAL: "in_force",
    Procedure.Standing.REFERENCE: "wait",
    Procedure.Standing.TO_CHECK: "unknown",
    Procedure.Standing.OLD: "replaced",
    Procedure.Standing.NAME_ONLY: "not_yet",
}


def standing_badge(procedure):
    return {"kind": _MARKS.get(procedure.standing, "unknown"), "label": procedure.get_standing_display()}


def brief_badge(procedure):
    """The same in a word or two, for a list whose head has said what a reference is."""
    brief = {
        Procedure.Standing.REFERENCE: pgettext("procedure", "Reference"),
        Procedure.Standing.TO_CHECK: pgettext("procedure", "Reference, may have changed"),
    }
    badge = standing_badge(procedure)
    return badge | {"label": brief.get(procedure.standing, badge["label"])}


def time_limit(procedure):
    """ "15 days" in the reader's language, as its source gives it; "" when none is published. Never a sum of others."""
    if procedure.time_value is None:
        return ""
    one_many = {
        Procedure.TimeUnit.WORKING_DAY: ngettext("%(n)s working day", "%(n)s working days", procedure.time_value),
        Procedure.TimeUnit.DAY: ngettext("%(n)s day", "%(n)s days", procedure.time_value),
        Procedure.TimeUnit.HOUR: ngettext("%(n)s hour", "%(n)s hours", procedure.time_value),
    }
    return one_many[procedure.time_unit] % {"n": procedure.time_value}


def fee_words(procedure):
    """What the fee is in a word or two; "" when nothing is published, which is not the same as free."""
    return "" if procedure.fee == Procedure.Fee.UNKNOWN else procedure.get_fee_display()


def standing_notice(procedure):
    """(title, sentence) that must be read before using the procedure; None for the Board's own."""
    notices = {
        Procedure.Standing.REFERENCE: (
            _("For reference: confirm with the Board before you file"),
            _(
                "It was put together from pages of other provinces, legal texts and secondary sources. "
                "Here the time, the fee and the papers may differ."
            ),
        ),
        Procedure.Standing.TO_CHECK: (
            _("To be checked: the rules may have changed since this was published"),
            _(
                "New laws, among them the Law on Investment in force since 1 March 2026, may have changed the name, "
                "the code, the time or whether the procedure is needed at all. Ask the Board before you prepare papers."
            ),
        ),
        Procedure.Standing.OLD: (
            _("Old rule: do not file under it"),
            _("It is kept so that older certificates can be understood. Ask the Board what applies today."),
        ),
        Procedure.Standing.NAME_ONLY: (
            _("Only its name is known"),
            _("No published page was found for it. Ask the Board for the papers and the time limit."),
        ),
    }
    return notices.get(procedure.standing)


@dataclass(frozen=True)
class Component:
    """One line of the official table: translated fields of `record`, plain words, or the texts of `items`.

    Nothing of these means not published yet; "none" is said only through `words`, where the source says so.
    """

    letter: str  # of Article 8(2); blank for the conditional components
    label: str
    record: object = None
    fields: tuple = ()
    words: str = ""
    items: list = field(default_factory=list)
    item_field: str = ""
    missing: str = ""

    @property
    def is_stated(self):
        return bool(self.words or self.items or self.shown_fields)

    @property
    def shown_fields(self):
        return [name for name in self.fields if getattr(self.record, f"{name}_vi", "")]


def _conditional(procedure, label, has_any, name):
    """Forms or conditions: the text where there is one, "none" only where that is stated."""
    words = pgettext("procedure", "None") if has_any is False else ""
    if has_any and not getattr(procedure, f"{name}_vi"):
        words = _("Required; which ones is not published yet")
    return Component("", label, procedure, (name,) if has_any else (), words)


def _dossier(procedure):
    sets = ngettext("%(n)s set of papers", "%(n)s sets of papers", procedure.copies or 0)
    return Component(
        "d",
        _("Papers and number of sets"),
        words="" if procedure.copies is None else sets % {"n": procedure.copies},
        items=list(procedure.papers.all()),
        item_field="name",
        missing=_("number of sets: not published yet") if procedure.copies is None else "",
    )


def official_table(procedure):
    """[(group, components)]: those of Decree 63/2010/ND-CP, Article 8(2), in its order, then the conditional ones."""
    mandatory = [
        Component("a", _("Name of the procedure"), procedure, ("name",)),
        Component("b", _("Sequence of steps"), items=list(procedure.steps.all()), item_field="text"),
        Component("c", _("How to file"), procedure, ("method",)),
        _dossier(procedure),
        Component(
            pgettext("letter after d in a Vietnamese list", "dd"),
            _("Time limit"),
            procedure,
            ("time_note",),
            time_limit(procedure),
        ),
        Component("e", _("Who may apply"), procedure, ("applicant",)),
        Component("g", _("Agency that carries it out"), procedure, ("authority",)),
    ]
    conditional = [
        _conditional(procedure, _("Application and declaration forms"), procedure.has_forms, "forms"),
        Component("", _("Result"), procedure, ("result",)),
        _conditional(procedure, _("Requirements and conditions"), procedure.has_conditions, "conditions"),
        Component("", _("Fees and charges"), procedure, ("fee_note",), fee_words(procedure)),
    ]
    return [(_("Mandatory components"), mandatory), (_("Conditional components"), conditional)]


def list_row(procedure):
    """One procedure as a line of the list."""
    return {
        "record": procedure,
        "url": procedure.get_absolute_url(),
        "badge": brief_badge(procedure),
        "time": time_limit(procedure),
        "fee": fee_words(procedure),
        "source": brief_source(procedure),
    }
