/* The page itself: takes a code from camera, photo or text, and shows one verdict. Nothing is sent anywhere. */
(function () {
  "use strict";
  var KEYS = JSON.parse(document.getElementById("keys").textContent);
  var box = document.getElementById("code"), result = document.getElementById("result");
  var photo = document.getElementById("photo"), scan = document.getElementById("scan"), view = document.getElementById("view");
  var scanning = false;

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
    result.scrollIntoView({block: "nearest"});
  }

  function served(key, day) {
    return (!key.not_before || key.not_before <= day) && (!key.not_after || day <= key.not_after);
  }

  async function check() {
    var code = window.offlineCode.take(box.value);
    if (!code) { show("unread"); return; }
    var key = KEYS.filter(function (each) { return each.key_id === code.key; })[0];
    if (!key) { show("unknown"); return; }
    var open = Uint8Array.from(atob(key.public), function (sign) { return sign.charCodeAt(0); }), good = false;
    try {
      good = await window.signatures.verify(open, code.signed, code.signature);
    } catch (error) { show("failed"); return; }
    if (!good) { show("bad"); return; }
    if (!served(key, code.day)) { show("undated"); return; }
    show("good", code);
  }

  function found(text, nothing) {
    if (!text) { show(nothing); return; }
    box.value = text;
    check();
  }

  document.getElementById("check").addEventListener("submit", function (event) {
    event.preventDefault();
    check();
  });

  photo.addEventListener("change", function () {
    var file = photo.files[0];
    photo.value = "";
    if (!file) { return; }
    result.hidden = true;
    window.reading.photo(file).then(function (text) { found(text, "no-code"); }, function () { show("no-picture"); });
  });

  function stand(open) {
    scanning = open;
    view.parentNode.hidden = !open;
  }

  scan.hidden = !window.reading.hasCamera;
  scan.addEventListener("click", function () {
    stand(true);
    result.hidden = true;
    window.reading.camera(view, function () { return scanning; }).then(function (text) {
      stand(false);
      if (text) { found(text); }
    }, function () { stand(false); show("no-camera"); });
  });
  document.getElementById("stop").addEventListener("click", function () { stand(false); });
})();
