// The command palette (Ctrl/Cmd+K): commands are the links and buttons of the page that are marked `data-command`,
// records come from the search. The focus stays in the field; `aria-activedescendant` names the chosen option.
const DEBOUNCE_MS = 140;
const SHORTEST = 2;
const MOST_OF_A_GROUP = 8;
const GROUPS = ["here", "create", "go"];

const dialog = document.getElementById("palette");
const input = document.getElementById("palette-input");
const commandList = document.getElementById("palette-commands");
const found = document.getElementById("palette-found");
const status = document.getElementById("palette-status");
let timer;
let active = 0;
let isSearching = false;

const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
const wordsOf = (text) => plain(text).split(/\s+/).filter(Boolean);
const options = () => [...dialog.querySelectorAll("[role=option]")];

function commands() {
  return [...document.querySelectorAll("[data-command]")]
    .filter((element) => !element.disabled)
    .map((element) => ({
      element,
      label: element.dataset.command || element.textContent.trim(),
      group: element.dataset.commandGroup || "here",
      keys: element.dataset.keys ?? "",
    }));
}

function matching(words) {
  const fits = ({ label }) => words.every((word) => plain(label).includes(word));
  return GROUPS.map((group) => ({
    group,
    all: commands().filter((command) => command.group === group && fits(command)),
  })).filter(({ all }) => all.length);
}

function elementOf(tag, className, text = "") {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}

function optionOf({ element, label, keys }, id) {
  const option = elementOf("div", "palette-option");
  option.setAttribute("role", "option");
  option.id = id;
  option.append(elementOf("span", "palette-label", label));
  keys.split(" ").filter(Boolean).forEach((key) => option.append(elementOf("kbd", "", key)));
  option.run = () => run(element);
  return option;
}

function groupOf({ group, all }, limit) {
  const box = elementOf("div", "");
  const title = elementOf("div", "palette-title", commandList.dataset[group]);
  title.id = `palette-title-${group}`;
  title.setAttribute("role", "presentation");
  box.setAttribute("role", "group");
  box.setAttribute("aria-labelledby", title.id);
  box.append(title, ...all.slice(0, limit).map((command, index) => optionOf(command, `palette-${group}-${index}`)));
  return box;
}

// A hidden link or form of the page works, too: some commands have no other place there.
function run(element) {
  dialog.close();
  if (element.dataset.commandClicks) {
    document.getElementById(element.dataset.commandClicks)?.click();
    return;
  }
  const details = element.closest("details:not([data-menu])");
  if (details && element.tagName === "SUMMARY") {
    details.open = true;
    details.scrollIntoView({ block: "center" });
    details.querySelector("input:not([type=hidden]), select, textarea")?.focus();
    return;
  }
  element.click();
}

function choose(index) {
  const all = options();
  active = all.length ? (index + all.length) % all.length : 0;
  all.forEach((option, place) => option.setAttribute("aria-selected", String(place === active)));
  const chosen = all[active];
  if (chosen) input.setAttribute("aria-activedescendant", chosen.id);
  else input.removeAttribute("aria-activedescendant");
  chosen?.scrollIntoView({ block: "nearest" });
}

function tell() {
  status.textContent = options().length || isSearching || !input.value.trim() ? "" : status.dataset.none;
}

function draw() {
  const words = wordsOf(input.value);
  const limit = words.length ? MOST_OF_A_GROUP : Infinity;
  const groups = matching(words).map(({ group, all }) => ({
    group,
    all: words.length || group !== "go" ? all : all.filter(({ keys }) => keys),
  }));
  commandList.replaceChildren(...groups.map((group) => groupOf(group, limit)));
  choose(0);
}

function search() {
  clearTimeout(timer);
  const isAsked = input.value.trim().length >= SHORTEST;
  isSearching = isAsked;
  if (isAsked) timer = setTimeout(() => window.htmx.trigger(input, "find"), DEBOUNCE_MS);
  found.querySelectorAll("[role=group]").forEach(narrow);
}

// The results of the text before, until those of this one are here: nobody opens what no longer fits.
function narrow(group) {
  const words = wordsOf(input.value);
  const fits = (option) => words.length && words.every((word) => plain(option.textContent).includes(word));
  group.querySelectorAll("[role=option]").forEach((option) => fits(option) || option.remove());
  if (!group.querySelector("[role=option]")) group.remove();
}

function open() {
  if (dialog.open || document.querySelector("dialog[open]")) return;
  input.value = "";
  found.replaceChildren();
  status.textContent = "";
  dialog.showModal();
  draw();
  input.focus();
}

// What an answer brings is of the text that was asked for; meanwhile another one may stand there.
function isOutdated(detail) {
  return detail.requestConfig.parameters.q !== input.value;
}

function listen() {
  input.addEventListener("input", () => { draw(); search(); tell(); });
  input.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      choose(active + step);
    }
  });
  dialog.addEventListener("submit", (event) => {
    const chosen = options()[active];
    if (!chosen) return;
    event.preventDefault();
    if (chosen.run) chosen.run();
    else chosen.click();
  });
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
    event.target.closest("[role=option]")?.run?.();
  });
  found.addEventListener("htmx:beforeSwap", (event) => {
    if (isOutdated(event.detail)) event.detail.shouldSwap = false;
  });
  found.addEventListener("htmx:afterSwap", () => { isSearching = false; choose(active); tell(); });
  for (const name of ["htmx:sendError", "htmx:responseError"]) {
    input.addEventListener(name, () => { isSearching = false; found.replaceChildren(); status.textContent = status.dataset.failed; });
  }
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || event.key.toLowerCase() !== "k") return;
    event.preventDefault();
    open();
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-dialog=palette]")) open();
  }, true);
}

if (dialog) listen();
