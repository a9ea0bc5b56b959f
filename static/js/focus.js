// Where the focus goes: Esc leaves a field, or cancels what is edited in place; where a part of the page is drawn
// anew, the focus goes to what it was in before.
// What gets the focus in a place that is drawn anew: the first kind that it has.
const FIRST = ["[autofocus]", "a[href*='edit=']", "a[href], button, input:not([type=hidden])"];
let before = null;
let held = "";

export function isTyping(target) {
  // A field of a dialog that was just closed keeps the focus until the page is drawn again.
  if (target.closest?.("dialog:not([open])")) return false;
  if (target.isContentEditable || /^(TEXTAREA|SELECT)$/.test(target.tagName)) return true;
  return target.tagName === "INPUT" && !["checkbox", "button", "submit", "reset"].includes(target.type);
}

// The element that gets the focus when the next field is left by Esc.
export function leaveTo(element) {
  before = element;
}

function leave(field) {
  field.blur();
  if (before?.isConnected && before !== document.body) before.focus();
  before = null;
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented || event.target.closest?.("dialog, details[data-menu]")) return;
  const cancel = event.target.closest?.("form")?.querySelector("[data-close], [data-cancel]");
  if (cancel) {
    event.preventDefault();
    cancel.click();
  } else if (isTyping(event.target)) leave(event.target);
});

document.addEventListener("htmx:beforeSwap", ({ target }) => {
  const focused = document.activeElement;
  const place = target.contains(focused) ? focused.closest("[id]:not(input, select, textarea, button, a)") : null;
  if (place) held = place.id; // another part of the page may be drawn before this one has settled
});

document.addEventListener("htmx:afterSettle", () => {
  const place = document.getElementById(held);
  held = "";
  if (document.activeElement !== document.body) return;
  FIRST.map((kind) => place?.querySelector(kind)).find(Boolean)?.focus();
});
