"""The file of a backup: a .tar.gz whose last member, manifest.json, holds the digest of every other."""

import gzip
import hashlib
import io
import json
import os
import shutil
import tarfile
import zlib
from pathlib import Path, PurePosixPath

MANIFEST = "manifest.json"
FORMAT = 1
# A manifest names every file: a hundred bytes each, so this is some million files.
_LONGEST_MANIFEST = 200 * 1024 * 1024


class BadArchive(Exception):
    """The file is no whole backup; the words say what is wrong with it."""


def digest_of(file):
    return hashlib.file_digest(file, "sha256").hexdigest()


class Writing:
    """Collects members into the archive at `path`, which must not exist; `close` adds the manifest."""

    def __init__(self, path):
        # Personal data and the key: for the owner's eyes from the first byte on.
        self.raw = os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
        self.tar = tarfile.TarFile.gzopen(path.name, "w", fileobj=self.raw, compresslevel=6)
        self.files = {}

    def add(self, path, name):
        """Add the file at `path` as `name`, with its digest."""
        with path.open("rb") as file:
            digest = digest_of(file)
            file.seek(0)
            info = self.tar.gettarinfo(arcname=name, fileobj=file)
            info.uid = info.gid = 0
            info.uname = info.gname = ""
            self.tar.addfile(info, file)
        self.files[name] = {"sha256": digest, "size": info.size}

    def add_folder(self, folder, name):
        """Add every ordinary file below `folder`; links are left out, for they lead elsewhere.

        So is what lies below a name with a dot in front: uploads and restores work there and have not finished.
        """
        for path in sorted(folder.rglob("*")):
            inside = path.relative_to(folder)
            if path.is_file() and not path.is_symlink() and not inside.parts[0].startswith("."):
                self.add(path, f"{name}/{inside.as_posix()}")

    def close(self, told):
        text = json.dumps({"format": FORMAT, **told, "files": self.files}, indent=1, sort_keys=True).encode()
        info = tarfile.TarInfo(MANIFEST)
        info.size = len(text)
        self.tar.addfile(info, io.BytesIO(text))
        self.tar.close()
        self.raw.flush()
        os.fsync(self.raw.fileno())
        self.raw.close()


def check(path):
    """The manifest of the archive at `path`, after comparing every digest; raises BadArchive."""
    return _read(path, lambda name, file: digest_of(file))


def unpack(path, folder):
    """As `check`, and write each member below `folder`. Nothing can be written outside it."""

    def write(name, file):
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("xb") as copy:
            shutil.copyfileobj(file, copy)
        with target.open("rb") as copy:
            return digest_of(copy)

    return _read(path, write)


def _read(path, take):
    try:
        with tarfile.open(path, "r:gz") as tar:
            manifest, found = None, {}
            for member in tar:
                name = _safe(member)
                if name == MANIFEST:
                    manifest = _manifest(tar.extractfile(member).read(_LONGEST_MANIFEST))
                elif name in found:
                    raise BadArchive(f"It holds “{name}” twice.")
                else:
                    found[name] = take(name, tar.extractfile(member))
    except (tarfile.TarError, gzip.BadGzipFile, zlib.error, EOFError, FileExistsError) as error:
        raise BadArchive("It is damaged, cut off, or no .tar.gz at all.") from error
    _compare(manifest, found)
    return manifest


def _safe(member):
    """The name of an ordinary file that stays where it is put."""
    path = PurePosixPath(member.name)
    if not member.isfile() or path.is_absolute() or ".." in path.parts or "\\" in member.name or "\0" in member.name:
        raise BadArchive(f"It holds “{member.name}”, which no backup of the portal does.")
    return str(path)


def _manifest(text):
    try:
        manifest = json.loads(text)
        if manifest["format"] != FORMAT:
            raise BadArchive(f"Its format is {manifest['format']}; this portal reads format {FORMAT}.")
        return {**manifest, "files": {name: file["sha256"] for name, file in manifest["files"].items()}}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadArchive("Its manifest cannot be read.") from error


def _compare(manifest, found):
    if manifest is None:
        raise BadArchive("It has no manifest: the backup was not finished, or this is no backup of the portal.")
    if wrong := sorted(name for name, digest in manifest["files"].items() if found.get(name) != digest):
        raise BadArchive(f"{len(wrong)} of its files are missing or changed, the first “{wrong[0]}”.")
    if added := sorted(set(found) - set(manifest["files"])):
        raise BadArchive(f"It holds “{added[0]}”, which its manifest does not name.")


def older_than_newest(folder, keep):
    """The backups in `folder` but the newest `keep`, by the date in their names."""
    return sorted(Path(folder).glob("kcn-portal-*.tar.gz"), reverse=True)[keep:]
