// Draws the scene that Python sends once; each slider step shows one of its ready states, so nothing waits for the kernel.
const NS = "http://www.w3.org/2000/svg";
let views = 0;

function svg(parent, name, attributes = {}, text = "") {
  const node = document.createElementNS(NS, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.textContent = text;
  return parent.appendChild(node);
}

function html(parent, name, attributes = {}, text = "") {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.textContent = text;
  return parent.appendChild(node);
}

function stripes(defs, id, colour, angle) {
  const pattern = svg(defs, "pattern", { id, width: 1.6, height: 1.6, patternUnits: "userSpaceOnUse", patternTransform: `rotate(${angle})` });
  svg(pattern, "rect", { width: 1.6, height: 1.6, fill: "#fff" });
  svg(pattern, "line", { x1: 0, y1: 0, x2: 0, y2: 1.6, stroke: colour, "stroke-width": 0.8 });
}

function dimension(parent, name) {
  const group = svg(parent, "g", { class: "slip-dimension" });
  const line = svg(group, "path", {});
  const drop = svg(group, "path", { class: "slip-drop" });
  const words = svg(group, "text", { "text-anchor": name === "ADI" ? "end" : "start", y: -22.4 });
  return (start, end, lowStart, lowEnd, value, alarm) => {
    line.setAttribute("d", `M${start} -20.5H${end}M${start} -22v3M${end} -22v3`);
    drop.setAttribute("d", `M${start} -19V${lowStart}M${end} -19V${lowEnd}`);
    words.setAttribute("x", name === "ADI" ? end + 1 : start);
    words.textContent = `${alarm ? "⚠ " : ""}${name} ${value.toFixed(1)} mm`;
    group.classList.toggle("slip-alarm", alarm);
  };
}

function render({ model, el }) {
  const scene = model.get("scene");
  const own = `slip-${(views += 1)}-${Math.random().toString(36).slice(2, 8)}`;
  const root = html(el, "div", { class: "spinelab-slip" });
  const sheet = svg(root, "svg", { viewBox: "-34 -28 96 60", role: "img", "aria-labelledby": `${own}-title` });
  const title = svg(sheet, "title", { id: `${own}-title` });
  const defs = svg(sheet, "defs");
  stripes(defs, `${own}-ligament`, "#8A5A00", 35);
  stripes(defs, `${own}-squeezed`, "#A33B00", -35);
  svg(svg(defs, "clipPath", { id: `${own}-window` }), "rect", { x: -34, y: -18, width: 96, height: 49 });

  const cord = svg(sheet, "path", { class: "slip-cord", "clip-path": `url(#${own}-window)` });
  for (const d of scene.fixed) svg(sheet, "path", { d, class: "slip-bone" });
  const ligament = svg(sheet, "path", { d: scene.ligament, class: "slip-ligament", fill: `url(#${own}-ligament)` });
  for (const d of scene.moving) svg(sheet, "path", { d, class: "slip-ghost" });
  const atlas = svg(sheet, "g", { class: "slip-atlas" });
  for (const d of scene.moving) svg(atlas, "path", { d, class: "slip-bone" });
  svg(atlas, "text", { x: -7, y: 0.8, "text-anchor": "end", class: "slip-halo" }, "atlas");
  svg(atlas, "text", { x: 31.5, y: -2.2, class: "slip-halo" }, "arch of atlas");
  svg(sheet, "text", { x: 6.2, y: -7, "text-anchor": "middle" }, "dens");
  svg(sheet, "text", { x: 7, y: 19, "text-anchor": "middle" }, "axis");
  svg(sheet, "text", { x: 21.8, y: 29, "text-anchor": "middle", class: "slip-halo" }, "cord");
  svg(sheet, "text", { x: -32, y: 29.5 }, "← front");
  svg(sheet, "text", { x: 60, y: 29.5, "text-anchor": "end" }, "back →");
  const adi = dimension(sheet, "ADI");
  const padi = dimension(sheet, "PADI");

  const row = html(root, "div", { class: "slip-row" });
  html(row, "label", { for: `${own}-range` }, "Forward slip of the atlas");
  const range = html(row, "input", { id: `${own}-range`, type: "range", min: 0, max: scene.max, step: scene.step });
  const output = html(row, "output", { for: `${own}-range` });
  const words = html(root, "div", { class: "slip-words", "aria-live": "polite" });
  html(root, "p", { class: "slip-note" }, scene.note);

  function show(slip) {
    const state = scene.states[Math.round(slip / scene.step)];
    range.value = state.slip;
    output.textContent = `${state.slip.toFixed(1)} mm`;
    range.setAttribute("aria-valuetext", `${state.slip.toFixed(1)} millimetres: ADI ${state.adi.toFixed(1)}, PADI ${state.padi.toFixed(1)}`);
    atlas.setAttribute("transform", `translate(${-state.slip} 0)`);
    cord.setAttribute("d", state.cord);
    cord.setAttribute("fill", state.squeezed ? `url(#${own}-squeezed)` : "#F5EC9A");
    ligament.classList.toggle("slip-torn", state.slip > 0);
    adi(-state.slip, scene.densFront, -2, -2, state.adi, state.adiCrossed.length > 0);
    padi(scene.densBack, scene.densBack + state.padi, -4, 1, state.padi, state.padiCrossed.length > 0);
    const sum = `ADI ${state.adi.toFixed(1)} mm, PADI ${state.padi.toFixed(1)} mm; ${state.cordWords}.`;
    const crossed = [...state.adiCrossed, ...state.padiCrossed];
    title.textContent = `Atlas and axis cut in the midline, front on the left. The atlas has slipped forward by ${state.slip.toFixed(1)} mm. ${sum}`;
    words.replaceChildren();
    html(words, "p", { class: "slip-sum" }, sum);
    if (crossed.length === 0) html(words, "p", {}, "No published limit is crossed.");
    else {
      html(words, "p", {}, "Published limits crossed:");
      const list = html(words, "ul");
      for (const limit of crossed) html(list, "li", {}, limit);
    }
  }

  const follow = () => show(model.get("slip_mm"));
  range.addEventListener("input", () => {
    model.set("slip_mm", range.valueAsNumber);
    model.save_changes();
  });
  // JupyterLab would take the plain arrow keys for shortcuts of the notebook.
  range.addEventListener("keydown", (event) => {
    if (!event.ctrlKey && !event.metaKey && !event.altKey && !event.shiftKey) event.stopPropagation();
  });
  model.on("change:slip_mm", follow);
  follow();
  return () => model.off("change:slip_mm", follow);
}

export default { render };
