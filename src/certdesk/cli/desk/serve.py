"""``certdesk serve``: the web server, and with ``--with-worker`` the worker beside it."""

import os
import signal
import socket
import subprocess
import sys
import time
from argparse import Namespace
from types import FrameType

from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from certdesk.cli.output import complain, say
from certdesk.cli.parser import Parser
from certdesk.sealing.fields import desk_keys

GRACE_SECONDS = 10
RESTART_PAUSE_SECONDS = 1.0
LOOK_EVERY_SECONDS = 0.2
BASE_URL = "CERTDESK_BASE_URL"
THREADS = 2 * (os.cpu_count() or 1)  # per web process: more would only wait for the database
WAITING = 256  # requests a process holds before it tells the next ones to come back


def add_arguments(parser: Parser) -> None:
    """Declare address, processes, and the worker."""
    parser.add_argument("--host", default="127.0.0.1", help="监听地址（默认 127.0.0.1）")
    parser.add_argument("--port", type=int, default=8000, help="端口（默认 8000）")
    parser.add_argument("--processes", type=int, default=1, help="网页进程数（默认 1）")
    parser.add_argument("--with-worker", action="store_true", help="同时启动后台任务")


def run(args: Namespace) -> int:
    """Start everything, restart what dies, stop cleanly on Ctrl-C or SIGTERM; 1 when the port is taken."""
    desk_keys()  # a desk that is not set up says so here, once
    if _has_pending_migrations():
        complain("数据库还不是最新的。请先运行 certdesk setup。")
        return 1
    if _taken(args.host, args.port):
        complain(f"端口{args.port}已被占用：可能已有一个服务在运行。请先停止它，或用 --port 换一个端口。")
        return 1
    commands = {"网页服务": _server(args)}
    if args.with_worker:
        commands["后台任务"] = [sys.executable, "-m", "certdesk", "worker"]
    listening = f"http://{args.host}:{args.port}"
    base = os.environ.setdefault(BASE_URL, listening).rstrip("/")
    if base != listening:
        say(f"本机监听 {listening}，对外地址是 {base}。")
    say(f"请在浏览器打开 {base}/ （申请入口） 和 {base}/desk/ （工作台）")
    say("按 Ctrl-C 停止。")
    return Supervisor(commands).run()


def _has_pending_migrations() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _taken(host: str, port: int) -> bool:
    """Tell whether somebody listens there already."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return True
    return False


def _server(args: Namespace) -> list[str]:
    return [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", args.host, "--port", str(args.port),
        "--workers", str(args.processes), "--no-access-log", "--log-level", "warning",
        "--workers-kill-timeout", "5",
        "--blocking-threads", str(THREADS), "--backpressure", str(WAITING), "certdesk.config.wsgi:application",
    ]  # fmt: skip


class Supervisor:
    """Keeps a few processes running until it is told to stop."""

    def __init__(self, commands: dict[str, list[str]]) -> None:
        self._commands = commands
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self._stopping = False

    def run(self) -> int:
        """Start all, watch all, stop all."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._stop)
        for name in self._commands:
            self._start(name)
        while not self._stopping:
            time.sleep(LOOK_EVERY_SECONDS)
            self._restart_the_dead()
        return self._end()

    def _start(self, name: str) -> None:
        # A session of its own: Ctrl-C reaches the supervisor alone, which then stops the others in order.
        self._running[name] = subprocess.Popen(self._commands[name], start_new_session=True)  # noqa: S603  # our own

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self._stopping = True

    def _restart_the_dead(self) -> None:
        for name, process in list(self._running.items()):
            if process.poll() is not None and not self._stopping:
                say(f"{name}意外停止（退出码 {process.returncode}），正在重新启动。")
                time.sleep(RESTART_PAUSE_SECONDS)
                self._start(name)

    def _end(self) -> int:
        say("正在停止……")
        for process in self._running.values():
            process.send_signal(signal.SIGTERM)
        for process in self._running.values():
            try:
                process.wait(GRACE_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        say("已停止。")
        return 0
