// Shows a draft of the copilot while it is written, and puts it into the composer when the person asks. What was typed
// stays: text is inserted at the cursor, and Undo brings back what a field had.
let source = null;
let last = null; // the text field that the person wrote in last
let before = []; // fields and their values before the last insertion

const fields = (what) => [...document.querySelectorAll(`[data-writes="${what}"]`)];
const part = (panel, name) => panel.querySelector(`[data-${name}]`);

function stop() {
  source?.close();
  source = null;
}

// Ends the draft with one of the sentences of the panel, or another one.
function end(panel, say, sentence = "") {
  stop();
  panel.removeAttribute("aria-busy");
  part(panel, "state").textContent = sentence || panel.querySelector(`[data-say="${say}"]`).textContent;
  part(panel, "stop").hidden = true;
  part(panel, "insert").hidden = say === "failed" || !textOf(panel) || !fields("text").length;
}

function textOf(panel) {
  return panel.dataset.whole || [...part(panel, "text").children].map((each) => each.textContent).join("\n\n");
}

function addSubject(panel, text) {
  const item = part(panel, "subject").content.cloneNode(true);
  item.querySelector("strong").textContent = text;
  const button = item.querySelector("button");
  button.hidden = !fields("subject").length;
  button.setAttribute("aria-label", `${button.textContent}: ${text}`);
  part(panel, "subjects").append(item);
}

function addSentence(panel, { text, paragraph }) {
  const box = part(panel, "text");
  let there = box.querySelector(`[data-paragraph="${paragraph}"]`);
  if (!there) {
    there = document.createElement("p");
    there.dataset.paragraph = paragraph;
    box.append(there);
  }
  there.textContent += (there.textContent ? " " : "") + text;
}

function finish(panel, { text, removed, sources }) {
  panel.dataset.whole = text;
  part(panel, "text").replaceChildren(...text.split("\n\n").map((words) => {
    const paragraph = document.createElement("p");
    paragraph.textContent = words;
    return paragraph;
  }));
  part(panel, "removed").textContent = removed;
  part(panel, "removed").hidden = !removed;
  part(panel, "sources").hidden = !sources.length;
  part(panel, "sources").querySelector("ul").replaceChildren(...sources.map((fact) => sourceOf(panel, fact)));
  end(panel, "done");
}

// A fact with its evidence, and with the sentences of the draft that rest on it.
function sourceOf(panel, { text, source: name, url, quote, date, sentences }) {
  const item = part(panel, "source").content.cloneNode(true).firstElementChild;
  const [link, rest] = [item.querySelector("a"), item.querySelector("[data-rest]")];
  item.querySelector("p").textContent = text;
  item.querySelector("blockquote").textContent = quote;
  item.querySelector("blockquote").hidden = !quote;
  link.hidden = !/^https?:/.test(url);
  if (!link.hidden) Object.assign(link, { href: url, textContent: name });
  const inDraft = `${part(panel, "sources").dataset.inDraft} ${sentences.join(" ")}`;
  rest.textContent = [link.hidden ? name : "", date, inDraft].filter(Boolean).join(" · ");
  if (!link.hidden) rest.prepend(" · ");
  return item;
}

function start(panel) {
  stop();
  const mine = new EventSource(panel.dataset.stream);
  source = mine;
  const on = (name, act) => mine.addEventListener(name, ({ data }) => act(JSON.parse(data)));
  on("subject", ({ text }) => addSubject(panel, text));
  on("sentence", (sentence) => addSentence(panel, sentence));
  on("restart", () => { part(panel, "subjects").replaceChildren(); part(panel, "text").replaceChildren(); });
  on("done", (draft) => finish(panel, draft));
  on("failed", ({ sentence }) => {
    part(panel, "subjects").replaceChildren();
    part(panel, "text").replaceChildren();
    end(panel, "failed", sentence);
  });
  // It must not connect again: a draft is written once.
  mine.addEventListener("error", () => { if (source === mine) end(panel, "lost"); });
}

// Sets an empty line between a draft and what was written before and after it.
function apart(field, value) {
  const [start, end] = [field.value.slice(0, field.selectionStart), field.value.slice(field.selectionEnd)];
  const gap = (text, lines) => (text.trim() ? "\n".repeat(Math.max(0, 2 - lines)) : "");
  const [over, under] = [start.match(/\n*$/)[0].length, end.match(/^\n*/)[0].length];
  return gap(start, over) + value + gap(end, under);
}

function put(field, value, isWhole) {
  before.push([field, field.value]);
  if (isWhole || !field.value.trim()) field.value = value;
  else field.setRangeText(apart(field, value), field.selectionStart, field.selectionEnd, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.scrollIntoView({ block: "nearest" });
}

// The subject that belongs to the text: the closest one before it.
function subjectOf(text) {
  const all = fields("subject");
  const earlier = all.filter((each) => each.compareDocumentPosition(text) & Node.DOCUMENT_POSITION_FOLLOWING);
  return earlier.at(-1) ?? all[0];
}

const textField = () => fields("text").find((each) => each.id === last) ?? fields("text")[0];

document.addEventListener("focusin", ({ target }) => { if (target.matches?.('[data-writes="text"]')) last = target.id; });
document.addEventListener("click", ({ target }) => {
  const panel = target.closest?.("[data-stream]");
  const button = target.closest?.("button");
  if (!panel || !button) return;
  if (button.matches("[data-stop]")) { end(panel, "stopped"); return; }
  if (button.matches("[data-undo]")) {
    for (const [field, value] of before.reverse()) field.value = value;
    before = [];
    button.hidden = true;
    return;
  }
  if (button.matches("[data-insert]")) put(textField(), textOf(panel), false);
  else put(subjectOf(textField()), button.previousElementSibling.textContent, true);
  part(panel, "undo").hidden = false;
});
document.addEventListener("htmx:load", ({ target }) => {
  const panel = target.closest?.("[data-stream]") ?? target.querySelector?.("[data-stream]");
  if (panel && !("isStarted" in panel.dataset)) {
    panel.dataset.isStarted = "";
    before = [];
    start(panel);
  }
});
