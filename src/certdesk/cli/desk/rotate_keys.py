"""``certdesk rotate-keys``: a new data key; everything sealed under older ones is sealed anew."""

from argparse import Namespace

from django.conf import settings

from certdesk.cli.output import answer, complain
from certdesk.cli.parser import Parser
from certdesk.journey.keeping_keys import reseal_all
from certdesk.sealing.fields import desk_keys
from certdesk.sealing.key_ring import rotated, write_key_file


def add_arguments(parser: Parser) -> None:
    """Declare the one choice."""
    parser.add_argument("--reseal-only", action="store_true", help="不换新密钥，只把旧密钥加密的数据改用当前密钥")


def run(args: Namespace) -> int:
    """Rotate; may be interrupted and repeated at any point, for older keys keep opening what they sealed."""
    if not args.reseal_only:
        if settings.CERTDESK_KEY_RING:
            complain(
                "密钥由 CERTDESK_KEY_RING 提供，请在该设置中加入新密钥，再运行 certdesk rotate-keys --reseal-only。"
            )
            return 1
        write_key_file(settings.CERTDESK_KEY_FILE, rotated(desk_keys()))
    count = reseal_all()
    answer(args, {"current": desk_keys().current, "resealed": count}, [f"已用新密钥重新加密{count}行数据。"])
    return 0
