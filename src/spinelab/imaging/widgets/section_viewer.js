// Three linked sections. Python cuts them; this draws the crosshair and sends one place at a time.
const NS = "http://www.w3.org/2000/svg";
const AXES = ["Left to right", "Back to front", "Bottom to top"];
const FROM = ["left", "back", "bottom"];
const SPOTS = ["title", "left", "right", "top", "bottom"]; // of the name of a plane and the letters of its directions
const STEP = 1;

function make(parent, name, attributes = {}, text = "") {
  const node = name === "svg" || parent.namespaceURI === NS ? document.createElementNS(NS, name) : document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.textContent = text;
  return parent.appendChild(node);
}

function render({ model, el }) {
  const [low, high] = model.get("bounds");
  const views = model.get("views");
  const root = make(el, "div", { class: "spinelab-theme spinelab-sections" });
  // All planes at one scale, in a row that fits the window. What is told stands below the axial plane of a tall spine,
  // and below the two others of a short one.
  const [sagittal, coronal, axial] = views;
  const tall = sagittal.high > 1.2 * axial.high;
  const fit = ((sagittal.wide + coronal.wide + axial.wide) / sagittal.high) * (tall ? 80 : 60);
  const planes = make(root, "div", {
    class: `planes${tall ? " tall" : ""}`,
    style: `--columns: ${sagittal.wide}fr ${coronal.wide}fr minmax(15rem, ${axial.wide}fr); --fit: ${fit}vh`,
  });
  let point = [...model.get("point_mm")];
  let waiting = 0;
  let next = null;
  let addresses = [];

  function send() {
    if (waiting || !next) return;
    const there = next;
    next = null;
    if (`${there}` === `${model.get("point_mm")}`) return; // nothing is sent, so nothing would be answered
    model.set("point_mm", there);
    model.save_changes();
    waiting = setTimeout(() => { answered(); notice.hidden = false; }, 2000);
  }
  function answered() {
    notice.hidden = true;
    clearTimeout(waiting);
    waiting = 0;
    send();
  }
  function go(changes) {
    for (const [axis, value] of changes) point[axis] = Math.min(Math.max(Math.round(value * 10) / 10, low[axis]), high[axis]);
    next = [...point];
    cross();
    send();
  }

  const frames = views.map((view) => {
    const title = view.plane[0].toUpperCase() + view.plane.slice(1);
    const frame = make(planes, "div", {
      class: `view ${view.plane}`, tabindex: 0, role: "application",
      "aria-label": `${title} section. Arrow keys move the crosshair, Page Up and Page Down move to the next section.`,
    });
    const sheet = make(frame, "svg", { viewBox: `0 0 ${view.wide} ${view.high}`, "aria-hidden": "true" });
    const image = make(sheet, "image", { width: view.wide, height: view.high });
    const lines = [make(sheet, "line", {}), make(sheet, "line", {})];
    [title, ...view.letters].forEach((words, i) => make(frame, "span", { class: SPOTS[i], "aria-hidden": "true" }, words));
    const pixel = (event) => {
      const box = sheet.getBoundingClientRect();
      return [((event.clientX - box.left) / box.width) * view.wide, ((event.clientY - box.top) / box.height) * view.high];
    };
    const mm = (column, row) => [
      [view.right, (view.way > 0 ? low[view.right] : high[view.right]) + view.way * column * view.pixel],
      [view.up, high[view.up] - row * view.pixel],
    ];
    let held = false;
    let told = 0;
    frame.addEventListener("pointerdown", (event) => {
      held = true;
      frame.setPointerCapture(event.pointerId);
      go(mm(...pixel(event)));
    });
    frame.addEventListener("pointerup", () => { held = false; });
    frame.addEventListener("pointermove", (event) => {
      if (held) go(mm(...pixel(event)));
      else if (event.timeStamp - told > 90) {
        told = event.timeStamp;
        model.set("pointer", [view.plane, ...pixel(event)]);
        model.save_changes();
      }
    });
    frame.addEventListener("pointerleave", () => { model.set("pointer", []); model.save_changes(); });
    frame.addEventListener("keydown", (event) => {
      const moves = {
        ArrowLeft: [view.right, -view.way], ArrowRight: [view.right, view.way], ArrowUp: [view.up, 1],
        ArrowDown: [view.up, -1], PageUp: [view.across, 1], PageDown: [view.across, -1],
      };
      const move = moves[event.key];
      if (!move || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      go([[move[0], point[move[0]] + move[1] * STEP * (event.shiftKey ? 5 : 1)]]);
      where.textContent = `Crosshair ${placed(move[0])}.`;
    });
    return { view, image, lines };
  });

  const side = make(planes, "div", { class: "side" });
  const under = make(side, "p", { class: "under", role: "status", "aria-live": "polite" });
  const where = make(side, "p", { class: "unseen", "aria-live": "polite" }); // for those who do not see the crosshair move
  const pointed = make(side, "p", { class: "pointed" });
  const ranges = AXES.map((words, axis) => {
    const label = make(side, "label", {});
    make(label, "span", {}, words);
    const range = make(label, "input", { type: "range", min: low[axis], max: high[axis], step: 0.1 });
    range.addEventListener("input", () => go([[axis, range.valueAsNumber]]));
    range.addEventListener("keydown", (event) => {
      const way = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key];
      if (!way) return;
      event.preventDefault();
      go([[axis, point[axis] + way * STEP]]);
    });
    return range;
  });
  const notice = make(side, "p", { class: "notice" }, "The kernel does not answer. Wait for it, or run this cell again.");
  notice.hidden = true;
  make(side, "p", { class: "help" }, "Click or drag in a section, or use the arrow keys; Page Up and Page Down change its depth. A front, P back, L left, R right, S up, I down. A model, not a patient.");
  // JupyterLab would take plain keys for shortcuts of the notebook.
  root.addEventListener("keydown", (event) => {
    if (!event.ctrlKey && !event.metaKey && !event.altKey) event.stopPropagation();
  });

  const placed = (axis) => `${(point[axis] - low[axis]).toFixed(1)} millimetres from the ${FROM[axis]}`;
  function cross() {
    for (const { view, lines } of frames) {
      const column = Math.abs(point[view.right] - (view.way > 0 ? low : high)[view.right]) / view.pixel;
      const row = (high[view.up] - point[view.up]) / view.pixel;
      const ends = [{ x1: column, x2: column, y1: 0, y2: view.high }, { x1: 0, x2: view.wide, y1: row, y2: row }];
      ends.forEach((line, i) => { for (const [key, value] of Object.entries(line)) lines[i].setAttribute(key, value); });
    }
    ranges.forEach((range, axis) => {
      range.value = point[axis];
      range.setAttribute("aria-valuetext", placed(axis));
    });
  }
  function show() {
    const images = model.get("images");
    const old = addresses;
    addresses = frames.map(({ view, image }) => {
      const address = URL.createObjectURL(new Blob([images[view.plane]], { type: "image/png" }));
      image.setAttribute("href", address);
      return address;
    });
    old.forEach((address) => URL.revokeObjectURL(address));
  }
  const follow = () => {
    if (!next && !waiting) {
      point = [...model.get("point_mm")];
      cross();
    }
  };
  const tell = () => { under.textContent = model.get("under"); };
  const name = () => { pointed.textContent = model.get("pointed") ? `Pointer on ${model.get("pointed")}` : "\u00a0"; };
  const listeners = { "change:images": show, "change:shown_mm": answered, "change:point_mm": follow, "change:under": tell, "change:pointed": name };
  for (const [what, f] of Object.entries(listeners)) model.on(what, f);
  cross();
  show();
  tell();
  name();
  return () => {
    for (const [what, f] of Object.entries(listeners)) model.off(what, f);
    clearTimeout(waiting);
    addresses.forEach((address) => URL.revokeObjectURL(address));
  };
}

export default { render };
