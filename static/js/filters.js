// Filters show what their rows show: an answer that fails, or that another request has overtaken, puts them back.
const isFilter = (element) => element?.matches?.("form[hx-get]") && (element.getAttribute("method") ?? "get").toLowerCase() === "get";
const shown = new WeakMap();

function valuesOf(form) {
  return [...form.elements].filter(({ name }) => name).map((field) => ({
    field,
    value: field.value,
    checked: field.checked,
  }));
}

function putBack(form) {
  for (const { field, value, checked } of shown.get(form) ?? []) {
    if (["checkbox", "radio"].includes(field.type)) field.checked = checked;
    else field.value = value;
  }
}

function remember(form) {
  shown.set(form, valuesOf(form));
}

const asked = new WeakMap();
document.addEventListener("htmx:beforeRequest", ({ target, detail }) => {
  if (!isFilter(target)) return;
  asked.set(detail.xhr, valuesOf(target));
  target.setAttribute("aria-busy", "true");
});
document.addEventListener("htmx:afterRequest", ({ target, detail }) => {
  if (!isFilter(target)) return;
  target.removeAttribute("aria-busy");
  if (detail.successful) shown.set(target, asked.get(detail.xhr));
  else if (detail.xhr.status || detail.failed) putBack(target);
});
document.addEventListener("htmx:sendError", ({ target }) => { if (isFilter(target)) putBack(target); });

function start(root) {
  root.querySelectorAll("form[hx-get]").forEach((form) => { if (isFilter(form)) remember(form); });
}

// The browser fills in what was chosen before it went away: the page was drawn for its address.
window.addEventListener("pageshow", () => {
  document.querySelectorAll("form[hx-get]").forEach((form) => { if (isFilter(form)) form.reset(); });
  start(document);
});
document.addEventListener("htmx:load", ({ target }) => start(target));
