"""The officers' way from a coordinate table to parcels: taken, looked at, put right, applied or discarded."""

from urllib.parse import urlencode

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseNotAllowed, HttpResponseRedirect, JsonResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import action, display

from core.admin import OfficeAdmin
from core.changes import person
from core.commas import download
from core.models import EditConflict
from core.numbers import format_number
from core.text import slugify
from zones.admin.related import IN_ZONE
from zones.admin.survey_form import SurveyForm
from zones.models import Survey
from zones.survey import applying, taking_back
from zones.survey import intake as surveying
from zones.survey.page import as_rows, page_of_survey, progress_of

# What a corrected table has in common with the one before.
_KEPT = ("zone", "instrument", "source", "as_of", "epsg", "takes_area")
STEPS = ("check", "recheck", "fix", "undo", "apply", "discard", "take_back")


def _as_before(survey):
    values = {name: getattr(survey, survey._meta.get_field(name).attname) for name in _KEPT}
    return {name: value for name, value in values.items() if value}


class FromSurvey:
    """Adds to the list of parcels the way to a survey of them."""

    actions_list = ("from_survey",)

    @action(
        description=gettext_lazy("Import from a survey"),
        url_path="from-survey",
        icon="polyline",
        permissions=["import"],
    )
    def from_survey(self, request):
        return HttpResponseRedirect(reverse(f"{self.admin_site.name}:zones_survey_add"))


