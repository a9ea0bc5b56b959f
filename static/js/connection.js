// The server cannot be reached: a banner says so, on any page, before something that was typed is lost.
const POLL_MS = 5000;
const PATIENCE_MS = 4000;
const GATEWAY = new Set([502, 503, 504]);

const banner = document.getElementById("offline");
let timer;

async function answers() {
  try {
    const answer = await fetch("/healthz", { cache: "no-store", signal: AbortSignal.timeout(PATIENCE_MS) });
    return answer.ok;
  } catch {
    return false;
  }
}

function show(isAway) {
  banner.hidden = !isAway;
  if (isAway && !banner.matches(":popover-open")) banner.showPopover?.();
  clearTimeout(timer);
  if (isAway) timer = setTimeout(check, POLL_MS);
}

async function check() {
  show(!(await answers()));
}

if (banner) {
  document.addEventListener("htmx:sendError", check);
  document.addEventListener("htmx:responseError", ({ detail }) => { if (GATEWAY.has(detail.xhr?.status)) show(true); });
  document.addEventListener("htmx:afterSwap", () => show(false));
  document.addEventListener("visibilitychange", () => { if (!document.hidden) check(); });
  window.addEventListener("online", check);
  window.addEventListener("offline", () => show(true));
}
