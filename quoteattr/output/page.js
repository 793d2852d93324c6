"use strict";

const find = (selector, within = document) => [...within.querySelectorAll(selector)];
const [card, chosen, least, filters, main, aside] =
  ["#card", "#chosen", "#least", "#filters", "main", "aside"].map((selector) => document.querySelector(selector));

/* Every quote with its place in the list and its marks in the text; every speaker with theirs. */
const marks = find("article [data-s]");
const grouped = (elements, key) => {
  const groups = new Map();
  for (const element of elements) {
    const value = element.dataset[key];
    if (!groups.has(value)) groups.set(value, []);
    groups.get(value).push(element);
  }
  return groups;
};
const marksOfQuote = grouped(marks, "q");
const marksOfVoice = grouped(marks, "s");
const voices = new Map(find(".voice").map((item) => [item.dataset.s, item]));
const quotes = new Map(find(".voice [data-q]").map((item) => {
  const number = item.dataset.q;
  const voice = item.closest(".voice").dataset.s;
  return [number, { number, voice, item, link: document.getElementById("q" + number), marks: marksOfQuote.get(number) || [] }];
}));
const ordered = [...quotes.values()].sort((a, b) => a.number - b.number);

/* What is lit: a speaker with all their quotes, and perhaps one of the quotes. Hovering lights, choosing keeps it lit. */
let lit = [];
let kept = null;

function light(choice) {
  for (const element of lit) element.classList.remove("lit", "now");
  lit = [];
  document.body.classList.toggle("lighting", Boolean(choice));
  if (!choice) return;
  const quote = quotes.get(choice.quote);
  const now = quote ? [...quote.marks, quote.item] : [];
  lit = [...(marksOfVoice.get(choice.voice) || []), voices.get(choice.voice), ...now];
  for (const element of lit) element.classList.add("lit");
  for (const element of now) element.classList.add("now");
}

function choiceAt(target) {
  const part = target.closest("[data-s]");
  if (!part || part.classList.contains("off")) return null;
  const quote = target.closest("[data-q]");
  return { voice: part.dataset.s, quote: quote && part.contains(quote) ? quote.dataset.q : null };
}

function choose(choice) {
  kept = choice;
  document.body.classList.toggle("chosen", Boolean(kept));
  for (const [voice, item] of voices) {
    item.querySelector("button").setAttribute("aria-pressed", String(Boolean(kept) && kept.voice === voice));
  }
  light(kept);
  chosen.textContent = kept ? described(kept) : "";
  if (kept) showInList(kept);
}

function described({ voice, quote }) {
  const item = voices.get(voice);
  const own = shownQuotes(voice);
  const office = item.querySelector(".office");
  const who = item.querySelector("bdi").textContent + (office ? ", " + office.textContent : "");
  const place = own.findIndex((one) => one.number === quote);
  const count = own.length === 1 ? "1 quote" : own.length + " quotes";
  return place < 0 ? `${who}: ${count}` : `${who}: quote ${place + 1} of ${own.length}, ${own[place].item.querySelector("small").textContent}`;
}

function shownQuotes(voice) {
  return ordered.filter((quote) => quote.voice === voice && !quote.item.hidden);
}

/* The list scrolls by itself where it stands beside the text, without the page moving. */
function showInList({ voice, quote }) {
  if (getComputedStyle(aside).overflowY !== "auto") return;
  const top = aside.getBoundingClientRect().top;
  const edges = (element) => element.getBoundingClientRect();
  const item = voices.get(voice);
  const inner = quote ? quotes.get(quote).item : item;
  const room = aside.clientHeight;
  if (edges(item).top < top || edges(inner).bottom > top + room) {
    const tall = edges(inner).bottom - edges(item).top > room;
    aside.scrollTop += edges(tall ? inner : item).top - top - 16;
  }
}

function goTo(number) {
  const quote = quotes.get(number);
  choose({ voice: quote.voice, quote: number });
  if (!quote.link) return;
  quote.link.scrollIntoView({ block: "center" });
  quote.link.focus({ preventScroll: true });
}

function step(by) {
  if (!kept) return;
  const own = shownQuotes(kept.voice);
  const place = own.findIndex((quote) => quote.number === kept.quote);
  const next = place < 0 ? 0 : (place + by + own.length) % own.length;
  if (own.length) goTo(own[next].number);
}

function filter() {
  const wanted = (name) => new Set(find(`[name="${name}"]:checked`).map((box) => box.value));
  const [kinds, speakers] = [wanted("kind"), wanted("speaker")];
  for (const { item, voice, link, marks: own } of ordered) {
    const { kind, confidence } = item.dataset;
    const shown = kinds.has(kind) && speakers.has(voices.get(voice).dataset.kind) && Number(confidence) >= Number(least.value);
    item.hidden = !shown;
    if (link) link.hidden = !shown;
    for (const mark of own) mark.classList.toggle("off", !shown);
  }
  const heard = new Set(ordered.filter((quote) => !quote.item.hidden).map((quote) => quote.voice));
  for (const [voice, item] of voices) item.hidden = !heard.has(voice);
  for (const mark of marks) if (!mark.dataset.q) mark.classList.toggle("off", !heard.has(mark.dataset.s));
  const count = ordered.filter((quote) => !quote.item.hidden).length;
  document.getElementById("percent").textContent = `${least.value} %`;
  least.setAttribute("aria-valuetext", `${least.value} percent`);
  document.getElementById("shown").textContent =
    `${count === ordered.length ? "all" : `${count} of`} ${ordered.length} quotes shown`;
  if (kept && (quotes.get(kept.quote) || voices.get(kept.voice)).hidden) choose(null);
}

document.addEventListener("mouseover", (event) => light(choiceAt(event.target) || kept));
document.addEventListener("focusin", (event) => light(choiceAt(event.target) || kept));
document.addEventListener("focusout", () => light(kept));
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") choose(null);
});

document.addEventListener("click", (event) => {
  const { target } = event;
  const toQuote = target.closest('aside a[href^="#q"]');
  const fromQuote = target.closest(".ref");
  if (toQuote) {
    event.preventDefault();
    goTo(toQuote.hash.slice(2));
  } else if (target.closest(".voice button")) {
    const { voice } = choiceAt(target);
    choose(kept && kept.voice === voice && !kept.quote ? null : { voice, quote: null });
  } else if (main.contains(target) && getSelection().isCollapsed) {
    const choice = choiceAt(target);
    if (fromQuote) event.preventDefault();
    choose(choice);
    /* A key press on the number follows it to the speaker; a tap stays in the text. */
    if (fromQuote && event.detail === 0) voices.get(choice.voice).focus();
  }
});
document.getElementById("before").addEventListener("click", () => step(-1));
document.getElementById("after").addEventListener("click", () => step(1));
document.getElementById("close").addEventListener("click", () => choose(null));

filters.addEventListener("submit", (event) => event.preventDefault());
filters.addEventListener("input", filter);
filters.addEventListener("reset", () => setTimeout(filter));
filters.hidden = ordered.length === 0;
if (matchMedia("(max-width: 60rem)").matches) filters.querySelector("details").open = false;
filter();
