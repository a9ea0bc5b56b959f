// Walking through the rows of a list, and ticking them: j, k, arrows, x.
const ROWS = "[data-rows] tbody tr, [data-rows] > li, tbody[data-rows] > tr";

const rows = () => [...document.querySelectorAll(ROWS)].filter((row) => row.querySelector("a[href]") && row.checkVisibility());
const isHere = (row) => row.contains(document.activeElement);

export function moveRow(step) {
  const all = rows();
  if (!all.length) return;
  const next = all[Math.min(Math.max(all.findIndex(isHere) + step, 0), all.length - 1)];
  next.querySelector("a[href]").focus();
  next.scrollIntoView({ block: "nearest" });
}

// The list that the row is in ticks it: see selection.js.
export function toggleRow(detail) {
  rows().find(isHere)?.dispatchEvent(new CustomEvent("row:toggle", { bubbles: true, detail }));
}

const ARROWS = { ArrowDown: 1, ArrowUp: -1 };
document.addEventListener("keydown", (event) => {
  const step = ARROWS[event.key];
  if (!step || event.defaultPrevented || event.shiftKey || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.matches("select, textarea, input:not([type=checkbox])") || event.target.closest("details[data-menu][open]")) return;
  if (!rows().some(isHere) || document.querySelector("dialog[open]")) return;
  event.preventDefault();
  moveRow(step);
});
