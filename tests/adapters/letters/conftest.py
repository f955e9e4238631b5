from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest
from tests.adapters.letters import samples

from certdesk.adapters.letters import KeyFile, PadesSigner, PyhankoChecker, TypstTypesetter, create_rehearsal_keys

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture(scope="session")
def typesetter():
    return TypstTypesetter()


@pytest.fixture(scope="session")
def keys(tmp_path_factory):
    return create_rehearsal_keys(tmp_path_factory.mktemp("keys"), at=samples.AT, passphrase=samples.PASSPHRASE)


@pytest.fixture(scope="session")
def other_keys(tmp_path_factory):
    return create_rehearsal_keys(tmp_path_factory.mktemp("others"), at=samples.AT, passphrase=samples.PASSPHRASE)


@pytest.fixture(scope="session")
def signer(keys):
    return PadesSigner(KeyFile(keys.signer, samples.PASSPHRASE), rehearsal=True)


@pytest.fixture(scope="session")
def checker(keys):
    return PyhankoChecker([keys.root])


@pytest.fixture(scope="session")
def unsigned(typesetter):
    return typesetter.typeset(samples.LOST, at=samples.AT)


@pytest.fixture(scope="session")
def signed(signer, unsigned):
    return signer.sign(unsigned, at=samples.AT)


@pytest.fixture(scope="session")
def tool() -> Callable[..., str]:
    """Run a Debian tool and return what it says; CI has them all, a user's machine may not."""

    def run(name: str, *arguments: str | Path) -> str:
        if shutil.which(name) is None:
            reason = f"{name} is not installed (Debian: poppler-utils, qpdf, default-jdk-headless)"
            pytest.fail(reason) if os.environ.get("CI") == "true" else pytest.skip(reason)
        done = subprocess.run([name, *map(str, arguments)], capture_output=True, text=True, check=False)
        return done.stdout + done.stderr

    return run


@pytest.fixture
def text_of(tool, tmp_path) -> Callable[[bytes], str]:
    """Return a letter's text in the order of its content."""

    def extract(pdf: bytes) -> str:
        (tmp_path / "letter.pdf").write_bytes(pdf)
        return tool("pdftotext", "-raw", tmp_path / "letter.pdf", "-")

    return extract
