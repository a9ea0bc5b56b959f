// Dragging a rule to another place sends the form with the new order.
for (const list of document.querySelectorAll("[data-rules]")) {
  window.Sortable.create(list, {
    handle: "[data-grip]",
    animation: 150,
    // By pointer and not by the browser's own dragging, which is another one in each browser.
    forceFallback: true,
    fallbackOnBody: true,
    onEnd(event) {
      if (event.oldIndex !== event.newIndex) document.getElementById("order").requestSubmit();
    },
  });
}
