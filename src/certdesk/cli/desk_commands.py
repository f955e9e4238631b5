"""The commands that need the desk itself: Django is loaded first, then the command's own module."""

import importlib
import os
from argparse import Namespace

import django
from django.core.exceptions import ImproperlyConfigured

from certdesk.cli.output import complain
from certdesk.cli.parser import Parser
from certdesk.sealing.key_ring import KeysDamaged, KeysMissing

ANSWER_IS_NO = 1
#: Commands that prepare the ground by themselves before Django may start.
BEFORE_DJANGO = frozenset({"setup", "rehearse"})


def _module(name: str) -> str:
    return f"certdesk.cli.desk.{name.replace('-', '_')}"


def add_arguments(name: str, parser: Parser) -> None:
    """Load Django unless the command does so itself, and let the command declare its arguments."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "certdesk.config.settings")
    if name not in BEFORE_DJANGO:
        django.setup()
    importlib.import_module(_module(name)).add_arguments(parser)


def run(name: str, args: Namespace) -> int:
    """Run the command; a desk that is not set up says so in one sentence."""
    if args.guide is not None:
        os.environ["CERTDESK_GUIDE"] = str(args.guide)
    try:
        return int(importlib.import_module(_module(name)).run(args))
    except (KeysMissing, KeysDamaged, ImproperlyConfigured) as why:
        complain(str(why))
        return ANSWER_IS_NO
