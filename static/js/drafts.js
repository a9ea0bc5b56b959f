// What was typed survives a session that ended, a page that is out of date and a server that did not answer: the
// values of a sent form are kept in this tab until its page shows them again. Secrets and files are never kept.
const KEY = "draft";
const SECRET = /(?:one-time-code|(?:current|new)-password|cc-\w+)/;
const SECRET_NAME = /pass(?:word|phrase|code|wd)|secret|token|(?:api|private|write|access)[-_]?key|otp|one[-_]?time|recovery|\bpin\b/i;
const OPEN_MS = 5000;

const here = () => window.location.pathname + window.location.search;
const user = () => document.body.dataset.user ?? "";
const read = () => JSON.parse(sessionStorage.getItem(KEY) ?? "null");
const drop = () => sessionStorage.removeItem(KEY);
const keep = (draft) => sessionStorage.setItem(KEY, JSON.stringify(draft));

// A secret is also typed into a plain text field: what the field says of itself, or its name, tells.
function isSecret(field) {
  return field.type === "password" || "secret" in field.dataset || SECRET.test(field.autocomplete ?? "")
    || SECRET_NAME.test(`${field.name} ${field.id}`);
}

function isKept(field) {
  return field.name && !field.disabled && !isSecret(field) && !["hidden", "file", "submit", "button"].includes(field.type);
}

// What the form shows is what was typed where it differs from what the server sent.
function valueOf(field) {
  if (["checkbox", "radio"].includes(field.type)) return { name: field.name, value: field.value, checked: field.checked };
  if (field.multiple) return { name: field.name, chosen: [...field.selectedOptions].map((option) => option.value) };
  return { name: field.name, value: field.value };
}

function draftOf(form) {
  const link = form.closest("dialog") ? document.querySelector(`a[data-quick][href^="${CSS.escape(pathOf(form))}"]`) : null;
  return {
    page: here(),
    user: user(),
    action: pathOf(form),
    place: form.closest("[id]:not(form)")?.id ?? "",
    opener: link?.dataset.create ?? "",
    fields: [...form.elements].filter(isKept).map(valueOf),
    isInterrupted: false,
  };
}

function pathOf(form) {
  return new URL(form.getAttribute("action") || window.location.href, window.location.href).pathname;
}

function isPost(form) {
  return form?.matches("form") && form.getAttribute("method")?.toLowerCase() === "post";
}

function formOf(draft) {
  const names = draft.fields.map(({ name }) => name);
  return [...document.forms].find(
    (form) => isPost(form) && pathOf(form) === draft.action && names.every((name) => form.elements[name]),
  );
}

function enter(form, draft) {
  for (const kept of draft.fields) {
    for (const field of form.querySelectorAll(`[name="${CSS.escape(kept.name)}"]`)) {
      if (!isKept(field)) continue;
      if ("chosen" in kept) [...field.options].forEach((option) => { option.selected = kept.chosen.includes(option.value); });
      else if (!("checked" in kept)) field.value = kept.value;
      else if (field.value === kept.value) field.checked = kept.checked;
    }
  }
  form.closest("details")?.setAttribute("open", "");
  form.scrollIntoView({ block: "center" });
  const notice = document.getElementById("restored");
  if (notice) {
    notice.hidden = false;
    form.prepend(notice);
  }
  [...form.elements].find(isKept)?.focus();
}

// A form in a dialog, or in place of a value, has to be opened first.
function openerOf(draft) {
  if (draft.opener) return document.querySelector(`#create [data-create="${CSS.escape(draft.opener)}"]`);
  return draft.place ? document.querySelector(`#${CSS.escape(draft.place)} a[href*="edit="]`) : null;
}

function restore(draft) {
  const form = formOf(draft);
  if (form) {
    enter(form, draft);
    return;
  }
  const opener = openerOf(draft);
  if (!opener) return;
  const until = Date.now() + OPEN_MS;
  document.addEventListener("htmx:afterSettle", function again() {
    const opened = formOf(draft);
    if (!opened && Date.now() < until) return;
    document.removeEventListener("htmx:afterSettle", again);
    if (opened) setTimeout(() => enter(opened, draft));
  });
  opener.click();
}

function arrive() {
  const draft = read();
  if (!draft) return;
  if (document.querySelector("meta[name=interrupts]")) {
    keep({ ...draft, isInterrupted: true });
    return;
  }
  if (!document.body.dataset.user) return; // the sign-in, and what leads to it
  const [navigation] = performance.getEntriesByType("navigation");
  const isBack = ["back_forward", "reload"].includes(navigation?.type);
  drop();
  if (draft.user === user() && draft.page === here() && (draft.isInterrupted || isBack)) restore(draft);
}

document.addEventListener("submit", ({ target }) => {
  if (isPost(target) && !target.querySelector("[type=password]") && document.body.dataset.user) keep(draftOf(target));
}, true);
// The answer of htmx that the session has ended, or that the page is out of date: it leaves the page at once.
document.addEventListener("session-ended", ({ target }) => {
  const form = target.closest?.("form");
  if (isPost(form)) keep({ ...draftOf(form), isInterrupted: true });
});
// htmx leaves `successful` open where it reloads the page, which it does once the form was taken.
document.addEventListener("htmx:afterRequest", ({ detail }) => {
  const { elt, successful, xhr } = detail;
  const isTaken = xhr.getResponseHeader("HX-Refresh") || (successful && !xhr.getResponseHeader("HX-Redirect"));
  if (isPost(elt) && isTaken) drop();
});
// Once htmx knows the links: one that opens a form must not be followed as a link.
window.addEventListener("load", arrive);
