import { rich } from "/static/rich.js";

const token = document.querySelector("meta[name=page-token]").content;
const byId = (id) => document.getElementById(id);
const people = new Map();
let commands = [];
let current = null;
let about = null;
let skew = 0;

async function act(action, body) {
  const answer = await fetch(`/demo/${action}`, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-Page-Token": token },
    body: JSON.stringify(body),
  });
  if (!answer.ok) notice((await answer.json().catch(() => ({}))).problem || "That did not work.");
}

function notice(words) {
  const line = byId("notice");
  line.textContent = words;
  line.hidden = !words;
  if (words) setTimeout(() => { line.hidden = true; }, 4000);
}

// What comes from the server.

new EventSource(`/demo/events?token=${encodeURIComponent(token)}`).onmessage = (event) => {
  const state = JSON.parse(event.data);
  skew = state.now * 1000 - Date.now();
  if (state.commands) commands = state.commands;
  for (const person of state.people) take(person);
  if (current === null && people.size) current = people.keys().next().value;
  drawPeople();
  if (state.people.length) drawChat(state.people.find((each) => each.id === current));
};

function take(person) {
  const known = people.get(person.id) || { messages: new Map(), unseen: 0 };
  for (const message of person.messages) {
    if (message.by_bot && !known.messages.has(message.message_id) && person.id !== current) known.unseen += 1;
    known.messages.set(message.message_id, message);
  }
  people.set(person.id, { ...known, ...person, messages: known.messages, unseen: known.unseen });
}

// People.

function drawPeople() {
  const list = byId("people");
  list.replaceChildren(...[...people.values()].map((person) => {
    const button = document.createElement("button");
    button.setAttribute("aria-current", String(person.id === current));
    const face = document.createElement("span");
    face.className = "face";
    face.textContent = person.name[0];
    face.setAttribute("aria-hidden", "true");
    const name = document.createElement("strong");
    name.textContent = person.name;
    const zone = document.createElement("small");
    zone.dataset.zone = person.zone;
    zone.textContent = `${clockIn(person.zone)} ${person.zone.split("/").pop().replaceAll("_", " ")}`;
    button.append(face, name, zone);
    if (person.unseen) {
      const badge = document.createElement("span");
      badge.className = "unseen-count";
      badge.textContent = person.unseen;
      badge.setAttribute("aria-label", `${person.unseen} new`);
      button.append(badge);
    }
    button.addEventListener("click", () => {
      current = person.id;
      person.unseen = 0;
      about = null;
      byId("messages").replaceChildren();
      drawPeople();
      drawChat();
      byId("words").focus();
    });
    return button;
  }));
}

const now = () => new Date(Date.now() + skew);
const clockIn = (zone, at = now()) =>
  at.toLocaleTimeString("en-GB", { timeZone: zone, hour: "2-digit", minute: "2-digit" });

// The conversation.

function drawChat(change) {
  const person = people.get(current);
  const list = byId("messages");
  if (!person) return;
  const changed = change && list.children.length ? change.messages : [...person.messages.values()];
  const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 120;
  for (const message of changed) {
    const id = `m${message.message_id}`;
    const old = byId(id);
    if (message.deleted) old?.remove();
    else if (old) old.replaceWith(bubble(person, message, id));
    else list.append(bubble(person, message, id));
  }
  list.querySelector(".empty")?.remove();
  if (!person.messages.size) list.append(byId("welcome").content.cloneNode(true));
  if (atEnd || !change) list.scrollTop = list.scrollHeight;
  drawKeyboard(person);
  drawAbout();
}

function bubble(person, message, id) {
  const item = document.createElement("li");
  item.id = id;
  item.className = message.by_bot ? "bot" : "own";
  const box = document.createElement("div");
  box.className = "bubble";
  if (message.reply_to_message) box.append(quote(message.reply_to_message));
  const words = document.createElement("div");
  words.className = "words";
  words.append(content(message));
  for (const time of words.querySelectorAll("time[data-unix]")) {
    time.textContent = clockIn(person.zone, new Date(Number(time.dataset.unix)));
  }
  box.append(words, foot(person, message));
  item.append(box);
  const rows = message.reply_markup?.inline_keyboard || [];
  if (rows.length) item.append(inlineKeyboard(person, message, rows));
  return item;
}

function content(message) {
  if (message.text !== undefined) return rich(message.text, message.entities);
  const fragment = document.createDocumentFragment();
  const kind = ["photo", "voice", "video", "document", "sticker", "location"].find((name) => message[name]);
  const label = document.createElement("em");
  label.textContent = kind ? `(${kind})` : "(a message)";
  fragment.append(label, " ", rich(message.caption || "", message.caption_entities));
  return fragment;
}

