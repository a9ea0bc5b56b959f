// Good news leaves by itself; warnings and errors stay until they are read. What can be undone stays for ten
// seconds, and time stands still while the pointer or the focus is on it.
const GOOD_NEWS_MS = 6000;
const UNDO_MS = 10_000;
const TICK_MS = 200;
const left = new WeakMap();

function isHeld(message) {
  return document.hidden || message.matches(":hover") || message.contains(document.activeElement);
}

function tick() {
  document.querySelectorAll("#messages [data-fades]").forEach((message) => {
    const ms = left.get(message) ?? (message.dataset.fades === "undo" ? UNDO_MS : GOOD_NEWS_MS);
    if (isHeld(message)) return;
    left.set(message, ms - TICK_MS);
    if (ms <= TICK_MS) message.remove();
  });
}

setInterval(tick, TICK_MS);

document.addEventListener("click", (event) => {
  event.target.closest("[data-dismiss]")?.closest(".message")?.remove();
});

// Ctrl/Cmd+Z undoes what the page says was just done, unless it is text that is being typed.
document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey || event.key.toLowerCase() !== "z") return;
  if (event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]")) return;
  const undo = [...document.querySelectorAll("#messages [data-undo]")].at(-1);
  if (!undo) return;
  event.preventDefault();
  undo.click();
});
