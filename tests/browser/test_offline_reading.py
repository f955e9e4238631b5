"""The page to keep reads a code out of a photo or the camera, and checks it in any browser, new or old."""

import hashlib
from collections.abc import Iterator

import cv2
import numpy as np
import pypdfium2
import pytest
import zxingcpp
from playwright.sync_api import Page, expect
from tests.browser.conftest import CHROMIUM, QUIET, issue, sign_off  # noqa: F401  # fixtures

from certdesk.stages.issue.compose import from_json
from certdesk.stages.issue.models import Letter

OLD_BROWSERS = {
    "knows no Ed25519": "crypto.subtle.importKey = () => Promise.reject(new DOMException('x', 'NotSupportedError'))",
    "no secure context": "Object.defineProperty(window, 'crypto', {value: undefined})",
}
WITHOUT_LIBRARY = "addEventListener('load', () => { window.ed25519 = null; })"


@pytest.fixture
def letter(case, issue) -> Letter:  # noqa: F811
    return issue(case)


def photo_of(desk, letter: Letter, *, dpi: int, turn: float = 0) -> bytes:
    """The whole page, as somebody photographs it: turned, grey, compressed."""
    document = pypdfium2.PdfDocument(desk.vault.get(letter.signed_sha256))
    paper = document[0].render(scale=dpi / 72, grayscale=True).to_numpy()
    document.close()
    height, width = paper.shape
    about = cv2.getRotationMatrix2D((width / 2, height / 2), turn, 0.9)
    turned = cv2.warpAffine(paper, about, (width, height), borderValue=180)
    return cv2.imencode(".jpg", turned, [cv2.IMWRITE_JPEG_QUALITY, 60])[1].tobytes()


def choose(page: Page, content: bytes, media_type: str = "image/jpeg") -> None:
    page.set_input_files("#photo", {"name": "photo.jpg", "mimeType": media_type, "buffer": content})


def test_a_photo_of_the_letter_is_enough(kept, desk, letter):
    for dpi, turn in ((200, 0), (200, 12), (300, 187), (110, 3)):
        choose(kept, photo_of(desk, letter, dpi=dpi, turn=turn))
        expect(kept.locator("[data-verdict=good]")).to_be_visible(timeout=30000)
        expect(kept.locator("#fact-number")).to_have_text(letter.number)


def test_a_photo_without_a_code_and_a_file_that_is_no_picture(kept):
    grey = np.full((1200, 900), 200, np.uint8)
    choose(kept, cv2.imencode(".jpg", grey)[1].tobytes())
    expect(kept.locator("[data-verdict=no-code]")).to_be_visible(timeout=30000)
    choose(kept, b"hello")
    expect(kept.locator("[data-verdict=no-picture]")).to_be_visible()


def test_the_browser_itself_checks_where_it_can(page, saved, letter):
    page.add_init_script(WITHOUT_LIBRARY)
    page.goto(saved.as_uri())
    page.fill("#code", from_json(letter.record).qr_text)
    page.click("#check button")
    expect(page.locator("[data-verdict=good]")).to_be_visible()


@pytest.mark.parametrize("old", OLD_BROWSERS)
def test_an_older_browser_checks_with_the_library(page, saved, letter, old):
    page.add_init_script(OLD_BROWSERS[old])
    page.goto(saved.as_uri())
    text = from_json(letter.record).qr_text
    page.fill("#code", text)
    page.click("#check button")
    expect(page.locator("[data-verdict=good]")).to_be_visible()
    page.fill("#code", text[:-20] + ("A" if text[-20] != "A" else "B") + text[-19:])
    page.click("#check button")
    expect(page.locator("[data-verdict=bad]")).to_be_visible()


def test_the_library_s_digest_is_sha_512(kept):
    for length in (0, 1, 55, 111, 112, 127, 128, 239, 240, 1000):
        message = bytes(number % 251 for number in range(length))
        digest = "message => Array.from(window.signatures.sha512(Uint8Array.from(message)))"
        assert bytes(kept.evaluate(digest, list(message))) == hashlib.sha512(message).digest()


@pytest.fixture
def before_a_camera(chromium, saved, letter, tmp_path) -> Iterator[Page]:
    """The page in a browser whose camera looks at the code of the letter."""
    film = tmp_path / "camera.y4m"
    film.write_bytes(film_of(from_json(letter.record).qr_text))
    cameras = ["--use-fake-device-for-media-stream", f"--use-file-for-fake-video-capture={film}"]
    allowed = [*QUIET, *cameras, "--use-fake-ui-for-media-stream"]
    browser = chromium.browser_type.launch(executable_path=str(CHROMIUM), args=allowed)
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto(saved.as_uri())
    yield page
    browser.close()


def film_of(text: str, frames: int = 5) -> bytes:
    """A few seconds of the code, in the format that Chromium takes for a camera."""
    code = np.asarray(zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M").to_image(scale=7))
    picture = np.full((480, 640), 160, np.uint8)
    picture[20 : 20 + len(code), 90 : 90 + len(code)] = code
    frame = cv2.cvtColor(cv2.cvtColor(picture, cv2.COLOR_GRAY2BGR), cv2.COLOR_BGR2YUV_I420).tobytes()
    return b"YUV4MPEG2 W640 H480 F10:1 Ip A1:1 C420jpeg\n" + (b"FRAME\n" + frame) * frames


def test_the_camera_finds_the_code_and_is_let_go(before_a_camera, letter):
    before_a_camera.click("#scan")
    expect(before_a_camera.locator("[data-verdict=good]")).to_be_visible(timeout=30000)
    expect(before_a_camera.locator("#fact-number")).to_have_text(letter.number)
    expect(before_a_camera.locator("video")).to_be_hidden()
    assert before_a_camera.evaluate("document.getElementById('view').srcObject") is None


def test_without_a_camera_the_other_ways_are_named(kept):
    kept.click("#scan")
    expect(kept.locator("[data-verdict=no-camera]")).to_be_visible()
