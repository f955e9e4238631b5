"""Letters set with typst: PDF/A-2u, one page, the same bytes from the same record."""

import json
import os
import re
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, cached_property
from importlib.resources import files
from pathlib import Path
from typing import ClassVar, cast

import typst

from certdesk.adapters import qr_code
from certdesk.adapters.letters import printable, raster
from certdesk.ports.paper import RUNS_ON, PaperRecord
from certdesk.ports.typesetter import CannotTypeset, LetterKind, LetterRecord, OverlayRecord

TEMPLATES = Path(__file__).parent / "templates"
PAPER_DENSITIES = ("no", "some", "yes")  # what does not fit on a page is set smaller, twice, before it is refused
PAPERS = TEMPLATES / "papers"
TEMPLATE_OF = {
    LetterKind.PROOF: "proof.typ",  # G-03
    LetterKind.REISSUE: "certificate_page.typ",  # G-02
    LetterKind.EXCHANGE: "certificate_page.typ",  # G-02
}
PACKAGED_FONTS = tuple(Path(str(files(package))) for package in ("pylopdf_fonts_zh_cn", "manimgx_fonts_cjk"))

_WITHOUT_GLYPH = re.compile(r'the text `"(.+?)"` could not be displayed')
_SAID_BY_TEMPLATE = re.compile(r'panicked with: "?([^"\n]+)')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}|\\U([0-9a-f]{8})")


class TooLong(CannotTypeset):
    """The text outgrows its page; the pages it would take are kept, for whoever may have them."""

    def __init__(self, pages: bytes) -> None:
        super().__init__("文书内容超出一页，请缩短其中较长的文字后重新生成。")
        self.pages = pages


@dataclass(frozen=True, slots=True)
class _Sheet:
    """What is to be set: a template, the record as its data, and the QR code that goes on it."""

    template: Path
    record: str
    symbol: str = ""

    def files(self, setting: str) -> dict[str, bytes]:
        """Return the files, all in memory, that go with every call: one left out would be the last holder's."""
        return {
            "main.typ": _source(self.template),
            "record.json": self.record.encode(),
            "symbol.svg": self.symbol.encode(),
            "setting.json": setting.encode(),
        }


class TypstTypesetter:
    """Sets letters with the packaged fonts, and those of ``font_dirs`` for characters that they lack.

    The fonts of the machine are ignored, so that the same record gives the same bytes everywhere.
    """

    # typst's thread pool does not survive a fork: a child would hang for ever in its first letter.
    _compiled_in: ClassVar[int] = 0

    def __init__(self, font_dirs: Sequence[Path] = ()) -> None:
        self._font_dirs = tuple(font_dirs)
        self._of_thread = threading.local()

    def typeset(self, record: LetterRecord, *, at: datetime) -> bytes:
        """Return a PDF/A-2u of one page; ``at`` is its creation date.

        Raises:
            CannotTypeset: something is missing, a character has no glyph, or the text outgrows its page.
        """
        sheet = _Sheet(
            TEMPLATES / TEMPLATE_OF[record.kind],
            printable.as_json(record),
            qr_code.as_svg(record.qr_text or record.verify_url),
        )
        return self._on_one_page(sheet, at)

    def typeset_paper(self, record: PaperRecord, *, at: datetime) -> bytes:
        """Return a PDF/A-2u of one page, of more where the paper may run on; ``at`` is its creation date.

        Raises:
            CannotTypeset: something is missing, a character has no glyph, or the text outgrows its page.
        """
        sheet = _Sheet(
            PAPERS / f"{record.kind.value}.typ",
            printable.paper_as_json(record),
            qr_code.as_svg(record.link) if record.link else "",
        )
        try:
            return self._on_one_page(sheet, at, densities=PAPER_DENSITIES)
        except TooLong as long:
            if record.kind not in RUNS_ON:
                raise
            return long.pages

    def typeset_overlay(self, record: OverlayRecord, *, at: datetime) -> bytes:
        """Return a PDF/A-2u the size of the blank.

        Raises:
            CannotTypeset: a character has no glyph, or a value holds one that cannot be seen.
        """
        return self._on_one_page(_Sheet(TEMPLATES / "overlay.typ", printable.overlay_as_json(record)), at)

    def _on_one_page(self, sheet: "_Sheet", at: datetime, *, densities: Sequence[str] = ("no", "yes")) -> bytes:
        for dense in densities:
            setting = json.dumps({"families": self._added_families, "dense": dense})
            pdf = self._compile(sheet.files(setting), at)
            if raster.page_count(pdf) == 1:
                return pdf
        raise TooLong(pdf)

    def preview(self, pdf: bytes) -> bytes:
        """Return the first page as PNG.

        Raises:
            CannotTypeset: the bytes are not a PDF.
        """
        return raster.first_page_png(pdf)

    def _compile(self, files: dict[str, bytes], at: datetime) -> bytes:
        compiler = self._compiler
        try:
            pdf = compiler.compile(
                input=files,  # type: ignore[type-var]  # its stubs lack what its README shows
                format="pdf",
                pdf_standards="a-2u",
                timestamp=at.astimezone(UTC).replace(microsecond=0),
            )
        except typst.TypstError as problem:
            raise CannotTypeset(_explained(problem)) from problem
        return cast("bytes", pdf)

    @property
    def _compiler(self) -> typst.Compiler:
        """One compiler a thread (it cannot be shared), never one from before a fork."""
        process = os.getpid()
        if TypstTypesetter._compiled_in not in {0, process}:
            raise CannotTypeset("排版程序在进程分叉之前已经运行过，无法继续工作，请系统管理员重新启动服务。")
        TypstTypesetter._compiled_in = process
        if not hasattr(self._of_thread, "compiler"):
            self._of_thread.compiler = typst.Compiler(root=TEMPLATES, font_paths=self._fonts)
        return cast("typst.Compiler", self._of_thread.compiler)

    @cached_property
    def _fonts(self) -> typst.Fonts:
        return _load((*PACKAGED_FONTS, *self._font_dirs))

    @cached_property
    def _added_families(self) -> list[str]:
        if not self._font_dirs:
            return []
        return sorted({*self._fonts.families()} - {*_load(PACKAGED_FONTS).families()})


@cache
def _source(template: Path) -> bytes:
    return template.read_bytes()


def _load(folders: Sequence[Path]) -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(folder) for folder in folders],
    )


def _explained(problem: typst.TypstError) -> str:
    """Say in Chinese what typst refused; a character no font has is named."""
    said = _SAID_BY_TEMPLATE.search(problem.diagnostic or problem.message)
    if said:
        return said[1]
    texts = _WITHOUT_GLYPH.findall(problem.diagnostic or problem.message)
    if not texts:
        return f"文书无法排版，请系统管理员检查模板：{problem.message}"
    characters = sorted({character for text in texts for character in _unescaped(text)})
    named = "、".join(f"“{character}”（U+{ord(character):04X}）" for character in characters)
    return (
        f"字体中没有{named}，文书无法排版。"
        "请系统管理员把含有该字的字体文件（.otf、.ttf 或 .ttc）放入字体文件夹，重新启动后再次生成。"
    )


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda match: chr(int(match[1] or match[2], 16)), text)
