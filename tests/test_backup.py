"""Backup and restore: what was there comes back exactly, and no other file is taken for a backup."""

import datetime as dt
import io
import json
import resource
import tarfile

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import F

from core.models import Source
from core.uploads.storing import folder_of
from kcn_portal.backup import archive
from tests import make
from tests import uploads as uploads_made
from zones.models import Parcel


@pytest.fixture
def places(settings, tmp_path, monkeypatch):
    """An installation of its own: uploads, secret key, and a folder for backups, which is returned."""
    monkeypatch.delenv("SECRET_KEY", raising=False)
    settings.VAR_DIR, settings.MEDIA_ROOT = tmp_path / "var", tmp_path / "var/media"
    (settings.MEDIA_ROOT / "2026").mkdir(parents=True)
    (settings.MEDIA_ROOT / "2026/quyết-định.pdf").write_bytes(b"%PDF as it was")
    return tmp_path / "backups"


def everything():
    """Every row of every table but the sessions."""
    rows = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table != "django_session":
                cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
                rows[table] = sorted(map(repr, cursor.fetchall()))
    return rows


def uploads(settings):
    return {path.name: path.read_bytes() for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()}


def backed_up(folder, **options):
    call_command("backup", folder, stdout=io.StringIO(), **options)
    return max(folder.glob("kcn-portal-*"))


def restored(file, **options):
    call_command("restore", file, stdout=io.StringIO(), **options)


def test_a_backup_brings_back_every_row_upload_and_key(transactional_db, settings, places, client):
    parcel = make.parcel(commercial_status="available", reserved_until=dt.date(2099, 1, 1), outline=[[0, 0], [40, 30]])
    parcel.move_to("reserved", axis="commercial_status", by=make.user(), note="Giữ\tchỗ\n'; DROP TABLE \\N")
    last = make.source()
    last_id = last.pk
    last.delete()
    before, files = everything(), uploads(settings)
    assert before["zones_parcelmove"] and len(before["zones_historicalparcel"]) == 2
    backed_up(places, keep=2)
    (places / "notes.tar.gz").touch()
    file = backed_up(places, keep=1)
    assert {*places.iterdir()} == {file, places / "notes.tar.gz"} and file.stat().st_mode & 0o077 == 0

    Parcel._base_manager.filter(pk=parcel.pk).update(area=1, version=F("version") + 1)
    make.zone()
    client.force_login(make.user())
    (settings.MEDIA_ROOT / "later.pdf").write_bytes(b"%PDF later")
    (settings.MEDIA_ROOT / "2026/quyết-định.pdf").unlink()
    with pytest.raises(CommandError, match="--yes-replace"):
        restored(file)
    restored(file, yes_replace=True)

    assert everything() == before and uploads(settings) == files
    assert (settings.VAR_DIR / "secret_key").read_text() == settings.SECRET_KEY
    assert not client.session.keys()  # nobody stays signed in
    # Numbers of removed records are not given out again, and what counts the land goes on counting.
    assert make.source().pk > last_id and Source.objects.filter(pk=last_id).count() == 0
    make.parcel(zone=parcel.zone)
    call_command("check_land_tallies", stdout=io.StringIO())


def test_a_backup_holds_uploads_with_their_rows_and_names_those_that_are_missing(transactional_db, places, capsys):
    zone = make.zone()
    kept, lost = (uploads_made.picture_of(zone, data=uploads_made.picture(colour=(n, n, n))) for n in (1, 2))
    contents = {name: (folder_of(kept.file.token) / name).read_bytes() for name in kept.file.contents}
    (folder_of(lost.file.token) / "plain.jpg").unlink()
    unfinished = folder_of(kept.file.token).parents[1] / ".incoming-x"
    unfinished.mkdir()
    (unfinished / "file").write_bytes(b"half")
    file = backed_up(places)
    assert f"missing: {lost.file.token}/plain.jpg" in capsys.readouterr().err
    for name in contents:
        (folder_of(kept.file.token) / name).unlink()
    restored(file, yes_replace=True)
    assert {name: (folder_of(kept.file.token) / name).read_bytes() for name in contents} == contents
    assert zone.pictures.count() == 2 and not (unfinished / "file").exists()


