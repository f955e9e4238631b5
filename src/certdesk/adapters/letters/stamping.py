"""Time-stamps (RFC 3161) and the revocation lists that a long-lived signature carries with it."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from asn1crypto import crl as asn1_crl
from asn1crypto import pem
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from pyhanko.sign.timestamps.requests_client import RequestsHTTPTimeStamper

from certdesk.adapters.letters.signing_keys import as_asn1
from certdesk.ports.signer import SigningUnavailable

log = logging.getLogger(__name__)

SECONDS = 10  # to wait for the service


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamping:
    """A time-stamping service; with revocation lists at hand, signatures carry what proves them (B-LT), else B-T.

    ``crls`` are files that the operator keeps current, PEM or DER, of the authorities of signer and service.
    """

    url: str
    roots: Sequence[Path] = ()
    crls: Sequence[Path] = ()

    @property
    def level(self) -> str:
        """The PAdES level that signatures reach with it."""
        return "B-LT" if self.crls else "B-T"

    def service(self) -> RequestsHTTPTimeStamper:
        """Return the client of the service."""
        return RequestsHTTPTimeStamper(self.url, timeout=SECONDS)  # type: ignore[no-untyped-call]


def certificates_in(paths: Sequence[Path]) -> list[asn1_x509.Certificate]:
    """Return the certificates of some PEM files."""
    return [as_asn1(each) for path in paths for each in x509.load_pem_x509_certificates(path.read_bytes())]


def crls_in(paths: Sequence[Path]) -> list[asn1_crl.CertificateList]:
    """Read revocation lists.

    Raises:
        SigningUnavailable: one cannot be read.
    """
    try:
        return [asn1_crl.CertificateList.load(_der(path.read_bytes())) for path in paths]
    except (OSError, ValueError) as problem:
        raise SigningUnavailable("读不到证书吊销列表（CRL），请系统管理员更新列表文件。") from problem


class RevocationLists:
    """Lists that somebody else keeps current: read anew when a file has changed, the last good ones kept meanwhile."""

    def __init__(self, paths: Sequence[Path]) -> None:
        self._paths = tuple(paths)
        self._seen: object = None
        self._lists: Sequence[asn1_crl.CertificateList] = ()

    def current(self) -> Sequence[asn1_crl.CertificateList]:
        """Return the newest lists that can be read; none at all is better than no answer to whoever verifies."""
        seen = [_mark_of(path) for path in self._paths]
        if seen != self._seen:
            self._seen = seen
            try:
                self._lists = crls_in(self._paths)
            except SigningUnavailable:
                log.exception("a revocation list cannot be read; going on with %d older ones", len(self._lists))
        return self._lists


def _mark_of(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size


def _der(raw: bytes) -> bytes:
    return bytes(pem.unarmor(raw)[2]) if pem.detect(raw) else raw
