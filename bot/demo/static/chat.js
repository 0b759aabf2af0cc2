// The page: who is looked at, and what is drawn anew when something changes.

import "./attach.js";
import { act } from "./acts.js";
import { changeWriter } from "./composer.js";
import { drawer, shutDrawers } from "./drawers.js";
import { drawHead } from "./head.js";
import { listen } from "./line.js";
import { drawChat, drawMessage, drawTaken } from "./log.js";
import { askWhoIsNew } from "./phone.js";
import { drawClock, drawPeople } from "./side.js";
import { learn, seen, store, zone } from "./store.js";
import { neverMind } from "./voice.js";
import { element } from "./words.js";

const node = (id) => document.getElementById(id);

function take(event) {
  const first = store.chosen === null;
  const where = zone();
  const changed = learn(event);
  if (first && store.people.length) store.chosen = remembered();
  for (const [chat, message, known] of changed) {
    if (!first && !known && !message.mine && chat !== store.chosen) {
      store.unread.set(chat, (store.unread.get(chat) ?? 0) + 1);
    }
  }
  drawAround();
  if (first || zone() !== where) drawChat();
  else {
    for (const [chat, message] of changed) if (chat === store.chosen) drawMessage(message);
  }
  if (first || changed.length) drawKeys();
  drawTaken();
}

function remembered() {
  const before = Number(location.hash.slice(1));
  return store.people.some((each) => each.id === before) ? before : store.people[0].id;
}

function drawAround() {
  drawPeople(choose);
  drawClock();
  drawHead();
}

function choose(id) {
  shutDrawers();
  neverMind();
  changeWriter(store.chosen, id);
  store.chosen = id;
  location.hash = String(id);
  store.unread.delete(id);
  drawAround();
  drawChat();
  drawKeys();
  node("words").focus();
}

/** The keyboard that the bot has put below the chat, until it takes it away or it was used once. */
function drawKeys() {
  const messages = seen();
  const at = messages.findLastIndex((message) => message.keyboard);
  const keyboard = messages[at]?.keyboard;
  const used = keyboard?.one_time_keyboard && messages.slice(at).some((message) => message.mine);
  const rows = used ? [] : (keyboard?.keyboard ?? []);
  node("words").placeholder = (!used && keyboard?.input_field_placeholder) || "Message";
  node("keys").hidden = !rows.length;
  node("keys").replaceChildren(
    ...rows.map((row) => element("div", "button-row", ...row.map((each) => key(each)))),
  );
}

function key(facts) {
  const button = element("button", "press", facts.text);
  button.type = "button";
  button.addEventListener("click", () =>
    facts.request_location ? act("locate") : act("send", { words: facts.text }),
  );
  return button;
}

node("meet").addEventListener("click", () => askWhoIsNew(arrive));

/** Look at somebody new as soon as the news of them has come. */
function arrive(id) {
  if (store.people.some((each) => each.id === id)) choose(id);
  else setTimeout(() => arrive(id), 50);
}

drawer(node("open-people"), node("people-drawer"));
drawer(node("open-beside"), node("beside"));
listen(take, (lost) => document.body.classList.toggle("lost", lost));
setInterval(drawClock, 1000);
