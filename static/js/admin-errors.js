// A refused form is long and has tabs: the note on top lists each fault and leads to its field.
(() => {
  function show(field) {
    const tab = field.closest(".tab-wrapper");
    if (tab) {
      const place = [...tab.parentElement.querySelectorAll(":scope > .tab-wrapper")].indexOf(tab);
      tab.parentElement.querySelectorAll("nav > a")[place]?.click();
    }
    // Alpine shows the tab a moment after the click.
    setTimeout(() => {
      field.scrollIntoView({ block: "center" });
      (field.matches(".select2-hidden-accessible") ? field.nextElementSibling?.querySelector("[tabindex]") : field)?.focus();
    }, 50);
  }

  function fault(list) {
    const row = list.closest(".field-row, .form-row, td, .group") ?? list.parentElement.parentElement;
    const field = row.querySelector("input:not([type=hidden]), select, textarea");
    if (!field) return null;
    const label = document.querySelector(`label[for="${field.id}"]`)?.textContent ?? field.getAttribute("aria-label") ?? "";
    return { field, words: [label.replace("*", "").trim(), list.textContent.trim().replace(/\s+/g, " ")].filter(Boolean).join(": ") };
  }

  function start() {
    const note = document.querySelector("p.errornote");
    if (!note) return;
    const lists = [...document.querySelectorAll("form ul.errorlist:not(.nonfield)")];
    const faults = lists.map(fault).filter(Boolean);
    if (!faults.length) return;
    const items = document.createElement("ul");
    items.className = "fault-list";
    for (const { field, words } of faults) {
      const link = document.createElement("a");
      link.href = `#${field.id}`;
      link.textContent = words;
      link.addEventListener("click", (event) => {
        event.preventDefault();
        show(field);
      });
      items.appendChild(document.createElement("li")).appendChild(link);
    }
    note.after(items);
  }

  document.addEventListener("DOMContentLoaded", start);
  // A state that waits for a field names it: the name leads there.
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.(".axis-missing a");
    const field = link && document.getElementById(link.hash.slice(1));
    if (!field) return;
    event.preventDefault();
    show(field);
  });
})();