@admin.register(Survey)
class SurveyAdmin(OfficeAdmin):
    form = SurveyForm
    add_form_template = "admin/survey/take.html"
    search_fields = ("file_name", "zone__search_text")
    list_display = ("name", "zone_name", "state_badge", "entered_by", "created_at")
    list_filter = (IN_ZONE,)
    list_select_related = ("zone", "by", "applied_by")
    autocomplete_fields = ("zone", "instrument", "source")
    fieldsets = (
        (None, {"fields": ("zone", ("instrument", "source"), ("as_of", "epsg"), "takes_area")}),
        (gettext_lazy("The coordinate table"), {"fields": ("file", "pasted", "style")}),
    )
    plain_help = {
        "instrument": gettext_lazy("The decision whose coordinates these are, if there is one."),
        "source": gettext_lazy("The paper or page the table was taken from. It becomes the source of new parcels."),
        "takes_area": gettext_lazy("Leave it off when the areas in the table are only computed from the corners."),
    }

    def get_fieldsets(self, request, obj=None):
        # The table itself is only sent; what was read of it stands on the page of the survey.
        return super().get_fieldsets(request, obj)[: None if obj is None else 1]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related(*self.list_select_related, "source", "instrument")

    def get_changelist_instance(self, request):
        # A list needs nothing of what its surveys hold, which can be megabytes each.
        found = super().get_changelist_instance(request)
        found.result_list = found.result_list.defer("reading", "fixes", "findings", "seen", "written")
        return found

    def has_add_permission(self, request):
        return self.may(request, "import")

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description=gettext_lazy("file"), ordering="file_name")
    def name(self, obj):
        return obj.file_name or _("pasted table")

    @admin.display(description=gettext_lazy("zone"), ordering="zone__order")
    def zone_name(self, obj):
        return obj.zone.short_name

    @admin.display(description=gettext_lazy("entered by"), ordering="by")
    def entered_by(self, obj):
        return person(obj.by)

    @display(
        description=gettext_lazy("state"),
        label={"applied": "success", "draft": "warning", "discarded": "default", "taken_back": "default"},
    )
    def state_badge(self, obj):
        return obj.state, obj.state_label

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        wrap = self.admin_site.admin_view
        steps = [
            path(f"<path:object_id>/{step}/", wrap(self.step_view), {"step": step}, name=f"{name}_{step}")
            for step in STEPS
        ]
        found = path("<path:object_id>/found.csv", wrap(self.found_csv), name=f"{name}_found")
        return [*steps, found, *super().get_urls()]

    def save_model(self, request, obj, form, change):
        obj.by = request.user
        super().save_model(request, obj, form, change)
        surveying.begin_check(obj)

    def response_add(self, request, obj, post_url_continue=None):
        return HttpResponseRedirect(self.address_of(obj))

    def _asked(self, request, object_id):
        """The survey, or 404. Whoever may read parcels may look at it."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        survey = self.get_object(request, unquote(object_id))
        if survey is None:
            raise Http404(object_id)
        return survey

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """The preview: looking changes nothing, and nothing is posted here."""
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET"])
        survey = self._asked(request, object_id)
        context = {
            **self.admin_site.each_context(request),
            "title": str(self.opts.verbose_name).capitalize(),
            "subtitle": str(survey),
            "opts": self.opts,
            "original": survey,
            "survey": survey,
            "may_import": self.may(request, "import", survey),
            "may_take_back": taking_back.may_take_back(survey, request.user),
            "may_publish": self.may(request, "publish"),
            "written": len(survey.written_keys),
            "survey_key": str(survey.pk),
            "again": f"{reverse(f'{self.admin_site.name}:zones_survey_add')}?{urlencode(_as_before(survey))}",
            **page_of_survey(request, survey),
        }
        return TemplateResponse(request, "admin/survey/preview.html", context)

    def found_csv(self, request, object_id):
        """Every fault and finding of the survey as a sheet, to sit beside the file while it is corrected."""
        survey = self._asked(request, object_id)
        name = slugify(survey.file_name.rpartition(".")[0] or survey.zone.code)
        headings, *rows = as_rows(survey)
        return download(headings, rows, f"{name}-{survey.pk}.csv")

    def step_view(self, request, object_id, step):
        """One step of a draft: only posted, only by who may import, refused with a sentence when it comes too late."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        survey = self._asked(request, object_id)
        if not self.may(request, "import", survey):
            raise PermissionDenied
        try:
            getattr(self, f"_{step}")(request, survey)
        except applying.ApplyRefused as refusal:
            for sentence in refusal.sentences:
                messages.error(request, sentence)
        except (EditConflict, surveying.TooLate):
            messages.error(request, _("Nothing was done: this survey has changed meanwhile. Here it is as it is now."))
        if step == "check" and request.accepts("application/json") and not request.accepts("text/html"):
            return JsonResponse(progress_of(survey))
        return HttpResponseRedirect(self.address_of(survey))

    def _seen(self, request):
        word = request.POST.get("seen_version", "")
        return int(word) if word.isascii() and word.isdecimal() and len(word) < 10 else 0

    def _check(self, request, survey):
        surveying.check_next(survey)

    def _recheck(self, request, survey):
        surveying.begin_check(surveying.as_seen(survey, self._seen(request)))

    def _fix(self, request, survey):
        surveying.fix(surveying.as_seen(survey, self._seen(request)), request.POST.get("code", ""))

    def _undo(self, request, survey):
        surveying.undo(surveying.as_seen(survey, self._seen(request)))

    def _discard(self, request, survey):
        survey = surveying.as_seen(survey, self._seen(request))
        survey.discarded_at = timezone.now()
        survey.save()
        messages.success(request, _("Discarded. No parcel was changed."))

    def _apply(self, request, survey):
        new, changed = applying.apply(survey, by=request.user, seen_version=self._seen(request))
        said = _("Applied: %(new)s new parcels, %(changed)s changed ones.") % {
            "new": format_number(new),
            "changed": format_number(changed),
        }
        self.log_change(request, survey, said)
        messages.success(request, said)

    def _take_back(self, request, survey):
        # Also refused when it is too late; here only who may not at all.
        if survey.state == "applied" and not taking_back.may_take_back(survey, request.user):
            raise PermissionDenied
        removed, restored = taking_back.take_back(survey, by=request.user, seen_version=self._seen(request))
        said = _("Taken back: %(removed)s parcels removed, %(restored)s as they were before.") % {
            "removed": format_number(removed),
            "restored": format_number(restored),
        }
        self.log_change(request, survey, said)
        messages.success(request, said)
