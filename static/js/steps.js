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
prepare(document);
document.addEventListener("htmx:load", ({ target }) => prepare(target));
