// One line of what happens inside the bot, as words and values. What people write is only ever text.

import { element } from "./words.js";

const MARKS = {
  update: "↓",
  inbox: "▤",
  work: "✎",
  outbox: "→",
  call: "↑",
  fold: "Σ",
  bot: "●",
  trouble: "!",
  gap: "…",
};

const LANES = ["answer", "challenge", "reminder", "broadcast"];

const LINE_TROUBLES = {
  RemoteProtocolError: "the connection was cut",
  ReadError: "the connection was cut",
  ConnectError: "nobody answers there",
  ReadTimeout: "no answer in time",
  CancelledError: "no answer in the time the bot waits",
};

const TROUBLES = {
  cut: "You cut the connection",
  429: "You let Telegram answer 429",
  500: "You let Telegram answer 500",
  502: "You let a gateway answer 502",
  slow: "You made Telegram slow",
  blocked: "They blocked the bot",
  unblocked: "They unblocked the bot",
  off: "You switched all trouble off",
};

const count = (number, one, many = `${one}s`) => `${number} ${number === 1 ? one : many}`;

/** The mark of a line's kind: a sign, so that no color alone tells kinds apart. */
export function mark(line) {
  const bad = line.kind === "answer" && !line.ok;
  const sign = line.kind === "answer" ? (bad ? "✗" : "✓") : (MARKS[line.kind] ?? "·");
  const node = element("span", `mark ${bad ? "bad" : line.kind}`, sign);
  node.ariaHidden = "true";
  return node;
}

/** What happened, in one sentence. */
export function sentence(line) {
  switch (line.kind) {
    case "update":
      return `Update ${line.update} came in: ${line.what}${line.from ? ` from ${line.from}` : ""}`;
    case "inbox":
      return `Stored in the inbox as “${line.state}”, ${count(line.bytes, "character")}`;
    case "work":
      return "One transaction";
    case "outbox":
      return line.was
        ? `Outbox ${line.row}, ${line.says}: ${line.was} → ${line.now ?? "gone"}`
        : `Outbox ${line.row}, ${line.says}: ${line.now}, lane “${LANES[line.lane] ?? line.lane}”`;
    case "call":
      return `Telegram is asked: ${line.method}`;
    case "answer":
      return answer(line);
    case "fold":
      return fold(line);
    case "bot":
      return life(line);
    case "trouble":
      return TROUBLES[line.what] ?? line.what;
    default:
      return `${count(line.count ?? 0, "line")} came too fast to show`;
  }
}

function answer(line) {
  if (line.ok) return line.message ? `It answers ok: message ${line.message}` : "It answers ok";
  const asked = line.method === "getUpdates" ? "Asking for updates fails: " : "";
  if (line.error) return `${asked}${line.code} ${line.error}`;
  const words = LINE_TROUBLES[line.trouble] ?? line.trouble;
  if (line.code) return `${asked}${line.code}, ${words}`;
  return asked + (asked ? words : words.replace(/^[a-z]/, (first) => first.toUpperCase()));
}

function fold({ inputs }) {
  const parts = [
    count(inputs.challenges, "challenge"),
    `${inputs.replied} answered in words`,
    count(inputs.presses, "press", "presses"),
    count(inputs.pauses, "pause"),
    count(inputs.outages, "outage"),
  ];
  return `The streak is folded from ${parts.join(", ")}`;
}

function life({ what, pid, code }) {
  if (what === "started") return `The bot starts as process ${pid}`;
  return code === -9 ? `SIGKILL: process ${pid} is dead` : `The bot ended: process ${pid}, code ${code}`;
}

/** Everything of a line but its mark and time. `clock` writes an instant as a time of day. */
export function body(line, clock) {
  const node = element("div", "told", element("p", "sentence", sentence(line)));
  if (line.words) node.append(element("p", "quoted", line.words));
  if (line.kind === "work") {
    node.append(...line.rows.map(row));
    if (line.more) node.append(element("p", "by", `and ${count(line.more, "more row")}`));
  }
  if (line.kind === "outbox") {
    const { state, ...others } = line.changed ?? line.values ?? {}; // the sentence names the state
    if (Object.keys(others).length) node.append(values(others));
  }
  if (line.kind === "fold") node.append(values(result(line, clock)));
  const by = [line.by, line.ms === undefined ? "" : lasted(line.ms)].filter(Boolean);
  if (by.length) node.append(element("p", "by", by.join(" · ")));
  return node;
}

const lasted = (ms) => (ms < 1000 ? `${ms} ms` : `${(ms / 1000).toFixed(1)} s`);

function result(line, clock) {
  const open = line.open.map(([day, until]) => `Day ${day}${until ? ` until ${clock(until, true)}` : ""}`);
  const days = line.verdicts.map(([day, verdict]) => `${day} ${verdict}`);
  return { ...line.result, open: open.join(", ") || "none", days: days.join(", ") || "none" };
}

function row({ table, id, did, values: all, changed }) {
  const sign = { insert: "+", update: "~", delete: "−" }[did];
  const what = { insert: "written", update: "changed", delete: "deleted" }[did];
  const name = element("p", "row-name", `${sign} ${table} ${id ?? ""}`, element("small", "", what));
  return element("div", "row-told", name, values(changed ?? all));
}

/** Names and values; of a pair, before and after, or only after where there was nothing. */
function values(all) {
  const list = element("dl", "pairs");
  for (const [name, value] of Object.entries(all)) {
    const told = Array.isArray(value) ? changed(...value, name) : [plain(value, name)];
    const kind = (words) => (words.endsWith(" UTC") ? "instant" : "");
    const spans = told.flatMap((each) => [" ", element("span", kind(each), each)]);
    list.append(element("div", "", element("dt", "", name), element("dd", "", ...spans)));
  }
  return list;
}

function changed(before, after, name) {
  const became = `→ ${plain(after, name)}`;
  return before === null ? [became] : [plain(before, name), became];
}

/** Instants lose the microseconds that nobody reads, and say in which zone they are kept. */
function plain(value, name) {
  if (value === null) return "nothing";
  if (name === "params") return unpacked(value);
  if (!/(^|_)(at|before|from)$/.test(name)) return String(value);
  return String(value).replace(/^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)(\.\d+)?$/, "$1 UTC");
}

/** What a message's words are made from: kept as JSON, told as names and values of its own. */
function unpacked(json) {
  const words = (value) => (typeof value === "object" ? JSON.stringify(value) : value);
  try {
    const held = Object.entries(JSON.parse(json)).filter(([, value]) => value !== null);
    return held.map(([name, value]) => `${name} ${words(value)}`).join(", ") || "none";
  } catch {
    return json; // it was too long to be told whole
  }
}
