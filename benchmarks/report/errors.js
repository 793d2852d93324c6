"use strict";

const choices = [...document.querySelectorAll('input[name="error"]')];
const corpus = document.getElementById("corpus");
const words = document.getElementById("words");
const articles = [...document.querySelectorAll("article")].map((article) => ({
  article,
  corpus: article.dataset.corpus,
  text: article.textContent.toLowerCase(),
  rows: [...article.querySelectorAll("tbody tr")].map((row) => ({ row, errors: row.dataset.errors.split(" ") })),
  marks: [...article.querySelectorAll("mark")].map((mark) => ({ mark, cases: mark.dataset.cases.split(" ") })),
}));

function filter() {
  const wanted = new Set(choices.filter((box) => box.checked).map((box) => box.value));
  const text = words.value.trim().toLowerCase();
  let shownArticles = 0;
  let shownRows = 0;
  for (const { article, corpus: name, text: whole, rows, marks } of articles) {
    const cases = new Set();
    for (const { row, errors } of rows) {
      row.hidden = !errors.some((error) => wanted.has(error));
      if (!row.hidden) cases.add(row.dataset.case);
    }
    for (const { mark, cases: on } of marks) mark.classList.toggle("off", !on.some((number) => cases.has(number)));
    article.hidden = !cases.size || (corpus.value && corpus.value !== name) || !whole.includes(text);
    if (article.hidden) continue;
    shownArticles += 1;
    shownRows += cases.size;
  }
  const where = `${shownArticles} of ${articles.length} articles`;
  document.getElementById("shown").textContent = `${shownRows} statements and quotes shown in ${where}`;
}

function choose(article, number) {
  for (const button of article.querySelectorAll("th button")) {
    button.setAttribute("aria-pressed", String(button.textContent === number));
  }
  for (const mark of article.querySelectorAll("mark")) {
    mark.classList.toggle("current", mark.dataset.cases.split(" ").includes(number));
  }
  const first = article.querySelector("mark.content.current");
  if (!first) return;
  const sides = article.querySelector(".sides");
  sides.scrollTop += first.getBoundingClientRect().top - sides.getBoundingClientRect().top - sides.clientHeight / 3;
}

function check(value) {
  for (const box of choices) box.checked = value;
  filter();
}

document.getElementById("filter").addEventListener("submit", (event) => event.preventDefault());
document.getElementById("filter").addEventListener("input", filter);
document.getElementById("all").addEventListener("click", () => check(true));
document.getElementById("none").addEventListener("click", () => check(false));
document.getElementById("articles").addEventListener("click", (event) => {
  const article = event.target.closest("article");
  const button = event.target.closest("th button");
  const mark = event.target.closest("mark");
  if (button) choose(article, button.textContent);
  else if (mark) choose(article, mark.dataset.cases.split(" ").at(-1));
});
filter();
