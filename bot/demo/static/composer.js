// The message box: writing, answering, editing, sending.

import { act } from "./acts.js";
import { inShort } from "./bubbles.js";
import { onItsWay } from "./log.js";
import { seen, store } from "./store.js";
import { suggest, suggesting } from "./suggest.js";

const node = (id) => document.getElementById(id);
const words = node("words");
const TALLEST = 160; // pixels

const drafts = new Map(); // person id → what they were about to write
let aim = null; // {what: "reply" or "edit", message}

/** Answer or edit a message with what is written next. */
export function aimAt(what, message) {
  aim = { what, message };
  node("context-what").textContent = what === "edit" ? "Edit" : "Reply to";
  node("context-words").textContent = inShort(message);
  node("context").hidden = false;
  if (what === "edit") words.value = message.words;
  grow();
  words.focus();
}

/** The message answered next, if one is; asking for it uses it up. */
export function answered() {
  const message = aim?.what === "reply" ? aim.message.id : undefined;
  if (message !== undefined) drop();
  return message;
}

function drop() {
  if (aim?.what === "edit") words.value = "";
  aim = null;
  node("context").hidden = true;
  grow();
}

/** Put away what one person was writing, and take up what another was. */
export function changeWriter(before, after) {
  drop();
  drafts.set(before, words.value);
  words.value = drafts.get(after) ?? "";
  grow();
}

node("context-drop").addEventListener("click", () => {
  drop();
  words.focus();
});

async function send() {
  const text = words.value.trim();
  if (!text) return;
  const writer = store.chosen;
  const message = aim?.message.id;
  const edits = aim?.what === "edit";
  words.value = "";
  aim = null;
  drop();
  suggest();
  const arrived = edits ? () => {} : onItsWay(text);
  const done = await act(edits ? "edit" : "send", { words: text, message });
  arrived(done.sent);
  if (!done.error) return;
  if (writer !== store.chosen) drafts.set(writer, text);
  else if (!words.value) words.value = text;
  grow();
}

node("composer").addEventListener("submit", (event) => {
  event.preventDefault();
  send();
});

words.addEventListener("keydown", (event) => {
  if (event.isComposing || suggesting(event)) return;
  if (event.key === "Enter" && !event.shiftKey) {
    event.preventDefault();
    send();
  } else if (event.key === "Escape" && aim) drop();
  else if (event.key === "ArrowUp" && !words.value) {
    const own = seen().findLast((message) => message.mine && message.words);
    if (own) {
      event.preventDefault();
      aimAt("edit", own);
    }
  }
});

words.addEventListener("input", () => {
  grow();
  suggest();
});

function grow() {
  words.style.height = "auto";
  words.style.height = `${Math.min(words.scrollHeight + 2, TALLEST)}px`; // 2: its borders
  node("composer").classList.toggle("written", Boolean(words.value.trim()));
}
