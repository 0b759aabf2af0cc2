// The page: who is chosen, what they see, and what they do.

import { bubble, dateLine, openMenu } from "./bubbles.js";
import { deed, listen } from "./line.js";
import { city, drawClock, drawPeople } from "./side.js";
import { element } from "./words.js";

const at = (id) => document.getElementById(id);
const log = at("log");
const words = at("words");

const chats = new Map(); // person id → Map of message id → message
const unread = new Map();
const drafts = new Map();
let state = { people: [], now: 0, ticks: true, heard: 0 };
let chosen = null;
let aim = null; // { what: "reply" or "edit", message }

const person = () => state.people.find((each) => each.id === chosen);
const zone = () => person()?.zone ?? "UTC";

// What comes in

function take(event) {
  const first = !state.people.length;
  state = { ...event, heard: performance.now() };
  if (chosen === null && state.people.length) chosen = remembered();
  const changed = event.messages.map(([chat, message]) => {
    if (!chats.has(chat)) chats.set(chat, new Map());
    const known = chats.get(chat).has(message.id);
    chats.get(chat).set(message.id, message);
    if (!first && !known && !message.mine && chat !== chosen) {
      unread.set(chat, (unread.get(chat) ?? 0) + 1);
    }
    return [chat, message];
  });
  drawSide();
  drawHead();
  if (first) return drawChat();
  for (const [chat, message] of changed) if (chat === chosen) drawMessage(message);
  if (changed.length) drawKeys();
  return undefined;
}

function remembered() {
  const before = Number(location.hash.slice(1));
  return state.people.some((each) => each.id === before) ? before : state.people[0].id;
}

// The side: who is looked at, and the time

function choose(id) {
  drafts.set(chosen, words.value);
  chosen = id;
  location.hash = String(id);
  unread.delete(id);
  words.value = drafts.get(id) ?? "";
  drop();
  drawSide();
  drawHead();
  drawChat();
  words.focus();
}

function drawSide() {
  drawPeople(state.people, chosen, unread, choose);
  drawClock(now(), zone());
  document.querySelector('[data-move="next"]').hidden = !state.hasNext;
}

function now() {
  const passed = state.ticks ? (performance.now() - state.heard) / 1000 : 0;
  return new Date((state.now + passed) * 1000);
}

for (const button of document.querySelectorAll("[data-move]")) {
  button.addEventListener("click", async () => {
    const done = await deed("clock", { to: button.dataset.move, zone: zone() });
    if (done.error) notice(done.error);
    else if (!done.moved) notice("Nobody is waiting for a challenge yet.");
  });
}

// The conversation

function drawHead() {
  at("bot-name").textContent = state.bot;
  at("bot-face").textContent = [...state.bot][0];
  const who = person();
  if (!who) return;
  at("about").textContent = `You are ${who.name}, with a phone in ${city(who.zone)}`;
  at("block").textContent = who.blocked ? "Unblock" : "Block";
  at("menu").hidden = !who.commands.length;
  words.disabled = who.blocked;
  words.placeholder = who.blocked ? `${who.name} has blocked the bot` : "Message";
}

at("block").addEventListener("click", () => act("block", {}));

const context = {
  get zone() {
    return zone();
  },
  say: (text) => act("send", { words: text }),
  press,
  choices(message) {
    const list = [["Reply", () => aimAt("reply", message)]];
    if (message.mine && message.words) list.push(["Edit", () => aimAt("edit", message)]);
    return list;
  },
};

function seen() {
  return [...(chats.get(chosen)?.values() ?? [])].filter((message) => !message.deleted);
}

function dayOf(message) {
  return new Date(message.date * 1000).toLocaleDateString("en-GB", {
    weekday: "long",
    day: "numeric",
    month: "long",
    timeZone: zone(),
  });
}

function drawChat() {
  log.replaceChildren();
  delete log.dataset.day;
  const messages = seen();
  if (!messages.length) log.append(beginning());
  messages.forEach(append);
  drawKeys();
  log.scrollTop = log.scrollHeight;
}

