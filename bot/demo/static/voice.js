// A voice message: recorded, or where there is no microphone a short tone in its place.

import { notice } from "./acts.js";
import { sendFile } from "./attach.js";
import { answered } from "./composer.js";
import { minutes } from "./media.js";

const node = (id) => document.getElementById(id);
const KINDS = ["audio/ogg;codecs=opus", "audio/webm;codecs=opus", "audio/mp4"];
const LONGEST = 300; // seconds

let current = null; // the recording under way

node("record").addEventListener("click", async () => {
  if (current) return;
  try {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    begin(stream);
  } catch {
    notice("There is no microphone here, so a short tone goes in place of a voice.");
    send(new Blob([tone()], { type: "audio/wav" }), TONE_SECONDS);
  }
});

function begin(stream) {
  const mimeType = KINDS.find((each) => MediaRecorder.isTypeSupported(each));
  const recorder = new MediaRecorder(stream, mimeType ? { mimeType } : {});
  const parts = [];
  const own = { recorder, stream, started: performance.now(), wanted: false };
  own.ticking = setInterval(() => tick(own), 250);
  recorder.addEventListener("dataavailable", (event) => parts.push(event.data));
  recorder.addEventListener("stop", () => {
    const seconds = Math.max(Math.round((performance.now() - own.started) / 1000), 1);
    if (own.wanted) send(new Blob(parts, { type: recorder.mimeType }), seconds);
  });
  recorder.start();
  current = own;
  tick(own);
  show(true);
  node("recording-send").focus();
}

function tick(own) {
  const seconds = (performance.now() - own.started) / 1000;
  node("recording-time").textContent = minutes(seconds);
  if (seconds >= LONGEST) end(true);
}

function end(wanted) {
  if (!current) return;
  const { recorder, stream, ticking } = current;
  current.wanted = wanted;
  current = null;
  clearInterval(ticking);
  recorder.stop();
  for (const track of stream.getTracks()) track.stop();
  show(false);
  node("words").focus();
}

/** Leave off without sending, as when somebody else is looked at. */
export const neverMind = () => end(false);

function show(recording) {
  node("recording").hidden = !recording;
  node("composer").hidden = recording;
}

node("recording-send").addEventListener("click", () => end(true));
node("recording-drop").addEventListener("click", neverMind);
node("recording").addEventListener("keydown", (event) => {
  if (event.key === "Escape") neverMind();
});

function send(body, duration) {
  const about = { kind: "voice", mime: body.type, duration };
  const message = answered();
  if (message !== undefined) about.message = message;
  sendFile(about, body);
}

const TONE_SECONDS = 2;
const RATE = 8000; // samples a second

/** Two soft notes as a WAV file of 16-bit samples. */
function tone() {
  const samples = TONE_SECONDS * RATE;
  const file = new DataView(new ArrayBuffer(44 + samples * 2));
  const write = (at, text) => [...text].forEach((c, i) => file.setUint8(at + i, c.charCodeAt(0)));
  write(0, "RIFF");
  file.setUint32(4, 36 + samples * 2, true);
  write(8, "WAVEfmt ");
  file.setUint32(16, 16, true); // the length of what describes the format
  file.setUint16(20, 1, true); // plain samples
  file.setUint16(22, 1, true); // one channel
  file.setUint32(24, RATE, true);
  file.setUint32(28, RATE * 2, true);
  file.setUint16(32, 2, true);
  file.setUint16(34, 16, true);
  write(36, "data");
  file.setUint32(40, samples * 2, true);
  for (let at = 0; at < samples; at += 1) {
    const pitch = at < samples / 2 ? 392 : 523.25; // hertz: G, then C
    const fade = Math.sin((Math.PI * (at % (samples / 2))) / (samples / 2));
    const height = Math.sin((2 * Math.PI * pitch * at) / RATE) * fade * 6000;
    file.setInt16(44 + at * 2, height, true);
  }
  return file.buffer;
}
