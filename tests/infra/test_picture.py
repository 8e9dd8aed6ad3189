"""The picture of the architecture is that of the templates."""

from __future__ import annotations

from infra.constructs.function import FUNCTIONS
from infra.picture import FILE, picture
from tests.infra.conftest import Templates


def test_the_committed_picture_is_the_templates_and_misses_no_function(templates: Templates) -> None:
    said = picture(templates)
    assert FILE.read_text() == said, "draw it again: python -m infra.picture"
    folders = {file.parent.name for file in FUNCTIONS.glob("*/handler.py")}
    assert all(folder in said for folder in folders - {"make_media_key"})
