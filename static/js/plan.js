// Pan, zoom and a card for each plan of parcels. The plan, its links and the table under it work without this.
const MOST = 12, BARS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000];
const clamp = (value, low, high) => Math.min(Math.max(value, low), high);

// "Parcel CN-09" of the title "Parcel CN-09, 1.2 ha, Available".
const nameOf = (parcel) => parcel.querySelector("title").textContent.split(",", 1)[0];

class PlanView {
  constructor(figure) {
    this.view = figure.querySelector(".plan__view");
    this.land = figure.querySelector("[data-land]");
    this.scale = figure.querySelector("[data-scale]");
    this.card = figure.querySelector("[data-plan-card]");
    this.tools = figure.querySelector("[data-plan-tools]");
    [this.width, this.height] = [this.land.width.baseVal.value, this.land.height.baseVal.value];
    this.box = { x: 0, y: 0, zoom: 1 };
    this.parcels = [...this.land.querySelectorAll(".parcel")];
    this.rows = new Map([...document.querySelectorAll("tr:has(th a)")].map((row) => [row.querySelector("th a").getAttribute("href"), row]));
    this.pointers = new Map();
    // Drawn last, so that no neighbour covers half of it.
    this.ring = this.land.appendChild(document.createElementNS(this.land.namespaceURI, "path"));
    this.ring.classList.add("plan__ring");
    this.tools.hidden = false;
    this.view.classList.add("is-live");
    this.listen();
    this.show();
  }

  listen() {
    const { view, tools } = this;
    tools.addEventListener("click", (event) => {
      const wish = event.target.closest("[data-zoom]")?.dataset.zoom;
      if (wish === "all") this.whole();
      else if (wish) this.zoom(wish === "in" ? 1.6 : 1 / 1.6);
    });
    view.addEventListener("wheel", (event) => {
      if (!event.ctrlKey) return; // the wheel alone scrolls the page
      event.preventDefault();
      this.zoom(Math.exp(-event.deltaY / 200), this.at(event));
    }, { passive: false });
    view.addEventListener("keydown", (event) => this.key(event));
    view.addEventListener("pointerdown", (event) => this.press(event));
    view.addEventListener("pointermove", (event) => this.drag(event));
    for (const end of ["pointerup", "pointercancel"]) view.addEventListener(end, (event) => this.release(event));
    view.addEventListener("dragstart", (event) => event.preventDefault());
    view.addEventListener("click", (event) => { if (this.moved) event.preventDefault(); }, true);
    for (const parcel of this.parcels) {
      parcel.addEventListener("pointerenter", (event) => { if (event.pointerType === "mouse") this.tell(parcel); });
      parcel.addEventListener("pointerleave", () => this.tell(null));
      parcel.addEventListener("focus", () => { this.bring(parcel); if (parcel.matches(":focus-visible")) this.tell(parcel); });
      parcel.addEventListener("blur", () => this.tell(null));
      const row = this.rows.get(parcel.getAttribute("href"));
      row?.addEventListener("pointerenter", () => parcel.classList.add("is-hover"));
      row?.addEventListener("pointerleave", () => parcel.classList.remove("is-hover"));
    }
  }

  // The point of the whole plan, in its units, under the pointer.
  at({ clientX, clientY }) {
    return new DOMPoint(clientX, clientY).matrixTransform(this.land.getScreenCTM().inverse());
  }

  zoom(by, centre) {
    const { x, y, zoom } = this.box, next = clamp(zoom * by, 1, MOST);
    const still = centre ?? { x: x + this.width / zoom / 2, y: y + this.height / zoom / 2 };
    this.box = { x: still.x - ((still.x - x) * zoom) / next, y: still.y - ((still.y - y) * zoom) / next, zoom: next };
    this.show();
  }

  whole() {
    this.box = { x: 0, y: 0, zoom: 1 };
    this.show();
  }

  pan(dx, dy) {
    this.box.x += dx;
    this.box.y += dy;
    this.show();
  }

  show() {
    const { box, land } = this, wide = this.width / box.zoom, tall = this.height / box.zoom;
    box.x = clamp(box.x, 0, this.width - wide);
    box.y = clamp(box.y, 0, this.height - tall);
    land.setAttribute("viewBox", `${box.x.toFixed(1)} ${box.y.toFixed(1)} ${wide.toFixed(1)} ${tall.toFixed(1)}`);
    land.style.setProperty("--zoom", box.zoom);
    land.classList.toggle("is-zoomed", box.zoom > 1);
    for (const pattern of document.querySelectorAll(".plan-defs pattern")) {
      pattern.dataset.turn ??= pattern.getAttribute("patternTransform") ?? "";
      pattern.setAttribute("patternTransform", `${pattern.dataset.turn} scale(${1 / box.zoom})`);
    }
    this.tools.querySelector('[data-zoom="in"]').disabled = box.zoom >= MOST;
    for (const name of ["out", "all"]) this.tools.querySelector(`[data-zoom="${name}"]`).disabled = box.zoom <= 1;
    this.label();
    this.measure();
  }

