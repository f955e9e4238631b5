"""pyHanko drives an event loop of its own, and no thread can drive two."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Result = TypeVar("Result")


def outside_any_loop(work: Callable[[], Result]) -> Result:
    """Do ``work`` here, or in a thread beside this one when an event loop already runs in it."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return work()
    with ThreadPoolExecutor(1) as beside:
        return beside.submit(work).result()
