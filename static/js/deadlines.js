// Clocks of deadlines run, and a list of alerts keeps itself up to date while nobody works in it.
const TICK_MS = 1000;
const REFRESH_MS = 5000;
const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

function words(seconds) {
  if (seconds < 10 * MINUTE) return `${Math.floor(seconds / MINUTE)}:${String(seconds % MINUTE).padStart(2, "0")} min`;
  if (seconds < HOUR) return `${Math.floor(seconds / MINUTE)} min`;
  if (seconds < DAY) return `${Math.floor(seconds / HOUR)} h ${Math.floor((seconds % HOUR) / MINUTE)} min`;
  return `${Math.floor(seconds / DAY)} d ${Math.floor((seconds % DAY) / HOUR)} h`;
}

function tick() {
  document.querySelectorAll(".countdown time").forEach((element) => {
    const left = Math.round((new Date(element.dateTime) - Date.now()) / 1000);
    element.textContent = left > 0 ? `in ${words(left)}` : `${words(-left)} over`;
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
