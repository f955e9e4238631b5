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

  /* Files go up as soon as they are chosen, are read at once, and fill the form; without this they go with the form. */
  document.querySelectorAll("form[data-look]").forEach(function (form) {
    var kept = form.querySelector("[name=kept_files]");
    var notice = form.querySelector(".looked");
    var words = form.dataset;
    var turn = Promise.resolve();
    var looks = 0;

    function ask(data) {
      data.append("csrfmiddlewaretoken", form.querySelector("[name=csrfmiddlewaretoken]").value);
      data.append("kept_files", kept.value);
      return fetch(words.look, {method: "POST", body: data, credentials: "same-origin"}).then(function (answer) {
        if (!answer.ok) { throw new Error(answer.status); }
        return answer.json();
      });
    }

    function line(file) {
      var item = document.createElement("li");
      var what = document.createElement("span");
      what.append("✓ " + file.name + " ");
      var size = what.appendChild(document.createElement("span"));
      size.className = "soft num";
      size.textContent = file.size;
      what.appendChild(document.createElement("br"));
      var said = what.appendChild(document.createElement("span"));
      said.className = "small " + file.css;
      said.textContent = file.words;
      var choice = document.createElement("label");
      choice.className = "choice";
      var box = choice.appendChild(document.createElement("input"));
      box.type = "checkbox";
      box.name = "remove_file";
      box.value = file.key;
      choice.appendChild(document.createElement("span")).textContent = words.remove;
      item.append(what, choice);
      return item;
    }

    function fill(values) {
      Object.keys(values).forEach(function (name) {
        var input = form.elements[name];
        if (!input || input.type === "file") { return; }
        var hint = form.querySelector("#read_" + name);
        if (!hint) {
          hint = document.createElement("p");
          hint.id = "read_" + name;
          input.parentNode.insertBefore(hint, input);
        }
        if (!input.value) {
          input.value = values[name];
          input.classList.add("filled");
        }
        var same = input.value.replace(/\s/g, "").toUpperCase() === values[name].toUpperCase();
        hint.className = same ? "help" : "wrong";
        hint.textContent = same ? words.filled : words.differs + values[name];
      });
    }

    function show(answer) {
      kept.value = answer.token;
      form.querySelectorAll(".files[data-field]").forEach(function (slot) {
        var mine = answer.files.filter(function (file) { return file.field === slot.dataset.field; });
        var marked = {};
        slot.querySelectorAll("[name=remove_file]:checked").forEach(function (box) { marked[box.value] = true; });
        slot.querySelector(".kept").replaceChildren.apply(slot.querySelector(".kept"), mine.map(line));
        slot.querySelectorAll("[name=remove_file]").forEach(function (box) { box.checked = !!marked[box.value]; });
        if (mine.length) { slot.querySelector(".pick").textContent = slot.querySelector(".pick").dataset.more; }
      });
      answer.mistakes.forEach(function (mistake) {
        var list = form.querySelector('.files[data-field="' + mistake.field + '"] .chosen');
        var item = list.appendChild(document.createElement("li"));
        item.className = "wrong";
        item.textContent = mistake.words;
      });
      fill(answer.values);
      var text = answer.waiting && looks > 20 ? words.slow : answer.notice;
      say(text);
      if (answer.waiting && looks < 60) {
        looks += 1;
        setTimeout(function () { turn = turn.then(function () { return ask(new FormData()).then(show, function () {}); }); }, 1000);
      }
    }

    /* Nothing leaves the telephone before its owner has agreed. */
    var consent = form.elements.consent;
    function say(text) {
      notice.textContent = text;
      notice.hidden = !text;
    }

    form.querySelectorAll(".files[data-field] input[type=file]").forEach(function (input) {
      var list = input.parentNode.querySelector(".chosen");
      function send() {
        if (!input.files.length) { return; }
        if (consent && !consent.checked) { say(words.consent); return; }
        var data = new FormData();
        Array.prototype.forEach.call(input.files, function (file) { data.append(input.name, file); });
        list.append(" " + words.uploading);
        turn = turn.then(function () {
          return ask(data).then(function (answer) {
            input.value = "";
            list.textContent = "";
            looks = 0;
            show(answer);
          }, function () {
            list.lastChild.textContent = " " + words.lost;
          });
        });
      }
      input.addEventListener("change", send);
      if (consent) { consent.addEventListener("change", send); }
    });
  });

  /* One file is all that its form asks for. */
  document.querySelectorAll("input[data-send]").forEach(function (input) {
    input.addEventListener("change", function () {
      if (input.files.length) { input.form.requestSubmit ? input.form.requestSubmit() : input.form.submit(); }
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
