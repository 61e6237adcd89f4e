// A patient to build, and the map of a pathway on which the way of that patient lights up. The map is drawn once.
// Sent:     the trait `facts`; messages {type: "why", node} and {type: "changes"}.
// Received: the trait `way` {nodes, stop, asks, n}; messages {type: "why", node, text} and {type: "changes", changes}.

const PATIENCE_MS = 3000;
const STOPS = { asks: "asks", waits: "waits", ends: "ends" };
const CORNER = 14;
const ZOOM = { least: 0.4, most: 2, step: 0.2 };
let views = 0;

function s(parent, tag, attributes = {}, text = "") {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.textContent = text;
  return parent.appendChild(node);
}

// ---- The map.

function outline(kind, [x, y, w, h]) {
  const c = CORNER;
  if (kind === "decision") {
    return `M${x + c} ${y}H${x + w - c}L${x + w} ${y + c}V${y + h - c}L${x + w - c} ${y + h}H${x + c}L${x} ${y + h - c}V${y + c}Z`;
  }
  if (kind === "end") {
    const a = `a${c} ${c} 0 0 1 `;
    return `M${x + c} ${y}h${w - 2 * c}${a}${c} ${c}v${h - 2 * c}${a}${-c} ${c}h${2 * c - w}${a}${-c} ${-c}v${2 * c - h}${a}${c} ${-c}Z`;
  }
  return `M${x} ${y}h${w}v${h}h${-w}Z`;
}

function drawMap(scene, own) {
  const [width, height] = scene.size;
  const sheet = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  for (const [name, value] of Object.entries({ viewBox: `0 0 ${width} ${height}`, role: "img", "aria-labelledby": `${own}-map` })) {
    sheet.setAttribute(name, value);
  }
  s(sheet, "title", { id: `${own}-map` }, `Map: ${scene.title}. The way is told in the list of steps.`);
  const head = s(s(sheet, "defs"), "marker", {
    id: `${own}-head`, viewBox: "0 0 10 10", refX: 9, refY: 5, markerWidth: 11, markerHeight: 11, orient: "auto", markerUnits: "userSpaceOnUse",
  });
  s(head, "path", { d: "M0 .5L10 5L0 9.5Z", fill: "context-stroke" });
  const lines = (group, at, words, attributes) =>
    words.forEach((line, index) => s(group, "text", { x: at[0], y: at[1] + 17 * index, ...attributes }, line));
  const arrows = scene.arrows.map((arrow) => {
    const group = s(sheet, "g", { class: "arrow" });
    s(group, "path", { d: arrow.d, "marker-end": `url(#${own}-head)` });
    if (arrow.at) lines(group, [arrow.at[0], arrow.at[1] - 8.5 * (arrow.lines.length - 1) + 4.5], arrow.lines, { "text-anchor": "middle" });
    return group;
  });
  const boxes = new Map();
  scene.boxes.forEach((box, index) => {
    const group = s(sheet, "g", { class: `box ${box.kind}` });
    s(group, "path", { d: outline(box.kind, box.place) });
    const [x, y, width, height] = box.place;
    if (box.kind === "monitor") s(group, "path", { d: `M${x + 6} ${y}v${height}M${x + width - 6} ${y}v${height}`, class: "side" });
    const words = s(group, "text", { x: x + 14, y: y + 21, class: "head" });
    const tell = (mark) => (words.textContent = `${index + 1}  ${box.word}${mark ? `  ${mark}` : ""}`);
    tell("");
    lines(group, [x + 14, y + 38], box.lines, {});
    boxes.set(box.id, { group, tell, number: index + 1, ...box });
  });
  return { sheet, arrows, boxes };
}

// ---- The patient: one row a fact. Every fact can be unknown.

