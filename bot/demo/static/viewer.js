// A picture opened large, and the others of the chat before and after it.

import { fileAddress } from "./line.js";
import { seen } from "./store.js";

const node = (id) => document.getElementById(id);
const dialog = node("viewer");
let shown = null; // the id of the message

const pictures = () => seen().filter((message) => message.kind === "photo");

/** Open the picture of a message. */
export function view(id) {
  draw(id);
  if (!dialog.open) dialog.showModal();
  node("viewer-close").focus();
}

function draw(id) {
  const all = pictures();
  const at = all.findIndex((message) => message.id === id);
  if (at < 0) return;
  const message = all[at];
  shown = id;
  node("viewer-picture").src = fileAddress(message.file);
  node("viewer-picture").alt = message.words || "Photo";
  node("viewer-words").textContent = message.words;
  node("viewer-place").textContent = all.length > 1 ? `${at + 1} of ${all.length}` : "";
  node("viewer-keep").href = fileAddress(message.file, true);
  node("viewer-before").hidden = at === 0;
  node("viewer-after").hidden = at === all.length - 1;
}

function turn(by) {
  const all = pictures();
  const next = all[all.findIndex((message) => message.id === shown) + by];
  if (next) draw(next.id);
  if (document.activeElement?.hidden || document.activeElement === document.body) {
    node("viewer-close").focus();
  }
}

node("viewer-before").addEventListener("click", () => turn(-1));
node("viewer-after").addEventListener("click", () => turn(1));
node("viewer-close").addEventListener("click", () => dialog.close());
dialog.addEventListener("click", (event) => {
  if (event.target === dialog) dialog.close();
});
dialog.addEventListener("keydown", (event) => {
  if (event.key === "ArrowLeft") turn(-1);
  else if (event.key === "ArrowRight") turn(1);
});
