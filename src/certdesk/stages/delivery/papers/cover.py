"""The archive's cover sheet: what the case was, and every file of it in the order of time."""

from collections.abc import Iterator
from datetime import datetime

from certdesk.cases.models import Case
from certdesk.guide.model import Guide
from certdesk.ports.paper import Fact, Item
from certdesk.rules.business import Business, Material
from certdesk.rules.lifecycle import Closure
from certdesk.rules.materials import MATERIAL_NAMES
from certdesk.stages.delivery.models import PaperState
from certdesk.stages.delivery.papers.occasion import Content, Occasion
from certdesk.stages.delivery.words import CLOSURES, LETTERS
from certdesk.stages.intake.models import Bucket
from certdesk.stages.issue.wording import chinese_day

DIGEST_SHOWN = 16  # hexadecimal digits; the whole list stands in the history


def archive(occasion: Occasion) -> Content:
    """卷宗封面与卷内目录: the office's own."""
    case, guide = occasion.case, occasion.guide
    files = sorted(_files(case, guide))
    return Content(
        said={"subject": _subject(occasion), "archived_on": chinese_day(occasion.on)},
        facts=(
            Fact(label="承办单位", value=occasion.office.name),
            Fact(label="证书编号", value=case.certificate_number),
            Fact(label="收件日期", value=_day(case.received_at, guide)),
            Fact(label="受理日期", value=_day(case.accepted_at, guide)),
            Fact(label="办结日期", value=_day(case.closed_at, guide)),
            Fact(label="办结方式", value=CLOSURES[Closure(case.closure)] if case.closure else ""),
            Fact(label="归档日期", value=chinese_day(occasion.on)),
            Fact(label="文件", value=f"{len(files)}个"),
        ),
        items=tuple(
            Item(text=what, source=digest[:DIGEST_SHOWN], on=guide.local_date(at).isoformat())
            for at, what, digest in files
        ),
    )


def _subject(occasion: Occasion) -> str:
    business = occasion.case.business
    asked = occasion.guide.businesses[Business(business)].label if business else "职业资格证书"
    return f"{occasion.holder_name or '（未登记姓名）'}——{asked}"


def _day(moment: datetime | None, guide: Guide) -> str:
    return chinese_day(guide.local_date(moment)) if moment else ""


def _files(case: Case, guide: Guide) -> Iterator[tuple[datetime, str, str]]:
    """Yield when each file came or was made, what it is, and its SHA-256."""
    for message in case.messages.all():
        yield message.arrived_at, f"来件：{Bucket(message.bucket).label if message.bucket else ''}", message.raw_sha256
    for file in case.files.all():
        known = file.material in set(Material)
        yield file.received_at, MATERIAL_NAMES[Material(file.material)] if known else "其他材料", file.sha256
    names = {site.code: site.name for site in guide.lookup_sites}
    for look in case.lookups.exclude(screenshot_sha256=""):
        yield look.at, f"经办人查询截图：{names.get(look.site, look.site)}", look.screenshot_sha256
    for paper in case.papers.filter(state=PaperState.SET):
        yield paper.made_at, paper.title, paper.sha256
    for letter in case.letters.exclude(signed_sha256=""):
        yield letter.signed_at or letter.prepared_at, f"{LETTERS[letter.kind]}{letter.number}", letter.signed_sha256
