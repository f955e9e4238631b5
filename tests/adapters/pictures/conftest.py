"""Pictures made in the test: nothing on disk, nobody real."""

import io

import pytest
from PIL import Image

from certdesk.adapters.pictures.layout import Word


@pytest.fixture
def encoded():
    """Return a function that saves a picture in a format."""

    def save(image, kind="JPEG", **options):
        buffer = io.BytesIO()
        image.save(buffer, kind, **options)
        return buffer.getvalue()

    return save


@pytest.fixture
def word():
    """Return a function that places a text in a reading frame of 1000 × 1000."""

    def place(text, left, row, height=20.0, sure=0.99):
        width = len(text) * height * 0.9
        corners = tuple(
            (x / 1000, y / 1000)
            for x, y in (
                (left, row - height / 2),
                (left + width, row - height / 2),
                (left + width, row + height / 2),
                (left, row + height / 2),
            )
        )
        return Word(
            text=text,
            sures=(sure,) * len(text),
            spots=tuple((index + 0.5) / len(text) for index in range(len(text))),
            left=left,
            right=left + width,
            row=row,
            height=height,
            corners=corners,
        )

    return place


@pytest.fixture
def photo():
    """Return a picture large enough to be opened, with something on it."""
    image = Image.new("RGB", (640, 400), (240, 240, 235))
    image.paste((20, 30, 40), (60, 60, 300, 120))
    return image
