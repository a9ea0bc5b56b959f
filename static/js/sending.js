// A form that is being sent is held until its answer is there, so that a second Enter or click sends nothing.
const LONGEST_MS = 10_000;
const timers = new WeakMap();

function hold(form, how) {
  form.dataset.sending = how;
  form.setAttribute("aria-busy", "true");
  // A download answers without a new page: the form must become usable again.
  clearTimeout(timers.get(form));
  timers.set(form, setTimeout(() => release(form), LONGEST_MS));
}

function release(form) {
  delete form.dataset.sending;
  form.removeAttribute("aria-busy");
}

// While capturing, so that htmx hears nothing of a second sending either.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.getAttribute("method")?.toLowerCase() !== "post") return;
  if ("sending" in form.dataset) {
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  hold(form, "page");
  // Another listener may have stopped it, to ask something first.
  setTimeout(() => {
    if (event.defaultPrevented && form.dataset.sending === "page") release(form);
  });
}, true);

document.addEventListener("htmx:beforeRequest", ({ target, detail }) => {
  if (target.matches("form") && detail.requestConfig.triggeringEvent?.type === "submit") hold(target, "htmx");
});
document.addEventListener("htmx:afterRequest", ({ target }) => {
  if (target.dataset?.sending === "htmx") release(target);
});
// The browser's Back button shows the page as it was left.
window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sending]").forEach(release));
