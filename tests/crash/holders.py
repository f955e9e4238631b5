"""Holders who send the form, and the server they send it to."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from threading import Event

from certdesk.adapters.specimens import SpecimenPerson, example_person

PATIENCE = 60
CSRF = "a" * 32  # a holder's browser has it from the form; here it is as good as any
BOUNDARY = "----certdesk"


class Server:
    """The web server as it is started for an office, in a process group of its own so that all of it can be killed."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        self._environment = environment
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until it answers."""
        words = ["-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(self.port)]
        quiet = ["--no-access-log", "--log-level", "critical", "certdesk.config.wsgi:application"]
        self._process = subprocess.Popen(
            [sys.executable, *words, *quiet], env=self._environment, start_new_session=True
        )
        end = time.monotonic() + PATIENCE
        while not self._answers():
            assert time.monotonic() < end, "the server does not start"
            time.sleep(0.02)

    def _answers(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request("OPTIONS", "/apply/lost/")
            return connection.getresponse().status == http.HTTPStatus.METHOD_NOT_ALLOWED
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def kill(self) -> None:
        """Kill it, with all its processes."""
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()


class Holder:
    """Sends one application after the other, each until it is answered, and every third once more."""

    def __init__(self, port: int, numbers: range) -> None:
        self.answers: dict[int, set[str]] = {}  # by application: the addresses of the pages it led to
        self.faults = 0
        self._port = port
        self._numbers = iter(numbers)

    def keep_sending(self, enough: Event) -> None:
        """Send until it is enough; what was begun is brought to its end."""
        while not enough.is_set():
            number = next(self._numbers)
            form = form_of(example_person(number))
            self.answers[number] = {self._send(form) for _ in range(2 if number % 3 == 0 else 1)}

    def _send(self, form: bytes) -> str:
        """Send the form as often as it takes, as somebody does whose page does not load."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            try:
                return self._post(form)
            except (OSError, http.client.HTTPException):
                self.faults += 1
                time.sleep(0.05)
        raise AssertionError("nobody answered the form")

    def _post(self, form: bytes) -> str:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=PATIENCE)
        headers = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}", "Cookie": f"csrftoken={CSRF}"}
        try:
            connection.request("POST", "/apply/lost/", form, headers)
            answer = connection.getresponse()
            body = answer.read()
        finally:
            connection.close()
        assert answer.status == http.HTTPStatus.FOUND, f"{answer.status}: {body.decode()[:2000]}"
        return answer.headers["Location"]


def form_of(person: SpecimenPerson) -> bytes:
    """Return the filled-in form with one picture; the others follow later."""
    fields = {
        "csrfmiddlewaretoken": CSRF,
        "name": person.name,
        "id_number": person.id_number,
        "certificate_number": person.certificate_number,
        "occupation": person.occupation,
        "method": "post",
        "telephone": "13900000001",
        "recipient": person.name,
        "address": person.address,
        "email": f"a{person.certificate_number}@example.com",
        "later": "on",
        "consent": "on",
    }
    parts = [f'name="{name}"\r\n\r\n{value}' for name, value in fields.items()]
    caption = f"id_portrait_side|name={person.name}|id_number={person.id_number}"
    parts.append(f'name="id_portrait_side"; filename="a.jpg"\r\nContent-Type: image/jpeg\r\n\r\n{caption}')
    whole = "".join(f"--{BOUNDARY}\r\nContent-Disposition: form-data; {part}\r\n" for part in parts)
    return f"{whole}--{BOUNDARY}--\r\n".encode()
