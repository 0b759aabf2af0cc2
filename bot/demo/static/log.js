// The conversation: what is in it, where one looks, and how one moves through it.

import { act } from "./acts.js";
import { bubble, dateLine, inShort, markTaken } from "./bubbles.js";
import { aimAt } from "./composer.js";
import { openMenu } from "./menus.js";
import { person, seen, store, zone } from "./store.js";
import { element } from "./words.js";

const node = (id) => document.getElementById(id);
const log = node("log");
const NEAR = 120; // pixels from the end that count as being there

const REACTIONS = [
  ["👍", "Thumbs up"],
  ["❤", "Heart"],
  ["🔥", "Fire"],
  ["🎉", "Celebration"],
  ["😢", "Sad"],
  ["👎", "Thumbs down"],
];

let low = true; // whether the end of the log is in sight
let missed = 0; // messages that came while it was not
let underway = []; // {row, sent}: on their way, until they are in the log

/** The whole chat of whoever is looked at. */
export function drawChat() {
  log.replaceChildren();
  delete log.dataset.day;
  underway = [];
  const messages = seen();
  if (!messages.length) log.append(beginning());
  for (const message of messages) {
    if (first(message) === message) append(message);
  }
  toEnd();
}

function beginning() {
  const start = element("button", "start", "Start");
  start.type = "button";
  start.addEventListener("click", () => act("send", { words: "/start" }));
  const welcome = `Say hello to ${store.bot}. It answers here as it does in Telegram.`;
  const what = person()?.description || welcome;
  return element("li", "beginning", element("p", "", what), start);
}

const album = (message) =>
  message.album ? seen().filter((each) => each.album === message.album) : [message];
const first = (message) => album(message)[0];

function append(message) {
  const day = dayOf(message);
  if (log.dataset.day !== day) log.append(dateLine(day));
  log.dataset.day = day;
  log.append(bubble(album(message), open));
  log.append(...underway.map((each) => each.row));
}

function dayOf(message) {
  return new Date(message.date * 1000).toLocaleDateString("en-US", {
    weekday: "long",
    day: "numeric",
    month: "long",
    timeZone: zone(),
  });
}

/** One message that is new or has changed. */
export function drawMessage(message) {
  const before = rowOf(message);
  const left = album(message).filter((each) => !each.deleted);
  if (before && !left.length) before.remove();
  else if (before) {
    if (before.said !== left[0].words) announce(left[0]);
    redraw(before, left);
  } else if (!message.deleted) {
    log.querySelector(".beginning")?.remove();
    const wasLow = low;
    append(message);
    announce(message);
    settle();
    if (message.mine) toEnd();
    else if (wasLow) toRow(node(`m${message.id}`));
    else count(missed + 1);
    return;
  }
  settle();
  if (low) toEnd();
}

function rowOf(message) {
  if (!message.album) return node(`m${message.id}`);
  return log.querySelector(`[data-album="${CSS.escape(message.album)}"]`);
}

/** Say what the bot says, in a new message or by an edit, to those who do not see it. */
function announce(message) {
  if (!message.mine) node("live").textContent = `${store.bot}: ${inShort(message)}`;
}

/** The focus stays on the button that had it, or where that is gone, on the message. */
function redraw(before, messages) {
  const focused = before.contains(document.activeElement) ? document.activeElement : null;
  const after = bubble(messages, open);
  before.replaceWith(after);
  if (!focused) return;
  const same = (each) => each.textContent === focused.textContent;
  const again = [...after.querySelectorAll("button, a")].find(same);
  (focused === before ? after : (again ?? after)).focus({ preventScroll: true });
}

/** Show words as on their way; the result takes the ids they got, or none if they did not go. */
export function onItsWay(words) {
  const facts = { id: `-${performance.now()}`, mine: true, sending: true, words, update: null };
  const empty = { entities: [], buttons: [], reactions: [] };
  const row = bubble([{ ...facts, ...empty, date: store.now }], () => {});
  const own = { row, sent: null };
  underway.push(own);
  log.append(row);
  toEnd();
  return (sent) => {
    own.sent = sent ?? [];
    settle();
  };
}

function settle() {
  const there = ({ sent }) => sent?.every((id) => store.chats.get(store.chosen)?.has(id));
  for (const each of underway.filter(there)) each.row.remove();
  underway = underway.filter((each) => !there(each));
}

/** Second ticks for what the bot has taken. */
export const drawTaken = () => markTaken(log);

// Where one looks

/** To the end; but what the bot says at greater length than the screen is read from its beginning. */
function toRow(row) {
  if (!row || row.offsetHeight <= log.clientHeight) return toEnd();
  log.scrollTop = row.offsetTop - 8;
  return look();
}

function toEnd() {
  log.scrollTop = log.scrollHeight;
  look();
}

function look() {
  low = log.scrollHeight - log.scrollTop - log.clientHeight < NEAR;
  node("latest").hidden = low;
  if (low) count(0);
}

function count(messages) {
  missed = messages;
  node("latest-count").textContent = missed;
  node("latest-count").hidden = !missed;
}

log.addEventListener("scroll", look, { passive: true });
log.addEventListener("load", () => low && toEnd(), true); // a picture has got its height
new ResizeObserver(() => low && toEnd()).observe(log);
node("latest").addEventListener("click", () => {
  toEnd();
  node("words").focus();
});

// The menu of a message, and the keys that lead to it

function open(anchor, message) {
  const own = message.reactions.find((each) => each.mine)?.emoji;
  const row = REACTIONS.map(([sign, name]) => {
    const words = sign === own ? "" : sign;
    return [sign, name, sign === own, () => act("react", { message: message.id, words })];
  });
  const list = [{ row, name: "React" }, ["Reply", () => aimAt("reply", message)]];
  if (message.mine && message.words) list.push(["Edit", () => aimAt("edit", message)]);
  list.push(["Forward to the bot", () => act("forward", { message: message.id })]);
  if (message.words) list.push(["Copy", () => navigator.clipboard?.writeText(message.words)]);
  list.push(["Delete", () => act("delete", { message: message.id })]);
  openMenu(anchor, list);
}

log.addEventListener("keydown", (event) => {
  const rows = [...log.querySelectorAll(".row")];
  const at = rows.indexOf(document.activeElement);
  if (document.activeElement !== log && at < 0) return;
  const moves = { ArrowUp: at < 0 ? rows.length - 1 : at - 1, ArrowDown: at + 1 };
  if (event.key === "Enter" && at >= 0) rows[at].querySelector(".more").click();
  else if (event.key === "Escape") node("words").focus();
  else if (event.key in moves && rows[moves[event.key]]) rows[moves[event.key]].focus();
  else return;
  event.preventDefault();
});
