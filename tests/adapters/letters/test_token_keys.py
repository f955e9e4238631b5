"""Keys in a token behind PKCS#11 (SoftHSM): they sign as files do, and never leave it."""

import json
import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from tests.adapters.letters import samples
from tests.adapters.letters.authority import Authority, self_signed_p256

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
    made = ["softhsm2-util", "--init-token", "--free", "--label", "desk", "--pin", PIN, "--so-pin", "0000"]
    subprocess.run(made, check=True, capture_output=True)
    import_key(folder / "key.pem", "letters", "01")
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


@pytest.fixture
def in_a_process_of_its_own(token, unsigned):
    """Sign as often as said in a fresh process, where nobody is signed in to the token; return what came of each."""
    file = token.certificates.parent / "letter.pdf"
    file.write_bytes(unsigned)

    def run(pin: str, steps: str) -> list[str]:
        script = f"""
import json, sys
from datetime import datetime
from pathlib import Path
from certdesk.adapters.letters import KeyToken, PadesSigner
from certdesk.ports.signer import SigningUnavailable
token = KeyToken(Path({str(token.module)!r}), "desk", "letters", {pin!r}, Path({str(token.certificates)!r}))
signer = PadesSigner(token, rehearsal=True)
pdf, at, said = Path(sys.argv[1]).read_bytes(), datetime.fromisoformat({samples.AT.isoformat()!r}), []
def sign():
    try:
        signer.sign(pdf, at=at)
        said.append("signed")
    except SigningUnavailable as why:
        said.append(str(why))
{steps}
print(json.dumps(said))
"""
        done = subprocess.run([sys.executable, "-c", script, str(file)], capture_output=True, text=True, check=True)
        return json.loads(done.stdout)

    return run


def test_a_token_that_went_away_is_opened_again_when_it_is_back(in_a_process_of_its_own):
    first, second, third = in_a_process_of_its_own(PIN, "sign()\nsigner._opened._session.close()\nsign()\nsign()")
    assert (first, third) == ("signed", "signed")
    assert "签名设备没有响应" in second


def test_a_refused_pin_is_not_offered_again(in_a_process_of_its_own):
    """A real token locks itself after a few wrong ones, and a parked letter is tried for days."""
    first, *more = in_a_process_of_its_own("0815", "for _ in range(4): sign()")
    assert first == "签名设备不接受口令（PIN），请系统管理员更正后重新启动。"
    assert set(more) == {"签名设备不接受口令（PIN），为免锁死不再重试，请系统管理员更正后重新启动。"}


def test_pages_that_ask_whose_key_it_is_do_not_sign_in(in_a_process_of_its_own):
    (said,) = in_a_process_of_its_own("0815", "signer.identity\nsaid.append(repr(signer._opened._session))")
    assert said == "None"


def test_threads_take_turns(token, unsigned):
    signer = PadesSigner(token, rehearsal=True)
    checker = PyhankoChecker([token.certificates.parent / "root.pem"])
    with ThreadPoolExecutor(4) as pool:
        signed = list(pool.map(lambda _: signer.sign(unsigned, at=samples.AT), range(12)))
    assert all(checker.check(pdf).sound for pdf in signed)


def test_a_certificate_of_another_key_signs_nothing(token, unsigned):
    other = Authority(token.certificates.parent / "..", samples.AT - timedelta(days=30)).signer()
    path = token.certificates.with_name("other.pem")
    path.write_bytes(other.certificate.public_bytes(serialization.Encoding.PEM))
    with pytest.raises(SigningUnavailable, match="签名密钥与签名证书不相符"):
        PadesSigner(replace(token, certificates=path), rehearsal=True).sign(unsigned, at=samples.AT)


def test_an_elliptic_key_in_a_token_signs_too(token, unsigned, tmp_path):
    key, certificate = self_signed_p256()
    pem = serialization.Encoding.PEM
    content = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (tmp_path / "key.pem").write_bytes(content)
    (tmp_path / "chain.pem").write_bytes(certificate.public_bytes(pem))
    import_key(tmp_path / "key.pem", "elliptic", "02")
    signer = PadesSigner(replace(token, label="elliptic", certificates=tmp_path / "chain.pem"), rehearsal=True)
    assert PyhankoChecker([tmp_path / "chain.pem"]).check(signer.sign(unsigned, at=samples.AT)).sound


def import_key(path: Path, label: str, identity: str) -> None:
    command = ["softhsm2-util", "--token", "desk", "--pin", PIN, "--import", str(path), "--label", label, "--id"]
    subprocess.run([*command, identity], check=True, capture_output=True)
