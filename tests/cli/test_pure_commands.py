"""The commands that need no desk: number, assess, deadlines."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from certdesk.cli import main
from certdesk.cli.commands import COMMANDS

SECOND_PROVINCE = Path(__file__).parents[1] / "guide" / "data" / "tiannan.toml"
PROVINCIAL = "1807000000103353"
PROVINCIAL_CENTRE = {
    "code": "00",
    "name": "辽宁省人事考试中心",
    "address": "沈阳市和平区太原北街2号综合楼B座",
    "telephones": ["024-22955229", "024-22955269"],
    "notes": [
        "附件2的地址是“综合楼B座”，正文的自取地址是“辽宁省人事考试中心B座”，均按原文显示。",
        "附件2只列第一个电话，第二个电话见正文。",
    ],
}


@pytest.fixture(autouse=True)
def _no_guide_in_the_environment(monkeypatch):
    monkeypatch.delenv("CERTDESK_GUIDE", raising=False)


@pytest.fixture
def call(capsys):
    """Runs a command with ``--json`` and returns its exit code and answer."""

    def run(*arguments: str) -> tuple[int, dict]:
        code = main([*arguments, "--json"])
        return code, json.loads(capsys.readouterr().out)

    return run


@pytest.fixture
def refused(capsys):
    """Runs a command that must be wrong usage and returns what it says."""

    def run(*arguments: str) -> str:
        with pytest.raises(SystemExit) as caught:
            main(arguments)
        assert caught.value.code == 2
        printed = capsys.readouterr()
        assert printed.out == ""
        return printed.err

    return run


def test_number_prints_exactly_the_promised_keys(call):
    assert call("number", PROVINCIAL) == (
        0,
        {
            "number": PROVINCIAL,
            "kind": "qualification_certificate",
            "year": 2018,
            "province_code": "07",
            "city_code": "00",
            "city": "省本级",
            "office": PROVINCIAL_CENTRE,
            "handled_here": True,
            "problems": [],
        },
    )


def test_number_of_another_city_is_not_handled_here(call):
    code, answer = call("number", "１８０７-01 0000103353")

    assert code == 0
    assert (answer["number"], answer["city"], answer["handled_here"]) == ("1807010000103353", "沈阳", False)
    assert answer["office"]["telephones"] == ["024-22899056"]


@pytest.mark.parametrize(
    ("number", "problem", "clause"),
    [
        ("18", "wrong_length", "G-20"),
        ("18O7000000103353", "not_digits", "G-20"),
        ("1810000000103353", "not_liaoning", "G-04"),
        ("1807170000103353", "unknown_city", "G-21"),
        ("5007000000103353", "impossible_year", "D-9"),
        ("Y000121123456195000001", "skill_level_certificate", "G-04"),
    ],
)
def test_number_names_its_problem_and_exits_with_1(call, number, problem, clause):
    code, answer = call("number", number)

    assert code == 1
    assert [(item["code"], item["clause"]) for item in answer["problems"]] == [(problem, clause)]
    assert answer["problems"][0]["message"]
    assert answer["handled_here"] is False


def test_an_unroutable_number_has_no_office(call):
    assert call("number", "1807170000103353")[1]["office"] is None


def test_number_speaks_chinese_to_people(capsys):
    assert main(["number", "1807020000103353"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "证书编号：1807020000103353",
        "证书种类：职业资格证书",
        "年份：2018年",
        "市地：大连（02）",
        "办理单位：大连市就业和人才服务中心",
        "地址：大连市沙河口区联合路100号",
        "电话：0411-39997593",
        "请联系上述单位",
    ]


def test_number_tells_people_what_is_wrong(capsys):
    assert main(["number", "18"]) == 1
    assert capsys.readouterr().out.splitlines()[-1] == (
        "问题：证书编号应为16位数字，现在是2位。请对照证书或网上查询结果重新填写。（G-20）"
    )


def test_assess_prints_exactly_the_promised_keys(call):
    arguments = ["--reason", "overseas", "--number", PROVINCIAL, "--occupation", "保育员", "--found", "yes"]

    assert call("assess", *arguments, "--on", "2026-09-30") == (
        0,
        {
            "outcome": "proof",
            "provisional": False,
            "clauses": ["G-03"],
            "catalogue": {"match": "none", "entry": None},
            "materials": ["id_portrait_side", "id_emblem_side", "lookup_screenshot", "original_certificate"],
            "office": PROVINCIAL_CENTRE,
            "questions": [],
        },
    )


@pytest.mark.parametrize(
    ("more", "outcome", "match"),
    [
        (["--occupation", "家畜繁殖员", "--found", "yes"], "reissue", "exact"),
        (["--occupation", "焊工", "--found", "yes"], "needs_officer", "possible"),
        (["--occupation", "社会体育指导员", "--direction", "攀岩", "--found", "yes"], "reissue", "exact"),
        (["--occupation", "保育员", "--found", "no"], "decline", "none"),
    ],
)
def test_every_outcome_is_an_answer_and_exits_with_0(call, more, outcome, match):
    code, answer = call("assess", "--reason", "lost", "--number", PROVINCIAL, *more)

    assert (code, answer["outcome"], answer["catalogue"]["match"]) == (0, outcome, match)


def test_what_is_not_said_stays_open(call):
    _, answer = call("assess", "--reason", "lost", "--number", "9807000000103353", "--occupation", "保育员")

    assert (answer["outcome"], answer["provisional"]) == ("proof", True)
    assert answer["clauses"] == ["G-03", "G-05", "G-06"]
    assert len(answer["questions"]) == 2


def test_assess_speaks_chinese_to_people(capsys):
    arguments = ["--reason", "lost", "--number", "18", "--occupation", "保育员", "--on", "2026-09-30"]

    assert main(["assess", *arguments, "--found", "unknown"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "结论：需经办人判断（暂定，尚有问题待答）"
    assert lines[1] == "依据：G-20、G-05"
    assert lines[-1] == "办理单位：无法判断"


def test_a_refusal_asks_people_for_nothing(capsys):
    arguments = ["--reason", "lost", "--number", PROVINCIAL, "--occupation", "保育员", "--found", "no"]

    assert main(["assess", *arguments]) == 0
    out = capsys.readouterr().out
    assert out.startswith("结论：不予受理\n依据：G-05\n")
    assert "所需材料" not in out


def test_deadlines_prints_exactly_the_promised_keys(call):
    code, answer = call("deadlines", "--received", "2026-09-30", "--accepted", "2026-10-08")

    assert code == 0
    assert {key: answer[key] for key in ("accept_by", "issue_by", "provisional")} == {
        "accept_by": "2026-10-08",
        "issue_by": "2026-10-12",
        "provisional": False,
    }
    assert set(answer) == {"accept_by", "issue_by", "provisional", "explanation"}
    assert answer["explanation"][-1] == "2026年10月12日（周一）为出证并寄出的截止日。"


def test_a_moment_is_taken_on_its_day_in_the_guides_time_zone(call):
    """D-6."""
    late = call("deadlines", "--received", "2026-11-02T23:59:59+08:00")[1]["accept_by"]
    next_day = call("deadlines", "--received", "2026-11-02T16:00:00Z")[1]["accept_by"]
    local = call("deadlines", "--received", "2026-11-02T23:59:59")[1]["accept_by"]

    assert (late, next_day, local) == ("2026-11-03", "2026-11-04", "2026-11-03")


def test_pauses_may_be_several_and_one_may_be_open(call):
    closed = ["--pause", "2026-11-03/2026-11-04", "--pause", "2026-11-05/2026-11-06"]

    assert call("deadlines", "--received", "2026-11-02", *closed)[1]["accept_by"] == "2026-11-09"
    assert call("deadlines", "--received", "2026-11-02", "--pause", "2026-11-03/")[1]["accept_by"] is None
    assert call("deadlines", "--received", "2026-11-02", "--pause", "2026-11-03")[1]["accept_by"] is None


def test_deadlines_speaks_chinese_to_people(capsys):
    assert main(["deadlines", "--received", "2026-12-31"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[:2] == ["受理期限：2027-01-01（暂计）", "出证期限：未定（暂计）"]
    assert lines[2] == "  2026年12月31日（周四）收到申请，当日不计入受理期限。"


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["number"], "缺少参数：NUMBER"),
        (["number", "1", "2"], "不认识的参数：2"),
        (["assess", "--reason", "stolen"], "参数 --reason 不能是“stolen”"),
        (["assess", "--reason"], "参数 --reason 需要一个值"),
        (["assess", "--reason", "lost"], "缺少参数：--number, --occupation"),
        (["deadlines", "--received", "soon"], "参数 --received：“soon”不是日期"),
        (["deadlines", "--received", "2026-11-02", "--pause", "2026-11-05/2026-11-04"], "结束日期早于开始日期"),
        (["deadlines", "--received", "2026-11-02", "--pause", "x/y"], "“x”不是日期，应写作 2026-10-08"),
        (["deadlines", "--received", "2026-11-02", "--accepted", "2026-11-01"], "受理日期不能早于收到申请的日期"),
        (["deadlines", "--received", "9999-12-31"], "日期太远，无法计算"),
        (["deadlines", "--received", "0001-01-01T00:00:00+14:00"], "日期太远，无法计算"),
        (["--guide"], "参数 --guide 需要一个值"),
    ],
)
def test_wrong_usage_is_explained_in_chinese_and_exits_with_2(refused, arguments, complaint):
    message = refused(*arguments)

    assert message.startswith("用法：")
    assert complaint in message


@pytest.mark.parametrize("arguments", [[], ["--json"], ["nothing"]])
def test_without_a_known_command_the_commands_are_listed_and_the_exit_code_is_2(capsys, arguments):
    assert main(arguments) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert all(f"  {command.name}" in printed.err for command in COMMANDS)


def test_help_is_no_error(capsys):
    assert main(["--help"]) == 0
    assert capsys.readouterr().out.startswith("用法：certdesk 命令")
    with pytest.raises(SystemExit) as caught:
        main(["deadlines", "--help"])
    assert caught.value.code == 0
    assert "FROM/TO" in capsys.readouterr().out


def test_json_may_stand_before_or_after_the_command(capsys):
    main(["--json", "number", PROVINCIAL])
    before = capsys.readouterr().out
    main(["number", "--json", PROVINCIAL])

    assert json.loads(before) == json.loads(capsys.readouterr().out)


def test_another_guide_is_chosen_by_option_or_environment(call, monkeypatch):
    _, by_option = call("--guide", str(SECOND_PROVINCE), "number", "1888210000103353")
    monkeypatch.setenv("CERTDESK_GUIDE", str(SECOND_PROVINCE))
    _, by_environment = call("number", "1888210000103353")
    _, deadline = call("deadlines", "--received", "2026-11-02")

    assert by_option == by_environment
    assert (by_option["city"], by_option["handled_here"]) == ("云台", True)
    assert deadline["accept_by"] == "2026-11-04"


def test_a_damaged_guide_is_named_and_exits_with_1(tmp_path, capsys):
    path = tmp_path / "broken.toml"
    path.write_text("name = ", encoding="utf-8")

    assert main(["--guide", str(path), "number", PROVINCIAL]) == 1
    assert "文件 broken.toml" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["number", "assess", "deadlines"])
def test_a_pure_command_loads_neither_the_desk_nor_django(command):
    arguments = {
        "number": [PROVINCIAL],
        "assess": ["--reason", "lost", "--number", PROVINCIAL, "--occupation", "保育员"],
        "deadlines": ["--received", "2026-11-02"],
    }[command]
    program = (
        "import sys; from certdesk.cli import main; main(sys.argv[1:]);"
        "heavy = {'django', 'PIL', 'cv2', 'cryptography', 'certdesk.ports', 'certdesk.cases', 'certdesk.wiring'};"
        "sys.exit(', '.join(heavy & set(sys.modules)) or 0)"
    )
    finished = subprocess.run(
        [sys.executable, "-c", program, command, *arguments], capture_output=True, text=True, check=False
    )

    assert (finished.returncode, finished.stderr) == (0, "")


def test_bytes_that_are_no_text_do_not_break_the_answer():
    """An argument in another encoding reaches Python as lone surrogates."""
    program = "import sys; from certdesk.cli import main; sys.exit(main())"
    arguments = [
        b"assess",
        b"--json",
        b"--reason",
        b"lost",
        b"--number",
        b"\xd6\xa4",
        b"--occupation",
        b"\xba\xb8\xb9\xa4",
    ]
    finished = subprocess.run([sys.executable, "-c", program, *arguments], capture_output=True, check=False)

    assert finished.returncode == 0
    assert json.loads(finished.stdout)["outcome"] == "needs_officer"


def test_every_command_has_its_module_and_a_line_in_the_overview():
    names = {"number", "assess", "deadlines", "read", "understand", "verify", "rehearse"}
    names |= {"serve", "worker", "fetch-mail", "mailbox", "doctor", "setup", "account", "rotate-keys", "log", "keys"}

    assert {command.name for command in COMMANDS} == names
    assert all(command.summary for command in COMMANDS)
