"""A throw-away PostgreSQL that syncs every commit to the disk, as an office's own would.

``tools/postgres.sh`` makes the cluster; for the tests it runs without syncing, so here it is started again with it.
"""

import os
import shlex
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

TOOL = Path(__file__).parents[1] / "tools" / "postgres.sh"


@contextmanager
def durable_postgres(folder: Path) -> Iterator[str]:
    """Yield the address of an empty database, or nothing where no server can be started."""
    started = subprocess.run([TOOL, "start", folder], stdout=subprocess.PIPE, text=True, check=False)
    if started.returncode:
        yield ""
        return
    try:
        _start_again_durably(Path((folder / "postgres.place").read_text().strip()))
        yield started.stdout.strip()
    finally:
        subprocess.run([TOOL, "stop", folder], check=True)


def _start_again_durably(cluster: Path) -> None:
    server = shlex.split((cluster / "data" / "postmaster.opts").read_text())[0]
    options = f"-k {cluster} -c listen_addresses='' -c fsync=on -c synchronous_commit=on"
    words = [Path(server).with_name("pg_ctl"), "restart", "-w", "-s", "-D", cluster / "data", "-l", cluster / "log"]
    owner = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
    subprocess.run([*owner, *words, "-o", options], cwd="/", check=True)
