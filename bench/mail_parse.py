"""Mails parsed and understood, a second: small ones, ones with four photos, and what a 50 MB mail takes.

Run: ``python bench/mail_parse.py``. Beside it stands Python's own parser (``email.policy.default``, every part
decoded), which is what most other desks build on. Nothing is stored here: ``mails_in.py`` measures that.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from certdesk.adapters.mail.parser import read_mail
from certdesk.guide.load import load_guide
from certdesk.rules.mail_text import understand_text

GUIDE = load_guide()
WORDS = {business: rule.words for business, rule in GUIDE.businesses.items()}
OCCUPATIONS = [name for entry in GUIDE.rulebook.catalogue.entries for name in entry.certificate_names]
PHOTO_BYTES = 2_000_000
SMALL, LARGE = 1_000, 20
HUGE_BYTES = 37_000_000  # about 50 MB once encoded


def application(number: int, photos: Sequence[bytes] = ()) -> bytes:
    """Build one mail as QQ does, text and HTML in GB18030."""
    text = (
        f"老师您好：\n我的维修电工三级证书丢失了，申请补开证明。\n姓名：王样例\n身份证号：210199198503121211\n"
        f"证书编号：18070000003{number:05d}\n收件人：王样例\n联系电话：15400000001\n"
        "邮寄地址：辽宁省沈阳市虚拟区样张街99号1单元3楼2号\n谢谢！"
    )
    mail = EmailMessage()
    mail["From"] = "holder@example.invalid"
    mail["Subject"] = f"证书丢失补证明{number}"
    mail["Message-ID"] = f"<{number}@example.invalid>"
    mail.set_content(text, charset="gb18030", cte="base64")
    mail.add_alternative("".join(f"<div>{line}</div>" for line in text.split("\n")), subtype="html", charset="gb18030")
    for position, content in enumerate(photos):
        mail.add_attachment(content, maintype="image", subtype="jpeg", filename=f"照片{position}.jpg")
    return mail.as_bytes()


def ours(raw: bytes) -> None:
    """Parse and understand."""
    mail = read_mail(raw)
    understand_text(
        mail.subject,
        mail.new_text,
        words=WORDS,
        scheme=GUIDE.rulebook.numbering,
        this_year=2026,
        occupations=OCCUPATIONS,
        signature=mail.signature_text,
    )


def ours_parse_only(raw: bytes) -> None:
    """Parse."""
    read_mail(raw)


def standard(raw: bytes) -> None:
    """Parse with the standard library and decode every part; nothing is understood."""
    message = message_from_bytes(raw, policy=policy.default)
    for part in message.walk():
        part.get_payload(decode=True)
        part.get_filename()
    str(message["subject"])


def rate(work: Callable[[bytes], None], mails: Sequence[bytes]) -> float:
    """Return mails a second, the best of three runs: other work on the machine only slows."""
    best = float("inf")
    for _ in range(3):
        started = time.perf_counter()
        for raw in mails:
            work(raw)
        best = min(best, time.perf_counter() - started)
    return len(mails) / best


def growth_at(path: Path, reader: str) -> int:
    """Return by how many MB a fresh process grows when it reads the mail in ``path``, the mail's bytes not counted."""
    command = [sys.executable, __file__, reader, str(path)]
    return int(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def print_growth(reader: str, path: Path) -> None:
    """Read one mail and print the growth of the peak, in MB."""
    raw = path.read_bytes()
    before = peak()
    (ours if reader == "ours" else standard)(raw)
    print(peak() - before)


def peak() -> int:
    """Return this process's highest memory so far, in MB; ``ru_maxrss`` would begin with the parent's."""
    (line,) = (line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) // 1024


def main() -> None:
    """Print the figures."""
    small = [application(number) for number in range(SMALL)]
    photo = os.urandom(PHOTO_BYTES)
    large = [application(number, [photo] * 4) for number in range(LARGE)]
    for name, mails in ((f"small, {SMALL}", small), (f"four photos of 2 MB, {LARGE}", large)):
        print(name)
        for label, work in (("parse + understand", ours), ("parse", ours_parse_only), ("standard library", standard)):
            print(f"  {label:20} {rate(work, mails):8.0f} mails/s")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "huge.eml"
        path.write_bytes(application(1, [bytes([index]) + os.urandom(HUGE_BYTES // 4) for index in range(4)]))
        print(f"one mail of {path.stat().st_size // 1_000_000} MB: memory beyond the mail's own bytes")
        for label, reader in (("parse + understand", "ours"), ("standard library", "standard")):
            print(f"  {label:20} {growth_at(path, reader):8} MB")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print_growth(sys.argv[1], Path(sys.argv[2]))
    else:
        main()
