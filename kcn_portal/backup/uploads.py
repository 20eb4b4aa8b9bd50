"""Uploads come back as one: the new ones take the place of the old, which go back if the rest fails."""

import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def replaced(root, coming):
    """While it lasts, `root` holds what is below `coming` and nothing else; an error brings back what it held.

    Works inside `root`, which may be a volume of its own that cannot be renamed.
    """
    root.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=root, prefix=".restore-") as name:
        new, old = Path(name) / "new", Path(name) / "old"
        if coming.is_dir():
            shutil.copytree(coming, new)
        else:
            new.mkdir()
        old.mkdir()
        _move_all(root, old, Path(name))
        _move_all(new, root)
        try:
            yield
        except BaseException:
            _move_all(root, new, Path(name))
            _move_all(old, root)
            raise


def _move_all(source, target, but=None):
    for path in list(source.iterdir()):
        if path != but:
            path.rename(target / path.name)
