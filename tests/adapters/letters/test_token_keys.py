"""Keys in a token behind PKCS#11 (SoftHSM): they sign as files do, and never leave it."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from tests.adapters.letters import samples
from tests.adapters.letters.authority import Authority

from certdesk.adapters.letters import KeyToken, PadesSigner, PyhankoChecker
from certdesk.ports.signer import SigningUnavailable

MODULES = ("/usr/lib/softhsm/libsofthsm2.so", "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so")
PIN = "4711"


@pytest.fixture(scope="module")
def module() -> Path:
    found = next((Path(path) for path in MODULES if Path(path).exists()), None)
    if found is None or shutil.which("softhsm2-util") is None:
        reason = "SoftHSM is not installed (Debian: softhsm2)"
        pytest.fail(reason) if os.environ.get("CI") == "true" else pytest.skip(reason)
    return found


@pytest.fixture(scope="module")
def token(module, tmp_path_factory) -> KeyToken:
    """A token with one key, its certificates beside it."""
    folder = tmp_path_factory.mktemp("token")
    (folder / "tokens").mkdir()
    (folder / "softhsm2.conf").write_text(f"directories.tokendir = {folder / 'tokens'}\nlog.level = ERROR\n")
    os.environ["SOFTHSM2_CONF"] = str(folder / "softhsm2.conf")  # the module reads it when it is first loaded
    authority = Authority(folder, samples.AT - timedelta(days=30))
    issued = authority.signer()
    pem = serialization.Encoding.PEM
    key = issued.key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "key.pem").write_bytes(key)
    own, above = (each.public_bytes(pem) for each in (issued.certificate, authority.own.certificate))
    (folder / "chain.pem").write_bytes(own + above)
    util = ["softhsm2-util", "--token", "desk", "--pin", PIN]
    subprocess.run(
        [*util[:1], "--init-token", "--free", "--label", "desk", "--pin", PIN, "--so-pin", "0000"],
        check=True,
        capture_output=True,
    )
    imported = [*util, "--import", str(folder / "key.pem"), "--label", "letters", "--id", "01"]
    subprocess.run(imported, check=True, capture_output=True)
    (folder / "key.pem").unlink()
    return KeyToken(module, "desk", "letters", PIN, folder / "chain.pem")


@pytest.fixture(scope="module")
def signer(token) -> PadesSigner:
    return PadesSigner(token, rehearsal=True)


def test_a_letter_signed_by_a_token_is_sound(token, signer, unsigned):
    signed = signer.sign(unsigned, at=samples.AT)
    assert signed.startswith(unsigned)
    assert PyhankoChecker([token.certificates.parent / "root.pem"]).check(signed).sound


def test_the_session_serves_many_letters(signer, unsigned):
    assert len({len(signer.sign(unsigned, at=samples.AT)) for _ in range(5)}) == 1


def test_the_identity_is_that_of_the_certificate(signer):
    assert "Test Letters" in signer.identity.subject
    assert signer.identity.not_before < samples.AT < signer.identity.not_after


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"pin": "0815"}, "签名设备无法使用"),
        ({"token": "other"}, "签名设备无法使用"),
        ({"label": "nothing"}, "签名设备无法使用"),
        ({"module": Path("/usr/lib/none.so")}, "签名设备无法使用"),
        ({"certificates": Path("/none.pem")}, "签名证书文件"),
    ],
)
def test_what_cannot_be_reached_is_said_and_no_secret_with_it(token, unsigned, change, words):
    with pytest.raises(SigningUnavailable, match=words) as caught:
        PadesSigner(replace(token, **change), rehearsal=True).sign(unsigned, at=samples.AT)
    assert PIN not in str(caught.value)
    assert PIN not in repr(token)


def test_a_token_that_went_away_is_opened_again_when_it_is_back(token, unsigned):
    """In a process of its own: a module cannot be loaded anew."""
    script = f"""
import json, sys, pkcs11
from datetime import datetime
from pathlib import Path
from certdesk.adapters.letters import KeyToken, PadesSigner
from certdesk.ports.signer import SigningUnavailable
token = KeyToken(Path({str(token.module)!r}), "desk", "letters", {PIN!r}, Path({str(token.certificates)!r}))
signer = PadesSigner(token, rehearsal=True)
pdf, at, said = Path(sys.argv[1]).read_bytes(), datetime.fromisoformat({samples.AT.isoformat()!r}), []
signer.sign(pdf, at=at)
signer._opened.key.session.close()
for _ in range(2):
    try:
        signer.sign(pdf, at=at)
        said.append("signed")
    except SigningUnavailable as why:
        said.append(str(why))
print(json.dumps(said))
"""
    file = token.certificates.parent / "letter.pdf"
    file.write_bytes(unsigned)
    done = subprocess.run([sys.executable, "-c", script, str(file)], capture_output=True, text=True, check=True)
    first, second = json.loads(done.stdout)
    assert "签名设备没有响应" in first
    assert second == "signed"
