"""The form that takes a survey: a file or a pasted table, and how it is to be read."""

import hashlib

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst, format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import UnfoldAdminFileFieldWidget, UnfoldAdminSelectWidget, UnfoldAdminTextareaWidget

from core.forms import VersionedForm
from zones.mapping.geometry import DEFAULT_EPSG, SYSTEMS
from zones.models import Survey
from zones.survey.limits import MOST_BYTES, MOST_MEGABYTES
from zones.survey.reading import read_file, read_text, too_large
from zones.survey.records import SurveyRefused

EXAMPLE = "Số hiệu lô\tĐiểm\tX (m)\tY (m)\tDiện tích (m²)\nCN-01\t1\t2420554,70\t425399,67\t20000"


class SurveyForm(VersionedForm):
    """A new survey. Whatever it says of the file, nothing about a parcel is saved here."""

    epsg = forms.TypedChoiceField(
        label=gettext_lazy("coordinate system"),
        help_text=gettext_lazy("As written on the decision; VN-2000 / TM-3 106°30′ is that of Bac Kan."),
        coerce=int,
        initial=DEFAULT_EPSG,
        choices=[(epsg, system.name) for epsg, system in SYSTEMS.items()],
        widget=UnfoldAdminSelectWidget,
    )
    style = forms.ChoiceField(
        label=gettext_lazy("how numbers are written"),
        help_text=gettext_lazy("Choose only when the portal asks for it: numbers in Excel cells need no choice."),
        choices=[("", gettext_lazy("Recognise it")), *Survey.Style.choices],
        required=False,
        widget=UnfoldAdminSelectWidget,
    )
    file = forms.FileField(
        label=gettext_lazy("file"),
        help_text=format_lazy(
            gettext_lazy("Excel (.xlsx), CSV, GeoJSON or KML, up to {limit} MB."), limit=MOST_MEGABYTES
        ),
        required=False,
        max_length=200,
        widget=UnfoldAdminFileFieldWidget(attrs={"accept": ".xlsx,.csv,.tsv,.txt,.geojson,.json,.kml"}),
    )
    pasted = forms.CharField(
        label=gettext_lazy("or paste the table here"),
        help_text=gettext_lazy("Copied from Excel or Word with its headings, one corner a line."),
        required=False,
        strip=False,
        widget=UnfoldAdminTextareaWidget(
            attrs={"rows": 8, "wrap": "off", "placeholder": EXAMPLE, "spellcheck": "false"}
        ),
    )

    class Meta:
        model = Survey
        fields = ("zone", "instrument", "source", "as_of", "epsg", "style", "takes_area")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("epsg", "style", "file", "pasted"):
            self.fields[name].label = capfirst(self.fields[name].label)

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file and file.size > MOST_BYTES:
            raise ValidationError(too_large())
        return file

    def clean(self):
        cleaned = super().clean()
        file, pasted = cleaned.get("file"), cleaned.get("pasted") or ""
        if file and pasted.strip():
            self.add_error("pasted", _("Give either a file or a pasted table, not both."))
        elif file:
            self._read("file", file.read(), lambda data, style: read_file(file.name, data, style=style))
            self.instance.file_name = file.name[:200]
        elif pasted.strip():
            self._read("pasted", pasted, lambda text, style: read_text(text, style=style))
        elif "file" not in self.errors:
            self.add_error("file", _("Choose a file or paste the table."))
        return cleaned

    def _read(self, field, data, read):
        try:
            reading = read(data, self.cleaned_data.get("style") or None)
        except SurveyRefused as refusal:
            self.add_error(field, str(refusal))
            return
        self.instance.reading, self.instance.table = reading.as_json(), reading
        self.instance.digest = hashlib.sha256(data if isinstance(data, bytes) else data.encode()).hexdigest()
