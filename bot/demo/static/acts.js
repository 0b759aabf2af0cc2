// What a person does, and what the page says about it when words are needed.

import { deed } from "./line.js";
import { store } from "./store.js";

const node = (id) => document.getElementById(id);
const SHOWN_FOR = 4000; // milliseconds

let fading = 0;

/** Do a deed of the person looked at; whatever went wrong is said. */
export async function act(name, asked = {}) {
  const done = await deed(name, { person: store.chosen, ...asked });
  if (done.error) notice(done.error);
  return done;
}

/** Words over the conversation that go away by themselves. */
export function notice(text) {
  node("notice").textContent = text;
  node("notice").classList.add("shown");
  clearTimeout(fading);
  fading = setTimeout(() => node("notice").classList.remove("shown"), SHOWN_FOR);
}

/** Press an inline button, and show what the bot says to it. */
export async function press(message, facts, button) {
  if (button.ariaBusy === "true") return;
  button.ariaBusy = "true";
  const done = await act("press", { message: message.id, words: facts.callback_data ?? "" });
  button.ariaBusy = "false";
  if (!done.answer?.text) return;
  if (done.answer.show_alert) {
    node("alert-words").textContent = done.answer.text;
    node("alert").showModal();
  } else notice(done.answer.text);
}
