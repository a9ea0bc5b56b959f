// Mauntic page script: <script async src="https://HOST/t.js" data-key="KEY"></script>
(function (win, doc, nav) {
  const tag = doc.currentScript;
  const early = win.mauntic || [];
  if (!tag || early.track) return;
  const host = new URL(tag.src).origin;
  const data = tag.dataset;
  const memory = {};
  let queue = [];
  let seen, timer;

  function kept(name, value) {
    const key = "mauntic_" + name;
    try {
      if (value) win.localStorage.setItem(key, value);
      if (value === "") win.localStorage.removeItem(key);
      return win.localStorage.getItem(key);
    } catch (error) {
      if (value !== undefined) memory[key] = value;
      return memory[key];
    }
  }

  function allowed() {
    const said = kept("consent");
    const signal = nav.globalPrivacyControl || nav.doNotTrack === "1";
    if (said === "no" || (signal && data.signals !== "ignore")) return false;
    return said === "yes" || data.consent !== "required";
  }

  const random = () =>
    win.crypto.randomUUID ? win.crypto.randomUUID() : Date.now().toString(36) + Math.random().toString(36).slice(2);
  const visitor = () => kept("id") || kept("id", random());

  function send() {
    clearTimeout(timer);
    timer = 0;
    if (!queue.length) return;
    const body = JSON.stringify({ writeKey: data.key, sentAt: new Date(), batch: queue });
    queue = [];
    if (!nav.sendBeacon || !nav.sendBeacon(host + "/v1/batch", body))
      fetch(host + "/v1/batch", { method: "POST", body, keepalive: true }).catch(() => {});
  }

  function add(type, rest) {
    if (!allowed()) return;
    const page = { url: location.href, path: location.pathname, title: doc.title, referrer: doc.referrer };
    const context = { page, userAgent: nav.userAgent };
    if (kept("consent")) context.consent = { categoryPreferences: { analytics: true } };
    queue.push({ type, messageId: random(), anonymousId: visitor(), timestamp: new Date(), context, ...rest });
    timer = timer || setTimeout(send, 200);
  }

  function page() {
    const here = location.pathname + location.search;
    if (here === seen || !allowed()) return;
    seen = here;
    add("page", {});
  }

  const api = {
    page,
    push: ([name, ...rest]) => api[name](...rest),
    track: (event, properties) => add("track", { event, properties }),
    identify: (traits) => add("identify", { traits }),
    consent(yes) {
      kept("consent", yes ? "yes" : "no");
      if (yes) return page();
      queue = [];
      kept("id", "");
    },
  };

  for (const name of ["pushState", "replaceState"]) {
    const original = history[name];
    history[name] = function () {
      original.apply(this, arguments);
      setTimeout(page);
    };
  }
  win.addEventListener("popstate", () => setTimeout(page));
  win.addEventListener("pagehide", send);
  doc.addEventListener("visibilitychange", send);

  // Our links and forms on the page learn which browser it is; forms also when they were first touched.
  function hidden(form, name, value) {
    const input = form.elements[name] || form.appendChild(doc.createElement("input"));
    Object.assign(input, { type: "hidden", name, value });
  }
  const ours = (form) => form && form.action && form.action.startsWith(host + "/forms/");
  function touch(form) {
    if (!ours(form) || form.elements._stamp) return;
    hidden(form, "_stamp", "");
    fetch(form.action + "stamp/")
      .then((answer) => answer.json())
      .then(({ stamp }) => hidden(form, "_stamp", stamp), () => {});
  }
  doc.addEventListener("focusin", (event) => touch(event.target.form));
  doc.addEventListener("submit", ({ target }) => {
    if (ours(target) && allowed()) hidden(target, "_visitor", visitor());
  }, true);
  doc.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='" + host + "/a/']");
    if (!link || !allowed()) return;
    const url = new URL(link.href);
    url.searchParams.set("v", visitor());
    link.href = url;
  }, true);

  function start() {
    for (const form of doc.forms) touch(form);
    page();
    early.forEach(api.push);
  }
  win.mauntic = api;
  if (doc.prerendering) doc.addEventListener("prerenderingchange", start, { once: true });
  else start();
})(window, document, navigator);
