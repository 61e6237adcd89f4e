// The comparison table: native checkboxes and selects above a real table. All words come from `table`.

function chooser(words, all, items, onchange) {
  const select = make("select", { onchange: () => onchange(select.value) }, make("option", { value: "" }, all));
  for (const [id, name] of items) select.append(make("option", { value: id }, name));
  return [make("label", {}, make("span", {}, words), select), select];
}

function answerNode(answer) {
  const node = make("p");
  if (answer.place) node.append(make("strong", {}, `${answer.place}. `));
  node.append(answer.text, " ");
  const cites = make("small");
  answer.sources.forEach(([key, link], index) => {
    if (index) cites.append(", ");
    cites.append(link ? make("a", { href: link, target: "_blank", rel: "noopener" }, key) : key);
  });
  node.append(cites);
  if (answer.doubt) node.append(" ", make("em", {}, `[${answer.doubt}]`));
  return node;
}

function render({ model, el }) {
  const table = model.get("table");
  const set = (name, value) => {
    model.set(name, value);
    model.save_changes();
  };

  const boxes = new Map();
  const group = (kind, words) => {
    const fieldset = make("fieldset", {}, make("legend", {}, words));
    for (const { id, name } of table.conditions.filter((condition) => condition.kind === kind)) {
      const box = make("input", {
        type: "checkbox",
        onchange: () => {
          const chosen = table.conditions.filter((one) => boxes.get(one.id).checked);
          set("conditions", chosen.map((one) => one.id));
        },
      });
      boxes.set(id, box);
      fieldset.append(make("label", {}, box, make("span", {}, name)));
    }
    return fieldset;
  };
  const [regionLabel, region] = chooser(
    "Region", "The whole person and the whole spine", table.regions.map((one) => [one.id, one.name]),
    (value) => set("region", value),
  );
  const [questionLabel, question] = chooser(
    "Question", "All questions", table.questions.map((one) => [one.id, one.ask]), (value) => set("question", value),
  );
  const count = make("p", { role: "status", "aria-live": "polite" });
  const grid = make("table");
  const frame = make("div", { class: "frame", role: "region", "aria-label": table.caption, tabindex: "0" }, grid);
  const root = make(
    "div", { class: "spinelab-theme spinelab-comparison" }, group("disease", "Diseases"), group("mimic", "Mimics"),
    make("div", { class: "choosers" }, regionLabel, questionLabel), count, frame,
  );

  const draw = () => {
    const chosen = model.get("conditions");
    const columns = table.conditions.filter((one) => chosen.includes(one.id));
    const place = model.get("region");
    const asked = model.get("question");
    for (const [id, box] of boxes) box.checked = chosen.includes(id);
    region.value = place;
    question.value = asked;

    const shown = table.answers.filter(
      (answer) => chosen.includes(answer.condition) && (!place || answer.regions.includes(place))
        && (!asked || answer.question === asked),
    );
    const rows = table.questions.filter((one) => shown.some((answer) => answer.question === one.id));
    const head = make("tr", {}, make("th", { scope: "col" }, "Question"));
    for (const { name } of columns) head.append(make("th", { scope: "col" }, name));
    const body = make("tbody");
    for (const { id, ask } of rows) {
      const row = make("tr", {}, make("th", { scope: "row" }, ask));
      for (const column of columns) {
        const answers = shown.filter((answer) => answer.question === id && answer.condition === column.id);
        row.append(make("td", {}, ...(answers.length ? answers.map(answerNode) : [make("p", {}, "No entry.")])));
      }
      body.append(row);
    }
    grid.replaceChildren(make("caption", {}, table.caption), make("thead", {}, head), body);
    frame.hidden = !rows.length;
    const some = (number, word) => `${number} ${word}${number === 1 ? "" : "s"}`;
    count.textContent = !columns.length
      ? "Choose at least one condition."
      : `${some(rows.length, "row")} for ${some(columns.length, "condition")}.`
        + (rows.length ? "" : " Nothing is written for this choice; widen the region or the question.");
  };

  const watched = "change:conditions change:region change:question";
  model.on(watched, draw);
  draw();
  el.append(root);
  return () => model.off(watched, draw);
}

export default { render };
