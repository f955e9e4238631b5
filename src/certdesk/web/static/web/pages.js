/* Small comforts; every page works without them. */
(function () {
  "use strict";
  var root = document.documentElement;
  root.classList.add("js");

  function size(bytes) {
    return bytes >= 1048576 ? (bytes / 1048576).toFixed(1) + " MB" : Math.max(1, Math.round(bytes / 1024)) + " KB";
  }

  /* Names and sizes of the files chosen: the browser's own control may speak another language. */
  document.querySelectorAll(".files input[type=file]").forEach(function (input) {
    var list = input.parentNode.querySelector(".chosen");
    input.addEventListener("change", function () {
      list.textContent = "";
      Array.prototype.forEach.call(input.files, function (file) {
        var item = document.createElement("li");
        item.textContent = file.name + "（" + size(file.size) + "）";
        list.appendChild(item);
      });
    });
  });

  /* One click sends a form once; the server would take it once anyway. */
  document.querySelectorAll("form[data-once]").forEach(function (form) {
    form.addEventListener("submit", function () {
      setTimeout(function () {
        form.querySelectorAll("button").forEach(function (button) { button.disabled = true; });
      });
      setTimeout(function () {
        form.querySelectorAll("button").forEach(function (button) { button.disabled = false; });
      }, 20000);
    });
  });

  /* Fields that only one way of delivery needs. */
  document.querySelectorAll("[data-only]").forEach(function (block) {
    var parts = block.getAttribute("data-only").split("=");
    function fit() {
      var chosen = document.querySelector("[name=" + parts[0] + "]:checked");
      block.hidden = !!chosen && chosen.value !== parts[1];
    }
    document.querySelectorAll("[name=" + parts[0] + "]").forEach(function (input) {
      input.addEventListener("change", fit);
    });
    fit();
  });

  document.querySelectorAll("[data-copy]").forEach(function (button) {
    if (!navigator.clipboard) { return; }
    button.hidden = false;
    button.addEventListener("click", function () {
      navigator.clipboard.writeText(button.getAttribute("data-copy")).then(function () {
        button.textContent = button.getAttribute("data-done");
      });
    });
  });

  /* The first mistake of a form comes into view. */
  var wrong = document.getElementById("mistakes");
  if (wrong) { wrong.focus(); }
})();
