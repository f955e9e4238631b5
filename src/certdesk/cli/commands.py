"""Every command of the program, and the module that carries it out.

A module offers ``add_arguments(name, parser)`` and ``run(name, args) -> exit code``.
"""

from dataclasses import dataclass

DESK_COMMANDS = "certdesk.cli.desk_commands"


@dataclass(frozen=True, slots=True)
class Command:
    """A command's name, its module (loaded only when called), and a line for the overview."""

    name: str
    module: str
    summary: str


COMMANDS = (
    Command("number", "certdesk.cli.number", "读出证书编号：年份、市地、办理单位"),
    Command("assess", "certdesk.cli.assess", "判断一份申请应出具证明、补发、换发还是不予受理"),
    Command("deadlines", "certdesk.cli.deadlines", "计算受理和出证期限，逐日说明"),
    Command("read", DESK_COMMANDS, "识别图片中的身份证、查询截图和证书"),
    Command("understand", DESK_COMMANDS, "解读一封邮件，不保存任何内容"),
    Command("verify", DESK_COMMANDS, "核验本单位出具的PDF或核验码"),
    Command("log", DESK_COMMANDS, "登记日志：核对、检查点、证明、导出"),
    Command("keys", DESK_COMMANDS, "签名密钥：有效期、用过的证书、试签、登记吊销"),
    Command("rehearse", DESK_COMMANDS, "用样例邮箱把全部流程走一遍"),
    Command("serve", DESK_COMMANDS, "启动网页服务"),
    Command("worker", DESK_COMMANDS, "启动后台任务"),
    Command("fetch-mail", DESK_COMMANDS, "收取一次邮件"),
    Command("mailbox", DESK_COMMANDS, "核对收件：服务器上、已收下、各类别是否相符"),
    Command("doctor", DESK_COMMANDS, "检查数据与配置，只说明、不修改"),
    Command("setup", DESK_COMMANDS, "建立数据库、密钥和演练账号"),
    Command("account", DESK_COMMANDS, "建立工作人员账号"),
    Command("rotate-keys", DESK_COMMANDS, "更换加密密钥"),
)


def find_command(name: str | None) -> Command | None:
    """Return the command of that name."""
    return next((command for command in COMMANDS if command.name == name), None)
