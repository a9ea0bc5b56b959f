// The form that moves a deal: a value and a date matter to a deal that is won, a reason to one that is lost.
document.addEventListener("change", (event) => {
  const form = event.target.closest("[data-move]");
  if (!form || event.target.name !== "to") return;
  form.querySelectorAll("[data-for]").forEach((part) => {
    part.hidden = !part.dataset.for.split(" ").includes(event.target.value);
  });
});
