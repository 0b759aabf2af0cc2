// The side: the people, and the time as the bot sees it.

import { notice } from "./acts.js";
import { deed } from "./line.js";
import { city, clockTime, now, store, zone } from "./store.js";
import { element } from "./words.js";

const node = (id) => document.getElementById(id);
const list = node("people");

/** The list of people; drawn anew only when something in it changed, so that the focus stays. */
export function drawPeople(choose) {
  const { people, unread, chosen } = store;
  const facts = JSON.stringify([people.map(seenOf), [...unread], chosen]);
  if (list.dataset.facts === facts) return;
  list.dataset.facts = facts;
  const focused = list.contains(document.activeElement) ? document.activeElement.dataset.id : null;
  list.replaceChildren(...people.map((each) => row(each, chosen, unread.get(each.id), choose)));
  if (focused) list.querySelector(`[data-id="${focused}"]`)?.focus();
}

const seenOf = ({ id, name, zone: where, language, blocked }) => [id, name, where, language, blocked];

/** A person's first letter on a disc of a color of their own. */
export function face(person) {
  const disc = element("span", `face tone${person.id % 6}`, [...person.name][0]);
  disc.ariaHidden = "true";
  return disc;
}

function row(person, chosen, waiting, choose) {
  const where = element("small");
  where.dataset.zone = person.zone;
  const tongue = element("small", "tongue", languageName(person.language));
  const name = element("strong", "", person.name);
  name.dir = "auto";
  const who = element("span", "who", name, where, tongue);
  const button = element("button", "person", face(person), who);
  if (waiting) {
    const badge = element("span", "badge", String(waiting), element("span", "hidden", " unread"));
    button.append(badge);
  }
  button.type = "button";
  button.dataset.id = person.id;
  if (person.id === chosen) button.ariaCurrent = "true";
  button.addEventListener("click", () => choose(person.id));
  return element("li", "", button);
}

/** What a language is called in itself, or its code if that is no language. */
export function languageName(code) {
  try {
    return new Intl.DisplayNames([code], { type: "language" }).of(code);
  } catch {
    return code;
  }
}

list.addEventListener("keydown", (event) => {
  const all = [...list.querySelectorAll(".person")];
  const at = all.indexOf(document.activeElement);
  const moves = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 };
  if (!(event.key in moves) || at < 0) return;
  event.preventDefault();
  all.at(moves[event.key] % all.length).focus();
});

/** The time where the phone is, and beside every person the time where they are. */
export function drawClock() {
  const [moment, where] = [now(), zone()];
  const time = node("clock-time");
  time.textContent = clockTime(moment, where);
  time.dateTime = moment.toISOString();
  const part = (how) => moment.toLocaleDateString("en-US", { ...how, timeZone: where });
  const day = part({ weekday: "short", month: "short", day: "numeric" });
  const rest = `, ${part({ year: "numeric" })}, in ${city(where)}`;
  if (node("clock-date").textContent !== day + rest) {
    node("clock-date").replaceChildren(day, element("span", "rest", rest));
  }
  for (const small of document.querySelectorAll("small[data-zone]")) {
    const name = small.dataset.zone;
    small.textContent = `${clockTime(moment, name)} · ${name.replaceAll("_", " ")}`;
  }
  document.querySelector('[data-move="next"]').hidden = !store.hasNext;
}

/** A long move stops at all that is due on its way; another that is asked for then comes after. */
async function move(button) {
  if (button.ariaBusy === "true") return;
  button.ariaBusy = "true";
  const done = await deed("clock", { to: button.dataset.move, zone: zone() });
  button.ariaBusy = "false";
  if (done.error) notice(done.error);
  else if (!done.moved) notice("Nobody is waiting for a challenge yet.");
  else node("live").textContent = `It is now ${node("clock-time").textContent}`;
}

for (const button of document.querySelectorAll("[data-move]")) {
  button.addEventListener("click", () => move(button));
}
