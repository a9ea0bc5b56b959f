// Counts deadlines down, and refreshes a list of alerts while nobody works in it.
const TICK_MS = 1000;
const REFRESH_MS = 5000;
const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
// The texts in the reader's language: data attributes of the script tag.
const texts = document.getElementById("deadlines").dataset;

function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

function duration(seconds) {
  const days = Math.floor(seconds / DAY);
  const hours = Math.floor(seconds / HOUR);
  const minutes = Math.floor(seconds / MINUTE);
  if (seconds < 10 * MINUTE) {
    return fill(texts.seconds, { minutes, seconds: String(seconds % MINUTE).padStart(2, "0") });
  }
  if (seconds < HOUR) return fill(texts.minutes, { minutes });
  if (seconds < DAY) return fill(texts.hours, { hours, minutes: minutes % 60 });
  return fill(texts.days, { days, hours: hours % 24 });
}

function tick() {
  document.querySelectorAll(".countdown time").forEach((element) => {
    const left = Math.round((new Date(element.dateTime) - Date.now()) / 1000);
    element.textContent = fill(left > 0 ? texts.left : texts.over, { time: duration(Math.abs(left)) });
    element.parentElement.classList.toggle("is-over", left <= 0);
  });
}

function isInUse(list) {
  return list.querySelector("details[open], input:checked") !== null || list.contains(document.activeElement);
}

function refresh() {
  if (document.hidden) return;
  document.querySelectorAll("[data-refreshes]").forEach((list) => {
    if (!isInUse(list)) window.htmx.trigger(list, "refresh");
  });
}

tick();
setInterval(tick, TICK_MS);
setInterval(refresh, REFRESH_MS);
document.addEventListener("htmx:afterSettle", tick);
