"""The officers' guide: docs/huong-dan-can-bo.md as one page, its contents and its pictures."""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from markdown_it import MarkdownIt
from PIL import Image

GUIDE = settings.BASE_DIR / "docs" / "huong-dan-can-bo.md"


@dataclass(frozen=True)
class Heading:
    """A chapter (level 2) or a task in it (level 3); `anchor` is what links to it end in, after the #."""

    level: int
    anchor: str
    title: str


@dataclass(frozen=True)
class Guide:
    """`html` is the text after the title; `pictures` are the files it shows, by the name in their address."""

    html: str
    headings: tuple
    pictures: dict

    def anchor_of(self, named):
        """The anchor of the heading that begins with the number of a task, or reads so; None when there is none."""
        start = f"{named}. " if isinstance(named, int) else named
        return next((heading.anchor for heading in self.headings if heading.title.startswith(start)), None)


def anchor_for(title):
    """The word a heading is reached by, as code forges make it, so that links work there and here."""
    return re.sub(r"[^\w\- ]", "", title.strip().lower()).replace(" ", "-")


def read_guide(path=GUIDE):
    """The Guide in the file at `path`, read anew only when it has changed. OSError when it cannot be read."""
    return _rendered(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=1)
def _rendered(path, _changed_at):
    # Raw HTML stays text: whoever writes the guide cannot bring a script onto the officers' side.
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    markdown.add_render_rule("table_open", _table_open)
    markdown.add_render_rule("table_close", _table_close)
    tokens = markdown.parse(path.read_text(encoding="utf-8"))
    headings = tuple(_named(tokens))
    pictures = _pictures(tokens, path.parent)
    # The file begins with its title: three tokens, which the page shows in its own place.
    html = markdown.renderer.render(tokens[3:], markdown.options, {})
    return Guide(html, headings[1:], pictures)


def _named(tokens):
    """The headings among `tokens`, each of which gets its anchor as id."""
    for at, token in enumerate(tokens):
        if token.type == "heading_open":
            title = "".join(child.content for child in tokens[at + 1].children)
            token.attrSet("id", anchor_for(title))
            yield Heading(int(token.tag[1:]), anchor_for(title), title)


def _pictures(tokens, folder):
    """{name: file} of the pictures of `tokens` that stand in `folder`/img. Each gets its size: no text jumps then."""
    found = {}
    for image in (child for token in tokens for child in token.children or () if child.type == "image"):
        address = Path(image.attrGet("src"))
        file = folder / "img" / address.name
        if address.parent == Path("img") and file.is_file():
            found[address.name] = file
            with Image.open(file) as picture:
                width, height = picture.size
            image.attrs |= {"width": width, "height": height, "loading": "lazy"}
    return found


def _table_open(_renderer, *_tokens):
    # Wide tables scroll inside a frame that the keyboard reaches.
    return '<div class="guide-table" role="group" tabindex="0"><table>\n'


def _table_close(_renderer, *_tokens):
    return "</table></div>\n"
