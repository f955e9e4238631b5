"""Files handed in with a form: kept in the vault at once, so that no mistake elsewhere in the form loses them.

Which files belong to the form travels in a hidden field, signed and bound to the session.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext

from certdesk.journey import reading_ahead
from certdesk.ports.desk import Desk
from certdesk.ports.vault import Vault
from certdesk.rules.business import Material
from certdesk.stages.evidence.keep import IncomingFile

KEPT, REMOVE = "kept_files", "remove_file"
SALT = "certdesk.web.uploads"
LASTS = timedelta(days=1)
ACCEPTED = frozenset(
    ".jpg .jpeg .jpe .png .heic .heif .webp .bmp .gif .tif .tiff .pdf .zip .docx".split()  # noqa: SIM905  # reads as a list
)
ACCEPT = "image/*,.heic,.heif,.pdf,.zip,.docx"
MOST_FILES = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldFile:
    """A file that came with a form and waits in the vault until the form is right."""

    field: str
    name: str
    media_type: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """What is wrong with an upload, at which field."""

    field: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Uploads:
    """All files of one form, those of earlier tries included."""

    held: tuple[HeldFile, ...] = ()
    mistakes: tuple[Mistake, ...] = ()
    token: str = ""

    def of(self, field: str) -> list[HeldFile]:
        """Return the files of one field."""
        return [file for file in self.held if file.field == field]

    def incoming(self, vault: Vault) -> list[IncomingFile]:
        """Return the files as a use case takes them; a field is named after the material it is for."""
        return [
            IncomingFile(
                name=file.name,
                media_type=file.media_type,
                content=vault.get(file.sha256),
                claimed=file.field if file.field in set(Material) else "",
            )
            for file in self.held
        ]


def collect(request: HttpRequest, fields: Iterable[str], desk: Desk) -> Uploads:
    """Gather what was kept at an earlier try and not removed, and what came now; what is new is read at once."""
    removed = set(request.POST.getlist(REMOVE))
    held = [file for file in _kept(request) if f"{file.field}/{file.sha256}" not in removed]
    mistakes: list[Mistake] = []
    for field in fields:
        for upload in request.FILES.getlist(field):
            words = _mistake(upload, held)
            if words:
                mistakes.append(Mistake(field=field, words=words))
                continue
            file = _hold(upload, field, desk.vault)
            if file.sha256 not in {other.sha256 for other in held if other.field == field}:
                held.append(file)
    reading_ahead.hold(desk, [file.sha256 for file in held])
    return Uploads(held=tuple(held), mistakes=tuple(mistakes), token=_sign(request, held))


def kept_before(request: HttpRequest, text: str) -> Uploads:
    """Return the files of a token that this very session was given."""
    held = _opened(request, text)
    return Uploads(held=tuple(held), token=_sign(request, held))


def _mistake(upload: UploadedFile[Any], held: Sequence[HeldFile]) -> str:
    """Say what is wrong with a file, or nothing."""
    name, size = _name(upload), upload.size or 0
    limit = settings.CERTDESK_MAX_UPLOAD_BYTES
    if size == 0:
        return gettext("“{name}”是空文件，请重新选择。").format(name=name)
    if PurePath(name).suffix.lower() not in ACCEPTED:
        return gettext("“{name}”不是照片、PDF、ZIP或DOCX文件，没有收下。请拍照或截图后上传。").format(name=name)
    if size + sum(file.size for file in held) > limit:
        words = gettext("加上“{name}”后，全部文件合计超过{limit}，没有收下。请用小一些的照片。")
        return words.format(name=name, limit=filesizeformat(limit))
    if len(held) >= MOST_FILES:
        return gettext("一次最多上传{count}个文件，“{name}”没有收下。").format(count=MOST_FILES, name=name)
    return ""


def _name(upload: UploadedFile[Any]) -> str:
    return (upload.name or gettext("未命名"))[-120:]


def _hold(upload: UploadedFile[Any], field: str, vault: Vault) -> HeldFile:
    upload.seek(0)
    return HeldFile(
        field=field,
        name=_name(upload),
        media_type=(upload.content_type or "")[:100],
        size=upload.size or 0,
        sha256=vault.put(upload.read()),
    )


def _salt(request: HttpRequest) -> str:
    if not request.session.session_key:
        request.session.create()
    return f"{SALT}/{request.session.session_key}"


def _sign(request: HttpRequest, held: Sequence[HeldFile]) -> str:
    return signing.dumps([asdict(file) for file in held], salt=_salt(request), compress=True) if held else ""


def _kept(request: HttpRequest) -> list[HeldFile]:
    return _opened(request, request.POST.get(KEPT, ""))


def _opened(request: HttpRequest, text: str) -> list[HeldFile]:
    """Return the files of a token; one that is forged, foreign or old counts as empty."""
    if not text:
        return []
    try:
        rows: Sequence[Mapping[str, object]] = signing.loads(text, salt=_salt(request), max_age=LASTS)
    except signing.BadSignature:
        return []
    return [HeldFile(**row) for row in rows]  # type: ignore[arg-type]
