/* Checks an Ed25519 signature: by the browser itself, and where it cannot, by noble-ed25519 with the SHA-512 below. */
(function () {
  "use strict";
  var WORD = (1n << 64n) - 1n;

  function primes(count) {
    var found = [];
    for (var n = 2n; found.length < count; n += 1n) {
      if (found.every(function (prime) { return n % prime; })) { found.push(n); }
    }
    return found;
  }

  /* The first 64 bits after the point of the root of a prime: SHA-512's constants (FIPS 180-4). */
  function rootOf(prime, degree) {
    var wanted = prime << (64n * degree), low = 0n, high = 1n << 72n;
    while (high - low > 1n) {
      var middle = (low + high) >> 1n;
      if (middle ** degree <= wanted) { low = middle; } else { high = middle; }
    }
    return low & WORD;
  }

  function turned(word, by) { return ((word >> by) | (word << (64n - by))) & WORD; }

  function padded(message) {
    var length = Math.ceil((message.length + 17) / 128) * 128, out = new Uint8Array(length);
    out.set(message);
    out[message.length] = 128;
    new DataView(out.buffer).setBigUint64(length - 8, BigInt(message.length) * 8n);
    return new DataView(out.buffer);
  }

  function scheduleOf(view, start) {
    var w = [];
    for (var t = 0; t < 80; t += 1) {
      if (t < 16) { w.push(view.getBigUint64(start + 8 * t)); continue; }
      var a = w[t - 15], b = w[t - 2];
      var small = turned(a, 1n) ^ turned(a, 8n) ^ (a >> 7n), large = turned(b, 19n) ^ turned(b, 61n) ^ (b >> 6n);
      w.push((w[t - 16] + small + w[t - 7] + large) & WORD);
    }
    return w;
  }

  function sha512(message) {
    var first = primes(80), view = padded(message);
    var constants = first.map(function (prime) { return rootOf(prime, 3n); });
    var state = first.slice(0, 8).map(function (prime) { return rootOf(prime, 2n); });
    for (var start = 0; start < view.byteLength; start += 128) {
      var w = scheduleOf(view, start), s = state.slice();
      for (var t = 0; t < 80; t += 1) {
        var e = s[4], a = s[0];
        var one = s[7] + (turned(e, 14n) ^ turned(e, 18n) ^ turned(e, 41n)) + ((e & s[5]) ^ (~e & WORD & s[6])) + constants[t] + w[t];
        var two = (turned(a, 28n) ^ turned(a, 34n) ^ turned(a, 39n)) + ((a & s[1]) ^ (a & s[2]) ^ (s[1] & s[2]));
        s = [(one + two) & WORD, a, s[1], s[2], (s[3] + one) & WORD, e, s[5], s[6]];
      }
      state = state.map(function (word, place) { return (word + s[place]) & WORD; });
    }
    var out = new DataView(new ArrayBuffer(64));
    state.forEach(function (word, place) { out.setBigUint64(8 * place, word); });
    return new Uint8Array(out.buffer);
  }

  function byLibrary(key, message, signature) {
    window.ed25519.hashes.sha512 = sha512;
    return window.ed25519.verify(signature, message, key, {zip215: false});
  }

  /* Resolves to whether ``key`` signed ``message``. */
  async function verify(key, message, signature) {
    var ready = null;
    try {
      ready = await window.crypto.subtle.importKey("raw", key, {name: "Ed25519"}, false, ["verify"]);
    } catch (tooOld) {  /* no Web Cryptography here, or none that knows Ed25519 */
      return byLibrary(key, message, signature);
    }
    return window.crypto.subtle.verify({name: "Ed25519"}, ready, signature, message);
  }

  window.signatures = {verify: verify, sha512: sha512};
})();
