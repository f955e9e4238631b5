"""Bytes to text when the declared character set cannot be trusted, as it often cannot in Chinese mail.

A fallback is believed only when the text it gives is plausible: Latin junk must not turn into Chinese.
"""

import codecs
import re
from dataclasses import dataclass
from itertools import product

# What mail programs call GB2312 holds characters of its supersets (镕, 㛃): read them all as the largest one.
GB_LABELS = frozenset({
    "gb2312", "gb-2312", "gb_2312", "gb_2312-80", "gb2312-80", "x-gb2312", "csgb2312", "csiso58gb231280", "iso-ir-58",
    "gbk", "x-gbk", "gb-k", "cp936", "ms936", "936", "windows-936", "x-cp936", "x-cp20936", "chinese", "csgbk",
    "euc-cn", "euccn", "x-euc-cn", "eucgb2312-cn", "x-mac-chinesesimp", "x-mac-simp_chinese",
    "gb18030", "gb-18030", "gb18030-2000", "gb18030-2022", "x-gb18030", "csgb18030",
})  # fmt: skip
HZ_LABELS = frozenset({"hz", "hz-gb", "hz-gb-2312", "hzgb", "x-hz"})
BIG5_LABELS = frozenset({"big5", "big-5", "x-x-big5", "csbig5", "cn-big5", "cp950", "950", "big5-hkscs", "x-big5"})
# Labels that promise nothing: mail programs put them on whatever bytes they have.
VAGUE_LABELS = frozenset({
    "", "us-ascii", "ascii", "iso-8859-1", "iso8859-1", "latin1", "latin-1", "windows-1252", "cp1252", "default",
    "unknown", "unknown-8bit", "x-unknown", "8bit", "7bit", "binary", "default_charset", "_autodetect",
})  # fmt: skip
# Python's codecs that are no character sets of mail, or interpret escapes.
REFUSED_CODECS = frozenset({"idna", "punycode", "unicode-escape", "unicode_escape", "raw-unicode-escape",
                            "raw_unicode_escape", "undefined", "mbcs", "oem"})  # fmt: skip
SAMPLE = 16_384
PLAUSIBLE = 0.7  # below it a character set is not believed before the others are tried
SHORT = 6  # bytes; a rare name stands alone in its encoded word and has nothing common about it
WESTERN = 0.6  # so many of the runs of high bytes are single ones
LONE_SURROGATE = re.compile("[\ud800-\udfff]")
HIGH_RUN = re.compile(rb"[\x80-\xff]+")
DAMAGED = "文字编码有损坏，个别字符无法还原。"


def _everyday_characters() -> frozenset[str]:
    """Collect the characters that living Chinese text is made of, simplified and traditional."""
    simplified = {_decode_pair(lead, trail, "gb2312") for lead, trail in product(range(0xB0, 0xD8), range(0xA1, 0xFF))}
    trails = [*range(0x40, 0x7F), *range(0xA1, 0xFF)]
    traditional = {_decode_pair(lead, trail, "big5") for lead, trail in product(range(0xA4, 0xC7), trails)}
    punctuation = set("，。、；：？！“”‘’（）《》【】「」『』—…·～　％＋－／＝＠＃＆＊￥①②③④⑤⑥⑦⑧⑨⑩℃×÷→─━│┃")
    full_width = {chr(code) for code in range(0xFF01, 0xFF5F)}
    return frozenset((simplified | traditional | punctuation | full_width) - {""})


def _decode_pair(lead: int, trail: int, codec: str) -> str:
    return bytes((lead, trail)).decode(codec, "ignore")


