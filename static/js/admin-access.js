// What unfold leaves out for those who use the keyboard or listen: buttons that are plain boxes, names, landmarks.
(() => {
  const NATIVE = "a[href], button, input, select, textarea, summary";

  function makeButton(box) {
    if (box.matches(NATIVE) || box.hasAttribute("tabindex")) return;
    box.tabIndex = 0;
    box.setAttribute("role", "button");
    box.addEventListener("keydown", (event) => {
      if (event.target !== box || (event.key !== "Enter" && event.key !== " ")) return;
      event.preventDefault();
      box.click();
    });
  }

  function makeTabs(list) {
    const tabs = [...list.children];
    const tell = () => tabs.forEach((tab) => tab.setAttribute("aria-selected", tab.classList.contains("active")));
    list.setAttribute("role", "tablist");
    const parts = list.parentElement.parentElement.querySelectorAll(":scope > .tab-wrapper");
    tabs.forEach((tab, place) => {
      makeButton(tab);
      tab.setAttribute("role", "tab");
      // What must be filled in may stand in a part that is closed: its tab has the mark of such a field.
      const mark = parts[place]?.querySelector("label > .text-red-600");
      if (mark) tab.append(mark.cloneNode(true));
    });
    tell();
    new MutationObserver(tell).observe(list, { subtree: true, attributeFilter: ["class"] });
  }

  const labelOf = (id) => document.querySelector(`label[for="${id}"]`)?.textContent.replace("*", "").trim();

  // The button beside a field that chooses another record: named by what its menu offers.
  function nameMenu(box) {
    const field = box.getAttribute("x-ref").replace("relatedWidgetWrapper", "");
    const offers = [...document.querySelectorAll(`nav[id="related-widget-wrapper-${field}"] a`)];
    const words = offers.map((offer) => offer.title).filter(Boolean).join(", ");
    box.setAttribute("aria-label", [labelOf(`id_${field}`), words].filter(Boolean).join(": "));
    box.title = words;
  }

  // select2 hides the field that has a label and shows others that have none.
  function nameSelect(select) {
    const shown = select.nextElementSibling, label = labelOf(select.id);
    if (!label || !shown?.matches(".select2-container")) return;
    shown.querySelectorAll("[role=combobox], [role=textbox], .select2-search__field").forEach((part) => {
      if (!part.textContent.trim()) part.setAttribute("aria-label", label);
    });
    // Its own words for this are English.
    shown.querySelectorAll(".select2-selection__clear").forEach((part) => part.removeAttribute("title"));
  }

  // In a table of rows the heading of the column is the label.
  function nameCells(table) {
    const heads = [...table.querySelectorAll(":scope > thead th")].map((head) => head.textContent.replace("*", "").trim());
    for (const field of table.querySelectorAll("td input:not([type=hidden]), td select, td textarea")) {
      const head = heads[field.closest("td").cellIndex];
      if (head && !labelOf(field.id)) field.setAttribute("aria-label", head);
    }
  }

  function start() {
    (document.getElementById("main") ?? document.querySelector(".login #page"))?.setAttribute("role", "main");
    document.querySelectorAll("nav:has(> a[x-on\\:click*='activeFieldsetTab'])").forEach(makeTabs);
    document.querySelectorAll("#page [x-on\\:click]").forEach(makeButton);
    document.querySelectorAll("[x-ref^='relatedWidgetWrapper']").forEach(nameMenu);
    document.querySelectorAll("form table:has(> thead)").forEach(nameCells);
    document.querySelectorAll("ul.object-tools > div").forEach((item) => item.setAttribute("role", "listitem"));
    // On a phone the heading of a column stands before each cell.
    for (const cell of document.querySelectorAll("td[data-label], th[data-label]")) {
      cell.dataset.label = cell.dataset.label.trim().replace(/^./u, (letter) => letter.toUpperCase());
    }
  }

  // select2 and simplebar build their parts last.
  function finish() {
    document.querySelectorAll("select.select2-hidden-accessible").forEach(nameSelect);
    for (const box of document.querySelectorAll(".simplebar-content-wrapper")) {
      box.removeAttribute("role");
      box.removeAttribute("aria-label");
    }
  }

  document.addEventListener("alpine:initialized", start);
  window.addEventListener("load", () => setTimeout(finish, 50));
})();
