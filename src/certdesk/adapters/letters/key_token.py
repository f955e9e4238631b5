"""A signing key in a token or HSM behind PKCS#11, which never gives it out."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pkcs11
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from pkcs11.exceptions import PinExpired, PinIncorrect, PinInvalid, PinLenRange, PinLocked, PKCS11Error
from pkcs11.exceptions import UserAlreadyLoggedIn as LoggedIn
from pkcs11.util.ec import encode_ecdsa_signature

from certdesk.adapters.letters.signing_keys import OpenedKey
from certdesk.ports.signer import SigningUnavailable

_PIN_REFUSED = (PinIncorrect, PinInvalid, PinLenRange, PinLocked, PinExpired)
_TROUBLE = (PKCS11Error, RuntimeError, OSError)


@dataclass(frozen=True, slots=True)
class KeyToken:
    """Where the key lies: module, token and label; its certificates lie in a PEM file, its own first."""

    module: Path
    token: str
    label: str
    pin: str = field(repr=False)
    certificates: Path

    def open(self) -> OpenedKey:
        """Read the certificates; the token itself is asked at the first signature, so that pages never sign in to it.

        Raises:
            SigningUnavailable: the certificates cannot be read.
        """
        try:
            own, *chain = x509.load_pem_x509_certificates(self.certificates.read_bytes())
        except (OSError, ValueError) as problem:
            raise SigningUnavailable("读不到签名证书文件，请系统管理员检查证书的位置和内容。") from problem
        return TokenKey(self, own, tuple(chain))


class TokenKey:
    """A key that stays in its token: one session, used by one thread at a time, opened anew after trouble."""

    def __init__(self, place: KeyToken, certificate: x509.Certificate, chain: Sequence[x509.Certificate]) -> None:
        self.certificate = certificate
        self.chain = chain
        self._place = place
        self._alone = threading.Lock()
        self._session: Any = None
        self._key: Any = None
        self._pin_refused = False

    def sign(self, data: bytes) -> bytes:
        """Let the token sign ``data`` with SHA-256.

        Raises:
            SigningUnavailable: the token cannot be reached, does not answer, or refuses the PIN.
        """
        with self._alone:
            if self._key is None:
                self._sign_in()
            try:
                return self._signature(data)
            except _TROUBLE as problem:
                self._sign_out()
                words = "签名设备没有响应，请系统管理员检查；文书已保留，恢复后会再次签名。"
                raise SigningUnavailable(words) from problem

    def _signature(self, data: bytes) -> bytes:
        if isinstance(self.certificate.public_key(), rsa.RSAPublicKey):
            return bytes(self._key.sign(data, mechanism=pkcs11.Mechanism.SHA256_RSA_PKCS))
        digest = hashes.Hash(hashes.SHA256())
        digest.update(data)
        return bytes(encode_ecdsa_signature(self._key.sign(digest.finalize(), mechanism=pkcs11.Mechanism.ECDSA)))

    def _sign_in(self) -> None:
        """Open a session and find the key. A refused PIN is never offered again: a few tries would lock the token."""
        if self._pin_refused:
            raise SigningUnavailable("签名设备不接受口令（PIN），为免锁死不再重试，请系统管理员更正后重新启动。")
        try:
            token = pkcs11.lib(str(self._place.module)).get_token(token_label=self._place.token)
            self._session = self._session_of(token)
            self._key = self._session.get_key(object_class=pkcs11.ObjectClass.PRIVATE_KEY, label=self._place.label)
        except _PIN_REFUSED as problem:
            self._pin_refused = True
            raise SigningUnavailable("签名设备不接受口令（PIN），请系统管理员更正后重新启动。") from problem
        except _TROUBLE as problem:
            self._sign_out()
            raise SigningUnavailable("签名设备无法使用，请系统管理员检查设备、标签和口令。") from problem

    def _session_of(self, token: Any) -> Any:
        try:
            return token.open(user_pin=self._place.pin)
        except LoggedIn:  # this process is signed in already, and that counts for all its sessions
            return token.open()

    def _sign_out(self) -> None:
        session, self._session, self._key = self._session, None, None
        try:
            if session is not None:
                session.close()
        except _TROUBLE:  # gone already, with whatever held it
            return