function quote(message) {
  const node = document.createElement("a");
  node.className = "quoted";
  node.href = `#m${message.message_id}`;
  node.textContent = (message.text || message.caption || "…").split("\n")[0].slice(0, 80);
  return node;
}

function foot(person, message) {
  const line = document.createElement("footer");
  const time = document.createElement("time");
  time.textContent = clockIn(person.zone, new Date(message.date * 1000));
  for (const reaction of message.reactions || []) line.append(Object.assign(document.createElement("span"), { className: "reaction", textContent: reaction.emoji }));
  line.append(tool("Reply", () => speakAbout("reply", message)));
  if (!message.by_bot && message.text) line.append(tool("Edit", () => speakAbout("edit", message)));
  if (message.edited) line.append("edited ");
  line.append(time);
  return line;
}

function tool(label, action) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "tool";
  button.textContent = label;
  button.addEventListener("click", action);
  return button;
}

function inlineKeyboard(person, message, rows) {
  const box = document.createElement("div");
  box.className = "inline";
  for (const row of rows) {
    const line = document.createElement("div");
    for (const each of row) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = each.text;
      button.addEventListener("click", async () => {
        button.disabled = true;
        await act("press", { person: person.id, message: message.message_id, data: each.callback_data });
        setTimeout(() => { button.disabled = false; }, 600);
      });
      line.append(button);
    }
    box.append(line);
  }
  return box;
}

function drawKeyboard(person) {
  const box = byId("keyboard");
  const rows = person.keyboard?.keyboard || [];
  box.hidden = !rows.length;
  box.replaceChildren(...rows.flat().map((each) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = each.text;
    button.addEventListener("click", () => act("say", { person: person.id, text: each.text }));
    return button;
  }));
}

// Writing.

function speakAbout(kind, message) {
  about = { kind, message };
  const words = byId("words");
  if (kind === "edit") words.value = message.text;
  drawAbout();
  words.focus();
}

function drawAbout() {
  const line = byId("about");
  line.hidden = !about;
  if (!about) return;
  const first = (about.message.text || about.message.caption || "…").split("\n")[0].slice(0, 60);
  line.replaceChildren(about.kind === "edit" ? "Editing: " : "Reply to: ", first, " ");
  line.append(tool("Cancel", () => { about = null; drawAbout(); }));
}

async function send() {
  const words = byId("words");
  const text = words.value.trim();
  if (!text || current === null) return;
  words.value = "";
  grow();
  const what = about;
  about = null;
  drawAbout();
  if (what?.kind === "edit") await act("edit", { person: current, message: what.message.message_id, text });
  else await act("say", { person: current, text, reply_to: what?.message.message_id ?? null });
}

function grow() {
  const words = byId("words");
  words.style.height = "auto";
  words.style.height = `${Math.min(words.scrollHeight, 160)}px`;
}

byId("composer").addEventListener("submit", (event) => { event.preventDefault(); send(); });
byId("words").addEventListener("input", grow);
byId("words").addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); send(); }
  if (event.key === "Escape") { about = null; drawAbout(); }
});

byId("messages").addEventListener("click", (event) => {
  const say = event.target.closest?.("button.command")?.dataset.say;
  if (say) act("say", { person: current, text: say });
});

byId("menu").addEventListener("click", () => {
  const list = byId("commands");
  list.hidden = !list.hidden;
  byId("menu").setAttribute("aria-expanded", String(!list.hidden));
  list.replaceChildren(...commands.map(({ command, description }) => {
    const item = document.createElement("li");
    const button = document.createElement("button");
    button.type = "button";
    const name = document.createElement("strong");
    name.textContent = `/${command}`;
    button.append(name, ` ${description}`);
    button.addEventListener("click", () => {
      list.hidden = true;
      byId("menu").setAttribute("aria-expanded", "false");
      act("say", { person: current, text: `/${command}` });
    });
    item.append(button);
    return item;
  }));
});

// The clock.

for (const button of document.querySelectorAll("[data-to]")) {
  button.addEventListener("click", async () => {
    button.disabled = true;
    await act("clock", { to: button.dataset.to });
    button.disabled = false;
  });
}

setInterval(() => {
  const person = people.get(current);
  if (!person) return;
  byId("clock").textContent = now().toLocaleString("en-US", {
    timeZone: person.zone, weekday: "short", month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", hour12: false,
  });
  for (const small of document.querySelectorAll("small[data-zone]")) {
    small.textContent = `${clockIn(small.dataset.zone)} ${small.dataset.zone.split("/").pop().replaceAll("_", " ")}`;
  }
}, 1000);
