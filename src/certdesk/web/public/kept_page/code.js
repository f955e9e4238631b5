/* Takes the text of a letter's QR code apart: rules/offline_code.py says the same in Python. */
(function () {
  "use strict";
  var DOMAIN = "certdesk-offline/1\n";
  var LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  var SIGNATURE = 64, HEAD = 8, FIELDS = 3;

  function bytesOf(text) {
    var bits = 0, held = 0, out = [];
    for (var i = 0; i < text.length; i += 1) {
      var value = LETTERS.indexOf(text[i]);
      if (value < 0) { return null; }
      held = (held << 5) | value;
      bits += 5;
      if (bits >= 8) {
        bits -= 8;
        out.push((held >> bits) & 255);
        held &= (1 << bits) - 1;
      }
    }
    return new Uint8Array(out);
  }

  function fieldsOf(body) {
    var at = HEAD, fields = [];
    for (var i = 0; i < FIELDS; i += 1) {
      var length = body[at];
      if (length === undefined || at + 1 + length > body.length) { return null; }
      fields.push(new TextDecoder("utf-8", {fatal: true}).decode(body.slice(at + 1, at + 1 + length)));
      at += 1 + length;
    }
    return at === body.length ? fields : null;
  }

  function hex(bytes) {
    return Array.from(bytes, function (byte) { return byte.toString(16).padStart(2, "0"); }).join("");
  }

  /* What a text says, or null when it is no code, or not the whole of one. */
  function take(text) {
    var parts = text.trim().replace(/\/+$/, "").split("/");
    var raw = bytesOf(parts[parts.length - 1].toUpperCase());
    if (!raw || raw.length < SIGNATURE + HEAD + FIELDS || raw[0] !== 1) { return null; }
    var body = raw.slice(0, raw.length - SIGNATURE), fields = null;
    try { fields = fieldsOf(body); } catch (notText) { return null; }
    if (!fields) { return null; }
    var prefix = new TextEncoder().encode(DOMAIN);
    var signed = new Uint8Array(prefix.length + body.length);
    signed.set(prefix);
    signed.set(body, prefix.length);
    return {
      specimen: (body[1] & 1) === 1,
      key: hex(body.slice(2, 6)),
      day: new Date(Date.UTC(2000, 0, 1 + body[6] * 256 + body[7])).toISOString().slice(0, 10),
      number: fields[0], holder: fields[1], certificate: fields[2],
      signed: signed, signature: raw.slice(raw.length - SIGNATURE)
    };
  }

  window.offlineCode = {take: take};
})();
