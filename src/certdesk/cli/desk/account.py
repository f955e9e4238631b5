"""``certdesk account``: make a staff account with a role in one office."""

import secrets
from argparse import Namespace

from certdesk.cases.accounts import AccountExists, create_account
from certdesk.cli.output import answer, complain
from certdesk.cli.parser import Parser
from certdesk.rules.permissions import Role
from certdesk.wiring import guide

PASSWORD_BYTES = 9  # twelve characters


def add_arguments(parser: Parser) -> None:
    """Declare whose account it is."""
    parser.add_argument("name", metavar="NAME", help="登录用户名")
    parser.add_argument("--label", required=True, help="显示在办理过程中的姓名")
    parser.add_argument("--role", required=True, choices=[role.value for role in Role], help="角色")
    parser.add_argument("--office", default=None, help="单位代码（默认为省本级）")


def run(args: Namespace) -> int:
    """Make the account and print its first password once; 1 when the name is taken or the office unknown."""
    own = guide()
    office = args.office or own.rulebook.numbering.provincial_city_code
    if office not in own.offices:
        complain(f"没有代码为{office}的单位。")
        return 1
    password = secrets.token_urlsafe(PASSWORD_BYTES)
    try:
        create_account(args.name, args.label, password, office_code=office, role=Role(args.role))
    except AccountExists:
        complain(f"用户名{args.name}已被使用。")
        return 1
    payload = {"name": args.name, "role": args.role, "office": office, "password": password}
    answer(
        args,
        payload,
        [f"已建立账号 {args.name}（{own.offices[office].name}）。", f"初始密码（只显示这一次）：{password}"],
    )
    return 0
