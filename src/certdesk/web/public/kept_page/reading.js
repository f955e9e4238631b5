/* Reads a QR code out of a photo or out of the camera: by the browser itself where it can, else by jsQR. */
(function () {
  "use strict";
  var SIDES = [1600, 2600, 900];  /* pixels of the longer side at which a photo is tried, the likeliest first */
  var CAMERA_SIDE = 1000, PAUSE = 120;  /* milliseconds between two looks */
  var canvas = document.createElement("canvas");
  var pen = canvas.getContext("2d", {willReadFrequently: true});
  var detector = null;

  function shown(picture, width, height, side) {
    var scale = Math.min(1, side / Math.max(width, height));
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
    pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
    return pen.getImageData(0, 0, canvas.width, canvas.height);
  }

  async function prepared() {
    if (detector !== null) { return detector; }
    detector = false;
    try {
      var known = await window.BarcodeDetector.getSupportedFormats();
      if (known.indexOf("qr_code") >= 0) { detector = new window.BarcodeDetector({formats: ["qr_code"]}); }
    } catch (none) { detector = false; }
    return detector;
  }

  async function byBrowser(picture) {
    var own = await prepared();
    if (!own) { return ""; }
    try {
      var found = await own.detect(picture);
      return found.length ? found[0].rawValue : "";
    } catch (failed) { return ""; }
  }

  function byLibrary(pixels) {
    var found = window.jsQR(pixels.data, pixels.width, pixels.height, {inversionAttempts: "dontInvert"});
    return found ? found.data : "";
  }

  /* Resolves to the text of the code in a photo, or to an empty text; rejects what is no picture. */
  async function photo(file) {
    var picture = await createImageBitmap(file);
    var text = await byBrowser(picture);
    for (var i = 0; !text && i < SIDES.length; i += 1) {
      text = byLibrary(shown(picture, picture.width, picture.height, SIDES[i]));
    }
    return text;
  }

  /* Resolves to the text of the first code the camera sees, or to an empty text once ``wanted()`` says no. */
  async function camera(video, wanted) {
    var stream = await navigator.mediaDevices.getUserMedia(
      {audio: false, video: {facingMode: {ideal: "environment"}, width: {ideal: 1280}, height: {ideal: 960}}});
    try {
      video.srcObject = stream;
      await video.play();
      while (wanted()) {
        var text = await byBrowser(video);
        if (!text && video.videoWidth) { text = byLibrary(shown(video, video.videoWidth, video.videoHeight, CAMERA_SIDE)); }
        if (text) { return text; }
        await new Promise(function (later) { setTimeout(later, PAUSE); });
      }
      return "";
    } finally {
      stream.getTracks().forEach(function (track) { track.stop(); });
      video.srcObject = null;
    }
  }

  window.reading = {photo: photo, camera: camera, hasCamera: !!(navigator.mediaDevices && navigator.mediaDevices.getUserMedia)};
})();
