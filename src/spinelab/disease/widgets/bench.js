// The Bayes bench: native radios and a slider; scale, people and warnings follow. All figures come from `scene`.
let benches = 0;

const percent = (share) => {
  if (share < 0.001) return "under 0.1 %";
  if (share > 0.999) return "over 99.9 %";
  return `${(100 * share).toFixed(share < 0.01 || share > 0.99 ? 1 : 0)} %`;
};

// The result of a state, as the kernel works it out: probability, shares behind it, warnings in words.
export function outcome(scene, { preTest, asked, setting }) {
  const place = scene.settings.find((one) => one.id === setting);
  const warnings = preTest < place.range[0] || preTest > place.range[1] ? [place.outside] : [];
  const used = new Set();
  const product = [];
  let ill = 1;
  let others = 1;
  for (const finding of scene.findings) {
    if (!(finding.id in asked)) continue;
    const known = finding.published[setting];
    if (known.leftOut) {
      warnings.push(known.leftOut);
      continue;
    }
    const result = asked[finding.id] ? 1 : 0;
    used.add(finding.id);
    product.push(known.ratios[result]);
    ill *= known.ill[result];
    others *= known.others[result];
    if (known.doubt) warnings.push(known.doubt);
    if (finding.late && !result) warnings.push(finding.late);
  }
  for (const [pair, warning] of scene.together) if (pair.every((id) => used.has(id))) warnings.push(warning);
  const value = (preTest * ill) / (preTest * ill + (1 - preTest) * others);
  return { value, ill, others, product, warnings };
}

// People in a branch and the rest of it: whole, or with a decimal where fewer than ten would be lost by rounding.
const split = (whole, share) => {
  const digits = Math.min(whole * share, whole * (1 - share)) < 10 ? 1 : 0;
  const some = Number((whole * share).toFixed(digits));
  return [some, Number((whole - some).toFixed(digits))];
};

function findingRow(finding, group, choose) {
  const row = make("fieldset", {}, make("legend", {}, finding.name));
  const note = make("small");
  row.append(note);
  const radios = {};
  for (const words of ["present", "absent", "not asked"]) {
    const onchange = () => choose(finding.id, { present: true, absent: false }[words]);
    radios[words] = make("input", { type: "radio", name: `${group}-${finding.id}`, onchange });
    row.append(make("label", {}, radios[words], make("span", {}, words)));
  }
  return { row, note, radios };
}

function person(kind, number, words) {
  return make("div", { class: `people ${kind}` }, make("b", {}, String(number)), ` ${words}`);
}

function tree(scene, preTest, result, asking) {
  const ill = Math.round(scene.crowd * preTest);
  const branch = (kind, number, words, share) => {
    const [some, rest] = split(number, share);
    const leaves = [person(`${kind} found`, some, "with just these findings"), person(`${kind} rest`, rest, "with others")];
    const items = leaves.map((leaf) => make("li", {}, leaf));
    return [some, make("li", {}, person(kind, number, words), ...(asking ? [make("ul", {}, ...items)] : []))];
  };
  const [illFound, left] = branch("ill", ill, "have axSpA", result.ill);
  const [othersFound, right] = branch("well", scene.crowd - ill, "do not", result.others);
  const all = make("ul", {}, make("li", {}, person("all", scene.crowd, "people like this one"), make("ul", {}, left, right)));
  const words = asking ? inWords(illFound, othersFound, ill, scene.crowd - ill, result) : "No finding is asked yet.";
  return [all, make("p", { class: "sum" }, words)];
}

// Nobody is half a person: where few are left, the same is said of ten, a hundred, a thousand such crowds.
function inWords(illFound, othersFound, ill, well, result) {
  let crowds = 1;
  while (crowds < 1e6 && crowds * Math.min(ill * result.ill, well * result.others) < 10) crowds *= 10;
  const having = crowds === 1 ? illFound : Math.round(crowds * ill * result.ill);
  const all = having + (crowds === 1 ? othersFound : Math.round(crowds * well * result.others));
  const of = crowds === 1 ? "Of" : `In ${crowds} such crowds, of`;
  return `${of} all ${all} with just these findings, ${having} have axSpA: ${percent(result.value)}.`;
}

