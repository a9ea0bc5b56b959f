// Tabs and stages that are wider than the window start where the current one is in sight.
function showCurrent(root) {
  root.querySelectorAll(".tabs, .stages ol").forEach((row) => {
    const current = row.querySelector("[aria-current]");
    if (!current || row.scrollWidth <= row.clientWidth) return;
    const [outer, inner] = [row.getBoundingClientRect(), current.getBoundingClientRect()];
    if (inner.left < outer.left || inner.right > outer.right) {
      row.scrollLeft += inner.left - outer.left - (outer.width - inner.width) / 2;
    }
  });
}

showCurrent(document);
document.addEventListener("htmx:load", ({ target }) => showCurrent(target.parentElement ?? target));
