// The communes and outlines as a map to move about in. Without it the drawing and the table beneath say the same.
const place = document.querySelector("[data-map]");
const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
const coarse = matchMedia("(pointer: coarse)").matches;

const zonesIn = (code) => [...document.querySelectorAll(`tr[data-commune="${code}"] th a`)];
const load = async (address) => {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  return response.json();
};

function words(text, links) {
  const box = document.createElement("div");
  box.append(Object.assign(document.createElement("p"), { textContent: text }));
  const list = document.createElement("ul");
  for (const link of links) {
    const item = document.createElement("li");
    item.append(link.cloneNode(true));
    list.append(item);
  }
  if (links.length) box.append(list);
  return box;
}

function named(commune, lang) {
  const { name, nameEn } = commune.properties, label = document.createElement("span");
  const title = document.createElement("b");
  title.textContent = lang === "en" ? nameEn : name;
  label.append(title, ...zonesIn(commune.id).map((link) => Object.assign(document.createElement("small"), { textContent: link.textContent })));
  return label;
}

// A shape of the map is a button for who has no mouse.
function openable(layer, label) {
  layer.on("add", () => {
    const shape = layer.getElement();
    shape.setAttribute("tabindex", "0");
    shape.setAttribute("role", "button");
    shape.setAttribute("aria-label", label);
    shape.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      layer.openPopup();
    });
  });
}

function communeLayer(communes, { lang, somewhere, nothing }) {
  return L.geoJSON(communes, {
    style: (commune) => ({ className: `map__commune${zonesIn(commune.id).length ? " map__commune--here" : ""}`, fillOpacity: 1, weight: 2 }),
    onEachFeature(commune, layer) {
      const links = zonesIn(commune.id), here = links.length ? " map__name--here" : "";
      layer.bindTooltip(named(commune, lang), { permanent: true, direction: "center", className: `map__name${here}` });
      layer.bindPopup(words(links.length ? somewhere : nothing, links), { minWidth: 200 });
      openable(layer, [...named(commune, lang).children].map((part) => part.textContent).join(", "));
    },
  });
}

function zoneLayer(zones) {
  return L.geoJSON({ ...zones, features: zones.features.filter((zone) => zone.geometry) }, {
    style: { className: "map__zone", weight: 2 },
    onEachFeature(zone, layer) {
      const link = document.querySelector(`tr[data-zone="${zone.id}"] th a`);
      if (!link) return;
      layer.bindTooltip(link.textContent, { direction: "top", className: "map__tip" });
      layer.bindPopup(words("", [link]));
      openable(layer, link.textContent);
    },
  });
}

async function show() {
  const { dataset } = place;
  const [communes, zones] = await Promise.all([load(dataset.communes), load(dataset.zones)]);
  const canvas = document.createElement("div");
  canvas.className = "zone-map__live";
  canvas.setAttribute("role", "region");
  canvas.setAttribute("aria-label", dataset.label);
  place.append(canvas);
  place.classList.add("is-live");
  const map = L.map(canvas, {
    zoomControl: false, scrollWheelZoom: false, dragging: !coarse, zoomSnap: 0.05, maxZoom: 17,
    zoomAnimation: !calm, fadeAnimation: !calm, markerZoomAnimation: !calm, inertia: !calm,
  });
  map.attributionControl.setPrefix(false);
  L.control.zoom({ position: "bottomright", zoomInTitle: dataset.zoomIn, zoomOutTitle: dataset.zoomOut }).addTo(map);
  if (dataset.tiles) {
    const credit = Object.assign(document.createElement("span"), { textContent: dataset.attribution }).outerHTML;
    L.tileLayer(dataset.tiles, { attribution: credit, maxZoom: 17 }).addTo(map);
    place.classList.add("has-tiles");
  }
  const land = communeLayer(communes, dataset).addTo(map);
  const bounds = land.getBounds().extend(zoneLayer(zones).addTo(map).getBounds());
  L.control.scale({ imperial: false }).addTo(map);
  map.fitBounds(bounds, { padding: [4, 4] });
  map.setMinZoom(map.getZoom() - 0.5);
  map.setMaxBounds(bounds.pad(0.4));
  // One finger scrolls the page over the whole map, and moves about in it once it is enlarged.
  const whole = map.getZoom();
  if (coarse) map.on("zoomend", () => (map.getZoom() > whole + 0.1 ? map.dragging.enable() : map.dragging.disable()));
  map.on("popupopen", ({ popup }) => {
    const close = popup.getElement().querySelector(".leaflet-popup-close-button");
    close?.setAttribute("aria-label", dataset.close);
    popup.getElement().querySelector("a:not(.leaflet-popup-close-button)")?.focus();
  });
}

if (place && window.L) {
  show().catch((error) => {
    // The drawing stays, and so does the table.
    place.querySelector(".zone-map__live")?.remove();
    place.classList.remove("is-live");
    console.warn(error);
  });
}
