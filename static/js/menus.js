// Menus made of <details data-menu>: one is open at a time, Esc and a click elsewhere close it, arrows move in it.
const OPEN = "details[data-menu][open], details.alert-more[open]";

function close(menu) {
  menu.open = false;
}

document.addEventListener("keydown", (event) => {
  const menu = event.target.closest?.(OPEN) ?? null;
  if (event.key === "Escape" && menu && !event.defaultPrevented) {
    event.preventDefault();
    close(menu);
    menu.querySelector("summary").focus();
    return;
  }
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step || !menu?.matches("[data-menu]")) return;
  event.preventDefault();
  const entries = [...menu.querySelectorAll("a[href], button")];
  const next = (entries.indexOf(document.activeElement) + step + entries.length) % entries.length;
  entries[next].focus();
});

document.addEventListener("click", (event) => {
  document.querySelectorAll(OPEN).forEach((menu) => {
    if (!menu.contains(event.target) || event.target.closest("[data-menu] a")) close(menu);
  });
});
