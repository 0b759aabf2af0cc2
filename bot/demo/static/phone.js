// The phone somebody holds: whose it is, its language and its zone; and a new one.

import { act } from "./acts.js";
import { deed } from "./line.js";
import { languageName } from "./side.js";
import { person } from "./store.js";
import { element } from "./words.js";

const node = (id) => document.getElementById(id);
const LANGUAGES = ["en", "ar", "de", "es", "fr", "he", "hi", "id", "it", "ja", "ko", "pl", "pt", "ru", "tr", "uk", "zh"];

let moving = false; // a phone that travels, rather than a new one

/** Ask who is new. `met` is told the id they get. */
export function askWhoIsNew(met) {
  open({
    title: "Somebody new",
    hint: "They have never written to the bot.",
    done: "Add",
    zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  });
  node("phone-form").onsubmit = async () => {
    const asked = { name: name(), language: node("phone-language").value, zone: where() };
    const done = await deed("meet", asked);
    if (done.person) met(done.person);
  };
}

/** Let the phone travel: its zone changes, and no bot is told. */
export function letTravel() {
  const who = person();
  open({
    title: `${who.name}'s phone`,
    hint: "The phone travels. Telegram tells no bot about it.",
    done: "Travel",
    zone: who.zone,
  });
  node("phone-form").onsubmit = () => act("travel", { zone: where() });
}

const name = () => node("phone-name").value;
const where = () => node("phone-zone").value;

function open({ title, hint, done, zone }) {
  moving = done === "Travel";
  node("phone-title").textContent = title;
  node("phone-hint").textContent = hint;
  node("phone-done").textContent = done;
  for (const id of ["phone-name", "phone-language"]) {
    node(id).hidden = moving;
    node(id).labels[0].hidden = moving;
  }
  node("phone-name").required = !moving;
  node("phone-name").value = "";
  fill(zone);
  node("phone").showModal();
}

function fill(zone) {
  const option = (value, words) => Object.assign(element("option", "", words), { value });
  node("phone-language").replaceChildren(...LANGUAGES.map((each) => option(each, languageName(each))));
  const zones = new Set([zone, ...Intl.supportedValuesOf("timeZone"), "UTC"]);
  const sorted = [...zones].sort().map((each) => option(each, each.replaceAll("_", " ")));
  node("phone-zone").replaceChildren(...sorted);
  node("phone-zone").value = zone;
}

node("phone-drop").addEventListener("click", () => node("phone").close());
