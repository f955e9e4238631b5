"""``certdesk rehearse``: one whole journey in a home of its own, from a mail to a verified letter."""

import importlib
import os
import tempfile
from argparse import Namespace
from pathlib import Path

import django
from django.core.management import call_command

from certdesk.cli.parser import Parser
from certdesk.sealing.key_ring import new_key_ring, to_json


def add_arguments(parser: Parser) -> None:
    """Declare where the letters go."""
    parser.add_argument("--out", type=Path, default=Path("rehearsal"), help="PDF存放目录（默认 ./rehearsal）")


def run(args: Namespace) -> int:
    """Rehearse; 1 when the journey does not end in a genuine letter."""
    with tempfile.TemporaryDirectory(prefix="certdesk-rehearsal-") as home:
        _keep_to(Path(home))
        django.setup()
        call_command("migrate", interactive=False, verbosity=0)
        journey = importlib.import_module("certdesk.cli.desk.rehearsal_journey")  # needs Django's models
        return int(journey.rehearse(args))


def _keep_to(home: Path) -> None:
    """Point every setting into a throw-away home: a rehearsal never touches a real desk."""
    os.environ["CERTDESK_HOME"] = str(home)
    os.environ["CERTDESK_KEY_RING"] = to_json(new_key_ring())
    os.environ["CERTDESK_LOG"] = "ERROR"
    for name in ("DATABASE_URL", "CERTDESK_MAILBOX", "CERTDESK_OUTBOX", "CERTDESK_VAULT", "CERTDESK_SIGNING_P12"):
        os.environ.pop(name, None)
