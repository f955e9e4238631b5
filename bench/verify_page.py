"""Verification pages a second over a million letters, and what it costs to verify an uploaded file.

    python -m bench.verify_page [--letters N] [--seconds S] [--connections C]

A few letters go through the real journey; the others are copies of their rows with codes and numbers of their own. Then
the real web server (two processes) answers for codes drawn at random, asked for by wrk (Debian: wrk), whose share of
the two cores is small.
"""

import argparse
import os
import secrets
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from base64 import b32encode
from pathlib import Path

from bench import office_day as day
from bench import place
from django.core.management import call_command
from django.db import connection, transaction

from certdesk.journey.verifying import verify_file
from certdesk.rules.permissions import Role
from certdesk.stages.issue.models import Letter
from certdesk.stages.verify.verdict import Verdict
from certdesk.wiring import desk

PORT = 8765
ADDRESS = f"http://127.0.0.1:{PORT}"
ASKED_FOR = 100_000  # codes that wrk draws from: far more than it asks for
SCRIPT = """
local codes = {{}}
for line in io.lines("{codes}") do codes[#codes + 1] = line end
request = function()
  return wrk.format("GET", "/v/" .. codes[math.random(#codes)], {{["Accept-Language"] = "zh"}})
end
"""
BATCH = 20_000
MODELS = 5
UPLOADS = 200


def main() -> None:
    """Fill the register, verify files, then let clients ask the server."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--letters", type=int, default=1_000_000)
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--connections", type=int, default=8)
    options = parser.parse_args()
    letters = [issued(number) for number in range(MODELS)]
    codes = copies(letters[0], options.letters)
    print(f"{place.DATABASE}, {Letter.objects.count()} letters")
    uploads(letters)
    call_command("collectstatic", interactive=False, verbosity=0)
    server = subprocess.Popen(
        [sys.executable, "-m", "certdesk", "serve", "--port", str(PORT), "--processes", "2"],
        env=dict(os.environ),
        stdout=subprocess.DEVNULL,
    )
    try:
        wait_for_server()
        ask(codes, options.connections, options.seconds)
    finally:
        server.terminate()
        server.wait()


def issued(number: int) -> Letter:
    """Bring an application to its signed letter."""
    officer, approver = place.staff(f"officer{number}", Role.OFFICER), place.staff(f"approver{number}", Role.APPROVER)
    case_id, said = day.receive(number)
    day.accept(case_id, said, officer)
    letter = day.draft(case_id, officer)
    day.approve(letter, day.preview(letter, approver), approver)
    day.sign(letter)
    letter.refresh_from_db()
    return letter


def copies(model: Letter, count: int) -> list[str]:
    """Copy a letter's row as the database holds it, each copy with a code and a number of its own."""
    table = Letter._meta.db_table  # noqa: SLF001  # Django's documented API
    columns = [field.column for field in Letter._meta.local_fields if field.column != "id"]  # noqa: SLF001  # as above
    with connection.cursor() as cursor:
        names = ", ".join(f'"{column}"' for column in columns)
        cursor.execute(f'SELECT {names} FROM "{table}" WHERE id = %s', [model.pk])  # noqa: S608  # our own names
        row = dict(zip(columns, cursor.fetchone(), strict=True))
    places = ", ".join(["%s"] * len(columns))
    insert = f'INSERT INTO "{table}" ({names}) VALUES ({places})'  # noqa: S608  # as above
    codes: list[str] = []
    for start in range(0, count, BATCH):
        rows = []
        for serial in range(start, min(start + BATCH, count)):
            code = b32encode(secrets.token_bytes(16)).decode().rstrip("=")
            own = {"code": code, "serial": serial + 1000, "signed_sha256": secrets.token_hex(32)}
            rows.append([*(row | own).values()])
            codes.append(code)
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.executemany(insert, rows)
    return codes


def uploads(letters: list[Letter]) -> None:
    """Time the examination of uploaded files, signature, register and log included."""
    files = [desk().vault.get(letter.signed_sha256) for letter in letters]
    took = []
    for number in range(UPLOADS):
        began = time.perf_counter()
        answer = verify_file(desk(), files[number % len(files)])
        took.append(time.perf_counter() - began)
        if answer.verdict is not Verdict.GENUINE:
            raise SystemExit(f"not genuine: {answer.why}")
    p95 = statistics.quantiles(took, n=20)[-1]
    print(f"an uploaded file: median {1000 * statistics.median(took):.1f} ms, p95 {1000 * p95:.1f} ms")


def ask(codes: list[str], connections: int, seconds: float) -> None:
    """Let wrk ask for codes at random, and print what it measured."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "codes").write_text("\n".join(secrets.SystemRandom().sample(codes, min(len(codes), ASKED_FOR))))
        script = Path(folder) / "ask.lua"
        script.write_text(SCRIPT.format(codes=Path(folder) / "codes"))
        for duration in (3.0, seconds):  # at first every process gets warm
            words = ["wrk", "-t1", f"-c{connections}", f"-d{duration:.0f}s", "--latency", "-s", str(script), ADDRESS]
            said = subprocess.run(words, capture_output=True, text=True, check=True).stdout
    print("verification page, by wrk:")
    print(*(line for line in said.splitlines() if "%" in line or "Requests/sec" in line or "Non-2xx" in line), sep="\n")


def wait_for_server() -> None:
    """Return once it answers."""
    for _ in range(200):
        try:
            with socket.create_connection(("127.0.0.1", PORT)):
                return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the server did not start")


if __name__ == "__main__":
    main()
