// Keys of people who live in this product: / search, ? help, j k rows, Enter open, e edit, Esc close.
const ROWS = "[data-rows] tbody tr, [data-rows] > li";

function isTyping(target) {
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}

function moveRow(step) {
  const rows = [...document.querySelectorAll(ROWS)];
  if (!rows.length) return;
  const now = rows.findIndex((row) => row.contains(document.activeElement));
  const next = rows[Math.min(Math.max(now + step, 0), rows.length - 1)];
  const link = next.querySelector("a[href]");
  if (link) link.focus();
  next.scrollIntoView({ block: "nearest" });
}

function focusSearch() {
  const search = document.getElementById("search");
  search?.focus();
  search?.select();
}

const ACTIONS = {
  "/": focusSearch,
  "?": () => document.getElementById("help")?.showModal(),
  j: () => moveRow(1),
  k: () => moveRow(-1),
  e: () => document.querySelector("[data-edit]")?.click(),
};

document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
    event.preventDefault();
    focusSearch();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape" && isTyping(event.target)) event.target.blur();
  if (isTyping(event.target) || !ACTIONS[event.key]) return;
  event.preventDefault();
  ACTIONS[event.key]();
});

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog]");
  if (!opener) return;
  event.preventDefault();
  document.getElementById(opener.dataset.dialog)?.showModal();
});
