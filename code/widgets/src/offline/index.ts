/** On each page: have the browser keep what the reader opens; where the control stands, bring it to life. */
const root = new URL(document.documentElement.dataset.content_root ?? "./", location.href);
const panel = document.querySelector<HTMLElement>(".offline-panel");

/** A page that is loaded before the worker is there tells it afterwards what it has loaded. */
async function register(): Promise<void> {
  if (!("serviceWorker" in navigator)) throw new DOMException("no service worker", "NotSupportedError");
  const first = !navigator.serviceWorker.controller;
  await navigator.serviceWorker.register(new URL("sw.js", root), { scope: root.href });
  const ready = await navigator.serviceWorker.ready;
  // Browsers look for a new build by themselves, but take their time. Without a network there is none to be found.
  if (!first) return void ready.update().catch(() => undefined);
  const loaded = performance.getEntriesByType("resource").map(({ name }) => name);
  const { port1, port2 } = new MessageChannel();
  ready.active?.postMessage({ keep: [location.href, ...loaded] }, [port2]);
  port1.onmessage = () => dispatchEvent(new Event("downhill-kept")); // the control counts anew
}

const loaded = new Promise<void>((done) => {
  if (document.readyState === "complete") done();
  else addEventListener("load", () => done(), { once: true });
});

// Browsers keep pages for https and for this machine; from a disk there is nothing to keep.
if (isSecureContext && location.protocol.startsWith("http")) {
  const registered = loaded.then(register);
  registered.catch(() => undefined); // the page works without
  if (panel) import("./panel.ts").then(({ start }) => start(panel, root, registered), console.error);
}

export {};