EVERYDAY = _everyday_characters()


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, the codec that gave it, and what was wrong with it (empty: nothing)."""

    text: str
    codec: str
    problem: str = ""


def plausibility(text: str) -> float:
    """Say how much of the non-ASCII part is everyday Chinese: 1 all of it, 0 or less none of it."""
    foreign = [char for char in text if char > "\x7f"]
    if not foreign:
        return 1.0
    good = sum(1 for char in foreign if char in EVERYDAY)
    broken = sum(1 for char in foreign if _is_no_text(char))
    return (good - 3 * broken) / len(foreign)


def _is_no_text(char: str) -> bool:
    """Recognise replacement, C1 control and private-use characters."""
    return char == "\ufffd" or "\x80" <= char <= "\x9f" or "\ue000" <= char <= "\uf8ff"


def decode(data: bytes, declared: str = "") -> Decoded:
    """Turn ``data`` into text by the declared character set where it holds, else by the most plausible one."""
    label = declared.strip().strip("\"'").lower().partition("*")[0].strip()
    if data.isascii():
        return _decode_ascii(data, label)
    if data[:3] == b"\xef\xbb\xbf":
        return _finish(data[3:], "utf-8")
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"} and b"\0" in data[:SAMPLE]:
        return _finish(data, "utf-16")
    return _finish(data, _choose(data, label))


def _decode_ascii(data: bytes, label: str) -> Decoded:
    """Read seven-bit data, which may still hold an escaping character set."""
    if b"~{" in data and b"~}" in data:
        text = data.decode("hz", "replace")
        if label in HZ_LABELS or (text.count("\ufffd") == 0 and plausibility(text) >= PLAUSIBLE):
            return Decoded(text, "hz", DAMAGED if "\ufffd" in text else "")
    codec = _codec_of(label) if b"\x1b" in data or label in {"utf-7", "utf7", "unicode-1-1-utf-7"} else ""
    if codec:
        return _finish(data, codec)
    return Decoded(data.decode("ascii"), "ascii")


def _choose(data: bytes, label: str) -> str:
    """Pick the codec of eight-bit ``data``."""
    utf8 = _is_valid(data, "utf-8")
    if label in GB_LABELS or label in HZ_LABELS:
        return _choose_declared(data, "gb18030", utf8=utf8)
    if label in BIG5_LABELS:
        return _choose_declared(data, "big5hkscs", utf8=utf8)
    if utf8:
        return "utf-8"
    if label in VAGUE_LABELS or label in {"utf-8", "utf8"} or not _codec_of(label):
        return _most_plausible(data, _nearly_utf8(data))
    codec = _codec_of(label)
    return codec if _is_valid(data, codec) else _most_plausible(data, codec)


def _choose_declared(data: bytes, codec: str, *, utf8: bool) -> str:
    """Trust a declared Chinese codec unless the bytes are clearly something else."""
    score = _score(data, codec)
    if utf8 and _score(data, "utf-8") > score:
        return "utf-8"
    if score >= PLAUSIBLE or (codec == "gb18030" and len(data) <= SHORT and _is_valid(data, codec)):
        return codec
    return _most_plausible(data, "cp1252" if _looks_western(data) else codec)


def _most_plausible(data: bytes, default: str) -> str:
    """Try the Chinese codecs on a sample and keep the best one that is believable at all."""
    scores = {codec: _score(data, codec) for codec in ("gb18030", "big5hkscs", "utf-8")}
    best = max(scores, key=lambda codec: scores[codec])
    if scores[best] >= PLAUSIBLE:
        return best
    return default


def _nearly_utf8(data: bytes) -> str:
    """Fall back to UTF-8 for a text with a few broken places, to the Western codec for anything else."""
    sample = data[:SAMPLE].decode("utf-8", "replace")
    whole = sum(1 for char in sample if char > "\x7f" and char != "\ufffd")
    return "utf-8" if whole > 2 * sample.count("\ufffd") else "cp1252"


def _score(data: bytes, codec: str) -> float:
    text = data[:SAMPLE].decode(codec, "replace")
    return plausibility(text[:-1] if len(data) > SAMPLE else text)  # the sample may end inside a character


def _looks_western(data: bytes) -> bool:
    """Western letters stand alone among ASCII ones; Chinese bytes come in runs."""
    runs = HIGH_RUN.findall(data[:SAMPLE])
    return len(runs) > 1 and sum(1 for run in runs if len(run) == 1) > WESTERN * len(runs)


def _is_valid(data: bytes, codec: str) -> bool:
    try:
        data.decode(codec)
    except (UnicodeError, LookupError):
        return False
    return True


def _codec_of(label: str) -> str:
    """Name Python's codec for a label, or nothing when there is none to be trusted."""
    try:
        name = codecs.lookup(label).name
        b"a".decode(name, "replace")  # not every codec gives text: zip, rot13
    except (LookupError, ValueError):
        return ""
    return "" if name in REFUSED_CODECS or label in REFUSED_CODECS else name


def _finish(data: bytes, codec: str) -> Decoded:
    """Decode for good; what has no character is replaced and said."""
    text = data.decode(codec, "replace")
    if codec == "cp1252" and "\ufffd" in text:
        text = data.decode("latin-1")
    text = LONE_SURROGATE.sub("\ufffd", text)  # UTF-7 can spell them, no store can keep them
    return Decoded(text.removeprefix("\ufeff"), codec, DAMAGED if "\ufffd" in text else "")
