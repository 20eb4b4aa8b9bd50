// Lights the entry of the section now being read, and keeps it in view on a narrow screen.
const nav = document.querySelector("[data-section-nav]");
if (nav) {
  const links = [...nav.querySelectorAll('a[href^="#"]')];
  const sections = links.map((a) => document.getElementById(a.hash.slice(1))).filter(Boolean);
  const light = (id) => {
    for (const a of links) {
      if (a.hash.slice(1) === id) {
        if (a.hasAttribute("aria-current")) continue;
        a.setAttribute("aria-current", "true");
        const list = a.closest("ul");
        list.scrollLeft = a.offsetLeft - list.offsetLeft - (list.clientWidth - a.offsetWidth) / 2;
      } else a.removeAttribute("aria-current");
    }
  };
  const update = () => {
    const edge = nav.offsetHeight + 80;
    const passed = sections.filter((s) => s.getBoundingClientRect().top <= edge);
    const atEnd = window.innerHeight + window.scrollY >= document.documentElement.scrollHeight - 4;
    const now = atEnd ? sections.at(-1) : passed.at(-1) ?? sections[0];
    if (now) light(now.id);
  };
  let waiting = false;
  document.addEventListener("scroll", () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; update(); });
  }, { passive: true });
  update();
}