function beginning() {
  const start = element("button", "start", "Start");
  start.type = "button";
  start.addEventListener("click", () => act("send", { words: "/start" }));
  const what = person()?.description || "No messages here yet.";
  return element("li", "beginning", element("p", "", what), start);
}

function append(message) {
  const day = dayOf(message);
  if (log.dataset.day !== day) log.append(dateLine(day));
  log.dataset.day = day;
  log.append(bubble(message, context));
}

function drawMessage(message) {
  const before = at(`m${message.id}`);
  if (before && message.deleted) return before.remove();
  const low = log.scrollHeight - log.scrollTop - log.clientHeight < 120;
  if (before) before.replaceWith(bubble(message, context));
  else if (!message.deleted) {
    log.querySelector(".beginning")?.remove();
    append(message);
  }
  if (low || message.mine) scrollTo(before ? null : at(`m${message.id}`));
  return undefined;
}

/** To the end; but what is longer than the screen is read from its beginning. */
function scrollTo(row) {
  const tall = row && row.offsetHeight > log.clientHeight;
  log.scrollTop = tall ? row.offsetTop - 8 : log.scrollHeight;
}

function drawKeys() {
  const keys = at("keys");
  const latest = seen().findLast((message) => message.keyboard)?.keyboard;
  const rows = latest?.keyboard ?? [];
  keys.hidden = !rows.length;
  keys.replaceChildren(
    ...rows.map((row) => element("div", "button-row", ...row.map((each) => key(each)))),
  );
}

function key(facts) {
  const button = element("button", "press", facts.text);
  button.type = "button";
  button.addEventListener("click", () =>
    facts.request_location ? act("locate", {}) : act("send", { words: facts.text }),
  );
  return button;
}

// What the person does

async function act(name, asked) {
  const done = await deed(name, { person: chosen, ...asked });
  if (done.error) notice(done.error);
  return done;
}

async function press(message, facts, button) {
  button.classList.add("busy");
  const done = await act("press", { message: message.id, words: facts.callback_data ?? "" });
  button.classList.remove("busy");
  if (!done.answer?.text) return;
  if (done.answer.show_alert) {
    at("alert-words").textContent = done.answer.text;
    at("alert").showModal();
  } else notice(done.answer.text);
}

function aimAt(what, message) {
  aim = { what, message };
  at("context-what").textContent = what === "edit" ? "Edit" : "Reply to";
  at("context-words").textContent = message.words || "a message";
  at("context").hidden = false;
  if (what === "edit") words.value = message.words;
  grow();
  words.focus();
}

function drop() {
  if (aim?.what === "edit") words.value = "";
  aim = null;
  at("context").hidden = true;
  grow();
}

at("context-drop").addEventListener("click", () => {
  drop();
  words.focus();
});

async function send() {
  const text = words.value.trim();
  if (!text) return;
  const message = aim?.message.id;
  const name = aim?.what === "edit" ? "edit" : "send";
  words.value = "";
  aim = null;
  drop();
  const done = await act(name, { words: text, message });
  if (done.error && !words.value) words.value = text;
}

at("composer").addEventListener("submit", (event) => {
  event.preventDefault();
  send();
});

words.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
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

words.addEventListener("input", grow);

function grow() {
  words.style.height = "auto";
  words.style.height = `${Math.min(words.scrollHeight + 2, 160)}px`; // 2: its borders
}

at("menu").addEventListener("click", () => {
  const commands = person()?.commands ?? [];
  const choices = commands.map(({ command, description }) => [
    [element("strong", "", `/${command}`), element("span", "", description)],
    () => act("send", { words: `/${command}` }),
  ]);
  openMenu(at("menu"), choices);
});

let fading = 0;

function notice(text) {
  const node = at("notice");
  node.textContent = text;
  node.classList.add("shown");
  clearTimeout(fading);
  fading = setTimeout(() => node.classList.remove("shown"), 4000);
}

listen(take, (lost) => document.body.classList.toggle("lost", lost));
setInterval(() => drawClock(now(), zone()), 1000);
