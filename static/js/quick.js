// Links marked `data-quick` open their form in a dialog; without it, or when that fails, they open their page.
const dialog = document.getElementById("quick");
let address = "";

function here() {
  return window.location.pathname + window.location.search;
}

const form = () => dialog.querySelector("form#quick-form, #quick-form form");

async function load(asked, source) {
  dialog.querySelector("#quick-form")?.remove();
  const place = document.createElement("div");
  place.id = "quick-form";
  dialog.append(place);
  try {
    await window.htmx.ajax("GET", asked, { target: place, swap: "outerHTML", source });
    address = asked;
  } catch {
    // Its page says what is wrong.
  }
}

async function open(link) {
  const url = new URL(link.href);
  url.searchParams.set("next", here()); // filters may have changed the address since the page was drawn
  const asked = url.pathname + url.search;
  // What was typed before the dialog was closed is still there.
  if (asked !== address || !form()) await load(asked, link);
  if (!form()) {
    window.location.assign(asked);
    return;
  }
  dialog.showModal();
  form().querySelector("[autofocus], input:not([type=hidden]), textarea").focus();
}

// Messages lie above an open dialog.
function raiseMessages() {
  const messages = document.getElementById("messages");
  if (!document.querySelector("dialog[open]") || !messages?.children.length) return;
  messages.popover = "manual";
  messages.showPopover();
}

function listen() {
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-quick]");
    const isFormPage = document.querySelector("main #quick-form") !== null;
    if (link && !isFormPage && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      open(link);
    }
    if (dialog.open && event.target.closest("#quick [data-close]")) {
      event.preventDefault();
      dialog.close();
    }
  });
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog && event.detail) dialog.close();
  });
  document.addEventListener("htmx:afterSettle", raiseMessages);
}

if (dialog) listen();
