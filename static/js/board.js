// The board: cards move at once, the server has the last word, and what it refuses goes back.
const dialog = document.getElementById("move");
const status = document.getElementById("board-status");
const STEPS = { ArrowUp: "up", ArrowDown: "down", ArrowLeft: "left", ArrowRight: "right" };

const stageOf = (card) => card.parentElement.dataset.column;
const isClosed = (stage) => stage.startsWith("closed_");
const cardOf = (id) => document.getElementById(`deal-${id}`);
const focus = (card) => card?.querySelector(".deal-card-name").focus();

// Cards are told by their ids: an answer may have drawn them anew meanwhile.
function spotOf(card) {
  const { parentElement, nextElementSibling, id } = card;
  const nextId = nextElementSibling?.id;
  return () => {
    const next = nextId ? document.getElementById(nextId) : null;
    const moved = document.getElementById(id);
    if (moved) parentElement.insertBefore(moved, next?.parentElement === parentElement ? next : null);
  };
}

function tell(card) {
  const list = card.parentElement;
  const place = [...list.children].indexOf(card) + 1;
  status.textContent = status.dataset.text
    .replace("{column}", list.dataset.label)
    .replace("{position}", place)
    .replace("{count}", list.children.length);
}

async function openMove(card, href, to = "") {
  await moving.get(card?.id)?.done; // the form holds the version of the deal
  const url = new URL(href, window.location);
  url.search = window.location.search;
  if (to) url.searchParams.set("to", to);
  await window.htmx.ajax("GET", url.pathname + url.search, { target: "#move-form", swap: "innerHTML" });
  if (!dialog.open) dialog.showModal();
}

function send(card) {
  const token = JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
  const below = card.previousElementSibling?.dataset.deal ?? "";
  return fetch(`${card.querySelector(".deal-move").pathname}place/${window.location.search}`, {
    method: "POST",
    headers: { "X-CSRFToken": token, "HX-Request": "true", "HX-Current-URL": window.location.href },
    body: new URLSearchParams({ stage: stageOf(card), below, version: card.dataset.version }),
  });
}

// Moves of a card wait for each other: each names the version that the one before has made. Of several that
// wait only the last is sent, since it says where the card is to be.
const moving = new Map();

function place(card, putBack) {
  const queue = moving.get(card.id);
  if (queue) {
    queue.next = putBack;
    return;
  }
  const begun = { next: undefined };
  moving.set(card.id, begun);
  begun.done = placeAll(card.dataset.deal, putBack, begun).finally(() => moving.delete(card.id));
}

async function placeAll(id, putBack, queue) {
  let back = putBack;
  while (back) {
    queue.next = undefined;
    const answer = await placeOnce(id, back, queue);
    back = answer ? queue.next : undefined;
  }
}

// False when the card went back: then nothing that waits is sent either.
async function placeOnce(id, putBack, queue) {
  if (!cardOf(id)) return false;
  let answer;
  let text;
  try {
    answer = await send(cardOf(id));
    text = await answer.text();
  } catch {
    putBack();
    window.htmx.trigger(document.body, "htmx:sendError");
    return false;
  }
  const card = cardOf(id);
  const version = answer.ok && queue.next && versionIn(text, id);
  if (card && version) {
    card.dataset.version = version;
    return true;
  }
  const wasFocused = card?.contains(document.activeElement);
  if (!answer.ok) putBack();
  if (answer.status >= 500) {
    window.htmx.trigger(document.body, "htmx:responseError");
    return false;
  }
  // Without the card, the heads and messages of the answer are shown all the same.
  window.htmx.swap(card ?? document.createElement("li"), text, { swapStyle: "outerHTML" });
  follow(cardOf(id));
  if (wasFocused) focus(cardOf(id));
  return false;
}

function versionIn(text, id) {
  return new DOMParser().parseFromString(text, "text/html").getElementById(`deal-${id}`)?.dataset.version;
}

// Somebody else may have moved it meanwhile: it goes where it really is.
function follow(card) {
  if (!card || card.dataset.stage === stageOf(card)) return;
  document.getElementById(`cards-${card.dataset.stage}`)?.prepend(card);
}

function settle(card, putBack) {
  const stage = stageOf(card);
  if (isClosed(stage)) {
    putBack();
    focus(card);
    openMove(card, card.querySelector(".deal-move").href, stage);
    return;
  }
  tell(card);
  place(card, putBack);
}

function step(card, direction) {
  const putBack = spotOf(card);
  const list = card.parentElement;
  const { previousElementSibling: above, nextElementSibling: below } = card;
  const lists = [...document.querySelectorAll("[data-column]")];
  const side = lists[lists.indexOf(list) + (direction === "left" ? -1 : 1)];
  if (direction === "up" && above) above.before(card);
  else if (direction === "down" && below) below.after(card);
  else if ((direction === "left" || direction === "right") && side) side.prepend(card);
  else return;
  focus(card);
  settle(card, putBack);
}

function sortable(list) {
  if (window.Sortable.get(list)) return;
  let putBack;
  window.Sortable.create(list, {
    group: "deals",
    animation: 150,
    // By pointer and not by the browser's own dragging, which is another one in each browser.
    forceFallback: true,
    fallbackOnBody: true,
    fallbackTolerance: 4,
    delay: 200,
    delayOnTouchOnly: true,
    sort: !isClosed(list.dataset.column),
    onStart({ item }) {
      putBack = spotOf(item);
      document.body.classList.add("is-dragging");
    },
    onEnd({ item, from, to, oldIndex, newIndex }) {
      document.body.classList.remove("is-dragging");
      if (from !== to || oldIndex !== newIndex) settle(item, putBack);
    },
  });
}

document.querySelectorAll("[data-column]").forEach(sortable);
document.addEventListener("htmx:load", ({ target }) => {
  if (target.matches("[data-column]")) sortable(target);
  target.querySelectorAll("[data-column]").forEach(sortable);
});

document.addEventListener("keydown", (event) => {
  const card = event.target.closest?.("[data-deal]");
  if (!card || !event.shiftKey || event.altKey || event.ctrlKey || !STEPS[event.key]) return;
  event.preventDefault();
  step(card, STEPS[event.key]);
});

document.addEventListener("click", (event) => {
  const mover = event.target.closest(".deal-move");
  if (mover && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    openMove(mover.closest("[data-deal]"), mover.href);
  }
  if (dialog.open && event.target.closest("[data-close]")) {
    event.preventDefault();
    dialog.close();
  }
});
document.addEventListener("deal-changed", ({ detail }) => {
  dialog.close();
  focus(cardOf(detail.id));
});
