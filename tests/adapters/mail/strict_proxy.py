"""A relay that behaves like 163.com before a real server: no folder opens before ID, and connections can break."""

import contextlib
import socket
import threading
from collections.abc import Iterator


class StrictProxy:
    """Relays IMAP line by line upward, byte by byte downward."""

    def __init__(self, upstream: int) -> None:
        self._upstream = upstream
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        self.commands: list[str] = []
        self.identified = 0
        self.cuts_left = 0  # so many bodies break off half-way
        self.cut_after = 400
        self._open: list[socket.socket] = []
        self._closing = False
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        self._closing = True
        for found in [self._listener, *self._open]:
            with contextlib.suppress(OSError):
                found.shutdown(socket.SHUT_RDWR)
            found.close()

    def _accept(self) -> None:
        while not self._closing:
            try:
                client, _ = self._listener.accept()
                server = socket.create_connection(("127.0.0.1", self._upstream))
            except OSError:
                continue
            self._open += [client, server]
            state = {"identified": False, "fetching": False}
            threading.Thread(target=self._upward, args=(client, server, state), daemon=True).start()
            threading.Thread(target=self._downward, args=(server, client, state), daemon=True).start()

    def _upward(self, client: socket.socket, server: socket.socket, state: dict[str, bool]) -> None:
        with contextlib.suppress(OSError, ValueError), client.makefile("rb") as lines:
            for line in lines:
                words = line.split()
                verb = words[1].upper().decode("ascii", "replace") if len(words) > 1 else ""
                self.commands.append("UID FETCH" if b"FETCH" in line.upper() else verb)
                if verb == "ID":
                    state["identified"] = True
                    self.identified += 1
                state["fetching"] = b"BODY.PEEK[]" in line.upper()
                if verb in {"SELECT", "EXAMINE"} and not state["identified"]:
                    client.sendall(words[0] + b" NO SELECT Unsafe Login. Please contact kefu@188.com for help\r\n")
                    continue
                server.sendall(line)
        _close(client, server)

    def _downward(self, server: socket.socket, client: socket.socket, state: dict[str, bool]) -> None:
        with contextlib.suppress(OSError):
            while data := server.recv(65_536):
                if state["fetching"] and self.cuts_left and len(data) > self.cut_after:
                    self.cuts_left -= 1
                    client.sendall(data[: self.cut_after])
                    break
                client.sendall(data)
        _close(client, server)


def _close(*sockets: socket.socket) -> None:
    for found in sockets:
        with contextlib.suppress(OSError):
            found.shutdown(socket.SHUT_RDWR)
        found.close()


@contextlib.contextmanager
def strict_proxy(upstream: int) -> Iterator[StrictProxy]:
    proxy = StrictProxy(upstream)
    try:
        yield proxy
    finally:
        proxy.close()
