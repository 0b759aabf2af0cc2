// Pictures and files, from choosing them to sending them.

import { act, notice } from "./acts.js";
import { answered } from "./composer.js";
import { attach } from "./line.js";
import { onItsWay } from "./log.js";
import { chip } from "./media.js";
import { openMenu } from "./menus.js";
import { store } from "./store.js";

const node = (id) => document.getElementById(id);
const LARGEST = 20 * 1024 * 1024; // bytes; the bot could not fetch more
const MOST = 10; // files at once, as in one of Telegram's albums
const LONGEST_SIDE = 1280; // pixels; photos are made this small, and JPEG, as Telegram's clients do
const QUALITY = 0.87;

let chosen = []; // {about, body, shown} of each file in the dialog

/** What can be sent besides words. */
node("attach").addEventListener("click", () => {
  openMenu(node("attach"), [
    ["Photo or video", () => node("pictures").click()],
    ["File", () => node("files").click()],
    ["Where this phone is", () => act("locate")],
    ["Sticker 👍", () => act("sticker")],
  ]);
});

for (const id of ["pictures", "files"]) {
  node(id).addEventListener("change", () => {
    offer([...node(id).files], id === "files");
    node(id).value = "";
  });
}

/** Show what is about to be sent. */
async function offer(files, asFiles) {
  const fits = files.filter((file) => file.size && file.size <= LARGEST).slice(0, MOST);
  if (fits.length < files.length) notice("At most ten files at once, none empty, none over 20 MB.");
  if (!fits.length) return;
  chosen = await Promise.all(fits.map((file) => made(file, asFiles)));
  node("sending-shown").replaceChildren(...chosen.map((each) => each.shown));
  node("caption").value = "";
  if (!node("sending").open) node("sending").showModal();
  node("caption").focus();
}

async function made(file, asFiles) {
  const plain = { name: file.name, mime: file.type };
  if (!asFiles && file.type.startsWith("video/")) {
    return { about: { kind: "video", ...plain }, body: file, shown: chip("film", file.name, "video") };
  }
  const photo = !asFiles && file.type.startsWith("image/") ? await photographed(file) : null;
  return photo ?? {
    about: { kind: "document", ...plain },
    body: file,
    shown: chip("file", file.name, file.type || "file"),
  };
}

/** The picture as a photo; null for what the browser cannot read. */
async function photographed(file) {
  try {
    const picture = await createImageBitmap(file);
    const smaller = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(Math.round(picture.width * smaller), 1);
    canvas.height = Math.max(Math.round(picture.height * smaller), 1);
    canvas.role = "img";
    canvas.ariaLabel = file.name;
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    const body = await new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
    const { width, height } = canvas;
    return { about: { kind: "photo", mime: "image/jpeg", width, height }, body, shown: canvas };
  } catch {
    return null;
  }
}

node("sending-form").addEventListener("submit", () => {
  send(chosen, node("caption").value);
});
node("sending-drop").addEventListener("click", () => node("sending").close());
node("sending").addEventListener("close", () => {
  chosen = [];
  node("sending-shown").replaceChildren();
});

async function send(files, caption) {
  const about = { person: store.chosen };
  const message = answered();
  if (message !== undefined) about.message = message;
  if (files.length > 1) about.album = crypto.randomUUID();
  for (const [index, each] of files.entries()) {
    const words = index === 0 ? caption : "";
    await sendFile({ ...about, ...each.about, caption: words }, each.body);
  }
}

/** Send one file of whoever is looked at. `about` as the page's server expects it. */
export async function sendFile(about, body) {
  const arrived = onItsWay(about.caption || about.name || `a ${about.kind}`);
  const done = await attach({ person: store.chosen, ...about }, body);
  arrived(done.sent);
  if (done.error) notice(done.error);
}

// What is pasted or dropped onto the conversation

node("words").addEventListener("paste", (event) => {
  if (!event.clipboardData.files.length) return;
  event.preventDefault();
  offer([...event.clipboardData.files], false);
});

const main = document.querySelector("main");
main.addEventListener("dragover", (event) => event.preventDefault());
main.addEventListener("drop", (event) => {
  event.preventDefault();
  offer([...event.dataTransfer.files], false);
});
