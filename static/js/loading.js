// Work that takes longer than a moment is shown: a bar above the page, and the control that waits.
const MOMENT_MS = 200;
const LONGEST_MS = 30_000;

const bar = document.getElementById("loading");
const waiting = new Set();
let leaving = false;
let timer;
let longest;

function show() {
  const isBusy = leaving || waiting.size > 0;
  clearTimeout(timer);
  if (isBusy) timer = setTimeout(() => { bar.hidden = false; }, MOMENT_MS);
  else bar.hidden = true;
}

function leave() {
  leaving = true;
  clearTimeout(longest);
  longest = setTimeout(stay, LONGEST_MS); // a download never leaves the page
  show();
}

function stay() {
  leaving = false;
  show();
}

const isQuiet = ({ requestConfig }) => {
  const trigger = requestConfig?.triggeringEvent?.type;
  return !trigger || trigger === "load"; // what the page asks by itself, every few seconds
};

if (bar) {
  document.addEventListener("htmx:beforeRequest", ({ detail }) => {
    if (isQuiet(detail)) return;
    waiting.add(detail.xhr);
    show();
  });
  for (const name of ["htmx:afterRequest", "htmx:sendAbort"]) {
    document.addEventListener(name, ({ detail }) => { waiting.delete(detail.xhr); show(); });
  }
  window.addEventListener("beforeunload", leave);
  window.addEventListener("pageshow", stay);
}
