// Bulk selection: a form with [data-selection] shows its bar while any row's box is ticked.
function refresh(form) {
  const boxes = [...form.querySelectorAll("input[name=ids]")];
  const ticked = boxes.filter((box) => box.checked).length;
  const all = form.querySelector("[data-select-all]");
  if (all) {
    all.checked = ticked > 0 && ticked === boxes.length;
    all.indeterminate = ticked > 0 && ticked < boxes.length;
  }
  form.classList.toggle("has-selection", ticked > 0);
  form.querySelectorAll("[data-selected-count]").forEach((element) => {
    element.textContent = String(ticked);
  });
}

document.addEventListener("change", (event) => {
  const form = event.target.closest("[data-selection]");
  if (!form) return;
  if (event.target.matches("[data-select-all]")) {
    form.querySelectorAll("input[name=ids]").forEach((box) => {
      box.checked = event.target.checked;
    });
  }
  refresh(form);
});

document.addEventListener("htmx:afterSettle", () => {
  document.querySelectorAll("[data-selection]").forEach(refresh);
});
