"""What is new, what is quoted, what is a signature."""

import pytest

from certdesk.rules.mail_text.quoting import is_forward_subject, plain_subject, split_text


@pytest.mark.parametrize(
    ("subject", "plain", "forward"),
    [
        ("证书丢失补证明", "证书丢失补证明", False),
        ("Re: 证书丢失补证明", "证书丢失补证明", False),
        ("回复：回复: 证书丢失补证明", "证书丢失补证明", False),
        ("答复: [1] x", "[1] x", False),
        ("Fwd: 证书丢失补证明", "证书丢失补证明", True),
        ("转发：证书丢失补证明", "证书丢失补证明", True),
        ("Re: 轉寄: x", "x", True),
        ("回复(2)：x", "x", False),
        ("关于转发的问题", "关于转发的问题", False),
        ("", "", False),
    ],
)
def test_marks_of_replying_and_forwarding(subject, plain, forward):
    assert plain_subject(subject) == plain
    assert is_forward_subject(subject) is forward


def test_a_text_without_marks_is_all_new():
    split = split_text("第一行\n\n第二行", forward=False)
    assert (split.new, split.quoted, split.signature, split.forwarded) == ("第一行\n\n第二行", "", "", False)


def test_arrows_between_answers_are_quoted_and_the_answers_are_new():
    split = split_text("> 姓名？\n张三\n> 电话？\n15400000001", forward=False)
    assert (split.new, split.quoted) == ("张三\n15400000001", "> 姓名？\n> 电话？")


def test_wrote_broken_over_two_lines():
    split = split_text("补了\n在 2026年11月20日 10:00，样例中心 <lnjnjd@163.com>\n写道：\n请补交", forward=False)
    assert (split.new, split.quoted.splitlines()[-1]) == ("补了", "请补交")


@pytest.mark.parametrize(
    "line",
    [
        "发自我的iPhone",
        "从我的华为手机发送",
        "Sent from my iPhone",
        "获取Outlook for iOS",
        "发自 网易邮箱大师",
        "由网易邮箱大师发送",
    ],
)
def test_a_mail_programs_own_line_is_nobodys_text(line):
    assert split_text(f"材料在附件\n{line}", forward=False).new == "材料在附件"


def test_a_long_tail_below_two_dashes_is_no_signature():
    tail = "\n".join(f"第{number}行" for number in range(20))
    split = split_text(f"开头\n--\n{tail}", forward=False)
    assert split.signature == ""
    assert split.new.endswith("第19行")


def test_a_forward_inside_a_forward_is_opened_once_and_what_is_quoted_in_it_stays_quoted():
    head = "---------- Forwarded message ---------\n发件人: a@b.c\n日期: 2026\n主题: 补证明\n\n"
    text = f"{head}我是张三\n\n在 2026-11-01，x <y@z> 写道：\n旧的"
    split = split_text(text, forward=False)
    assert split.forwarded
    assert split.new == "主题：补证明\n我是张三"
    assert "旧的" in split.quoted


def test_a_forward_with_a_qq_mark_is_known_by_its_subject():
    text = "请办理\n------------------ 原始邮件 ------------------\n发件人: x\n主题: 补证明\n\n我是张三"
    assert split_text(text, forward=True).new == "请办理\n主题：补证明\n我是张三"
    assert split_text(text, forward=False).new == "请办理"


def test_a_forward_of_nothing_but_its_head_has_no_news():
    assert split_text("开始转发的邮件：\n\n发件人: a@b.c\n\n\n", forward=False).new == ""


def test_what_lies_beyond_the_limit_is_kept_as_quoted():
    split = split_text("一" * 400_000 + "尾巴", forward=False)
    assert split.quoted == "尾巴"


def test_a_very_long_line_is_text_whatever_it_begins_with():
    line = "发自我的" + "很" * 500
    assert split_text(line, forward=False).new == line


def test_endless_forwarding_is_opened_to_a_depth_and_kept_below_it():
    split = split_text("开始转发的邮件：\n第一句\n" * 1000, forward=False)
    assert split.new.count("第一句") == 19
    assert split.quoted.count("第一句") == 981
    assert split.forwarded


def test_arrows_above_a_forward_are_kept_as_quoted():
    split = split_text("> 旧的\n请办\n-------- 转发邮件信息 --------\n主题：补\n新的", forward=True)
    assert (split.new, split.quoted.splitlines()[0]) == ("请办\n主题：补\n新的", "> 旧的")
