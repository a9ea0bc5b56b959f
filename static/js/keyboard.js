// The keys of all pages. Their table comes with the page (mauntic/web/shell/keys.py), which also writes the help.
import { isTyping, leaveTo } from "./focus.js";
import { moveRow, toggleRow } from "./rows.js";

const SEQUENCE_MS = 1500;
const bound = new Map(JSON.parse(document.getElementById("keys")?.textContent ?? "[]").map((key) => [key.keys, key]));
const isPrefix = (keys) => [...bound.keys()].some((known) => known.startsWith(`${keys} `));

const ACTIONS = {
  search: () => focusSearch(),
  help: () => document.getElementById("help")?.showModal(),
  create: () => openCreate(),
  task: () => document.querySelector("[data-task]")?.click(),
  edit: () => document.querySelector("[data-edit]")?.click(),
  nextRow: () => moveRow(1),
  previousRow: () => moveRow(-1),
  toggleRow: () => toggleRow({ range: false }),
  toggleRows: () => toggleRow({ range: true }),
};

let pending = "";
let timer;

function focusSearch() {
  const search = document.getElementById("search");
  if (!search) return;
  leaveTo(document.activeElement);
  search.focus();
  search.select();
}

function openCreate() {
  const menu = document.getElementById("create");
  if (!menu) return;
  menu.open = true;
  menu.querySelector("a")?.focus();
}

// A letter while the menu "New" is open chooses its entry.
function chooseNew(key) {
  const entry = document.querySelector(`#create[open] [data-create="${CSS.escape(key)}"]`);
  entry?.click();
  return Boolean(entry);
}

function remember(keys) {
  clearTimeout(timer);
  pending = keys;
  timer = setTimeout(() => { pending = ""; }, SEQUENCE_MS);
}

// A page may give a letter to one of its own controls; in a list, to one of the row that has the focus.
function pressOwn(key) {
  const selector = `[data-key="${CSS.escape(key)}"]`;
  const inRow = document.activeElement?.closest("tr, li")?.querySelector(selector);
  const found = inRow ?? [...document.querySelectorAll(selector)].find((each) => !each.closest("[data-rows]"));
  if (!found) return false;
  if (found.matches("input, select, textarea")) found.focus();
  else found.click();
  return true;
}

function act(key) {
  if (!pending && pressOwn(key)) return true;
  const keys = pending ? `${pending} ${key}` : key;
  const isBegun = pending !== "";
  remember("");
  const found = bound.get(keys);
  if (found?.url) window.location.assign(found.url);
  else if (found) ACTIONS[found.action]();
  else if (isPrefix(keys)) remember(keys);
  return Boolean(found) || isBegun || isPrefix(keys);
}

function isBusy(target) {
  return isTyping(target) || document.querySelector("dialog[open], .dropdown-menu.show, .offcanvas.show") !== null;
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isBusy(event.target)) return;
  if (event.key.length !== 1 || event.key === " ") return;
  if (document.querySelector("#create[open]") ? chooseNew(event.key) : act(event.key)) event.preventDefault();
});

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog]");
  if (!opener) return;
  event.preventDefault();
  document.getElementById(opener.dataset.dialog)?.showModal();
});
