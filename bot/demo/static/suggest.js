// The bot's commands: in a menu, and offered while somebody types one.

import { act } from "./acts.js";
import { openMenu } from "./menus.js";
import { person } from "./store.js";
import { element } from "./words.js";

const node = (id) => document.getElementById(id);
const words = node("words");
const list = node("suggestions");

const labels = ({ command, description }) => [
  element("strong", "", `/${command}`),
  element("span", "", description),
];

/** Offer what begins with what stands in the box, if that is the start of a command. */
export function suggest() {
  const typed = words.value;
  const fits = ({ command }) => `/${command}`.startsWith(typed) && `/${command}` !== typed;
  const found = /^\/\w*$/.test(typed) ? (person()?.commands ?? []).filter(fits) : [];
  list.replaceChildren(...found.map(option));
  list.hidden = !found.length;
  words.removeAttribute("aria-activedescendant");
}

function option(facts, index) {
  const item = element("li", "", ...labels(facts));
  item.id = `suggestion-${index}`;
  item.role = "option";
  item.ariaSelected = "false";
  item.dataset.words = `/${facts.command}`;
  item.addEventListener("click", () => say(item));
  return item;
}

function say(item) {
  const text = item.dataset.words;
  words.value = "";
  words.dispatchEvent(new Event("input"));
  words.focus();
  act("send", { words: text });
}

/** Whether a key was meant for the list; arrows move in it, Enter says, Tab completes. */
export function suggesting(event) {
  if (list.hidden) return false;
  const items = [...list.children];
  const at = items.findIndex((item) => item.ariaSelected === "true");
  if (event.key === "ArrowDown") choose(items, (at + 1) % items.length);
  else if (event.key === "ArrowUp") choose(items, at <= 0 ? items.length - 1 : at - 1);
  else if (event.key === "Enter" && at >= 0) say(items[at]);
  else if (event.key === "Tab" && !event.shiftKey) complete(items[Math.max(at, 0)]);
  else if (event.key === "Escape") list.hidden = true;
  else return false;
  event.preventDefault();
  return true;
}

function choose(items, at) {
  items.forEach((item, index) => (item.ariaSelected = String(index === at)));
  items[at].scrollIntoView({ block: "nearest" });
  words.setAttribute("aria-activedescendant", items[at].id);
}

function complete(item) {
  words.value = item.dataset.words;
  words.dispatchEvent(new Event("input"));
}

node("menu").addEventListener("click", () => {
  const choices = (person()?.commands ?? []).map((facts) => [
    labels(facts),
    () => act("send", { words: `/${facts.command}` }),
  ]);
  openMenu(node("menu"), choices);
});
