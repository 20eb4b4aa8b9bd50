"""`manage.py prepare`: what it does at the first start, and what it leaves alone at the next."""

import os
import re
import socket
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth import authenticate, get_user_model
from django.core.management import CommandError, call_command
from django.urls import reverse

from core.roles import Role
from kcn_portal import environment
from kcn_portal.management.commands import prepare


@pytest.fixture
def started(db, settings, tmp_path, monkeypatch):
    """Run `prepare` with static files in a folder of its own and nothing to load; returns what it said."""
    settings.STATIC_ROOT = tmp_path / "static"
    monkeypatch.setattr(prepare.Command, "load", lambda command: None)

    def run():
        said = StringIO()
        call_command("prepare", stdout=said, stderr=said)
        return said.getvalue()

    return run


def test_the_first_administrator_gets_a_password_that_is_shown_once(started, client):
    password = re.search(r"password +(\S+)", started()).group(1)
    user = authenticate(username="admin", password=password)
    assert user.role == Role.ADMINISTRATOR and user.is_staff and not user.is_superuser
    client.force_login(user)
    assert client.get(reverse("admin:index")).status_code == 200
    assert "password" not in started()
    assert get_user_model().objects.count() == 1


def test_no_administrator_is_made_where_somebody_can_sign_in(started):
    get_user_model().objects.create_user("lan", password="x")
    assert "password" not in started()
    assert get_user_model().objects.count() == 1


def test_static_files_are_collected_again_only_when_one_changed(started, settings, tmp_path):
    extra = tmp_path / "extra"
    extra.mkdir()
    settings.STATICFILES_DIRS = [*settings.STATICFILES_DIRS, extra]
    assert "collecting" in started()
    assert (settings.STATIC_ROOT / "css" / "base.css").exists()
    assert "unchanged" in started()
    (extra / "new.css").write_text("p { color: red }")
    assert "collecting" in started()
    assert (settings.STATIC_ROOT / "new.css").exists()


def test_a_taken_port_is_said_in_a_sentence():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(
            CommandError, match=rf"Port {port} on 127\.0\.0\.1 cannot be used.*make run PORT={port + 1}"
        ):
            prepare.require_free_port("127.0.0.1", port)


def test_a_refused_row_of_the_record_is_said_and_does_not_keep_the_portal_down(monkeypatch):
    def refuse(*args, **kwargs):
        raise CommandError("1 refused; the rest is loaded.")

    monkeypatch.setattr(prepare, "call_command", refuse)
    said = StringIO()
    prepare.Command(stdout=said, stderr=said).load()
    assert "1 refused" in said.getvalue()


def test_every_variable_of_the_settings_is_explained():
    read = set(
        re.findall(
            r"(?:env\.\w+|_read)\(\s*\"(\w+)\"", Path(settings.BASE_DIR, "kcn_portal", "settings.py").read_text()
        )
    )
    explained = set(re.findall(r"^#(\w+)=", Path(settings.BASE_DIR, ".env.example").read_text(), re.MULTILINE))
    assert read == explained


@pytest.mark.parametrize(
    ("how", "nonsense"),
    [
        (environment.port, "abc"),
        (environment.port, "70000"),
        (environment.database, "nonsense-with-a-secret"),
        (environment.area, "nan"),
        (environment.area, "-3"),
        (environment.site, "kcn.example.org"),
        (environment.site, "http://a:b:c"),
        (environment.level, "LOUD"),
        (environment.switch, "maybe"),
    ],
)
def test_a_setting_that_cannot_be_read_is_said_in_a_sentence_without_its_value(how, nonsense, monkeypatch, recwarn):
    monkeypatch.setenv("THE_SETTING", nonsense)
    with pytest.raises(SystemExit) as ended:
        environment.read("THE_SETTING", how, "", "THE_SETTING=1")
    assert ended.value.code == "THE_SETTING cannot be read. Example: THE_SETTING=1"
    assert not recwarn.list


@pytest.mark.parametrize("place", ["/dev/null", "/dev/null/var", "/proc/1"])
def test_a_folder_that_cannot_be_written_to_is_said_with_the_reason(place, monkeypatch):
    monkeypatch.setenv("THE_SETTING", place)
    with pytest.raises(SystemExit, match=r"^THE_SETTING cannot be used: .+\. Example: THE_SETTING=/x$"):
        environment.read("THE_SETTING", environment.folder, "", "THE_SETTING=/x")


@pytest.mark.parametrize("name", ["STATIC_ROOT", "MEDIA_ROOT"])
def test_a_folder_of_files_that_is_a_file_ends_the_start_in_a_sentence(name, settings, tmp_path):
    (tmp_path / "taken").write_text("")
    setattr(settings, name, tmp_path / "taken")
    with pytest.raises(CommandError, match=rf"^{name} cannot be used: File exists\."):
        prepare.require_folders()
    assert (tmp_path / "taken").read_text() == ""


def test_a_start_with_a_bad_setting_ends_in_that_sentence(tmp_path):
    nonsense = {"VAR_DIR": str(tmp_path), "DATABASE_URL": "mysql://x:secret@y/z"}
    command = [sys.executable, "manage.py", "check"]
    ended = subprocess.run(
        command, cwd=settings.BASE_DIR, env=os.environ | nonsense, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 1
    assert ended.stderr.startswith("DATABASE_URL cannot be read. Example:") and "secret" not in ended.stderr
