"""``python -m bench [NAME…] [--quick]``: what the desk can do, measured; bench/README.md says what and against what."""

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import psycopg
from bench.postgres import durable_postgres
from bench.sample_mails import SampleMailbox

HERE = Path(__file__).parent
HELPDESK = os.environ.get(
    "HELPDESK_PYTHON", sys.executable
)  # a Python that has django-helpdesk, which this one has not


@dataclass(frozen=True, slots=True)
class Run:
    """One measurement, in a process of its own: what to run, and the same with less to do."""

    what: str
    words: Sequence[str]
    quick: Sequence[str]
    both_databases: bool = True


RUNS: dict[str, Sequence[Run]] = {
    "mails-in": (
        Run("small mails", ("bench.mails_in", "--mails", "1500"), ("bench.mails_in", "--mails", "300")),
        Run(
            "mails with four photos of 2 MB",
            ("bench.mails_in", "--mails", "90", "--photos", "4"),
            ("bench.mails_in", "--mails", "15", "--photos", "4"),
        ),
        Run(
            "one mail of 50 MB",
            ("bench.mails_in", "--mails", "1", "--photos", "18"),
            ("bench.mails_in", "--mails", "1", "--photos", "18"),
            both_databases=False,
        ),
    ),
    "letters-out": (
        Run("letters", ("bench.letters_out", "--letters", "300"), ("bench.letters_out", "--letters", "60")),
    ),
    "verify-files": (
        Run("uploads, and forgeries", ("bench.verify_files",), ("bench.verify_files", "--letters", "20")),
    ),
    "worklist": (Run("100,000 cases", ("bench.worklist",), ("bench.worklist", "--cases", "5000", "--times", "50")),),
}
OTHERS = {
    "letters": "typesetting, signing and checking alone",
    "letters_registered": "letters set, signed and registered, without the office around it; memory over many",
    "pictures": "fields read from worn pictures",
    "verify_page": "verification pages over a million letters, and uploaded files",
    "unseen": "fields read from pictures that nothing was tuned on",
    "readers": "pictures a second, memory over many of them, and rapidocr's own pipeline beside",
    "mail_parse": "parsing alone",
    "jobs": "the queue alone",
}


def main() -> int:
    """Run what was asked for: mails in, letters out, files brought back and the worklist unless told otherwise."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join([*RUNS, *_others()]))
    parser.add_argument("--quick", action="store_true", help="with less to do: does it still run?")
    parser.add_argument("--list", action="store_true", help="only say what there is")
    arguments = parser.parse_args()
    if arguments.list:
        _list()
        return 0
    unknown = set(arguments.names) - set(RUNS) - set(_others())
    if unknown:
        parser.error(f"there is no {', '.join(sorted(unknown))}")
    with tempfile.TemporaryDirectory() as folder, durable_postgres(Path(folder)) as server:
        if not server:
            print("PostgreSQL cannot be started here: measured on SQLite only")
        for name in arguments.names or RUNS:
            print(f"== {name}", flush=True)
            if name in RUNS:
                _run_all(RUNS[name], server, quick=arguments.quick)
            else:
                subprocess.run([sys.executable, "-m", f"bench.{name}"], check=True)
            if name == "mails-in":
                _compare_with_helpdesk(quick=arguments.quick)
    return 0


def _others() -> dict[str, str]:
    return {name: what for name, what in OTHERS.items() if (HERE / f"{name}.py").exists()}


def _list() -> None:
    for name, runs in RUNS.items():
        print(f"{name:12} {', '.join(run.what for run in runs)}")
    for name, what in _others().items():
        print(f"{name:12} {what}")


def _run_all(runs: Sequence[Run], server: str, *, quick: bool) -> None:
    for run in runs:
        print(f"{run.what}:", flush=True)
        words = [sys.executable, "-m", *(run.quick if quick else run.words)]
        subprocess.run(words, env=_environment(""), check=True)
        if server and run.both_databases:
            _run_on(server, words)


def _run_on(server: str, words: Sequence[str]) -> None:
    """Run it over a database of its own."""
    name = f"bench_{uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        try:
            subprocess.run(words, env=_environment(f"{server.rpartition('/')[0]}/{name}"), check=True)
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _environment(database_url: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return kept | ({"DATABASE_URL": database_url} if database_url else {})


def _compare_with_helpdesk(*, quick: bool) -> None:
    for what, photos, count in (("small mails", 0, 300), ("mails with four photos", 4, 45)):
        print(f"the same {what} into django-helpdesk:", flush=True)
        with tempfile.TemporaryDirectory() as folder:
            mailbox = SampleMailbox(Path(folder), photos=photos)
            mailbox.add(count // 5 if quick else count)
            subprocess.run([HELPDESK, HERE / "peer_helpdesk.py", mailbox.path / "new"], check=False)


if __name__ == "__main__":
    sys.exit(main())