def test_a_restore_that_fails_changes_nothing(transactional_db, settings, places, tmp_path):
    make.source()
    file = backed_up(places)
    name = "portal.sqlite3" if connection.vendor == "sqlite" else "core_source.copy"
    broken = altered(file, tmp_path / "broken.tar.gz", {f"database/{name}": b"no rows at all"}, sums=True)
    newer = altered(file, tmp_path / "newer.tar.gz", {}, migrations=[["core", "9999_later"]])
    other = altered(file, tmp_path / "other.tar.gz", {}, engine="oracle")
    make.source()
    (settings.MEDIA_ROOT / "later.pdf").write_bytes(b"%PDF later")
    before, files = everything(), uploads(settings)
    for bad, words in ((broken, "not restored"), (newer, "newer portal"), (other, "It is of oracle")):
        with pytest.raises(CommandError, match=words):
            restored(bad, yes_replace=True)
        assert everything() == before and uploads(settings) == files
        assert not [*settings.MEDIA_ROOT.glob(".restore-*")]


def test_of_a_backup_that_fails_nothing_is_left(transactional_db, places):
    places.mkdir()
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, limits[1]))  # a disk with no room for more
    try:
        with pytest.raises(CommandError, match="No backup was written"):
            backed_up(places)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert [*places.iterdir()] == []


def altered(file, target, contents, *, sums=False, **told):
    """A copy of the backup `file` with other contents; with `sums`, the manifest agrees with them."""
    with tarfile.open(file) as old, tarfile.open(target, "w:gz") as new:
        for member in old:
            content = contents.get(member.name, old.extractfile(member).read())
            if member.name == archive.MANIFEST:
                manifest = json.loads(content) | told
                for name in contents if sums else ():
                    manifest["files"][name]["sha256"] = archive.digest_of(io.BytesIO(contents[name]))
                content = json.dumps(manifest).encode()
            member.size = len(content)
            new.addfile(member, io.BytesIO(content))
    return target


@pytest.fixture
def whole(tmp_path):
    """A finished archive of one file."""
    (tmp_path / "a.txt").write_text("as it was")
    writing = archive.Writing(tmp_path / "whole.tar.gz")
    writing.add(tmp_path / "a.txt", "media/a.txt")
    writing.close({"engine": "sqlite"})
    return tmp_path / "whole.tar.gz"


def with_member(file, info, content=b""):
    with tarfile.open(file) as old:
        members = [(member, old.extractfile(member).read()) for member in old]
    with tarfile.open(file, "w:gz") as new:
        info.size = len(content)
        for member, kept in [*members, (info, content)]:
            new.addfile(member, io.BytesIO(kept))


@pytest.mark.parametrize("name", ["../out.txt", "/tmp/out.txt", "media/../../out.txt", "media\\..\\out.txt"])
def test_nothing_is_written_outside(whole, tmp_path, name):
    with_member(whole, tarfile.TarInfo(name), b"out")
    with pytest.raises(archive.BadArchive, match="which no backup"):
        archive.unpack(whole, tmp_path / "into")


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.DIRTYPE])
def test_links_and_devices_are_refused(whole, tmp_path, kind):
    info = tarfile.TarInfo("media/link")
    info.type, info.linkname = kind, "/etc/passwd"
    with_member(whole, info)
    with pytest.raises(archive.BadArchive):
        archive.unpack(whole, tmp_path / "into")


def test_a_file_that_is_damaged_cut_off_or_added_to_is_refused(whole, tmp_path):
    assert archive.check(whole)["engine"] == "sqlite"
    good = whole.read_bytes()
    bad = tmp_path / "bad.tar.gz"
    for content in (b"", b"no archive", good[: len(good) // 2]):
        bad.write_bytes(content)
        with pytest.raises(archive.BadArchive):
            archive.check(bad)
    with pytest.raises(archive.BadArchive, match="missing or changed"):
        archive.check(altered(whole, tmp_path / "other.tar.gz", {"media/a.txt": b"as it is"}))
    with_member(whole, tarfile.TarInfo("media/b.txt"), b"new")
    with pytest.raises(archive.BadArchive, match="does not name"):
        archive.check(whole)
