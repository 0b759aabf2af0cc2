// What the page knows: people, chats, the time. Everything that is drawn is drawn from here.

export const store = {
  bot: "",
  people: [],
  chats: new Map(), // person id → Map of message id → message
  unread: new Map(), // person id → how many
  chosen: null,
  taken: Infinity, // updates below this id the bot has taken
  now: 0, // seconds, as of the last news
  ticks: true,
  heard: 0, // when the last news came, by the page's own clock
};

/** Whoever is looked at. */
export const person = () => store.people.find((each) => each.id === store.chosen);

/** Their phone's zone and language. */
export const zone = () => person()?.zone ?? "UTC";
export const language = () => person()?.language ?? "en";

/** The instant as the bot sees it. */
export function now() {
  const passed = store.ticks ? (performance.now() - store.heard) / 1000 : 0;
  return new Date((store.now + passed) * 1000);
}

/** Their messages that are there to be seen, oldest first. */
export function seen() {
  const all = [...(store.chats.get(store.chosen)?.values() ?? [])];
  return all.filter((message) => !message.deleted);
}

/** Take in the news: `[person id, message, whether it was known]` for each message that changed. */
export function learn(event) {
  const { messages, ...rest } = event;
  Object.assign(store, rest, { heard: performance.now() });
  return messages.map(([chat, message]) => {
    if (!store.chats.has(chat)) store.chats.set(chat, new Map());
    const known = store.chats.get(chat).has(message.id);
    store.chats.get(chat).set(message.id, message);
    return [chat, message, known];
  });
}

/** Hours and minutes in a zone. */
export function clockTime(moment, where) {
  return moment.toLocaleTimeString("en-US", {
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    timeZone: where,
  });
}

/** The city that a zone is named after. */
export const city = (where) => where.split("/").at(-1).replaceAll("_", " ");
