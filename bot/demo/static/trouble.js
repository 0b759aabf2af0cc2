// Trouble at a click: for the line between Telegram and the bot, and for the bot itself.

import { deed } from "./line.js";
import { element } from "./words.js";

const KINDS = [
  ["cut", "Cut the connection"],
  ["429", "Answer 429"],
  ["500", "Answer 500"],
  ["502", "Answer 502"],
  ["slow", "Be slow"],
];

const OFTEN = [
  ["1", "next call"],
  ["2", "next 2 calls"],
  ["5", "next 5 calls"],
  ["", "every call"],
];

const WORDS = {
  cut: () => "The connection is cut",
  429: ({ seconds }) => `Telegram answers 429, wait ${seconds} s`,
  500: () => "Telegram answers 500",
  502: () => "It is carried out, and a gateway answers 502",
  slow: ({ seconds }) => `Every answer comes ${seconds} s late`,
};

const person = labeled("For", element("select"));
const often = labeled("How often", element("select"));
const seconds = labeled("Seconds", element("input"));
const now = element("ul", "trouble-now");
const badge = element("span", "trouble-count");
const said = element("p");
const away = button("✕", () => putAway());
const fate = element("div", "fate", said, away);
const block = button("Block the bot", () => cause("block"));
const off = button("Switch all off", () => cause("off"));
const kill = button("Kill the bot", () => cause("kill"));
let news = { on: [], blocked: [], bot: null, kill: null, people: [] };

function labeled(words, control) {
  control.ariaLabel = words;
  return { control, label: element("label", "", element("span", "", words), control) };
}

function button(words, press) {
  const node = element("button", "quiet", words);
  node.type = "button";
  node.addEventListener("click", press);
  return node;
}

/** The section, built once; `drawTrouble` keeps it true. */
export function troubleSection() {
  often.control.append(...OFTEN.map(([value, words]) => new Option(words, value)));
  Object.assign(seconds.control, { type: "number", min: 1, max: 60, value: 5 });
  person.control.addEventListener("change", drawBlock);
  seconds.control.addEventListener("change", () => (seconds.control.value = wholeSeconds()));
  kill.classList.add("deadly");
  said.role = "status";
  away.ariaLabel = "Put away";
  fate.hidden = true;
  const kinds = KINDS.map(([what, words]) => button(words, () => cause(what)));
  const teaser = element("span", "trouble-teaser", "Cut the line, or kill the bot");
  const summary = element("summary", "", "Trouble", badge, teaser);
  const how = element("div", "trouble-how", person.label, often.label, seconds.label);
  const hint =
    "A cut is for everybody, the other answers for one person's chat. Seconds are those of a 429 and of slow answers.";
  const all = element("div", "trouble-kinds", ...kinds, block, kill);
  const details = element("details", "trouble", summary, how, all, element("p", "hint", hint));
  return element("section", "trouble-place", details, now, fate);
}

async function cause(what) {
  const asked = { what, person: Number(person.control.value) || undefined };
  if (often.control.value) asked.times = Number(often.control.value);
  asked.seconds = wholeSeconds();
  const done = await deed("trouble", asked);
  if (done.error) tell(done.error);
}

const wholeSeconds = () => Math.min(Math.max(Math.round(seconds.control.valueAsNumber) || 1, 1), 60);

function tell(words) {
  if (said.textContent !== words) said.textContent = words;
  fate.hidden = false;
}

function putAway() {
  fate.hidden = true;
  kill.focus();
}

/** What is on, and how the bot is. */
export function drawTrouble(told) {
  const before = JSON.stringify(news.people);
  news = told;
  if (before !== JSON.stringify(news.people)) drawPeople();
  const blocked = news.blocked.map((id) => [named(id), " has blocked the bot"]);
  const on = [...news.on.map(words), ...blocked];
  now.replaceChildren(...on.map((each) => element("li", "", ...each)));
  if (on.length) now.append(element("li", "", off));
  badge.textContent = on.length ? `${on.length} on` : "";
  kill.hidden = !news.bot;
  kill.disabled = Boolean(news.kill && !news.kill.found);
  drawBlock();
  drawFate();
}

function words(each) {
  const who = each.person ? [" for ", named(each.person)] : [];
  const left = each.left === null ? "until switched off" : `${each.left} more`;
  return [WORDS[each.what](each), ...who, `, ${left}, struck ${each.struck}`];
}

function drawPeople() {
  const before = person.control.value || location.hash.slice(1);
  person.control.replaceChildren(...news.people.map(([id, name]) => new Option(name, String(id))));
  const known = news.people.some(([id]) => String(id) === before);
  if (known) person.control.value = before;
}

/** Trouble is for whoever is looked at in the chat, until somebody else is picked here. */
function takeTheChosen() {
  const chosen = location.hash.slice(1);
  if (news.people.some(([id]) => String(id) === chosen)) person.control.value = chosen;
  drawBlock();
}

window.addEventListener("hashchange", takeTheChosen);

function drawBlock() {
  const blocked = news.blocked.includes(Number(person.control.value));
  block.textContent = blocked ? "Unblock the bot" : "Block the bot";
}

/** A name by itself, so that one read from the right leaves the words around it in order. */
const named = (id) => element("bdi", "", nameOf(id));
const nameOf = (id) => news.people.find((each) => each[0] === id)?.[1] ?? "someone";

/** The latest kill, told to its end. */
function drawFate() {
  const last = news.kill;
  const facts = JSON.stringify([last, last?.back ?? news.bot?.pid]);
  if (!last || facts === fate.dataset.facts) return;
  fate.dataset.facts = facts;
  fate.classList.toggle("dead", !last.back);
  fate.classList.toggle("lost", Boolean(last.found?.replies_lost));
  tell(story(last).join(" "));
}

function comingBack(dead) {
  const pid = news.bot?.pid;
  if (!pid || pid === dead) return "A new one is on its way.";
  return `A new one runs as process ${pid} and has yet to reach Telegram.`;
}

function underWay({ updates, handled, messages, sent }) {
  if (!updates && !messages) return ["Nothing was under way at the kill."];
  const told = [];
  if (updates) told.push(`${updates} from people, ${handled} handled since`);
  if (messages) told.push(`${messages} from the bot, ${sent} sent since`);
  return [`Under way at the kill: ${told.join("; ")}.`];
}

function story({ pid, back, down, found }) {
  if (!back) return [`The bot is dead: SIGKILL for process ${pid}.`, comingBack(pid)];
  const told = [`Process ${pid} was killed. The bot is back as process ${back} after ${down} s.`];
  if (!found) return [...told, "Counting what became of everything."];
  const { replies_kept: kept, replies_lost: lost } = found;
  const counts = `${kept} ${kept === 1 ? "reply" : "replies"} kept, ${lost} lost.`;
  told.push(lost ? `Something was lost: ${counts}` : `Nothing was lost: ${counts}`);
  told.push(...underWay(found));
  if (found.doubtful) told.push(`${found.doubtful} may have come twice.`);
  if (!found.settled) told.push("The rest is still on its way.");
  return told;
}
