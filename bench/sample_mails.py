"""The mails of made-up holders: as small as an application can be, or with photos as a telephone makes them."""

import itertools
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

from certdesk.adapters.specimens import SpecimenPerson, example_person

PHOTO_BYTES = 2_000_000
REPEAT_EVERY = 20  # people send again when they hear nothing; the Message-ID is then another


@dataclass(slots=True)
class SampleMailbox:
    """A maildir that is filled by and by; every twentieth mail says what the one before it said."""

    path: Path
    photos: int = 0
    mails: int = 0
    applications: int = 0

    def __post_init__(self) -> None:
        for part in ("new", "cur", "tmp"):
            (self.path / part).mkdir(parents=True, exist_ok=True)

    def add(self, count: int) -> None:
        """Write so many mails more."""
        for number in range(self.mails, self.mails + count):
            repeated = number % REPEAT_EVERY == REPEAT_EVERY - 1
            photos = _photos(self.photos, of=number - repeated)
            raw = _mail(example_person(number - repeated), number, photos)
            (self.path / "new" / f"{number:06d}.bench").write_bytes(raw)
            self.mails += 1
            self.applications += not repeated


def _mail(person: SpecimenPerson, number: int, photos: Iterable[bytes]) -> bytes:
    mail = EmailMessage()
    mail["From"] = f"holder{person.certificate_number}@example.com"
    mail["To"] = "desk@example.org"
    mail["Subject"] = "证书丢失补证明"
    mail["Message-ID"] = f"<{number}@bench.example>"
    mail["Date"] = "Mon, 02 Nov 2026 09:00:00 +0800"
    mail.set_content(
        f"您好：\n我的证书丢失了，申请补证明。\n姓名：{person.name}\n身份证号：{person.id_number}\n"
        f"证书编号：{person.certificate_number}\n职业：{person.occupation}\n"
        f"收件人：{person.name}\n电话：139{int(person.certificate_number[-5:]):08d}\n地址：{person.address}\n谢谢！\n"
    )
    for position, content in enumerate(photos):
        mail.add_attachment(content, maintype="image", subtype="jpeg", filename=f"照片{position}.jpg")
    return mail.as_bytes()


def _photos(count: int, *, of: int) -> Iterator[bytes]:
    """Yield the photos of a mail, no two alike; what they show does not matter before they are read."""
    noise = random.Random(of)  # noqa: S311 - no secret is made of it
    return (b"\xff\xd8\xff\xe0" + noise.randbytes(PHOTO_BYTES) for _ in itertools.repeat(None, count))
