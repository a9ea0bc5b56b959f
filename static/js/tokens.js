// Buttons that insert a token into the text in which the person wrote last. They are hidden until this script runs:
// without it, tokens are typed.
let last = null;

const isText = (field) => field.matches?.("#builder textarea, #builder input[type=text][name$=subject]");

function insert(name) {
  const field = last && document.getElementById(last);
  if (!field) {
    document.querySelector("#builder textarea")?.focus();
    return;
  }
  field.setRangeText(`{{ ${name} }}`, field.selectionStart, field.selectionEnd, "end");
  field.focus();
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

const show = (root) => root.querySelectorAll("[data-token]").forEach((button) => { button.hidden = false; });
show(document);
document.addEventListener("htmx:load", ({ target }) => show(target));
document.addEventListener("focusin", ({ target }) => { if (isText(target)) last = target.id; });
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-token]");
  if (button) insert(button.dataset.token);
});
// Enter in the lead of the preview shows it: the form itself would be saved.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.target.id !== "preview-lead") return;
  event.preventDefault();
  document.querySelector("#builder button[value=preview]").click();
});
