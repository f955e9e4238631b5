"""Letters: set with typst as PDF/A-2u, signed with PAdES, checked again without any network."""

from certdesk.adapters.letters.key_token import KeyToken
from certdesk.adapters.letters.pades_signer import PadesSigner
from certdesk.adapters.letters.rehearsal_keys import RehearsalKeys, create_rehearsal_keys
from certdesk.adapters.letters.signature_checker import PyhankoChecker
from certdesk.adapters.letters.signing_keys import KeyFile
from certdesk.adapters.letters.stamping import Stamping
from certdesk.adapters.letters.typst_typesetter import TypstTypesetter

__all__ = [
    "KeyFile",
    "KeyToken",
    "PadesSigner",
    "PyhankoChecker",
    "RehearsalKeys",
    "Stamping",
    "TypstTypesetter",
    "create_rehearsal_keys",
]
