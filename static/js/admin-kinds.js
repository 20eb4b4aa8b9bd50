// Of a form whose fields depend on the kind of record: those of other kinds step aside, unless they hold something.
(() => {
  const rowOf = (line) => line.closest(".field-row, .form-row") ?? line.parentElement;

  function arrange(kind) {
    for (const field of document.querySelectorAll("[data-only-for]")) {
      const line = field.closest(".field-line") ?? rowOf(field);
      line.hidden = field.dataset.onlyFor !== kind.value && !field.value && !line.querySelector(".errorlist");
      const row = rowOf(line);
      row.hidden = [...row.querySelectorAll(".field-line")].every((one) => one.hidden);
    }
  }

  document.addEventListener("DOMContentLoaded", () => {
    const kind = document.querySelector("select[name=kind]");
    if (!kind) return;
    arrange(kind);
    kind.addEventListener("change", () => arrange(kind));
  });
})();
