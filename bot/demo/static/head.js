// The line above the conversation: whom one talks to, as whom, and what can be done with the chat.

import { act } from "./acts.js";
import { openMenu } from "./menus.js";
import { letTravel } from "./phone.js";
import { face } from "./side.js";
import { city, person, store } from "./store.js";
import { element } from "./words.js";

const node = (id) => document.getElementById(id);
const KEPT = "theme";
const TYPING_SECONDS = 5; // how long Telegram's clients show what a bot says it is doing

const DOING = {
  typing: "typing…",
  upload_photo: "sending a photo…",
  upload_document: "sending a file…",
  record_voice: "recording…",
  upload_voice: "sending a voice message…",
};

let quiet = 0; // the timer after which nothing is being done any more

/** Draw it anew. */
export function drawHead() {
  node("bot-name").textContent = store.bot;
  node("bot-face").textContent = [...store.bot][0];
  const who = person();
  if (!who) return;
  drawAbout(who, who.doing);
  drawOpener(who);
  node("menu").hidden = !who.commands.length;
  node("composer").classList.toggle("gone", who.blocked);
  node("unblock").hidden = !who.blocked;
}

function drawAbout(who, doing) {
  const about = node("about");
  about.textContent = doing ? (DOING[doing] ?? "busy…") : `You are ${who.name}, in ${city(who.zone)}`;
  about.classList.toggle("doing", Boolean(doing));
  clearTimeout(quiet);
  if (doing) quiet = setTimeout(() => drawAbout(who, ""), TYPING_SECONDS * 1000);
}

/** On a phone one's own face opens the list of people. */
function drawOpener(who) {
  const others = [...store.unread.values()].reduce((all, each) => all + each, 0);
  const badge = others ? [element("span", "badge", String(others))] : [];
  node("open-people").replaceChildren(face(who), ...badge);
  node("open-people").ariaLabel = others ? `People, ${others} unread` : "People";
}

node("unblock").addEventListener("click", () => act("block"));

node("chat-menu").addEventListener("click", () => {
  const who = person();
  openMenu(node("chat-menu"), [
    [`${who.name}'s phone: ${city(who.zone)}`, letTravel],
    [who.blocked ? `Unblock ${store.bot}` : `Block ${store.bot}`, () => act("block")],
  ]);
});

// Dark and light: as the machine has it, until somebody says otherwise

const dark = matchMedia("(prefers-color-scheme: dark)");
const theme = () => document.documentElement.dataset.theme ?? (dark.matches ? "dark" : "light");
const other = () => (theme() === "dark" ? "light" : "dark");

function drawTheme() {
  node("theme").ariaLabel = `Change to ${other()}`;
}

node("theme").addEventListener("click", () => {
  document.documentElement.dataset.theme = other();
  localStorage.setItem(KEPT, theme());
  drawTheme();
});

dark.addEventListener("change", drawTheme);
const kept = localStorage.getItem(KEPT);
if (kept === "dark" || kept === "light") document.documentElement.dataset.theme = kept;
drawTheme();
