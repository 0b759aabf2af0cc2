// The line to the local Telegram: deeds go out as requests, news come in as events.

const token = document.querySelector('meta[name="demo-token"]').content;

/** Do one deed; its result, or `{error}` in words for the person. */
export async function deed(name, asked) {
  try {
    const response = await fetch(`/demo/${name}`, {
      method: "POST",
      headers: { "content-type": "application/json", "x-demo-token": token },
      body: JSON.stringify(asked),
    });
    return await response.json();
  } catch {
    return { error: "The demo does not answer. Is it still running?" };
  }
}

/** The address of a picture. */
export function fileAddress(path) {
  return `/demo/file/${path}?token=${encodeURIComponent(token)}`;
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
