// What a message shows besides words: pictures, films, sounds, files, places.

import { fileAddress } from "./line.js";
import { view } from "./viewer.js";
import { sign } from "./signs.js";
import { element } from "./words.js";

const SHOWN = {
  photo,
  video: film,
  video_note: film,
  animation: film,
  voice: player,
  audio: player,
  document: file,
  sticker: (message) => element("span", "sticker", message.emoji || "🙂"),
  location: (message) => chip("place", "Place", message.name),
};

/** The node that shows it. */
export function attachment(message) {
  return SHOWN[message.kind](message);
}

/** A small plate with a sign, a name and a line below it. */
export function chip(drawing, name, below) {
  const mark = element("span", "chip-sign", sign(drawing));
  const text = element("span", "chip-text", element("strong", "", name), element("small", "", below));
  text.dir = "auto";
  return element("span", "chip", mark, text);
}

function photo(message) {
  const picture = element("img");
  picture.alt = "Photo";
  if (message.width && message.height) {
    picture.width = message.width;
    picture.height = message.height;
  }
  picture.src = fileAddress(message.file);
  const node = element("button", "picture", picture);
  node.type = "button";
  node.ariaLabel = "Photo: open it large";
  node.addEventListener("click", () => view(message.id));
  const fails = () => node.replaceWith(chip("photo", "Photo", "cannot be shown"));
  picture.addEventListener("error", fails, { once: true });
  return node;
}

function film(message) {
  const node = element("video", "film");
  node.controls = true;
  node.preload = "metadata";
  node.loop = message.kind === "animation";
  node.ariaLabel = "Video";
  node.src = fileAddress(message.file);
  const fails = () => node.replaceWith(chip("film", "Video", "cannot be played"));
  node.addEventListener("error", fails, { once: true });
  return node;
}

let playing = null;

function player(message) {
  const sound = new Audio();
  sound.preload = "none";
  sound.src = fileAddress(message.file);
  const toggle = element("button", "play", sign("play"));
  toggle.type = "button";
  toggle.ariaLabel = "Play";
  const place = element("input", "place");
  Object.assign(place, { type: "range", min: 0, max: message.duration || 1, step: 0.1, value: 0 });
  place.ariaLabel = "Place in the recording";
  const time = element("small", "", minutes(message.duration || 0));
  const node = element("div", "player", toggle, place, time);
  toggle.addEventListener("click", () => (sound.paused ? play(sound) : sound.pause()));
  place.addEventListener("input", () => (sound.currentTime = Number(place.value)));
  const show = (label, drawing) => {
    toggle.ariaLabel = label;
    toggle.replaceChildren(sign(drawing));
  };
  sound.addEventListener("play", () => show("Pause", "pause"));
  sound.addEventListener("pause", () => show("Play", "play"));
  sound.addEventListener("timeupdate", () => {
    place.value = sound.currentTime;
    time.textContent = minutes(sound.currentTime || message.duration);
  });
  sound.addEventListener("ended", () => (sound.currentTime = 0));
  const fails = () => node.replaceWith(chip("voice", "Voice message", "cannot be played"));
  sound.addEventListener("error", fails, { once: true });
  return node;
}

/** One sound at a time. */
function play(sound) {
  if (playing !== sound) playing?.pause();
  playing = sound;
  sound.play().catch(() => {}); // what is broken says so by its "error"
}

/** Seconds as minutes and seconds. */
export function minutes(seconds) {
  const whole = Math.floor(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

function file(message) {
  const open = element("a", "file", chip("file", message.name, weight(message.size)));
  open.href = fileAddress(message.file);
  open.target = "_blank";
  open.rel = "noopener noreferrer";
  open.ariaLabel = `Open ${message.name}`;
  const keep = element("a", "round keep", sign("download"));
  keep.href = fileAddress(message.file, true);
  keep.download = message.name;
  keep.ariaLabel = `Download ${message.name}`;
  return element("div", "file-row", open, keep);
}

function weight(bytes) {
  if (bytes < 1000) return `${bytes} bytes`;
  if (bytes < 1_000_000) return `${Math.round(bytes / 1000)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
