// Keeps a part of the page up to date while the page is in sight and nobody works in it.
const EVERY_MS = 10_000;

function isInUse(part) {
  const typed = document.activeElement?.matches("input, textarea, select") && part.contains(document.activeElement);
  return typed || document.querySelector("dialog[open]") !== null || part.querySelector("[data-sending]") !== null;
}

function refresh() {
  if (document.hidden) return;
  document.querySelectorAll("[data-live]").forEach((part) => {
    if (!isInUse(part)) window.htmx.trigger(part, "refresh");
  });
}

setInterval(refresh, EVERY_MS);
document.addEventListener("visibilitychange", refresh);
