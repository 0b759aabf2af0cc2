// Messages as bubbles, with what they show and the buttons below.

import { press } from "./acts.js";
import { attachment } from "./media.js";
import { clockTime, store, zone } from "./store.js";
import { element, formatted } from "./words.js";

/** A row of the log for one message, or for those of one album. `open(row, message)`: its menu. */
export function bubble(messages, open) {
  const [message] = messages;
  const row = element("li", message.mine ? "row mine" : "row theirs");
  row.id = `m${message.id}`;
  row.tabIndex = -1;
  row.role = "article";
  row.ariaLabel = spoken(message);
  row.said = message.words; // so that whoever draws it anew knows whether they have changed
  if (message.album) row.dataset.album = message.album;
  const body = element("div", "bubble", ...inside(messages));
  if (message.kind === "sticker") body.classList.add("bare");
  const stack = element("div", "stack", body);
  body.append(foot({ ...messages.at(-1), reactions: message.reactions }));
  if (message.buttons.length) stack.append(buttons(message));
  row.append(stack, more(row, message, open));
  row.addEventListener("contextmenu", (event) => {
    if (event.target.closest("a, audio, video") || String(getSelection())) return;
    event.preventDefault();
    open(row.querySelector(".more"), message);
  });
  return row;
}

/** A line between two dates. */
export function dateLine(words) {
  return element("li", "date", element("span", "", words));
}

/** What a message is in a few words, where there is no room for it. */
export function inShort(message) {
  return message.words || message.name || KINDS[message.kind] || "a message";
}

const KINDS = {
  photo: "a photo",
  voice: "a voice message",
  video: "a video",
  sticker: "a sticker",
  location: "a place",
};

function spoken(message) {
  const who = message.mine ? "You" : store.bot;
  const words = inShort(message);
  return `${who}, ${clockTime(new Date(message.date * 1000), zone())}: ${words}`.slice(0, 300);
}

function inside(messages) {
  const [message] = messages;
  const parts = [];
  if (message.forwarded) {
    parts.push(element("p", "origin", `Forwarded from ${message.forwarded}`));
  }
  if (message.answers) parts.push(quoted(message.answers));
  if (messages.length > 1) {
    const album = element("div", "album", ...messages.map(attachment));
    [...album.children].slice(1).forEach((each, index) => {
      each.id = `m${messages[index + 1].id}`;
    });
    parts.push(album);
  } else if (message.kind) parts.push(attachment(message));
  for (const each of messages) {
    if (each.words) parts.push(formatted(each.words, each.entities));
  }
  if (!parts.length) parts.push(element("p", "origin", "A message that this page cannot show"));
  return parts;
}

function quoted(answered) {
  const node = element("button", "answers", answered.words || "a message");
  node.type = "button";
  node.dir = "auto";
  node.ariaLabel = `In answer to: ${answered.words || "a message"}`;
  node.addEventListener("click", () => {
    const target = document.getElementById(`m${answered.id}`);
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    target?.scrollIntoView({ block: "center", behavior: still ? "auto" : "smooth" });
    target?.classList.add("found");
    setTimeout(() => target?.classList.remove("found"), 1200);
  });
  return node;
}

function reactions(message) {
  const signs = message.reactions.map(({ emoji, mine }) => {
    const shown = emoji === "❤" ? "❤️" : emoji; // the Bot API leaves out what makes it red
    const node = element("span", mine ? "reaction own" : "reaction", shown);
    node.role = "img";
    node.ariaLabel = `${mine ? "You" : store.bot} reacted with ${emoji}`;
    return node;
  });
  return element("span", "reactions", ...signs);
}

function foot(message) {
  const moment = new Date(message.date * 1000);
  const time = element("time", "", clockTime(moment, zone()));
  time.dateTime = moment.toISOString();
  const node = element("span", "foot-line");
  if (message.reactions.length) node.append(reactions(message));
  if (message.edited) node.append("edited ");
  if (message.silent) node.append("silent ");
  node.append(time);
  if (message.mine) node.append(state(message));
  return node;
}

/** How far what somebody sent has come: on its way, with Telegram, or taken by the bot. */
function state(message) {
  const node = element("span", "state");
  node.role = "img";
  if (message.update !== null) node.dataset.update = message.update;
  show(node, message.sending ? "sending" : isTaken(message.update) ? "taken" : "sent");
  return node;
}

const isTaken = (update) => update != null && update < store.taken;
const STATES = {
  sending: ["◷", "on its way"],
  sent: ["✓", "sent"],
  taken: ["✓✓", "taken by the bot"],
};

function show(node, name) {
  node.classList.add(name);
  [node.textContent, node.ariaLabel] = STATES[name];
}

/** Mark in `log` what the bot has taken since. */
export function markTaken(log) {
  for (const node of log.querySelectorAll(".state[data-update]:not(.taken)")) {
    if (isTaken(Number(node.dataset.update))) show(node, "taken");
  }
}

function buttons(message) {
  const rows = message.buttons.map((row) =>
    element("div", "button-row", ...row.map((each) => button(each, message))),
  );
  return element("div", "buttons", ...rows);
}

function button(facts, message) {
  if (facts.url) {
    const node = element("a", "press", `${facts.text} ↗`);
    if (/^(https?|tg):/i.test(facts.url)) node.href = facts.url;
    node.target = "_blank";
    node.rel = "noopener noreferrer";
    return node;
  }
  const node = element("button", `press ${facts.style ?? ""}`, facts.text);
  node.type = "button";
  node.addEventListener("click", () => press(message, facts, node));
  return node;
}

function more(row, message, open) {
  const node = element("button", "more", "⋯");
  node.type = "button";
  node.tabIndex = -1; // the row itself is reached by arrow keys, and Enter opens this
  node.ariaLabel = "Reply, react and more";
  node.ariaHasPopup = "menu";
  node.addEventListener("click", () => open(node, message));
  return node;
}
