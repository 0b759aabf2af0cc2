// Formatted text as nodes. What people write is only ever text: no string becomes HTML.

import { act } from "./acts.js";
import { language, now, zone } from "./store.js";

const TAGS = {
  bold: "b",
  italic: "i",
  underline: "u",
  strikethrough: "s",
  code: "code",
  pre: "pre",
  blockquote: "blockquote",
  expandable_blockquote: "blockquote",
};

const BLOCKS = new Set(["pre", "blockquote", "expandable_blockquote"]);
const PRECISION = {
  d: { dateStyle: "short" },
  D: { dateStyle: "long" },
  t: { timeStyle: "short" },
  T: { timeStyle: "medium" },
};

/** A node with a class and children. */
export function element(name, className = "", ...children) {
  const node = document.createElement(name);
  if (className) node.className = className;
  node.append(...children);
  return node;
}

/** `words` with their entities, whose offsets are UTF-16 units, as JavaScript's own are. */
export function formatted(words, entities) {
  const node = element("div", "words");
  node.dir = "auto";
  fill(node, words, entities, 0, words.length);
  return node;
}

function fill(node, words, entities, start, end) {
  let at = start;
  entities.forEach((entity, index) => {
    const last = Math.min(entity.offset + entity.length, end);
    if (entity.offset < at) return; // inside the one before, which has drawn it already
    node.append(words.slice(at, entity.offset));
    const part = wrapper(entity, words.slice(entity.offset, last));
    const inner = entities.slice(index + 1).filter((each) => each.offset + each.length <= last);
    if (!part.childNodes.length) fill(part, words, inner, entity.offset, last);
    node.append(part);
    if (entity.type === "expandable_blockquote") node.append(opener(part));
    at = last;
    if (BLOCKS.has(entity.type) && words[at] === "\n") at += 1; // a block ends its line by itself
  });
  node.append(words.slice(at, end));
}

function wrapper(entity, words) {
  switch (entity.type) {
    case "spoiler":
      return spoiler();
    case "text_link":
      return link(entity.url);
    case "url":
      return link(words);
    case "email":
      return link(`mailto:${words}`);
    case "bot_command":
      return command(words);
    case "date_time":
      return instant(entity);
    case "mention":
    case "hashtag":
    case "text_mention":
      return element("span", "tag");
    default: {
      const node = element(TAGS[entity.type] ?? "span");
      if (entity.language) node.title = entity.language;
      return node;
    }
  }
}

function link(address) {
  if (!/^(https?|mailto|tg):/i.test(address)) return element("span", "tag");
  const node = element("a");
  node.href = address;
  node.target = "_blank";
  node.rel = "noopener noreferrer";
  return node;
}

function spoiler() {
  const node = element("span", "spoiler");
  node.tabIndex = 0;
  node.role = "button";
  node.ariaLabel = "Hidden words: press to read them";
  const reveal = () => {
    node.classList.add("open");
    node.removeAttribute("role");
    node.removeAttribute("aria-label");
    node.removeAttribute("tabindex");
  };
  node.addEventListener("click", reveal, { once: true });
  node.addEventListener("keydown", (event) => {
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      reveal();
    }
  });
  return node;
}

/** The button under a quotation that starts out with its first lines only. */
function opener(quotation) {
  quotation.classList.add("expandable", "closed");
  const button = element("button", "opener", "Show all");
  button.type = "button";
  button.ariaExpanded = "false";
  button.addEventListener("click", () => {
    const closed = quotation.classList.toggle("closed");
    button.textContent = closed ? "Show all" : "Show less";
    button.ariaExpanded = String(!closed);
  });
  requestAnimationFrame(() => {
    button.hidden = quotation.scrollHeight <= quotation.clientHeight; // all of it is there
  });
  return button;
}

function command(words) {
  const node = element("button", "command");
  node.type = "button";
  node.addEventListener("click", () => act("send", { words }));
  return node;
}

/** Telegram's clients replace an instant's words by their own, in the phone's zone and language. */
function instant(entity) {
  const moment = new Date(entity.unix_time * 1000);
  const node = element("time", "", shown(moment, entity.date_time_format ?? ""));
  node.dateTime = moment.toISOString();
  return node;
}

function shown(moment, format) {
  if (/^r$/i.test(format)) return relative(moment);
  const parts = [];
  const here = { timeZone: zone() };
  if (/w/i.test(format)) {
    parts.push(moment.toLocaleDateString(language(), { weekday: "long", ...here }));
  }
  const styles = [...format].map((letter) => PRECISION[letter]).filter(Boolean);
  const chosen = Object.assign({}, ...styles);
  if (styles.length || !parts.length) {
    const style = styles.length ? chosen : { dateStyle: "medium", timeStyle: "short" };
    parts.push(new Intl.DateTimeFormat(language(), { ...style, ...here }).format(moment));
  }
  return parts.join(", ");
}

function relative(moment) {
  const minutes = Math.round((moment - now()) / 60_000);
  const [amount, unit] =
    Math.abs(minutes) < 60
      ? [minutes, "minute"]
      : Math.abs(minutes) < 1440
        ? [Math.round(minutes / 60), "hour"]
        : [Math.round(minutes / 1440), "day"];
  return new Intl.RelativeTimeFormat(language(), { numeric: "auto" }).format(amount, unit);
}
