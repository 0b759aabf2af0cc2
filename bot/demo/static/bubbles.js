// Messages as bubbles, with their buttons and the small menu beside each.

import { fileAddress } from "./line.js";
import { element, formatted } from "./words.js";

const KINDS = {
  photo: "Photo",
  voice: "Voice message",
  video: "Video",
  document: "File",
  sticker: "Sticker",
  location: "Location",
};

/** A row of the log. `context`: zone, `say`, `press`, and `choices(message)` for the menu. */
export function bubble(message, context) {
  const row = element("li", message.mine ? "row mine" : "row theirs");
  row.id = `m${message.id}`;
  const body = element("div", "bubble", speaker(message));
  if (message.answers) body.append(quoted(message.answers));
  if (message.kind) body.append(attachment(message));
  if (message.words) body.append(formatted(message.words, message.entities, context));
  body.append(foot(message, context.zone));
  const stack = element("div", "stack", body);
  if (message.buttons.length) stack.append(buttons(message, context));
  row.append(stack, more(message, context));
  return row;
}

/** A line between two dates. */
export function dateLine(words) {
  const row = element("li", "date", element("span", "", words));
  return row;
}

function speaker(message) {
  return element("span", "hidden", message.mine ? "You:" : "Bot:");
}

function quoted(answered) {
  const node = element("button", "answers", answered.words || "a message");
  node.type = "button";
  node.ariaLabel = `In answer to: ${answered.words || "a message"}`;
  node.addEventListener("click", () => {
    const target = document.getElementById(`m${answered.id}`);
    target?.scrollIntoView({ block: "center", behavior: "smooth" });
    target?.classList.add("found");
    setTimeout(() => target?.classList.remove("found"), 1200);
  });
  return node;
}

function attachment(message) {
  if (message.kind === "photo" && message.file) {
    const picture = element("img", "picture");
    picture.src = fileAddress(message.file);
    picture.alt = message.words || "Photo";
    if (message.size) [picture.width, picture.height] = message.size; // its place, until it is there
    picture.addEventListener("error", () => picture.replaceWith(chip(message)), { once: true });
    return picture;
  }
  return chip(message);
}

function chip(message) {
  const name = ["document", "location"].includes(message.kind) ? `: ${message.name}` : "";
  return element("span", "chip", KINDS[message.kind] + name);
}

function foot(message, zone) {
  const moment = new Date(message.date * 1000);
  const time = element("time", "", clockTime(moment, zone));
  time.dateTime = moment.toISOString();
  const node = element("span", "foot-line");
  if (message.reactions.length) node.append(element("span", "reactions", message.reactions.join(" ")));
  if (message.forwarded) node.append("forwarded ");
  if (message.edited) node.append("edited ");
  if (message.silent) node.append("silent ");
  node.append(time);
  return node;
}

/** Hours and minutes in a zone. */
export function clockTime(moment, zone) {
  return moment.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: zone });
}

function buttons(message, context) {
  const rows = message.buttons.map((row) =>
    element("div", "button-row", ...row.map((each) => button(each, message, context))),
  );
  return element("div", "buttons", ...rows);
}

function button(facts, message, context) {
  if (facts.url) {
    const node = element("a", "press", `${facts.text} ↗`);
    if (/^(https?|tg):/i.test(facts.url)) node.href = facts.url;
    node.target = "_blank";
    node.rel = "noopener noreferrer";
    return node;
  }
  const node = element("button", `press ${facts.style ?? ""}`, facts.text);
  node.type = "button";
  node.addEventListener("click", () => context.press(message, facts, node));
  return node;
}

function more(message, context) {
  const node = element("button", "more", "⋯");
  node.type = "button";
  node.ariaLabel = "Reply or edit";
  node.ariaHasPopup = "menu";
  node.addEventListener("click", () => openMenu(node, context.choices(message)));
  return node;
}

/** A small menu beside `anchor`; `choices` are pairs of a label and what it does. */
export function openMenu(anchor, choices) {
  document.querySelector(".menu")?.remove();
  const menu = element("div", "menu");
  menu.role = "menu";
  const close = () => {
    menu.remove();
    anchor.ariaExpanded = "false";
  };
  for (const [label, act] of choices) {
    const item = element("button", "", ...[label].flat());
    item.type = "button";
    item.role = "menuitem";
    item.addEventListener("click", () => {
      close();
      act();
    });
    menu.append(item);
  }
  menu.addEventListener("keydown", (event) => step(event, menu, anchor, close));
  menu.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !menu.contains(event.relatedTarget)) close();
  });
  document.body.append(menu);
  place(menu, anchor);
  anchor.ariaExpanded = "true";
  menu.firstElementChild?.focus();
  setTimeout(() => document.addEventListener("pointerdown", outside));
  function outside(event) {
    if (menu.contains(event.target)) return;
    document.removeEventListener("pointerdown", outside);
    close();
  }
}

function step(event, menu, anchor, close) {
  const items = [...menu.children];
  const at = items.indexOf(document.activeElement);
  const moves = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 };
  if (event.key in moves) {
    event.preventDefault();
    items.at(moves[event.key] % items.length).focus();
  } else if (event.key === "Escape") {
    close();
    anchor.focus();
  }
}

function place(menu, anchor) {
  const near = anchor.getBoundingClientRect();
  const own = menu.getBoundingClientRect();
  const left = Math.min(Math.max(near.left, 8), innerWidth - own.width - 8);
  const below = near.bottom + own.height + 8 < innerHeight;
  menu.style.left = `${left}px`;
  menu.style.top = `${below ? near.bottom + 4 : Math.max(near.top - own.height - 4, 8)}px`;
}
