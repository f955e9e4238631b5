"""Widths and traditional characters folded one for one, so that every position stays what it was."""

_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_BLANKS = dict.fromkeys(map(ord, "\u3000\u00a0\u2002\u2003\u2009\t\r"), " ")
_MARKS = str.maketrans("﹕︰∶【】〔〕「」『』–—―", ":::[][][][]---")
# Only what stands in labels, relations, occupations and surnames; values are taken from the text as written.
_TRADITIONAL = str.maketrans(
    "證書編號碼電話聯繫係絡機郵遞級職業種請領補遺錯誤換國單員資類親媽爺兒辦託爲為們師廠縣區鎮鄉樓棟門東遼寧瀋陽連將實屬領時發訊麵點調廳務護維鉗鍋爐養嬰營銷裝"
    "張陳劉趙孫楊黃吳馬許鄭謝韓馮鄧蕭葉呂蘇盧蔣賈閻龍萬錢湯羅鄒賀賴龔譚顧龐鐘鍾陸齊畢喬嚴華戴魯韋湯龐項",
    "证书编号码电话联系系络机邮递级职业种请领补遗错误换国单员资类亲妈爷儿办托为为们师厂县区镇乡楼栋门东辽宁沈阳连将实属领时发讯面点调厅务护维钳锅炉养婴营销装"
    "张陈刘赵孙杨黄吴马许郑谢韩冯邓萧叶吕苏卢蒋贾阎龙万钱汤罗邹贺赖龚谭顾庞钟钟陆齐毕乔严华戴鲁韦汤庞项",
)
_WIDTH: dict[int, int | str] = {**_WIDE, **_BLANKS}
_ALL: dict[int, int | str] = {**_WIDTH, **_MARKS, **_TRADITIONAL}


def fold_width(text: str) -> str:
    """Make full-width letters, digits and blanks half-width; the length stays."""
    return text.translate(_WIDTH)


def fold(text: str) -> str:
    """Fold for recognition: widths, brackets, dashes, and traditional characters of labels; the length stays."""
    return text.translate(_ALL)
