/* Checks the code of a letter with the keys in this file. Nothing is sent anywhere. */
(function () {
  "use strict";
  var KEYS = JSON.parse(document.getElementById("keys").textContent);
  var DOMAIN = "certdesk-offline/1\n";
  var LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  var box = document.getElementById("code");
  var result = document.getElementById("result");

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

  function take(text) {
    var parts = text.trim().replace(/\/+$/, "").split("/");
    var raw = bytesOf(parts[parts.length - 1].toUpperCase());
    if (!raw || raw.length < 75 || raw[0] !== 1) { return null; }
    var body = raw.slice(0, raw.length - 64), at = 8, fields = [];
    for (var i = 0; i < 3; i += 1) {
      var length = body[at];
      if (length === undefined || at + 1 + length > body.length) { return null; }
      fields.push(new TextDecoder("utf-8", {fatal: true}).decode(body.slice(at + 1, at + 1 + length)));
      at += 1 + length;
    }
    if (at !== body.length) { return null; }
    var prefix = new TextEncoder().encode(DOMAIN);
    var signed = new Uint8Array(prefix.length + body.length);
    signed.set(prefix);
    signed.set(body, prefix.length);
    return {
      specimen: (body[1] & 1) === 1,
      key: Array.from(body.slice(2, 6), function (byte) { return byte.toString(16).padStart(2, "0"); }).join(""),
      day: new Date(Date.UTC(2000, 0, 1 + body[6] * 256 + body[7])).toISOString().slice(0, 10),
      number: fields[0], holder: fields[1], certificate: fields[2],
      signed: signed, signature: raw.slice(raw.length - 64)
    };
  }

  function show(kind, facts) {
    document.querySelectorAll("[data-verdict]").forEach(function (part) { part.hidden = part.dataset.verdict !== kind; });
    document.getElementById("facts").hidden = !facts;
    if (facts) {
      ["number", "holder", "certificate", "day"].forEach(function (name) {
        document.getElementById("fact-" + name).textContent = facts[name];
      });
      document.getElementById("specimen").hidden = !facts.specimen;
    }
    result.hidden = false;
  }

  function check() {
    var code = null;
    try { code = take(box.value); } catch (error) { code = null; }
    if (!code) { show("unread"); return; }
    var key = KEYS.filter(function (each) { return each.key_id === code.key; })[0];
    if (!key) { show("unknown"); return; }
    var served = (!key.not_before || key.not_before <= code.day) && (!key.not_after || code.day <= key.not_after);
    var open = Uint8Array.from(atob(key.public), function (sign) { return sign.charCodeAt(0); });
    window.ed25519.verifyAsync(code.signature, code.signed, open).then(function (good) {
      show(!good ? "bad" : served ? "good" : "undated", good && served ? code : null);
    }, function () { show("failed"); });
  }

  document.getElementById("check").addEventListener("submit", function (event) {
    event.preventDefault();
    check();
  });

  /* Where the browser can read QR codes, a photo of the letter will do. */
  var photo = document.getElementById("photo");
  if ("BarcodeDetector" in window) {
    document.getElementById("with-photo").hidden = false;
    photo.addEventListener("change", function () {
      createImageBitmap(photo.files[0]).then(function (picture) {
        return new window.BarcodeDetector({formats: ["qr_code"]}).detect(picture);
      }).then(function (found) {
        if (!found.length) { show("unread"); return; }
        box.value = found[0].rawValue;
        check();
      }, function () { show("unread"); });
    });
  }
})();
