"""What is handed to a server names what is really here, and hands nothing on that is secret."""

import json
import re

import pytest
from django.conf import settings

ROOT = settings.BASE_DIR
# Made at the first start, beside the code.
MADE_THERE = {"var", ".venv"}


@pytest.mark.parametrize("name", ["kcn-portal.service", "kcn-portal-backup.service", "nginx.conf"])
def test_every_place_a_server_is_told_of_is_a_place_of_the_portal(name):
    text = (ROOT / "deploy" / name).read_text()
    named = re.findall(r"/srv/kcn-portal/([\w.-]+)", text) + re.findall(r"\s(\w[\w/]+\.py)\b", text)
    assert named
    assert [path for path in named if path not in MADE_THERE and not (ROOT / path).exists()] == []


def test_an_image_is_built_of_files_that_are_here_and_of_none_that_are_secret():
    text = (ROOT / "Containerfile").read_text()
    copied = re.findall(r"^COPY (\S+) ", text, re.MULTILINE)
    assert "." in copied and all((ROOT / path).exists() for path in copied)
    # Docker reads no other name; without it the database and the key of whoever builds would be in the image.
    assert {".git", ".venv", "var", ".env"} <= set((ROOT / ".dockerignore").read_text().split())
    assert "/srv/kcn-portal" in text and "HOST=0.0.0.0" in text


def test_the_health_of_a_container_is_asked_where_it_listens():
    command = json.loads(re.search(r"^HEALTHCHECK .*CMD (\[.*\])$", (ROOT / "Containerfile").read_text(), re.M)[1])
    compile(command[2], "healthcheck", "exec")
    assert "/healthz" in command[2] and "PORT" in command[2]
