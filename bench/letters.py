"""Letters a second on one core: typeset with its QR code, signed, checked again; and memory over many of them.

Run it as ``python -m bench.letters [HOW_MANY]``; nothing else should run on the machine meanwhile.
"""

import argparse
import json
import math
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TypeVar

import pylopdf_fonts_zh_cn
from bench.holders import of_another_holder

from certdesk.adapters.letters import KeyFile, PadesSigner, PyhankoChecker, TypstTypesetter, create_rehearsal_keys
from certdesk.guide.load import load_guide
from certdesk.ports.typesetter import LetterKind, LetterRecord
from certdesk.stages.issue.wording import Wording, worded

PEER = os.environ.get("WEASYPRINT_PYTHON", sys.executable)  # a Python that has weasyprint, which this one has not
AT = datetime(2026, 9, 30, 2, 0, tzinfo=UTC)
PASSPHRASE = b"bench"
BAR = 25  # letters a second and core, registered too: here without the register's row
ROUNDS_OF_MEMORY = 5

Result = TypeVar("Result")

PLAIN = LetterRecord(
    kind=LetterKind.PROOF,
    letter_number="样证〔2026〕0001号",
    office_name="某省人事考试中心",
    office_telephones=("024-00000000",),
    holder_name="王小明",
    holder_sex="男",
    id_number="210102197803071234",
    certificate_number="1807000000303353",
    occupation="维修电工",
    direction="",
    level=3,
    certificate_issued_on=date(2018, 7, 1),
    body="某省职业技能鉴定中心",
    theory_score="82",
    practice_score="79.5",
    result="合格",
    business="lost",
    lookup_site="技能人才评价证书全国联网查询（zscx.osta.org.cn）",
    lookup_site_english="the national online look-up of skills certificates (zscx.osta.org.cn)",
    looked_up_on=date(2026, 9, 29),
    basis=("《国家职业资格目录（2021年版）》",),
    issued_on=date(2026, 9, 30),
    verify_url="https://certdesk.example.cn/v/ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    verify_code="ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    qr_text="HTTPS://CERTDESK.EXAMPLE.CN/V/" + "ABCDEFGHIJKLMNOP" * 12,
    specimen=True,
    english=False,
)
FORM = load_guide().letter_texts[PLAIN.kind.value]
RECORD = worded(PLAIN, Wording(form=FORM, version=0, texts=FORM.texts))


def main() -> None:
    """Make letters, each of another holder's certificate, and print what they cost."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("how_many", nargs="?", type=int, default=200)
    how_many = arguments.parse_args().how_many
    with tempfile.TemporaryDirectory() as folder:
        keys = create_rehearsal_keys(Path(folder), at=AT, passphrase=PASSPHRASE)
        signer = PadesSigner(KeyFile(keys.signer, PASSPHRASE), rehearsal=True)
        measure(how_many, TypstTypesetter(), signer, PyhankoChecker([keys.root]))
        compare(how_many, Path(folder), keys.signer)


def compare(how_many: int, folder: Path, p12: Path) -> None:
    """Let WeasyPrint and the stock signer make the same letter, in the same run."""
    record = folder / "record.json"
    record.write_text(json.dumps(asdict(RECORD), default=str, ensure_ascii=False))
    words = [record, p12, PASSPHRASE.decode(), pylopdf_fonts_zh_cn.serif_path(), max(10, how_many // 10)]
    subprocess.run([PEER, Path(__file__).with_name("peer_weasyprint.py"), *map(str, words)], check=False)


def measure(how_many: int, typesetter: TypstTypesetter, signer: PadesSigner, checker: PyhankoChecker) -> None:
    """Print the cost of each step, the rate of making, and the memory after each fifth."""
    costs: dict[str, list[float]] = {"typeset": [], "sign": [], "check": []}
    sizes, memory = [], []
    signer.sign(typesetter.typeset(RECORD, at=AT), at=AT)  # fonts and key are loaded once, not once a letter
    for number in range(how_many):
        record = replace(of_another_holder(RECORD, number), letter_number=f"样证〔2026〕{number}号")
        approved = timed(costs["typeset"], lambda record=record: typesetter.typeset(record, at=AT))
        signed = timed(costs["sign"], lambda approved=approved: signer.sign(approved, at=AT))
        finding = timed(costs["check"], lambda signed=signed: checker.check(signed))
        if not finding.sound:
            sys.exit(f"letter {number} is not sound: {finding.why}")
        sizes.append(len(signed))
        if (number + 1) % math.ceil(how_many / ROUNDS_OF_MEMORY) == 0:
            memory.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
    report(costs, sizes, memory)


def timed(costs: list[float], work: Callable[[], Result]) -> Result:
    """Do ``work`` and note its processor time, which the neighbours on the machine do not change."""
    began = time.process_time()
    result = work()
    costs.append(time.process_time() - began)
    return result


def report(costs: dict[str, list[float]], sizes: list[int], memory: list[int]) -> None:
    """Print a table for people."""
    for step, seconds in costs.items():
        in_order = sorted(seconds)
        p95 = in_order[math.ceil(len(in_order) * 0.95) - 1]
        print(
            f"{step:8} median {statistics.median(seconds) * 1000:6.1f} ms   p95 {p95 * 1000:6.1f} ms   (processor time)"
        )
    rate = len(sizes) / (sum(costs["typeset"]) + sum(costs["sign"]))
    print(f"letters typeset with QR and signed: {rate:.1f} /s a core (the bar is {BAR})")
    print(f"size: median {statistics.median(sizes) / 1000:.0f} kB; peak memory in MB after each fifth: {memory}")


if __name__ == "__main__":
    main()
