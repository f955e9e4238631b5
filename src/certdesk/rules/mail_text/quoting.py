"""What the writer newly wrote, told apart from quoted mail and signatures, as the usual programs mark them."""

import re
from dataclasses import dataclass

LEVELS = 20  # forwards of forwards that are opened
MARK_LIMIT = 400  # characters; a mark is a short line
TEXT_LIMIT = 400_000  # characters that are looked at line by line; no person writes more

RULE = r"[-_=—─━*·. ]"
ORIGINAL = re.compile(
    rf"^[>\s]*{RULE}{{2,}}\s*(?:原始邮件|原始郵件|邮件原件|原邮件|回复的原邮件|回复的邮件|原始信息|"
    rf"Original Message|Reply message)(?:信息)?\s*{RULE}{{2,}}\s*$",
    re.IGNORECASE,
)
FORWARD = re.compile(
    rf"^[>\s]*(?:{RULE}{{2,}}\s*(?:转发邮件信息|转发的邮件|转发邮件|轉寄郵件|已转发邮件|转发的原邮件|"
    rf"Forwarded [Mm]essage|Forwarded by.*)\s*(?:{RULE}{{2,}})?|"
    r"开始转发的邮件[：:]|開始轉寄郵件[：:]|Begin forwarded message[：:]|以下是转发的?邮件[：:]?)\s*$"
)
WROTE = re.compile(
    r"^[>\s]*(?:(?:在|于|於|On\b).{4,160}|.{1,120}(?:于|於|在|on)\s*\d{4}.{4,80}|.{2,120}<[^<>\s]+@[^<>\s]+>.{0,60})"
    r"(?:写道|写到|寫道|wrote|來信|来信)\s*[：:]?\s*$",
    re.IGNORECASE,
)
WROTE_END = re.compile(r"(?:写道|写到|寫道|wrote|來信|来信)\s*[：:]?\s*$", re.IGNORECASE)
WROTE_START = re.compile(r"^[>\s]*(?:在|于|於|On\b)\s*.{0,40}\d")
HEAD_NAME = (
    r"发件人|寄件者|寄件人|发送者|From|发送时间|发送日期|发件时间|寄件日期|日期|时间|Sent|Date|"
    r"收件人|收件者|To|抄送|副本|Cc|主题|主旨|主題|Subject"
)
HEAD_LINE = re.compile(rf"^[>\s*]*(?:{HEAD_NAME})\s*\*?\s*[:：]", re.IGNORECASE)
HEAD_FROM = re.compile(r"^[>\s*]*(?:发件人|寄件者|寄件人|From)\s*\*?\s*[:：]\s*.*(?:@|<|\[mailto)", re.IGNORECASE)
HEAD_BARE_FROM = re.compile(r"^[>\s*]*(?:发件人|寄件者|寄件人|From)\s*\*?\s*[:：]", re.IGNORECASE)
HEAD_SUBJECT = re.compile(r"^[>\s*]*(?:主题|主旨|主題|Subject)\s*\*?\s*[:：]\s*(.*)$", re.IGNORECASE)
SIGNATURE = re.compile(r"^(?:--|-- |——|－－)$")
APP_LINE = re.compile(
    r"^\s*(?:[<（(]?\s*)?(?:发自我的|从我的.{1,20}发送|发自\s*(?:网易|新浪|QQ|手机)|來自我的|来自我的|傳送自我的|"
    r"由.{1,20}(?:邮箱|大师|手机)发送|Sent from (?:my|Mail|Outlook)|Get Outlook|"
    r"获取\s*(?:适用于\s*)?(?:Outlook|iOS|Android)|从\s*Windows\s*版?\s*(?:邮件|Outlook)\s*发送|来自\s*Outlook|"
    r"使用\s*.{0,10}(?:邮箱|邮件大师).{0,6}发送|签名由\s*网易邮箱大师\s*定制|从QQ邮箱发来的超大附件)",
    re.IGNORECASE,
)
REPLY_PREFIX = re.compile(
    r"^\s*(?:(?:re|aw|sv|回复|答复|回覆|回復|答覆|fw|fwd|转发|轉寄|轉發|转寄)\s*(?:\[\d+\]|\(\d+\))?\s*[:：]\s*)+",
    re.IGNORECASE,
)
FORWARD_PREFIX = re.compile(
    r"^\s*(?:(?:re|回复|答复)\s*[:：]\s*)*(?:fw|fwd|转发|轉寄|轉發|转寄)\s*[:：]", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Split:
    """A text told apart."""

    new: str
    quoted: str
    signature: str
    forwarded: bool


def is_forward_subject(subject: str) -> bool:
    """Tell whether a subject says that the mail was forwarded."""
    return bool(FORWARD_PREFIX.match(subject))


def plain_subject(subject: str) -> str:
    """Take the marks of replying and forwarding off a subject."""
    return REPLY_PREFIX.sub("", subject).strip()


def split_text(text: str, *, forward: bool) -> Split:
    """Tell a body apart. In a forwarded mail what follows the mark is news, only its head is not."""
    lines = text[:TEXT_LIMIT].split("\n")
    new: list[str] = []
    quoted: list[str] = []
    signature: list[str] = []
    for level in range(LEVELS):
        mark = _first_mark(lines)
        own, below = (lines, []) if mark is None else (lines[:mark], lines[mark:])
        kept, signed = _take_signature([line for line in own if not line.startswith(">")])
        new.extend(kept if level == 0 else _join(kept).split("\n"))
        signature.extend(signed)
        quoted.extend(line for line in own if line.startswith(">"))
        if not below or not (forward or FORWARD.match(_plain(below[0]))):
            break
        head, lines = _open_forward(below)
        new.extend(head.subject)
        quoted.extend(head.lines)
        forward = False  # the subject spoke of the outermost mail
    else:
        level, below = LEVELS, lines
    quoted.extend([*below, text[TEXT_LIMIT:]])
    return Split(_join(new), _join(quoted), _join(signature), forwarded=level > 0)


def _join(lines: list[str]) -> str:
    return "\n".join(lines).strip()


def _plain(line: str) -> str:
    """Fold the blanks of a line, so that no pattern wanders through long runs of them; long lines are no marks."""
    return " ".join(line.split()) if len(line) <= MARK_LIMIT else ""


def _first_mark(lines: list[str]) -> int | None:
    """Find the line where older mail begins."""
    for index, line in enumerate(lines):
        plain = _plain(line)
        if not plain:
            continue
        following = lines[index + 1 : index + 9]
        if FORWARD.match(plain) or ORIGINAL.match(plain) or _is_wrote(plain, following) or _is_head(plain, following):
            return index
    return None


def _is_wrote(line: str, following: list[str]) -> bool:
    """Recognise 「在 … 写道：」, also where a program broke it over two lines."""
    if WROTE_END.search(line):
        return bool(WROTE.match(line))
    after = _plain(following[0]) if following else ""
    return bool(WROTE_END.search(after) and WROTE_START.match(line) and WROTE.match(f"{line} {after}"))


def _is_head(line: str, following: list[str]) -> bool:
    """Recognise Outlook's and 163's block of 发件人, 时间, 收件人, 主题."""
    if not HEAD_BARE_FROM.match(line):
        return False
    nearest = [plain for each in following if (plain := _plain(each))][:4]
    count = sum(1 for plain in nearest if HEAD_LINE.match(plain))
    return count >= 2 or (count == 1 and bool(HEAD_FROM.match(line)))  # noqa: PLR2004


def _take_signature(lines: list[str]) -> tuple[list[str], list[str]]:
    """Cut the signature off: below a line of two dashes, or a mail program's own line."""
    kept = [line for line in lines if not APP_LINE.match(_plain(line))]
    for index, line in enumerate(kept):
        if SIGNATURE.match(line.rstrip()) and len(kept) - index <= 16:  # noqa: PLR2004 - a longer tail is no signature
            return kept[:index], kept[index + 1 :]
    return kept, []


@dataclass(frozen=True, slots=True)
class _Head:
    """The head of a forwarded mail, and the line of its subject for the news."""

    lines: list[str]
    subject: list[str]


def _open_forward(lines: list[str]) -> tuple[_Head, list[str]]:
    """Take mark and head off a forwarded mail, and one level of quoting arrows."""
    arrows = sum(1 for line in lines[1:] if line.startswith(">"))
    if arrows > len([line for line in lines[1:] if line.strip()]) // 2:
        lines = [re.sub(r"^> ?", "", line) for line in lines]
    end, subject = 0, ""
    for index, whole in enumerate(lines[:14]):
        line = _plain(whole)
        is_mark = bool(FORWARD.match(line) or ORIGINAL.match(line) or WROTE.match(line))
        found = HEAD_SUBJECT.match(line)
        subject = found[1].strip() if found else subject
        if is_mark or HEAD_LINE.match(line):
            end = index + 1
        elif line.strip() and end:
            break
    return _Head(lines[:end], [f"主题：{subject}"] if subject else []), lines[end:]
