"""The page on which a parcel is split: what was typed is read, drawn and held against the parcel before it is saved."""

from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from core.numbers import format_number
from zones.admin.proposals import as_sent
from zones.admin.reshape_forms import DecisionForm, DivisionForm, PartForms
from zones.mapping import plan
from zones.mapping.geometry import area_difference, computed_area
from zones.reshaping.dividing import Division, divide
from zones.reshaping.sums import sums_of
from zones.survey.page import ACCEPTED


@dataclass
class SplitPage:
    """The three forms of the page, bound to what was sent or blank, and the Division they give once they are read."""

    parcel: object
    rows: object
    ways: object
    form: object
    division: Division | None = None

    @classmethod
    def blank(cls, parcel):
        return cls(parcel, PartForms(), DivisionForm(), DecisionForm())

    @classmethod
    def proposed(cls, parcel, proposal):
        """The page as the officer who proposed the split left it, already read; blank without a proposal."""
        sent = as_sent(proposal)
        if sent is None:
            return cls.blank(parcel)
        page = cls.sent(parcel, sent)
        page.form.is_valid()
        page.read()
        return page

    @classmethod
    def sent(cls, parcel, data):
        """The page with what was sent; the accepted proposals are those of the hidden field and of the button."""
        data = data.copy()
        fixes = data.get("fixes", "").split()
        if fix := data.get("fix"):
            fixes = [*(one for one in fixes if one != fix), fix[:40]]
        if "unfix" in data:
            fixes = fixes[:-1]
        data["fixes"] = " ".join(fixes)[:400]
        return cls(parcel, PartForms(data), DivisionForm(data), DecisionForm(data))

    def with_more_rows(self):
        data = self.form.data
        ways = {name: data.get(name, "") for name in DivisionForm.base_fields}
        return replace(
            self,
            rows=self.rows.with_more_rows(),
            ways=DivisionForm(initial=ways),
            form=DecisionForm(initial=data.dict()),
        )

    def with_decision_unchecked(self):
        """Only looked at: what is still to be filled in of the decision is no fault yet."""
        return replace(self, form=DecisionForm(initial=self.form.data.dict()))

    def read(self):
        """Read the outlines; whether they and the numbers could be read. The decision is another matter."""
        if not (self.rows.is_valid() & self.ways.is_valid()):
            return False
        self.division = divide(self.parcel, self.ways.typed(self.rows.rows()))
        return True

    def refusals(self, drawn):
        """Why it is not saved yet; `drawn` is the digest of the outlines that the officer has seen drawn."""
        if self.division.has_error:
            return [_("Nothing was saved: what is wrong stands below.")]
        if missing := list(self._missing_areas()):
            return missing
        if self.division.digest != drawn:
            return [_("Look at the plan below first. When it is right, press the button once more.")]
        return []

    def _missing_areas(self):
        """A sentence for each part whose area by decision nobody has given."""
        for part in self.division.parts:
            if part.area is None:
                drawn = computed_area(part.outline) if part.outline else None
                words = {"code": part.code, "drawn": format_number(drawn, 2) if drawn is not None else "–"}
                yield _("Give the area by decision of %(code)s. Its outline measures %(drawn)s m².") % words

    def context(self):
        context = {"rows": self.rows, "ways": self.ways, "form": self.form, "parcels": [self.parcel]}
        if self.division is None:
            return context
        return context | {
            "division": self.division,
            "picture": picture_of(self.parcel, self.division) if self.division.is_drawn else None,
            "lines": [_line(part, self.division) for part in self.division.parts],
            "general": [one for one in self.division.findings if one.number not in _codes(self.division)],
            "sums": sums_of(self.parcel, self.division.parts),
            "accepted": accepted_in_words(self.ways.accepted()),
        }


def accepted_in_words(keys):
    """A sentence for each accepted proposal; nonsense in an address names none."""
    named = ((key.partition("-")[0].replace("system", "epsg"), key.partition("-")[2]) for key in keys)
    return [ACCEPTED[code] % {"epsg": value} for code, value in named if code in ACCEPTED]


def _codes(division):
    return {part.code for part in division.parts}


def _line(part, division):
    drawn = computed_area(part.outline) if part.outline else None
    gap = area_difference(drawn, part.area)
    return {
        "part": part,
        "drawn": drawn,
        "difference": gap and gap.difference,
        "is_over": bool(gap and gap.blocks_publishing),
        "findings": [one for one in division.findings if one.number == part.code],
    }


@dataclass(frozen=True)
class Picture:
    """The parts over the outline of the parcel: `parts` (number, shape, severity), `marks` (x, y, words)."""

    frame: plan.Plan
    parts: list
    marks: list


def picture_of(parcel, division):
    drawn = [part for part in division.parts if part.outline]
    severities = {}
    for one in division.findings:
        severities[one.number] = min(severities.get(one.number, "z"), one.severity)
    frame = plan.draw(
        [part.outline for part in drawn],
        texts=[part.code for part in drawn],
        bounds=[parcel.outline] if parcel.outline else (),
    )
    shapes = zip(drawn, frame.shapes, strict=True)
    return Picture(
        frame,
        [(part.code, shape, severities.get(part.code, "")) for part, shape in shapes],
        [(*frame.place(*one.where), one.sentence) for one in division.findings if one.where],
    )
