// Dragging in a list of selects: the values move, the places (names, labels) stay where they are.
for (const list of document.querySelectorAll("[data-order]")) {
  const places = [...list.children];
  window.Sortable.create(list, {
    handle: "[data-grip]",
    animation: 150,
    // By pointer and not by the browser's own dragging, which is another one in each browser.
    forceFallback: true,
    fallbackOnBody: true,
    onEnd() {
      const values = [...list.children].map((place) => place.querySelector("select").value);
      list.append(...places);
      places.forEach((place, index) => {
        place.querySelector("select").value = values[index];
      });
    },
  });
}
