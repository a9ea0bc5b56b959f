// Dialogs that a link fills and opens: without this script the link leads to a page with the same form.
const UNPROCESSABLE = 422;
let opener = null;

function isSettled(panel) {
  return panel && !panel.open;
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-opens]");
  if (link) opener = link.id;
  const closer = event.target.closest("[data-close-panel]");
  const panel = closer?.closest("dialog");
  if (!panel) return;
  event.preventDefault();
  panel.close();
});

document.addEventListener("htmx:afterSwap", ({ target }) => {
  const panel = target.closest?.("[data-panel]");
  if (isSettled(panel)) panel.showModal();
});

// What the form was sent to is done once another answer than its own errors is here.
document.addEventListener("htmx:afterRequest", ({ target, detail }) => {
  const panel = target.closest?.("[data-panel]");
  const isSent = panel && detail.requestConfig.verb === "post";
  if (isSent && detail.successful && detail.xhr.status !== UNPROCESSABLE) panel.close();
});

// The link may have been swapped meanwhile: the focus goes to the one that took its place.
document.addEventListener("close", ({ target }) => {
  if (target.matches?.("[data-panel]")) document.getElementById(opener)?.focus();
}, true);
