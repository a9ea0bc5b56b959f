// Bulk selection: a form with [data-selection] shows its bar while any row's box is ticked. All that match are
// selected by a box of their own; then the filters are sent instead of the rows.
const EFFECT_MS = 250;
let last = null;
let timer;

const boxesOf = (form) => [...form.querySelectorAll("input[name=ids]")];

// A list that follows itself is drawn anew: all of the same filters stay selected.
const kept = { query: null };

function refresh(form) {
  const boxes = boxesOf(form);
  const ticked = boxes.filter((box) => box.checked).length;
  const matching = form.querySelector("[data-select-matching]");
  const all = form.querySelector("[data-select-all]");
  if (all) {
    all.checked = ticked > 0 && ticked === boxes.length;
    all.indeterminate = ticked > 0 && ticked < boxes.length;
  }
  form.classList.toggle("has-selection", ticked > 0);
  form.querySelectorAll("[data-selected-count]").forEach((element) => {
    element.textContent = matching?.checked ? matching.dataset.total : String(ticked);
  });
  const effect = form.querySelector("[data-effect]");
  clearTimeout(timer);
  if (!effect) return;
  effect.replaceChildren();
  if (ticked) timer = setTimeout(() => window.htmx.trigger(effect, "effect"), EFFECT_MS);
}

function tick(boxes, checked) {
  boxes.forEach((box) => { box.checked = checked; });
}

function between(form, from, to) {
  const boxes = boxesOf(form);
  const [first, second] = [boxes.indexOf(from), boxes.indexOf(to)].sort((a, b) => a - b);
  return first < 0 ? [to] : boxes.slice(first, second + 1);
}

// One box, or with Shift all from the last one to this one.
function tickUpTo(box, checked, isRange) {
  const form = box.closest("[data-selection]");
  tick(isRange ? between(form, last, box) : [box], checked);
  last = box;
  const matching = form.querySelector("[data-select-matching]");
  if (matching && !checked) matching.checked = false;
  kept.query = null;
  refresh(form);
}

document.addEventListener("click", (event) => {
  if (event.target.matches("[data-selection] input[name=ids]")) {
    tickUpTo(event.target, event.target.checked, event.shiftKey);
  }
});

document.addEventListener("change", (event) => {
  const form = event.target.closest("[data-selection]");
  if (!form || event.target.name === "ids") return;
  const matching = form.querySelector("[data-select-matching]");
  if (event.target === matching) {
    tick(boxesOf(form), matching.checked);
    kept.query = matching.checked ? form.dataset.query : null;
  } else if (event.target.matches("[data-select-all]")) {
    tick(boxesOf(form), event.target.checked);
    if (matching) matching.checked = false;
    kept.query = null;
  }
  refresh(form);
});

// x ticks the row that has the focus, Shift+x all rows from the last ticked one: see rows.js.
document.addEventListener("row:toggle", ({ target, detail }) => {
  const box = target.querySelector("[data-selection] input[name=ids]");
  if (box) tickUpTo(box, detail.range || !box.checked, detail.range);
});

document.addEventListener("htmx:afterSettle", (event) => {
  if (event.target.closest?.("[data-effect]")) return;
  document.querySelectorAll("[data-selection]").forEach((form) => {
    const matching = form.querySelector("[data-select-matching]");
    if (matching && kept.query !== null && kept.query === form.dataset.query) {
      matching.checked = true;
      tick(boxesOf(form), true);
    }
    refresh(form);
  });
});
document.querySelectorAll("[data-selection]").forEach(refresh);
