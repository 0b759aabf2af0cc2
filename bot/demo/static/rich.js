// Formatted text as DOM nodes. Nothing a person or the bot wrote is ever parsed as HTML.
// Offsets and lengths of entities are UTF-16 units, which is what JavaScript counts in.

const SIMPLE = {
  bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", pre: "pre",
};

export function rich(text, entities = []) {
  const ordered = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return build(text, 0, text.length, ordered);
}

function build(text, start, end, entities) {
  const fragment = document.createDocumentFragment();
  let at = start;
  while (entities.length && entities[0].offset < end) {
    const entity = entities.shift();
    const stop = Math.min(entity.offset + entity.length, end);
    if (entity.offset > at) fragment.append(text.slice(at, entity.offset));
    const node = element(entity, text.slice(entity.offset, stop));
    if (entity.type === "date_time") takeInside(entities, stop);
    else node.append(build(text, entity.offset, stop, entities));
    fragment.append(node);
    at = Math.max(at, stop);
  }
  if (at < end) fragment.append(text.slice(at, end));
  return fragment;
}

function takeInside(entities, stop) {
  while (entities.length && entities[0].offset < stop) entities.shift();
}

function element(entity, words) {
  if (SIMPLE[entity.type]) return document.createElement(SIMPLE[entity.type]);
  switch (entity.type) {
    case "blockquote": return document.createElement("blockquote");
    case "expandable_blockquote": return expandable();
    case "spoiler": return spoiler();
    case "text_link": return link(entity.url);
    case "url": return link(words);
    case "date_time": return instant(entity);
    case "bot_command": return command(words);
    default: return document.createElement("span");
  }
}

function link(address) {
  const node = document.createElement("a");
  if (/^https?:\/\//.test(address)) node.href = address;
  node.rel = "noreferrer noopener";
  node.target = "_blank";
  return node;
}

function expandable() {
  const node = document.createElement("blockquote");
  node.className = "folded";
  node.tabIndex = 0;
  node.setAttribute("role", "button");
  node.setAttribute("aria-expanded", "false");
  const toggle = () => {
    const folded = node.classList.toggle("folded");
    node.setAttribute("aria-expanded", String(!folded));
  };
  node.addEventListener("click", toggle);
  node.addEventListener("keydown", (event) => { if (event.key === "Enter") toggle(); });
  return node;
}

function spoiler() {
  const node = document.createElement("span");
  node.className = "spoiler";
  node.tabIndex = 0;
  node.addEventListener("click", () => node.classList.add("shown"));
  return node;
}

function command(words) {
  const node = document.createElement("button");
  node.className = "command";
  node.dataset.say = words;
  return node;
}

function instant(entity) {
  const node = document.createElement("time");
  const at = new Date((entity.unix_time ?? entity.unix) * 1000);
  node.dateTime = at.toISOString();
  node.dataset.unix = String(at.getTime());
  return node;
}
