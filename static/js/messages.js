// Good news leaves by itself; warnings and errors stay until they are read.
const GOOD_NEWS_MS = 6000;

function dismissLater(root) {
  root.querySelectorAll("[data-fades]").forEach((message) => {
    setTimeout(() => message.remove(), GOOD_NEWS_MS);
  });
}

document.addEventListener("click", (event) => {
  event.target.closest("[data-dismiss]")?.closest(".message")?.remove();
});
document.addEventListener("htmx:afterSettle", (event) => dismissLater(event.target));
document.addEventListener("DOMContentLoaded", () => dismissLater(document));
