"""Pictures a second with one and two processes, and memory over many of them, beside rapidocr's own pipeline.

    python -m bench.readers [--pictures N] [--processes 1 2] [--peer]

Each process reads N pictures of ``bench.unseen`` (drawn beforehand, in random order, materials only) and tells its
memory after each fifth. ``--peer`` lets ``rapidocr.RapidOCR()`` read the same pictures in the same run.
"""

import argparse
import multiprocessing
import os
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
from bench.unseen import pictures
from rapidocr import RapidOCR

from certdesk.adapters.pictures.reader import PictureReader, openvino_reader

FIFTHS = 5
PEOPLE = 4
Read = Callable[[bytes], object]


def main() -> int:
    """Draw, read, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pictures", type=int, default=40, help="for each process")
    parser.add_argument("--processes", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--peer", action="store_true")
    parser.add_argument("--openvino", action="store_true", help="where it is installed")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for index in range(PEOPLE):
            for name, content, truth in pictures(900 + index):
                if truth[0]["kind"] != "other":
                    (Path(folder) / name.replace("/", " ")).write_bytes(content)
        chosen = {"certdesk": True, "certdesk with openvino": options.openvino, "rapidocr": options.peer}
        for name in (name for name, wanted in chosen.items() if wanted):
            for count in options.processes:
                _measure(name, count, options.pictures, folder)
    return 0


def _measure(name: str, processes: int, each: int, folder: str) -> None:
    """Start the processes together, once all of them are warm."""
    context = multiprocessing.get_context("spawn")
    barrier, results = context.Barrier(processes), context.Queue()
    workers = [
        context.Process(target=_work, args=(name, number, each, folder, barrier, results))
        for number in range(processes)
    ]
    for worker in workers:
        worker.start()
    found = [results.get() for _ in workers]
    for worker in workers:
        worker.join()
    longest = max(took for took, _cpu, _memory in found)
    cpu = sum(cpu for _took, cpu, _memory in found) / (processes * each)
    print(
        f"{name}, {processes} process(es): {processes * each / longest:.2f} pictures/s, {cpu:.2f} s of processor each"
    )
    for _took, _cpu, memory in found:
        print(f"    memory in MB after each fifth, and the most: {memory}")


def _work(name: str, number: int, each: int, folder: str, barrier: object, results: object) -> None:
    read = READERS[name]()
    paths = sorted(Path(folder).iterdir())
    order = random.Random(number).choices(paths, k=each)  # noqa: S311  # a seed, not a secret
    read(order[0].read_bytes())  # loads the models
    barrier.wait()  # type: ignore[attr-defined]
    began, cpu, memory = time.perf_counter(), time.process_time(), []
    for place, path in enumerate(order, 1):
        read(path.read_bytes())
        if place % max(1, each // FIFTHS) == 0:
            memory.append(_resident())
    took, spent = time.perf_counter() - began, time.process_time() - cpu
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    results.put((took, spent, [*memory, most]))  # type: ignore[attr-defined]


def _resident() -> int:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") // 1024 // 1024


def _ours() -> Read:
    return PictureReader().read


def _quicker() -> Read:
    return openvino_reader().read


def _theirs() -> Read:
    cv2.setNumThreads(1)
    engine = RapidOCR(params={"Global.log_level": "error", "EngineConfig.onnxruntime.intra_op_num_threads": 1})

    def read(content: bytes) -> object:
        return engine(cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_COLOR))

    return read


READERS: dict[str, Callable[[], Read]] = {"certdesk": _ours, "certdesk with openvino": _quicker, "rapidocr": _theirs}


if __name__ == "__main__":
    sys.exit(main())
