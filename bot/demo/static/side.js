// The side: the people, and the time as the bot sees it.

import { clockTime } from "./bubbles.js";
import { element } from "./words.js";

/** The city that a zone is named after. */
export const city = (zone) => zone.split("/").at(-1).replaceAll("_", " ");

/** The list of people; drawn anew only when something in it changed, so that the focus stays. */
export function drawPeople(people, chosen, unread, choose) {
  const list = document.getElementById("people");
  const facts = JSON.stringify([people, [...unread], chosen]);
  if (list.dataset.facts === facts) return;
  list.dataset.facts = facts;
  const focused = list.contains(document.activeElement) ? document.activeElement.dataset.id : null;
  list.replaceChildren(...people.map((each) => row(each, chosen, unread.get(each.id), choose)));
  if (focused) list.querySelector(`[data-id="${focused}"]`)?.focus();
}

function row(person, chosen, waiting, choose) {
  const face = element("span", `face tone${person.id % 6}`, [...person.name][0]);
  face.ariaHidden = "true";
  const where = element("small");
  where.dataset.zone = person.zone;
  const who = element("span", "who", element("strong", "", person.name), where);
  const button = element("button", "person", face, who);
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

/** The time in `zone`, and beside every person the time where they are. */
export function drawClock(now, zone) {
  const time = document.getElementById("clock-time");
  time.textContent = clockTime(now, zone);
  time.dateTime = now.toISOString();
  const day = now.toLocaleDateString("en-GB", {
    weekday: "short",
    day: "numeric",
    month: "short",
    year: "numeric",
    timeZone: zone,
  });
  document.getElementById("clock-date").textContent = `${day}, in ${city(zone)}`;
  for (const small of document.querySelectorAll("small[data-zone]")) {
    const name = small.dataset.zone;
    small.textContent = `${clockTime(now, name)} · ${name.replaceAll("_", " ")}`;
  }
}