function render({ model, el }) {
  const scene = model.get("scene");
  const own = `bench-${(benches += 1)}-${Math.random().toString(36).slice(2, 8)}`;
  const set = (name, value) => {
    model.set(name, value);
    model.save_changes();
    draw();
  };
  const choose = (id, there) => {
    const asked = { ...model.get("asked") };
    delete asked[id];
    if (there !== undefined) asked[id] = there;
    set("asked", asked);
  };

  const settings = make("fieldset", { class: "settings" }, make("legend", {}, "Ratios measured in"));
  const places = new Map();
  for (const { id, name, others } of scene.settings) {
    const radio = make("input", { type: "radio", name: `${own}-setting`, onchange: () => set("setting", id) });
    places.set(id, radio);
    settings.append(make("label", {}, radio, make("span", {}, name), make("small", {}, `compared with ${others}`)));
  }

  const slider = make("input", {
    id: `${own}-before`, type: "range", min: 1, max: 99, step: 1, oninput: () => set("pre_test", slider.valueAsNumber / 100),
  });
  const before = make("span", { class: "value" });
  const start = make("div", { class: "start" }, make("label", { for: `${own}-before` }, "Probability before"), slider, before);

  const head = make("div", { class: "head", "aria-hidden": "true" }, make("span", {}, "Finding"), make("span", {}, "ratios"));
  for (const words of ["present", "absent", "not asked"]) head.append(make("span", {}, words));
  const list = make("div", { class: "findings" }, head);
  const rows = scene.findings.map((finding) => {
    const row = findingRow(finding, own, choose);
    list.append(row.row);
    return row;
  });
  const clear = make("button", { type: "button", onclick: () => set("asked", {}) }, "Ask nothing");

  const status = make("p", { class: "result", role: "status", "aria-live": "polite" });
  const scale = make("div", { class: "scale", role: "img" });
  const people = make("div", { class: "tree" });
  const warnings = make("div", { class: "warnings" });
  const key = make("p", { class: "note" }, `○ before  ◆ after  ┆ ${scene.threshold[1]}`);
  const results = make("section", { class: "results", "aria-label": "Result" }, status, scale, key, people, warnings);
  const root = make(
    "div", { class: "spinelab-theme spinelab-bench" }, settings, start, make("div", { class: "bench" }, make("div", {}, list, clear), results),
    make("p", { class: "note" }, "Ratios: if present / if absent. Each multiplies the odds, as if findings were independent; they seldom are."),
  );
  // JupyterLab would take plain keys for shortcuts of the notebook.
  root.addEventListener("keydown", (event) => {
    if (!event.ctrlKey && !event.metaKey && !event.altKey) event.stopPropagation();
  });

  function draw() {
    const [preTest, asked, setting] = [model.get("pre_test"), model.get("asked"), model.get("setting")];
    const result = outcome(scene, { preTest, asked, setting });
    const [was, is] = [percent(preTest), percent(result.value)];
    for (const [id, radio] of places) radio.checked = id === setting;
    slider.value = Math.round(100 * preTest);
    slider.setAttribute("aria-valuetext", was);
    before.textContent = was;
    scene.findings.forEach((finding, index) => {
      const { note, radios } = rows[index];
      const known = finding.published[setting];
      note.textContent = known.leftOut ? "no ratio" : `${known.ratios[1]} / ${known.ratios[0]}`;
      note.title = known.source ?? "";
      const state = asked[finding.id] === undefined ? "not asked" : asked[finding.id] ? "present" : "absent";
      radios[state].checked = true;
    });
    clear.disabled = Object.keys(asked).length === 0;

    const { product } = result;
    const ratio = product.length > 1 ? ` Ratios: ${product.join(" × ")}.` : product.length ? ` Ratio: ${product[0]}.` : "";
    const count = result.warnings.length;
    const warned = count ? ` ${count} warning${count === 1 ? "" : "s"} below.` : "";
    status.replaceChildren(`Before ${was}, after `, make("strong", {}, is), `.${ratio}${warned}`);

    const at = (share) => `left: ${100 * share}%`;
    const [from, to] = [Math.min(preTest, result.value), Math.max(preTest, result.value)];
    const [limit, limitWords] = scene.threshold;
    scale.setAttribute("aria-label", `Scale from 0 to 100 %: before ${was}, after ${is}. ${limitWords}.`);
    scale.replaceChildren(
      make("span", { class: "track" }),
      make("span", { class: "way", style: `${at(from)}; width: ${100 * (to - from)}%` }),
      make("span", { class: "limit", style: at(limit / 100) }),
      ...[0, 25, 50, 75, 100].map((tick) => make("span", { class: "tick", style: at(tick / 100) }, `${tick}`)),
      make("span", { class: "mark before", style: at(preTest) }),
      make("span", { class: "mark after", style: at(result.value) }),
    );
    people.replaceChildren(...tree(scene, preTest, result, product.length > 0));
    warnings.replaceChildren();
    if (count) {
      const lines = result.warnings.map((words) => make("li", {}, words));
      warnings.append(make("p", {}, make("b", {}, "⚠ Mind:")), make("ul", {}, ...lines));
    }
  }

  const watched = "change:pre_test change:asked change:setting";
  model.on(watched, draw);
  draw();
  el.append(root);
  return () => model.off(watched, draw);
}

export default { render };
