// Checks a large survey part by part while its page is open; without script the button does the same, part by part.
const form = document.querySelector("[data-survey-check]");

async function checkNextPart(bar, words) {
  const answer = await fetch(form.action, {
    method: "POST",
    body: new FormData(form),
    headers: { Accept: "application/json" },
  });
  if (!answer.ok) throw new Error(answer.status);
  const { checked, total, said } = await answer.json();
  bar.value = checked;
  words.textContent = said;
  return checked < total;
}

async function checkAll() {
  const bar = form.querySelector("progress");
  const words = form.querySelector("[data-survey-said]");
  form.querySelector("button").hidden = true;
  while (await checkNextPart(bar, words));
  location.reload();
}

if (form) {
  checkAll().catch(() => {
    form.querySelector("button").hidden = false;
  });
}
