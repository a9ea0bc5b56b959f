// Dragging a step to another place in its list presses the hidden button that moves it.
const prepare = (root) => {
  for (const list of root.querySelectorAll("[data-steps]")) {
    if (window.Sortable.get(list)) continue;
    window.Sortable.create(list, {
      handle: "[data-grip]",
      draggable: "[data-step]",
      animation: 150,
      // By pointer and not by the browser's own dragging, which is another one in each browser.
      forceFallback: true,
      fallbackOnBody: true,
      onEnd({ item, oldDraggableIndex, newDraggableIndex }) {
        if (oldDraggableIndex === newDraggableIndex) return;
        const button = document.getElementById("move-step");
        button.value = `move:${item.dataset.step}:${newDraggableIndex}`;
        button.click();
      },
    });
  }
};
// A folded step stays folded while the builder is drawn anew: its hidden input says so.
const NARROW = "(max-width: 767.98px)";
const MOST_OPEN = 3;
const cards = () => [...document.querySelectorAll("[data-fold]")];
const note = (card) => {
  document.getElementsByName(card.dataset.fold)[0].value = card.open ? "" : "1";
};
document.addEventListener("toggle", ({ target }) => {
  if (target.matches?.("[data-fold]")) note(target);
}, true);
if (window.matchMedia(NARROW).matches && cards().length > MOST_OPEN) {
  for (const card of cards()) {
    if (!card.querySelector("[aria-invalid=true], [role=alert], .is-invalid")) card.open = false;
  }
}

prepare(document);
document.addEventListener("htmx:load", ({ target }) => prepare(target));
