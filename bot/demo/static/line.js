// The line to the local Telegram: deeds go out as requests, news come in as events.

const token = document.querySelector('meta[name="demo-token"]').content;

const SILENT = { error: "The demo does not answer. Is it still running?" };

/** Do one deed; its result, or `{error}` in words for the person. */
export function deed(name, asked) {
  const headers = { "content-type": "application/json", "x-demo-token": token };
  return ask(`/demo/${name}`, { method: "POST", headers, body: JSON.stringify(asked) });
}

/** Send a file's bytes; `about` says whose it is and what. Answers as `deed` does. */
export function attach(about, body) {
  const query = new URLSearchParams(about);
  return ask(`/demo/attach?${query}`, { method: "POST", headers: { "x-demo-token": token }, body });
}

async function ask(address, how) {
  try {
    const response = await fetch(address, how);
    return await response.json();
  } catch {
    return SILENT;
  }
}

/** The address of a file, to be looked at, or to be kept as a copy. */
export function fileAddress(path, toKeep = false) {
  return `/demo/file/${path}?token=${encodeURIComponent(token)}${toKeep ? "&keep" : ""}`;
}

/** Hand every event to `take`. After a restart of the demo the page loads itself anew. */
export function listen(take, lost) {
  const events = new EventSource(`/demo/stream?token=${encodeURIComponent(token)}`);
  events.onmessage = (event) => {
    lost(false);
    const news = JSON.parse(event.data);
    take(news);
    if (news.beside) document.dispatchEvent(new CustomEvent("beside", { detail: news.beside }));
  };
  events.onerror = () => {
    lost(true);
    if (events.readyState === EventSource.CLOSED) comeBack();
  };
}

/** The old token is worth nothing to a demo started again, so only a new page will do. */
async function comeBack() {
  try {
    const response = await fetch("/", { cache: "no-store" });
    if (response.ok) return location.reload();
  } catch {
    // Not up again yet.
  }
  setTimeout(comeBack, 1500);
}
