"""Checkpoints in the form that other people's tools read (C2SP signed-note, tlog-checkpoint)."""

from base64 import b64encode

import pytest

from certdesk.rules import signed_note
from certdesk.rules.signed_note import Checkpoint, NotANote, NoteSignature, read_checkpoint, write_note

HEAD = Checkpoint(origin="desk.example/log", size=7, root=bytes(range(32)))
SIGNATURE = NoteSignature(name="desk.example/log", key_id=b"\1\2\3\4", signature=b"s" * 64)
NOTE = write_note(HEAD.text, [SIGNATURE])


def test_a_key_has_the_id_that_the_published_example_gives():
    """From the documentation of the Go package sumdb/note."""
    public = bytes.fromhex("1a5cd90714 3c384c41e830c5bce12aa8817ec5649aaabf2c31388b35b2d744d6".replace(" ", ""))
    name = "PeterNeumann"
    assert signed_note.key_id(name, public).hex() == "c74f20a3"
    assert signed_note.verifier_key(name, public) == f"{name}+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"


def test_a_checkpoint_is_three_lines_an_empty_one_and_a_signature():
    first, size, root, empty, signature = NOTE.splitlines()
    assert (first, size, root, empty) == ("desk.example/log", "7", b64encode(HEAD.root).decode(), "")
    assert signature.startswith("— desk.example/log AQIDBHNzc3")


def test_it_reads_back_as_it_was_written_also_with_the_line_ends_of_windows():
    for note in (NOTE, NOTE.replace("\n", "\r\n")):
        read = read_checkpoint(note)
        assert (read.checkpoint, read.text, read.signatures) == (HEAD, HEAD.text, (SIGNATURE,))


def test_further_signed_lines_and_a_second_signature_are_kept():
    witness = NoteSignature(name="witness", key_id=b"wwww", signature=b"w" * 64)
    read = read_checkpoint(write_note(HEAD.text + "extension\n", [SIGNATURE, witness]))
    assert read.text.endswith("extension\n")
    assert [each.name for each in read.signatures] == ["desk.example/log", "witness"]


@pytest.mark.parametrize(
    "note",
    [
        "",
        "only text",
        "origin\n1\n\n— a AQIDBHNz\n",
        NOTE.replace("desk.example/log\n7", "\n7"),
        NOTE.replace("\n7\n", "\nseven\n"),
        NOTE.replace("\n7\n", "\n07\n"),
        NOTE.replace("\n7\n", "\n٧\n"),
        NOTE.replace("AAEC", "A*EC"),
        NOTE.replace("— ", "- "),
        NOTE.replace("— desk.example/log ", "— "),
        HEAD.text + "\n— a AQIDBA==\n",
        HEAD.text + "\n",
        "x" * 20_000,
    ],
)
def test_anything_else_is_refused(note):
    with pytest.raises(NotANote):
        read_checkpoint(note)
