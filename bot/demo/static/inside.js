// The panel beside the chat: what happens inside the bot, line by line, as it happens.

import { shutDrawers } from "./drawers.js";
import { body, mark, sentence } from "./telling.js";
import { drawTrouble, troubleSection } from "./trouble.js";
import { element } from "./words.js";

const MOST_LINES = 500;

const panel = document.getElementById("beside");
const list = element("ol", "inside-lines");
const whose = element("select");
const pause = button("Pause", () => setPaused(!paused));
const clear = button("Clear", empty);
const nothing = element("p", "inside-empty", "Nothing yet. Write to the bot, and watch.");

const groups = new Map(); // group → its list of lines
let people = [];
let told = 0; // the number of the newest line seen
let kept = 0; // lines in the list
let waiting = [];
let paused = false;
let following = true; // until somebody scrolls back to read

function button(words, press) {
  const node = element("button", "quiet", words);
  node.type = "button";
  node.addEventListener("click", press);
  return node;
}

function build() {
  const close = button("✕", leave);
  close.ariaLabel = "Close";
  close.classList.add("beside-close");
  whose.ariaLabel = "Whose lines";
  whose.addEventListener("change", filter);
  pause.ariaPressed = "false";
  list.tabIndex = 0;
  list.ariaLabel = "What happens, oldest first";
  list.addEventListener("scroll", seeWhere, { passive: true });
  new ResizeObserver(follow).observe(list);
  panel.append(
    element("header", "beside-head", element("h2", "", "Inside the bot"), close),
    troubleSection(),
    element("div", "inside-tools", whose, pause, clear),
    nothing,
    list,
  );
}

/** Shut the drawer that this is where there is no room for a column. */
function leave() {
  shutDrawers();
  document.getElementById("open-beside").focus();
}

// Lines

function take(news) {
  if (JSON.stringify(people) !== JSON.stringify(news.people)) {
    people = news.people;
    drawWhose();
  }
  drawTrouble(news);
  // A demo's lines are numbered from 1: a page that connects anew is told some of them again.
  const fresh = news.lines.filter((line) => line.n > told);
  if (!fresh.length) return;
  told = fresh.at(-1).n;
  if (paused) {
    waiting = [...waiting, ...fresh].slice(-MOST_LINES);
    pause.textContent = `Go on (${waiting.length})`;
  } else draw(fresh);
}

function seeWhere() {
  following = list.scrollHeight - list.scrollTop - list.clientHeight < 80;
}

function draw(lines) {
  for (const line of lines) append(line);
  while (kept > MOST_LINES) dropOldest();
  nothing.hidden = kept > 0;
  follow();
}

/** Keep the newest line in sight, also where the list itself has just become shorter. */
function follow() {
  if (following) list.scrollTop = list.scrollHeight;
}

function append(line) {
  const node = element("li", `line of-${line.kind}`, mark(line), body(line, timeOf));
  if (line.chat) node.dataset.chat = String(line.chat);
  if (line.kind === "answer" && !line.ok) node.classList.add("failed");
  place(line).append(node);
  kept += 1;
  fit(node);
}

/** The list of lines that this one goes on with; a new group begins with its name and time. */
function place(line) {
  if (line.group && groups.has(line.group)) return groups.get(line.group);
  const lines = element("ol", "lines");
  const time = element("time", "", timeOf(line.at));
  time.dateTime = new Date(line.at * 1000).toISOString();
  const about = nameOf(line.chat);
  const name = element("p", "group-name", element("strong", "", title(line)), time);
  if (about) time.before(element("bdi", "", about));
  const group = element("li", "group", name, lines);
  if (line.group) {
    group.dataset.group = line.group;
    groups.set(line.group, lines);
  }
  list.append(group);
  return lines;
}

function title(line) {
  const group = line.group ?? "";
  if (group.startsWith("u")) return line.kind === "update" ? "Update" : `Update ${group.slice(1)}`;
  if (group.startsWith("o")) return `Message ${group.slice(1)}, from before`;
  if (group.startsWith("w")) return line.by?.startsWith("planner") ? "Tick" : "In between";
  if (group.startsWith("c")) return line.method === "getUpdates" ? "Polling" : "Call";
  return { bot: "Process", trouble: "Trouble" }[line.kind] ?? sentence(line);
}

function dropOldest() {
  const group = list.firstElementChild;
  const line = group.querySelector(".line");
  line?.remove();
  kept -= 1;
  if (group.querySelector(".line")) return;
  groups.delete(group.dataset.group);
  group.remove();
}

function empty() {
  list.replaceChildren();
  groups.clear();
  waiting = [];
  kept = 0;
  nothing.hidden = false;
  if (paused) pause.textContent = "Go on";
}

function setPaused(on) {
  paused = on;
  pause.textContent = on ? "Go on" : "Pause";
  pause.ariaPressed = String(on);
  if (on) return;
  draw(waiting);
  waiting = [];
}

// People and time

function drawWhose() {
  const before = whose.value;
  whose.replaceChildren(
    new Option("Everyone", ""),
    ...people.map(([id, name]) => new Option(name, String(id))),
  );
  whose.value = people.some(([id]) => String(id) === before) ? before : "";
}

const nameOf = (chat) => people.find(([id]) => id === chat)?.[1] ?? "";

/** The time on the bot's clock, in the zone of whoever is looked at in the chat. */
function timeOf(at, withDay = false) {
  const chosen = people.find(([id]) => String(id) === location.hash.slice(1)) ?? people[0];
  const where = { timeZone: chosen?.[2] ?? "UTC" };
  const moment = new Date(at * 1000);
  const time = moment.toLocaleTimeString("en-GB", where);
  return withDay ? `${moment.toLocaleDateString("en-US", { ...where, weekday: "short" })} ${time}` : time;
}

/** Somebody else is looked at, perhaps in another zone. */
function tellTimesAnew() {
  for (const time of list.querySelectorAll("time")) {
    time.textContent = timeOf(Date.parse(time.dateTime) / 1000);
  }
}

/** Lines about nobody, such as the bot's own start, are everyone's. */
function fit(node) {
  const chat = node.dataset.chat;
  node.hidden = Boolean(whose.value && chat && chat !== whose.value);
  const group = node.closest(".group");
  group.hidden = !group.querySelector(".line:not([hidden])");
}

function filter() {
  for (const node of list.querySelectorAll(".line")) fit(node);
  follow();
}

window.addEventListener("hashchange", tellTimesAnew);
document.addEventListener("beside", (event) => take(event.detail));
build();
