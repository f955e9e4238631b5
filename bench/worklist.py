"""How long the questions and the pages of the desk take when it has many cases.

Run it as ``python -m bench worklist``. The bar for pages is p50/p95/p99 of at most 50/150/300 ms.
"""

import argparse
import math
import random
import time
from collections.abc import Callable

from bench import place
from bench.crowd import FIRST, ROOM, Copy, fill
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection
from django.db.models import Count
from django.test import Client

from certdesk.cases import queries
from certdesk.cases.models import Case
from certdesk.cases.queries import Place
from certdesk.rules.lifecycle import State
from certdesk.rules.permissions import Role
from certdesk.wiring import desk

PAGE = 51
TODO = (State.RECEIVED, State.ACCEPTED, State.DECIDED, State.ISSUED)
OFFICE = frozenset({"00"})
BARS = {50: 50, 95: 150, 99: 300}  # percentile: milliseconds


def main() -> None:
    """Fill a desk, ask everything many times, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--times", type=int, default=300)
    arguments = parser.parse_args()
    began = time.perf_counter()
    fill(arguments.cases, place.staff("officer", Role.OFFICER), place.staff("approver", Role.APPROVER))
    print(f"{place.DATABASE}: {_size()}; filled in {time.perf_counter() - began:.0f} s")
    print(f"{'milliseconds':34}{'p50':>8}{'p95':>8}{'p99':>8}{'queries':>9}")
    dice = random.Random(1)  # noqa: S311 - no secret is made of it
    for name, ask in _questions(arguments.cases, dice).items():
        measure(name, ask, arguments.times)


def _size() -> str:
    states = Case.objects.order_by().values_list("state").annotate(Count("pk"))
    found = dict(states)
    open_cases = sum(found.get(state.value, 0) for state in (*TODO, State.AWAITING_SUPPLEMENT))
    return f"{sum(found.values()):,} cases, {open_cases:,} of them open"


def _questions(count: int, dice: random.Random) -> dict[str, Callable[[], object]]:
    """Return what is asked, each time of another case."""
    today = desk().guide.local_date(desk().clock.now())
    call_command("collectstatic", interactive=False, verbosity=0)
    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.get(username="officer"), "django.contrib.auth.backends.ModelBackend")

    def one() -> Copy:
        while (copy := Copy(dice.randrange(FIRST, FIRST + count))).office not in OFFICE:
            pass
        return copy

    def get(path: str) -> object:
        return _answered(client.get(path))

    def find(text: str) -> object:
        return _found(queries.search(OFFICE, text))

    return {
        "worklist, first page": lambda: queries.worklist(OFFICE, TODO, size=PAGE),
        "worklist, a page further on": lambda: queries.worklist(OFFICE, TODO, after=Place(today, one().number * ROOM)),
        "worklist, closed cases": lambda: queries.closed_list(OFFICE, size=PAGE),
        "tally": lambda: queries.tally(OFFICE, today),
        "search by reference": lambda: find(one().reference),
        "search by certificate number": lambda: find(one().person.certificate_number),
        "search by ID number": lambda: find(one().person.id_number),
        "search by telephone": lambda: find(one().telephone),
        "search by mail address": lambda: find(one().email),
        "page: worklist": lambda: get("/desk/"),
        "page: closed cases": lambda: get("/desk/?tab=closed"),
        "page: search by ID number": lambda: _answered(client.post("/desk/search/", {"q": one().person.id_number})),
        "page: one case": lambda: get(f"/desk/case/{one().reference}/"),
    }


def _found(cases: list[Case]) -> list[Case]:
    if not cases:
        raise LookupError("the search did not find its case")
    return cases


def _answered(response: object) -> object:
    if response.status_code != 200:  # type: ignore[attr-defined]
        raise LookupError(f"a page answered {response.status_code}")  # type: ignore[attr-defined]
    return response


def measure(name: str, ask: Callable[[], object], times: int) -> None:
    """Ask that many times and print a line; the first time does not count."""
    seen: list[str] = []
    with connection.execute_wrapper(lambda execute, sql, *rest: seen.append(sql) or execute(sql, *rest)):
        ask()
    took = sorted(_milliseconds(ask) for _ in range(times))
    cells = "".join(f"{took[math.ceil(len(took) * percent / 100) - 1]:8.1f}" for percent in BARS)
    print(f"{name:34}{cells}{len(seen):9}", flush=True)


def _milliseconds(ask: Callable[[], object]) -> float:
    began = time.perf_counter()
    ask()
    return (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    main()
