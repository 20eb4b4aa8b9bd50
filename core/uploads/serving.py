"""The addresses of uploads: whoever may not read one meets no page, as if it had never been."""

from pathlib import Path

from django.apps import apps
from django.http import FileResponse, Http404
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from core.models import StoredFile
from core.uploads.storing import folder_of

# Nothing in an upload may run or load anything, even when somebody opens it in a browser.
_HARMLESS = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "default-src 'none'; sandbox"}
# Kept by the reader's own browser and by no proxy: what is withdrawn is then handed out by nobody.
_FOR_A_YEAR = "private, max-age=31536000, immutable"
_NEVER = "private, no-store"
_PICTURES = {".webp": "image/webp", ".jpg": "image/jpeg"}


@require_safe
def stored_file(request, token):
    """A decision file, to be saved: never shown inside a page of ours."""
    stored, is_public = _asked(request, token, StoredFile.Kind.FILE)
    # The tick may be taken away: each reader asks again.
    headers = {"Cache-Control": "private, no-cache" if is_public else _NEVER}
    return _answer(stored, "file", stored.mime, headers, as_attachment=True, filename=stored.label)


@require_safe
def stored_picture(request, token, name):
    """One form of a picture, in the bytes we wrote ourselves."""
    stored, is_public = _asked(request, token, StoredFile.Kind.PICTURE)
    mime = _PICTURES.get(Path(name).suffix)
    if name not in stored.contents or mime is None:
        raise Http404
    return _answer(stored, name, mime, {"Cache-Control": _FOR_A_YEAR if is_public else _NEVER})


def _asked(request, token, kind):
    """(StoredFile, whether the public may read it); 404 for everybody else."""
    stored = StoredFile.objects.filter(token=token, kind=kind).first()
    if stored is None:
        raise Http404
    holder = apps.get_model(stored.used_in)
    if holder.with_public_file().filter(file=stored).exists():
        return stored, True
    if request.user.is_authenticated and request.user.may("view", holder._meta.app_label):
        return stored, False
    raise Http404


def _answer(stored, name, mime, headers, **options):
    try:
        file = (folder_of(stored.token) / name).open("rb")
    except OSError as error:
        # `check_files` names it to whoever looks after the server.
        raise Http404 from error
    answer = FileResponse(file, content_type=mime, headers=_HARMLESS | headers, **options)
    answer["ETag"] = quote_etag(stored.contents[name])
    return answer
