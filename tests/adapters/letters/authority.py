"""An authority of its own for tests: signer, time-stamping service, revocation lists, and keys that come and go."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

from asn1crypto import keys as asn1_keys
from asn1crypto import tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

YEAR = timedelta(days=365)
PASSPHRASE = b"authority"


@dataclass
class Issued:
    """A key with its certificate."""

    key: rsa.RSAPrivateKey
    certificate: x509.Certificate


@dataclass
class Authority:
    """A root that issues signers and time-stamping services, and says which of them it has revoked."""

    folder: Path
    start: datetime
    own: Issued = field(init=False)
    revoked: dict[int, datetime] = field(default_factory=dict)

    def __post_init__(self) -> None:
        key = rsa.generate_private_key(65537, 2048)
        unsigned = self._unsigned("Test Root", "Test Root", key, self.start, 20 * YEAR)
        certificate = (
            unsigned.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(_usage(authority=True), critical=True)
            .sign(key, hashes.SHA256())
        )
        self.own = Issued(key, certificate)
        self.root = self.folder / "root.pem"
        self.root.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))

    def signer(self, *, days: int = 3650) -> Issued:
        """Issue a certificate for letters."""
        return self._issue("Test Letters", days, [x509.ObjectIdentifier("1.3.6.1.5.5.7.3.36")], critical=False)

    def stamper(self) -> Issued:
        """Issue a certificate for time-stamps."""
        return self._issue("Test Time Stamps", 3650, [ExtendedKeyUsageOID.TIME_STAMPING], critical=True)

    def _issue(self, name: str, days: int, purposes: list[x509.ObjectIdentifier], *, critical: bool) -> Issued:
        key = rsa.generate_private_key(65537, 2048)
        unsigned = self._unsigned(name, "Test Root", key, self.start, timedelta(days=days))
        certificate = (
            unsigned.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(_usage(authority=False), critical=True)
            .add_extension(x509.ExtendedKeyUsage(purposes), critical=critical)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(self.own.key.public_key()), critical=False
            )
            .sign(self.own.key, hashes.SHA256())
        )
        return Issued(key, certificate)

    @staticmethod
    def _unsigned(
        subject: str, issuer: str, key: rsa.RSAPrivateKey, start: datetime, lasts: timedelta
    ) -> x509.CertificateBuilder:
        return (
            x509.CertificateBuilder()
            .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, subject)]))
            .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer)]))
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(start)
            .not_valid_after(start + lasts)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        )

    def revoke(self, issued: Issued, at: datetime) -> None:
        """Put a certificate on the next list."""
        self.revoked[issued.certificate.serial_number] = at

    def crl(self, at: datetime) -> Path:
        """Write a revocation list of this moment, good for a year."""
        builder = x509.CertificateRevocationListBuilder().issuer_name(self.own.certificate.subject)
        builder = builder.last_update(at).next_update(at + YEAR)
        for serial, moment in self.revoked.items():
            entry = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(moment).build()
            builder = builder.add_revoked_certificate(entry)
        aki = x509.AuthorityKeyIdentifier.from_issuer_public_key(self.own.key.public_key())
        signed = builder.add_extension(aki, critical=False).sign(self.own.key, hashes.SHA256())
        path = self.folder / "list.crl"
        path.write_bytes(signed.public_bytes(serialization.Encoding.PEM))
        return path

    def p12(self, issued: Issued, name: str = "signer.p12") -> Path:
        """Write a key file."""
        encryption = serialization.BestAvailableEncryption(PASSPHRASE)
        path = self.folder / name
        path.write_bytes(
            pkcs12.serialize_key_and_certificates(
                b"test", issued.key, issued.certificate, [self.own.certificate], encryption
            )
        )
        return path


def _usage(*, authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not authority,
        content_commitment=not authority,
        key_cert_sign=authority,
        crl_sign=authority,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


class StampService:
    """A time-stamping service (RFC 3161) over HTTP, whose clock the test sets."""

    def __init__(self, authority: Authority, at: datetime) -> None:
        self.at, self.broken = at, False
        self.garble: Callable[[bytes], bytes] = lambda reply: reply
        issued = authority.stamper()
        store = SimpleCertificateStore()
        store.register_multiple([_asn1(authority.own.certificate)])
        der = issued.key.private_bytes(
            serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        self._certificate, self._store = _asn1(issued.certificate), store
        self._key = asn1_keys.PrivateKeyInfo.load(der)
        self.url = ""

    def answer(self, request: bytes) -> bytes:
        """Stamp what is asked for."""
        stamper = DummyTimeStamper(self._certificate, self._key, self._store, fixed_dt=self.at)
        return stamper.request_tsa_response(tsp.TimeStampReq.load(request)).dump()

    @contextmanager
    def running(self) -> Iterator["StampService"]:
        """Serve on a port of this machine."""
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                if service.broken:
                    self.send_error(503)
                    return
                content = service.garble(service.answer(body))
                self.send_response(200)
                self.send_header("Content-Type", "application/timestamp-reply")
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_args: object) -> None:
                pass

        server = HTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{server.server_address[1]}/"
        try:
            yield self
        finally:
            server.shutdown()
            server.server_close()


def _asn1(certificate: x509.Certificate) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER))


def self_signed_p256() -> tuple[ec.EllipticCurvePrivateKey, x509.Certificate]:
    """Make a key on P-256 with its own certificate, valid for the year 2026."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "P-256")])
    usage = dict.fromkeys(
        ("key_encipherment", "data_encipherment", "key_agreement", "key_cert_sign", "crl_sign"), False
    )
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(datetime(2026, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2027, 1, 1, tzinfo=UTC))
        .add_extension(
            x509.KeyUsage(
                digital_signature=True, content_commitment=True, encipher_only=False, decipher_only=False, **usage
            ),
            critical=True,
        )
        .sign(key, hashes.SHA256())
    )
    return key, certificate