function drawFact(question, own, change) {
  const name = `${own}-${question.name}`;
  const tag = make("span", { class: "asked" });
  const clear = make("button", { type: "button", class: "clear", "aria-label": `Forget: ${question.label}`, onclick: () => { change(undefined); row.querySelector("input, select").focus(); } }, "✕");
  let row;
  const finish = (control, write) => {
    const legend = make("legend", {}, question.label, tag);
    row = make("fieldset", { title: question.text }, legend, make("div", { class: "row" }, control, clear));
    const show = (value, asked) => {
      write(value);
      row.classList.toggle("next", asked);
      tag.textContent = asked ? " ◄ asked next" : "";
      clear.hidden = value === undefined;
    };
    return { row, show, focus: () => row.querySelector("input, select").focus() };
  };
  if (question.type === "bool") {
    const pair = [true, false].map((value) => {
      const radio = make("input", { type: "radio", name, onchange: () => change(value) });
      return { value, radio, label: make("label", {}, radio, value ? "yes" : "no") };
    });
    return finish(make("span", { class: "pair" }, ...pair.map((one) => one.label)), (found) => {
      for (const { value, radio } of pair) radio.checked = value === found;
    });
  }
  if (question.type === "enum") {
    const select = make("select", { "aria-label": question.label, onchange: () => change(select.value || undefined) }, make("option", { value: "" }, "not told"));
    for (const [value, words] of question.values) select.append(make("option", { value }, words));
    return finish(select, (found) => (select.value = found ?? ""));
  }
  const shown = make("span", { class: "value", "aria-hidden": "true" }); // the slider itself says it
  const range = make("input", {
    type: "range", min: question.low, max: question.high, step: question.step, "aria-label": question.label,
    oninput: () => change(range.valueAsNumber),
    onclick: () => clear.hidden && change(range.valueAsNumber),
  });
  return finish(make("span", { class: "slide" }, range, shown), (found) => {
    range.value = found ?? (question.low + question.high) / 2;
    range.classList.toggle("unknown", found === undefined);
    const words = found === undefined ? "not told" : `${found} ${question.unit}`.trim();
    shown.textContent = words;
    range.setAttribute("aria-valuetext", words);
  });
}

// ---- The steps in words.

function drawStep(box, links, ask) {
  const reason = make("p", { class: "why" });
  const cites = make("p", {}, make("strong", {}, "Sources: "));
  box.sources.forEach((key, index) => {
    if (index) cites.append(", ");
    cites.append(links[key] ? make("a", { href: links[key], target: "_blank", rel: "noopener" }, key) : key);
  });
  const note = box.note ? ` (${box.note})` : "";
  const mark = make("em");
  const doubt = box.status === "verified" ? "" : ` [${box.status}]`;
  const details = make(
    "details", { ontoggle: () => details.open && ask(box.id) },
    make("summary", {}, make("strong", {}, `${box.number} ${box.title}`), ` (${box.word.toLowerCase()})${doubt} `, mark),
    make("p", {}, box.text), reason, make("p", {}, make("strong", {}, "Status: "), `${box.status}${note}`), cites,
  );
  return { item: make("li", {}, details), details, reason, mark };
}

