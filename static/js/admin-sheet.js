// While a sheet is read on the server, shows how far it is; without script the browser shows that it waits.
const PAUSE = 700;

function follow(form) {
  const shown = form.querySelector("[data-sheet-progress]");
  const [bar, words] = [shown.querySelector("progress"), shown.querySelector("p")];
  const word = [...crypto.getRandomValues(new Uint8Array(16))].map((n) => n.toString(16).padStart(2, "0")).join("");
  const field = Object.assign(document.createElement("input"), { type: "hidden", name: "progress", value: word });
  form.append(field);
  form.querySelector("[type=submit]").disabled = true;
  shown.hidden = false;
  const number = new Intl.NumberFormat(document.documentElement.lang);
  setInterval(async () => {
    const answer = await fetch(`${shown.dataset.sheetProgress}?word=${word}`).catch(() => null);
    if (!answer?.ok) return;
    const { done, total } = await answer.json();
    if (!total) return;
    [bar.max, bar.value] = [total, done];
    const reading = `${shown.dataset.reading} ${number.format(done)} / ${number.format(total)}`;
    words.textContent = total - done < 100 ? shown.dataset.saving : reading;
  }, PAUSE);
}

for (const form of document.querySelectorAll("form[data-sheet]")) {
  form.addEventListener("submit", () => follow(form), { once: true });
}