  // A number stands wherever it fits at this zoom; one that fits nowhere on the whole plan is written here.
  label() {
    if (this.box.zoom <= 1) return;
    const size = Number.parseFloat(getComputedStyle(this.land).getPropertyValue("--text")) / this.box.zoom;
    for (const parcel of this.parcels) {
      const text = parcel.querySelector("text") ?? this.write(parcel);
      const { width, height } = this.extent(parcel);
      text.classList.toggle("is-shown", (text.firstChild.length * 0.62 + 0.5) * size < width && 1.3 * size < height);
    }
  }

  extent(parcel) {
    this.extents ??= new Map();
    if (!this.extents.has(parcel)) this.extents.set(parcel, parcel.querySelector("path").getBBox());
    return this.extents.get(parcel);
  }

  write(parcel) {
    const text = parcel.appendChild(document.createElementNS(this.land.namespaceURI, "text"));
    const { x, y, width, height } = this.extent(parcel), name = nameOf(parcel);
    text.setAttribute("x", x + width / 2);
    text.setAttribute("y", y + height / 2);
    text.classList.add("fit0");
    text.textContent = name.slice(name.indexOf(" ") + 1);
    return text;
  }

  measure() {
    const units = Number(this.scale.dataset.units) * this.box.zoom;
    const metres = BARS.findLast((bar) => bar * units <= this.width / 5) ?? BARS[0];
    const [bar, text] = this.scale.children, foot = text.getAttribute("y"), end = Math.round(30 + metres * units);
    bar.setAttribute("d", `M30 ${foot}v-14v14H${end}v-14`);
    text.setAttribute("x", end);
    text.textContent = `${metres} m`;
  }

  key(event) {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const step = 0.15 * this.width / this.box.zoom;
    const pans = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] };
    if (event.key === "+" || event.key === "=") this.zoom(1.6);
    else if (event.key === "-") this.zoom(1 / 1.6);
    else if (event.key === "0") this.whole();
    else if (pans[event.key] && this.box.zoom > 1) this.pan(...pans[event.key]);
    else return;
    event.preventDefault();
  }

  press(event) {
    if (event.button) return;
    this.pointers.set(event.pointerId, event);
    this.moved = this.pointers.size > 1;
  }

  drag(event) {
    const before = this.pointers.get(event.pointerId);
    if (!before) return;
    const others = [...this.pointers.values()].filter((pointer) => pointer.pointerId !== event.pointerId);
    const from = this.at(before), to = this.at(event);
    if (others.length) {
      const fixed = others[0], apart = (pointer) => Math.hypot(pointer.clientX - fixed.clientX, pointer.clientY - fixed.clientY);
      if (apart(before) > 0) this.zoom(apart(event) / apart(before), this.at(fixed));
    } else if (this.box.zoom > 1) {
      // A press that trembles is still a press.
      if (!this.moved && Math.hypot(event.clientX - before.clientX, event.clientY - before.clientY) < 5) return;
      if (!this.moved) this.view.setPointerCapture(event.pointerId);
      this.moved = true;
      this.view.classList.add("is-dragged");
      this.pan(from.x - to.x, from.y - to.y);
    } else return;
    this.pointers.set(event.pointerId, event);
  }

  release(event) {
    this.pointers.delete(event.pointerId);
    this.view.classList.remove("is-dragged");
  }

  // A parcel reached by the keyboard is brought into sight.
  bring(parcel) {
    if (this.box.zoom <= 1) return;
    const { x, y, width, height } = this.extent(parcel);
    const wide = this.width / this.box.zoom, tall = this.height / this.box.zoom;
    if (x < this.box.x || x + width > this.box.x + wide) this.box.x = x + width / 2 - wide / 2;
    if (y < this.box.y || y + height > this.box.y + tall) this.box.y = y + height / 2 - tall / 2;
    this.show();
  }

  // What the row of the table says of the parcel, so that the two can never differ.
  tell(parcel) {
    this.lit?.classList.remove("is-lit");
    this.lit = parcel && this.rows.get(parcel.getAttribute("href"));
    this.lit?.classList.add("is-lit");
    this.card.hidden = !parcel;
    this.ring.setAttribute("d", parcel?.querySelector("path").getAttribute("d") ?? "");
    if (!parcel) return;
    const name = document.createElement("b");
    name.textContent = nameOf(parcel);
    const rest = parcel.querySelector("title").textContent.slice(name.textContent.length + 2);
    this.card.replaceChildren(name, ...(this.lit ? this.facts() : [rest]));
    const shape = parcel.getBoundingClientRect(), view = this.view.getBoundingClientRect();
    this.card.classList.toggle("plan__card--right", shape.left + shape.width / 2 < view.left + view.width / 2);
  }

  facts() {
    return [...this.lit.querySelectorAll("td[data-label]")].map((cell) => {
      const line = document.createElement("span"), label = document.createElement("i");
      label.textContent = cell.dataset.label;
      line.append(label, cell.textContent.trim());
      return line;
    });
  }
}

for (const figure of document.querySelectorAll("[data-plan]")) new PlanView(figure);
