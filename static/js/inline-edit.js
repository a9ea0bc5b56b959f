// A field that is edited in place: Esc leaves it as it was.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  event.target.closest?.("[data-inline]")?.querySelector("[data-cancel]")?.click();
});
