"""Verification pages a second over a million letters, and what it costs to verify an uploaded file.

    python -m bench.verify_page [--letters N] [--seconds S] [--connections C]

A few letters go through the real journey; the others are copies of their rows with codes and numbers of their own. Then
the real web server (two processes) answers for codes drawn at random, a new one each time; what the client takes of the
two cores is taken from the server.
"""

import argparse
import asyncio
import os
import secrets
import statistics
import subprocess
import sys
import time
from base64 import b32encode

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
        asyncio.run(load(codes, options.connections, 3.0))  # every process warm
        took = asyncio.run(load(codes, options.connections, options.seconds))
    finally:
        server.terminate()
        server.wait()
    took.sort()
    p50, p95, p99 = (1000 * took[int(len(took) * share)] for share in (0.5, 0.95, 0.99))
    print(
        f"verification page: {len(took) / options.seconds:.0f}/s, p50 {p50:.1f} ms, p95 {p95:.1f} ms, p99 {p99:.1f} ms"
    )


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


async def load(codes: list[str], connections: int, seconds: float) -> list[float]:
    """Ask for codes at random over some connections, one question at a time on each; return how long each took."""
    took: list[float] = []
    end = time.perf_counter() + seconds
    await asyncio.gather(*(_asker(codes, end, took) for _ in range(connections)))
    return took


async def _asker(codes: list[str], end: float, took: list[float]) -> None:
    reader, writer = await _connected()
    while time.perf_counter() < end:
        code = secrets.choice(codes)
        began = time.perf_counter()
        writer.write(f"GET /v/{code} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Language: zh\r\n\r\n".encode())
        head = await reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0])
        await reader.readexactly(length)
        took.append(time.perf_counter() - began)
        if not head.startswith(b"HTTP/1.1 200"):
            raise SystemExit(head.decode())
    writer.close()


async def _connected() -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    for _ in range(200):
        try:
            return await asyncio.open_connection("127.0.0.1", PORT)
        except OSError:
            await asyncio.sleep(0.1)
    raise SystemExit("the server did not start")


if __name__ == "__main__":
    main()