function render({ model, el }) {
  const scene = model.get("scene");
  const own = `explorer-${(views += 1)}-${Math.random().toString(36).slice(2, 8)}`;
  const map = drawMap(scene, own);
  const titles = (id) => `${map.boxes.get(id).number} “${map.boxes.get(id).title.replace(/[.?]$/, "")}”`;
  const known = new Map(scene.questions.map((question) => [question.name, question]));
  let late;

  const set = (name, value) => {
    const facts = { ...model.get("facts") };
    if (value === undefined) delete facts[name];
    else facts[name] = value;
    clearTimeout(late);
    late = setTimeout(() => (notice.textContent = "Not connected, or the kernel is busy: run this cell again."), PATIENCE_MS);
    model.set("facts", facts);
    model.save_changes();
    told();
  };
  const rows = new Map(scene.questions.map((question) => [question.name, drawFact(question, own, (value) => set(question.name, value))]));
  const ask = (node) => model.send({ type: "why", node });
  const steps = new Map(scene.boxes.map(({ id }) => [id, drawStep(map.boxes.get(id), scene.links, ask)]));

  const say = make("p", { class: "say", role: "status", "aria-live": "polite" });
  const notice = make("p", { class: "notice", role: "alert" });
  const answer = make("button", { type: "button", onclick: () => rows.get(model.get("way").asks)?.focus() }, "Answer it");
  const empty = make("button", { type: "button", onclick: () => { model.set("facts", {}); model.save_changes(); } }, "New patient");
  const patient = make("div", { class: "patient", role: "group", "aria-label": "The patient" }, ...[...rows.values()].map(({ row }) => row));
  const frame = make("div", { class: "frame", role: "region", tabindex: "0", "aria-label": "Map of the pathway; scroll with the arrow keys" }, map.sheet);
  const list = make("ol", { class: "steps" });
  const outcomes = make("ul");
  const change = make("details", { ontoggle: () => change.open && model.send({ type: "changes" }) }, make("summary", {}, "What would change the answer?"), outcomes);
  let zoom = 1;
  const size = () => {
    map.sheet.style.width = `${scene.size[0] * zoom}px`;
    larger.disabled = zoom > ZOOM.most - 0.1;
    smaller.disabled = zoom < ZOOM.least + 0.1;
  };
  const scale = (factor, words) => make("button", { type: "button", "aria-label": words, onclick: () => { zoom += factor; size(); look(); } }, factor > 0 ? "+" : "−");
  const larger = scale(ZOOM.step, "Larger map");
  const smaller = scale(-ZOOM.step, "Smaller map");
  const fit = make("button", { type: "button", onclick: () => { zoom = Math.max(ZOOM.least, frame.clientWidth / scene.size[0]); size(); } }, "Fit width");

  const root = make(
    "div", { class: "spinelab-theme spinelab-pathway" },
    make("p", { class: "title" }, make("strong", {}, scene.title), " For teaching; not advice for one person."),
    make("div", { class: "bar" }, say, answer, empty), notice, patient,
    make("div", { class: "bar" }, make("span", {}, "Map"), smaller, larger, fit), frame,
    make("p", { class: "title" }, "The way, step by step"), list, change,
  );

  // The last box of the way comes into view inside the frame; the page itself stays where it is.
  function look() {
    const [x, y, w, h_] = map.boxes.get(model.get("way").nodes.at(-1)).place;
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    frame.scrollTo({
      left: (x + w / 2) * zoom - frame.clientWidth / 2, top: (y + h_) * zoom - frame.clientHeight * 0.7, behavior: calm ? "auto" : "smooth",
    });
    const next = patient.querySelector(".next");
    if (next && !patient.contains(document.activeElement)) patient.scrollTop = next.offsetTop - patient.clientHeight / 2;
  }

  function told() {
    const facts = model.get("facts");
    const asked = model.get("way").asks;
    for (const [name, row] of rows) row.show(facts[name], name === asked);
  }

  function light() {
    clearTimeout(late);
    notice.textContent = "";
    const { nodes, stop, asks } = model.get("way");
    const last = nodes.at(-1);
    for (const [id, box] of map.boxes) {
      const passed = nodes.includes(id);
      box.group.classList.toggle("lit", passed);
      box.group.classList.toggle("last", id === last);
      box.tell(id === last ? `◄ ${STOPS[stop]}` : passed ? "✓ passed" : "");
      steps.get(id).mark.textContent = id === last ? `◄ ${STOPS[stop]}` : "";
    }
    const pairs = new Set(nodes.slice(1).map((id, index) => `${nodes[index]} ${id}`));
    scene.arrows.forEach(({ ends }, index) => {
      const pair = ends.join(" ");
      map.arrows[index].classList.toggle("lit", pairs.delete(pair));
    });
    list.replaceChildren(...nodes.map((id) => steps.get(id).item));
    for (const id of nodes) if (steps.get(id).details.open) ask(id);
    if (change.open) model.send({ type: "changes" });
    answer.hidden = stop !== "asks";
    const end = { asks: `It asks: ${known.get(asks)?.text}`, waits: `It waits at ${titles(last)}.`, ends: `It ends at ${titles(last)}.` }[stop];
    say.textContent = `${nodes.length} ${nodes.length === 1 ? "step" : "steps"}. ${end}`;
    told();
    look();
  }

  function receive(message) {
    if (message.type === "why") {
      steps.get(message.node)?.reason.replaceChildren(make("strong", {}, "Why: "), message.text);
    } else if (message.type === "changes") {
      const items = message.changes.map(([words, at, to]) => make("li", {}, make("strong", {}, words), `: at ${titles(at)} the way would go to ${titles(to)}.`));
      outcomes.replaceChildren(...(items.length ? items : [make("li", {}, "No single fact that was told.")]));
    }
  }

  // JupyterLab would take plain keys in the controls for shortcuts of the notebook.
  root.addEventListener("keydown", (event) => {
    if (!event.ctrlKey && !event.metaKey && !event.altKey && event.key !== "Tab" && event.key !== "Escape") event.stopPropagation();
  });
  const clicked = new Map([...map.boxes].map(([id, box]) => [box.group, id]));
  map.sheet.addEventListener("click", (event) => {
    const step = steps.get(clicked.get(event.target.closest("g.box")));
    if (step?.item.isConnected) {
      step.details.open = true;
      step.details.firstChild.focus();
    }
  });
  model.on("change:way", light);
  model.on("change:facts", told);
  model.on("msg:custom", receive);
  el.append(root);
  size();
  light();
  const later = requestAnimationFrame(look);
  return () => {
    cancelAnimationFrame(later);
    clearTimeout(late);
    model.off("change:way", light);
    model.off("change:facts", told);
    model.off("msg:custom", receive);
  };
}

export default { render };
