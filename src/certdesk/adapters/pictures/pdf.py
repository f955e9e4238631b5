"""Draws the pages of a PDF in a process of its own, which the system ends when it takes too long or too much."""

import os
import subprocess
import sys
from collections.abc import Iterator
from typing import Final, NoReturn

from PIL import Image

from certdesk.adapters.pictures import pdf_child
from certdesk.adapters.pictures.archives import Budget
from certdesk.ports.reader import Unreadable

_COMMAND: Final = (sys.executable, "-m", pdf_child.__name__)
_KEPT: Final = ("PATH", "PYTHONPATH", "LD_LIBRARY_PATH", "LANG")  # no key and no password goes to it
_DAMAGED: Final = "PDF 文件已损坏或没有传完，打不开。请重新生成后发送，或直接发送照片。"
_LOCKED: Final = "这个 PDF 有密码，打不开。请取消密码后重新发送，或直接发送照片。"
_EMPTY: Final = "PDF 里没有页面。请重新生成后发送，或直接发送照片。"
_PAGE: Final = "PDF 的这一页已损坏，打不开。请直接发送照片。"
_TOO_MUCH: Final = "PDF 过于复杂，本系统无法打开。请直接发送照片。"


def pdf_pages(content: bytes, pages: int, budget: Budget) -> Iterator[Image.Image | Unreadable]:
    """Yield up to ``pages`` pages as they are drawn; a broken one as the reason.

    Raises:
        Unreadable: not a PDF, locked, empty, or beyond the time and memory that a file may take.

    """
    found = False
    with _started(budget.seconds, pages) as child:
        try:
            _hand_over(content, child)
            while (frame := _frame(child, budget)) is not None:
                found = True
                budget.spend_page()
                yield frame
        finally:
            child.kill()
    if not found:
        raise Unreadable(_EMPTY)


def _started(seconds: int, pages: int) -> subprocess.Popen[bytes]:
    if seconds < 1:
        raise Unreadable(_TOO_MUCH)
    environment = {name: os.environ[name] for name in _KEPT if name in os.environ}
    return subprocess.Popen(  # noqa: S603  (our own program, and no word of it from outside)
        (*_COMMAND, str(seconds), str(pages)),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
    )


def _hand_over(content: bytes, child: subprocess.Popen[bytes]) -> None:
    assert child.stdin is not None  # noqa: S101  (asked for when it was started)
    try:
        child.stdin.write(content)
        child.stdin.close()
    except BrokenPipeError:
        pass  # it ended before it had read everything; what it wrote says why


def _frame(child: subprocess.Popen[bytes], budget: Budget) -> Image.Image | Unreadable | None:
    """Return the next page, or None after the last one."""
    assert child.stdout is not None  # noqa: S101  (asked for when it was started)
    head = child.stdout.read(pdf_child.FRAME.size)
    if len(head) < pdf_child.FRAME.size:
        _ended(budget)
    width, height = pdf_child.FRAME.unpack(head)
    if width:
        pixels = child.stdout.read(width * height * 3)
        return Image.frombytes("RGB", (width, height), pixels) if len(pixels) == width * height * 3 else _ended(budget)
    if height == pdf_child.BROKEN_PAGE:
        return Unreadable(_PAGE)
    if height < 0:
        raise Unreadable(_LOCKED if height == pdf_child.LOCKED else _DAMAGED)
    budget.spend_seconds(height / 1000)
    return None


def _ended(budget: Budget) -> NoReturn:
    """The system ended it before it was done."""
    budget.spend_seconds(budget.seconds)
    raise Unreadable(_TOO_MUCH)
