// Buttons that copy a field. They are hidden until this script runs: without it, the field is selected by hand.
const SAID_MS = 2000;

async function copy(button) {
  const field = document.getElementById(button.dataset.copy);
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
  } catch {
    document.execCommand("copy"); // without https there is no clipboard
  }
  const label = button.textContent;
  button.textContent = button.dataset.copied;
  setTimeout(() => { button.textContent = label; }, SAID_MS);
}

const show = (root) => root.querySelectorAll("[data-copy]").forEach((button) => { button.hidden = false; });
show(document);
document.addEventListener("htmx:load", ({ target }) => show(target));
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-copy]");
  if (button) copy(button);
});
