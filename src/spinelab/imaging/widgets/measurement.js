// Measuring on a film. The view places points; the kernel works out the value and tells the truth after the last one.
const NS = "http://www.w3.org/2000/svg";
const SIZES = [0.5, 0.75, 1, 1.5, 2, 3]; // times the width that the page gives the film
const WIDEST = 1.5; // screen pixels for each of the film's at size 1, where there is room
const LOUPE = 3; // times what is shown,
const LOUPE_LEAST = 4.5; // and at least that many screen pixels for each of the film's
const LOUPE_PX = 150;
const ASIDE_PX = 48; // between the crosshair and the loupe
const GRAB_PX = 12; // how near a press must be to a point to take hold of it
const PATIENCE_MS = 3000;

function draw(parent, name, attributes = {}, text = "") {
  const node = document.createElementNS(NS, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.textContent = text;
  return parent.appendChild(node);
}

// A line with a dark rim, so that it is seen on bone and on air.
function stroke(parent, kind, [[x1, y1], [x2, y2]]) {
  for (const part of ["rim", kind]) draw(parent, "line", { class: part, x1, y1, x2, y2 });
}

const works = (sources) =>
  sources.flatMap(({ label, full, link }, i) => [
    i ? ", " : "",
    link ? make("a", { href: link, title: full, target: "_blank", rel: "noopener" }, label) : label,
  ]);

function render({ model, el }) {
  const { title, how, points: words, wide, high, alt, pixelMm, lines: hasLines } = model.get("scene");
  const count = words.length;
  let size = 1;
  let cross = [Math.round(wide / 2), Math.round(high / 2)];
  let chosen = 0; // the point that is placed next
  let held = null; // the point that is moved while the pointer is down
  let waiting = 0;
  const told = (text, ...more) => status.replaceChildren(make("p", {}, text), ...more);
  const placed = () => Array.from({ length: count }, (_, i) => model.get("points")[i] ?? null);
  const done = () => Boolean(model.get("result").value);
  const next = (points) => points.indexOf(null);

  // ---- The page

  const film = URL.createObjectURL(new Blob([model.get("film")], { type: "image/png" }));
  const stage = make("div", {
    class: "stage", tabindex: 0, role: "application", "aria-roledescription": "film",
    "aria-label": `${alt} Arrow keys move the crosshair, with Shift by ten pixels; Enter places the point.`,
  });
  const sheet = draw(stage, "svg", { viewBox: `-0.5 -0.5 ${wide} ${high}`, "aria-hidden": "true" });
  draw(sheet, "image", { href: film, x: -0.5, y: -0.5, width: wide, height: high });
  const layers = Object.fromEntries(["lines", "truth", "yours", "cross"].map((name) => [name, draw(sheet, "g", { class: name })]));
  const hairs = [draw(layers.cross, "line"), draw(layers.cross, "line")];
  const loupe = make("div", { class: "loupe", "aria-hidden": "true" });
  const glass = draw(loupe, "svg", { width: LOUPE_PX, height: LOUPE_PX });
  draw(glass, "image", { href: film, x: -0.5, y: -0.5, width: wide, height: high });
  const glassHairs = [draw(glass, "line"), draw(glass, "line")];
  stage.append(loupe);
  const view = make("div", { class: "viewport" }, stage);

  const shown = make("span", { class: "size" });
  const sizer = (step, name, sign) => make("button", { type: "button", "aria-label": `${name} film`, onclick: () => zoomBy(step) }, sign);
  const smaller = sizer(-1, "Smaller", "−");
  const larger = sizer(1, "Larger", "+");
  const tools = make("div", { class: "tools" }, make("span", {}, "Size"), smaller, shown, larger);
  const box = make("input", { type: "checkbox", onchange: () => set("show_lines", box.checked) });
  if (hasLines) tools.append(make("label", {}, box, make("span", {}, "Show the lines of the craniovertebral junction")));

  const rows = words.map((name, i) => {
    const state = make("span", { class: "state" });
    const button = make("button", { type: "button", onclick: () => choose(i) }, make("span", { class: "name" }, name), state);
    return { item: make("li", {}, button), button, state };
  });
  const back = make("button", { type: "button", onclick: takeBack }, "Take back");
  const again = make("button", { type: "button", onclick: startAnew }, "Measure again");
  const status = make("div", { class: "status", role: "status", "aria-live": "polite" });
  const where = make("p", { class: "unseen", "aria-live": "polite" });
  const result = make("div", { class: "result" });
  const notice = make("p", { class: "notice", role: "alert" });
  const named = make("ul", { class: "named" });
  const head = make(
    "div", { class: "head" },
    make("p", { class: "title" }, make("strong", {}, title)), make("p", {}, how), status, notice, make("div", { class: "buttons" }, back, again), where,
  );
  const side = make(
    "div", { class: "side" },
    make("ol", {}, ...rows.map(({ item }) => item)), result,
    make("p", { class: "help" },
      "Click to place a point, or press, aim and let go; press on a point to move it. By keyboard: arrow keys move the " +
      "crosshair by a pixel, with Shift by ten; Enter places, Backspace takes back, + and − change the size, Tab goes to " +
      "the list of points."),
  );
  const desk = make("div", { class: "desk", style: `--film: ${wide * WIDEST + 6}px` }, head, make("div", { class: "left" }, tools, view, named), side);
  const root = make("div", { class: "spinelab-theme spinelab-measure" }, desk);
  el.append(root);

  // ---- What is done

  function set(name, value) {
    model.set(name, value);
    model.save_changes();
  }
  function put(points) {
    result.replaceChildren(); // what was told of the points before
    tellNotice("");
    set("points", points);
    clearTimeout(waiting);
    if (next(points) < 0) waiting = setTimeout(() => tellNotice("The kernel does not answer. Wait for it, or run this cell again."), PATIENCE_MS);
  }
  const tellWhere = () => {
    const [right, down] = cross.map((pixels) => Math.round(pixels * pixelMm));
    where.textContent = `Crosshair ${right} mm from the left, ${down} mm from the top.`;
  };
  const asked = (i) => `Point ${i + 1} of ${count}: ${words[i]}.`;

  function placePoint(i, at) {
    const points = placed();
    const point = at.map((value) => Math.round(value * 10) / 10);
    if (next(points) < 0 && `${points[i]}` === `${point}`) return; // nothing to send, so nothing would be answered
    points[i] = point;
    chosen = next(points) < 0 ? i : next(points);
    put(points);
    arrange();
    told(`Placed ${words[i]}. ${next(points) < 0 ? "Measuring." : asked(chosen)}`);
  }
  function takeBack() {
    const points = placed();
    const last = points.findLastIndex((point) => point);
    if (done() || last < 0) return told(done() ? "Measured. “Measure again” starts anew." : "No point is placed yet.");
    points[last] = null;
    chosen = last;
    put(points);
    arrange();
    told(`Taken back. ${asked(last)}`);
    stage.focus(); // its button may have been switched off
  }
  function startAnew() {
    chosen = 0;
    put([]);
    stage.focus();
    arrange();
    told(`Anew. ${asked(0)}`);
  }
  function choose(i) {
    if (!done()) chosen = i;
    if (placed()[i]) cross = [...placed()[i]];
    stage.focus();
    arrange();
    showLoupe(true);
    if (!done()) told(asked(i));
    tellWhere();
  }
  function zoomBy(step) {
    size = SIZES[Math.min(Math.max(SIZES.indexOf(size) + step, 0), SIZES.length - 1)];
    arrange();
    follow();
    where.textContent = `The film is shown at ${size} times its first size.`;
  }
  function moveTo([column, row]) {
    cross = [Math.min(Math.max(column, 0), wide - 1), Math.min(Math.max(row, 0), high - 1)];
    aim();
  }

  // ---- Pointer and keys

  const pixel = (event) => {
    const at = sheet.getBoundingClientRect();
    return [((event.clientX - at.left) / at.width) * wide - 0.5, ((event.clientY - at.top) / at.height) * high - 0.5];
  };
  const scale = () => sheet.getBoundingClientRect().width / wide || 1; // screen pixels for each of the film's
  const near = (at) => placed().findIndex((point) => point && Math.hypot(point[0] - at[0], point[1] - at[1]) * scale() < GRAB_PX);
  stage.addEventListener("pointerdown", (event) => {
    if (event.button || done()) return;
    const at = pixel(event);
    held = near(at) < 0 ? chosen : near(at);
    stage.setPointerCapture(event.pointerId);
    moveTo(at);
    showLoupe(true);
  });
  stage.addEventListener("pointermove", (event) => {
    moveTo(pixel(event));
    showLoupe(true);
  });
  stage.addEventListener("pointerup", (event) => {
    if (held === null) return;
    moveTo(pixel(event));
    const i = held;
    held = null;
    placePoint(i, cross);
  });
  stage.addEventListener("pointercancel", () => { held = null; });
  stage.addEventListener("pointerleave", () => showLoupe(document.activeElement === stage));
  stage.addEventListener("focus", () => showLoupe(true));
  stage.addEventListener("blur", () => showLoupe(false));
  stage.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const step = event.shiftKey ? 10 : 1;
    const way = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] }[event.key];
    if (way) {
      moveTo([Math.round(cross[0]) + way[0], Math.round(cross[1]) + way[1]]);
      follow();
      tellWhere();
    } else if (event.key === "Enter" || event.key === " ") {
      if (done()) told("Measured. “Measure again” starts anew.");
      else placePoint(chosen, cross);
    } else if (event.key === "Backspace" || event.key === "Delete") takeBack();
    else if (event.key === "+" || event.key === "=") zoomBy(1);
    else if (event.key === "-") zoomBy(-1);
    else return;
    event.preventDefault();
  });
  // JupyterLab would take plain keys for shortcuts of the notebook.
  root.addEventListener("keydown", (event) => {
    if (!event.ctrlKey && !event.metaKey && !event.altKey) event.stopPropagation();
  });

  // ---- What is shown

  const mark = (layer, [column, row], text, shape, up = 8) => {
    const spot = draw(layer, "g", { transform: `translate(${column} ${row}) scale(${1 / scale()})` });
    shape(spot);
    draw(spot, "text", { x: 10, y: -up }, text);
  };
  const plus = (spot) => { for (const part of ["rim", "own"]) draw(spot, "path", { class: part, d: "M-9 0H-2M2 0H9M0 -9V-2M0 2V9" }); };
  const ring = (spot) => { for (const part of ["rim", "true"]) draw(spot, "circle", { class: part, r: 7 }); };

  function aim() {
    const [column, row] = cross;
    const ends = [{ x1: column, x2: column, y1: 0, y2: high }, { x1: 0, x2: wide, y1: row, y2: row }];
    for (const part of [hairs, glassHairs]) {
      ends.forEach((line, i) => { for (const [key, value] of Object.entries(line)) part[i].setAttribute(key, value); });
    }
    const zoom = scale();
    const across = LOUPE_PX / Math.max(zoom * LOUPE, LOUPE_LEAST);
    glass.setAttribute("viewBox", `${column - across / 2} ${row - across / 2} ${across} ${across}`);
    // Aslant of the crosshair, so that what lies beside and below it is seen, and inside what is in view.
    const beside = (at, start, length) =>
      at + ASIDE_PX + LOUPE_PX < start + length ? at + ASIDE_PX : Math.max(at - ASIDE_PX - LOUPE_PX, start);
    loupe.style.left = `${beside((column + 0.5) * zoom, view.scrollLeft, view.clientWidth)}px`;
    loupe.style.top = `${beside((row + 0.5) * zoom, view.scrollTop, view.clientHeight)}px`;
  }
  function showLoupe(visible) {
    loupe.hidden = !visible;
    layers.cross.classList.toggle("off", !visible);
  }
  // Keep the crosshair in view while it is moved by keys.
  function follow() {
    const zoom = scale();
    for (const [start, length, at] of [["scrollLeft", "clientWidth", cross[0] * zoom], ["scrollTop", "clientHeight", cross[1] * zoom]]) {
      if (at < view[start] + 20) view[start] = at - 20;
      else if (at > view[start] + view[length] - 20) view[start] = at + 20 - view[length];
    }
    aim();
  }
  function tellNotice(text) {
    notice.textContent = text;
    notice.hidden = !text;
  }

  function arrange() {
    const points = placed();
    const found = model.get("result");
    stage.style.setProperty("--size", size);
    stage.classList.toggle("coarse", scale() >= 2);
    shown.textContent = `${size}×`;
    smaller.disabled = size === SIZES[0];
    larger.disabled = size === SIZES[SIZES.length - 1];
    rows.forEach(({ button, state }, i) => {
      const now = i === chosen && !done();
      if (done()) state.textContent = `${found.astray[i] ? "✗" : "✓"} ${found.off[i]} off`;
      else state.textContent = points[i] ? "✓ placed" : now ? "→ next" : "○ to come";
      if (now) button.setAttribute("aria-current", "step");
      else button.removeAttribute("aria-current");
    });
    back.disabled = done() || !points.some(Boolean);
    back.hidden = done();
    again.hidden = !done();
    for (const layer of [layers.yours, layers.truth]) layer.replaceChildren();
    if (done()) {
      found.trueStrokes.forEach((line, i) => stroke(layers.truth, i ? "true" : "true measured", line));
      found.truePoints.forEach((point, i) => mark(layers.truth, point, found.astray[i] ? `${i + 1}` : "", ring, -20));
      found.strokes.forEach((line, i) => stroke(layers.yours, i ? "own" : "own measured", line));
    }
    points.forEach((point, i) => point && mark(layers.yours, point, `${i + 1}`, plus));
    drawLines();
    aim();
  }

  function drawLines() {
    const on = model.get("show_lines");
    box.checked = on;
    layers.lines.replaceChildren();
    named.replaceChildren();
    if (!on) return;
    for (const { name, says, line, distance, side: beside, named: end, label } of model.get("lines")) {
      if (line) stroke(layers.lines, "drawn", line);
      if (distance) stroke(layers.lines, "drawn distance", distance);
      stroke(layers.lines, "leader", [end, label]);
      const zoom = scale();
      const spot = draw(layers.lines, "g", { transform: `translate(${label[0]} ${label[1]}) scale(${1 / zoom})` });
      const word = draw(spot, "text", { y: 4, "text-anchor": beside === "right" ? "start" : "end" }, name);
      const [room, length] = [(beside === "right" ? wide - label[0] : label[0]) * zoom, word.getComputedTextLength() + 3];
      word.setAttribute("x", (beside === "right" ? 1 : -1) * Math.min(3, room - length)); // on the film, also on a small one
      named.append(make("li", {}, make("strong", {}, name), `: ${says}.`));
    }
  }

  function tellResult() {
    clearTimeout(waiting);
    const found = model.get("result");
    const over = (result.hasChildNodes() || !notice.hidden) && next(placed()) >= 0; // begun anew, but not in this view
    result.replaceChildren();
    tellNotice(found.notice ?? "");
    if (over) chosen = next(placed());
    arrange();
    if (!done()) {
      if (found.notice) told("Not measured yet.");
      else if (over) told(asked(chosen));
      return;
    }
    const line = (symbol, name, value, says) =>
      make("tr", {}, make("th", { scope: "row" }, make("span", { class: "key", "aria-hidden": "true" }, symbol), name), make("td", {}, value), make("td", {}, says));
    result.append(
      make("table", {},
        make("tbody", {},
          line("✛", "You", found.value, found.meaning), line("◯", "True", found.truth, found.trueMeaning),
          line("", "Error", found.error, `${found.close ? "✓" : "✗"} ${found.verdict}`))),
    );
    if (found.meaning !== found.trueMeaning) result.append(make("p", { class: "mind" }, make("strong", {}, "⚠ Your error changes what the film says.")));
    if (found.limits.length) {
      const items = found.limits.map(({ words: text, yours, true: truly, sources }) => {
        const crossed = (yes) => (yes ? "crossed" : "not crossed");
        const both = yours === truly ? crossed(yours) : `you: ${crossed(yours)}, true: ${crossed(truly)}`;
        return make("li", {}, `${text} (`, ...works(sources), "): ", make("strong", {}, both));
      });
      result.append(make("p", {}, "Limits"), make("ul", {}, ...items));
    }
    if (found.compared.words) result.append(make("p", {}, `For comparison: ${found.compared.words} (`, ...works(found.compared.sources), ")."));
    if (found.step) result.append(make("p", {}, found.step));
    const meaning = found.meaning === found.trueMeaning ? `Meaning: ${found.meaning}.` : `You: ${found.meaning}. True: ${found.trueMeaning}.`;
    const wrong = words.flatMap((name, i) => (found.astray[i] ? [make("li", {}, `✗ Point ${i + 1} should lie on the ${name}, in ring ${i + 1}: it is ${found.off[i]} off.`)] : []));
    told(
      `You measured ${found.value}; the truth is ${found.truth}; your error is ${found.error}: ${wrong.length ? "measured in the wrong place" : found.verdict}.`,
      ...(wrong.length ? [make("ul", { class: "wrong" }, ...wrong)] : found.limits.length ? [make("p", {}, meaning)] : []),
    );
  }

  const moved = () => {
    if (next(placed()) >= 0 && placed()[chosen]) chosen = next(placed());
    arrange();
  };
  const listeners = { "change:points": moved, "change:result": tellResult, "change:show_lines": arrange, "change:lines": arrange };
  for (const [what, f] of Object.entries(listeners)) model.on(what, f);
  const watch = new ResizeObserver(arrange); // marks keep their size on the screen
  watch.observe(view);
  chosen = Math.max(next(placed()), 0);
  showLoupe(false);
  tellResult();
  if (!done()) told(asked(chosen));
  return () => {
    for (const [what, f] of Object.entries(listeners)) model.off(what, f);
    clearTimeout(waiting);
    watch.disconnect();
    URL.revokeObjectURL(film);
  };
}

export default { render };
