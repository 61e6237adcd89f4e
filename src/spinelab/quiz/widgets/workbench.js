// The face of the workbench on the claims. One claim at a time: the learner judges, the kernel keeps the judgement, and
// only then says what the course makes of the claim. Everything shown is set as text.
//
// Sent:     hello | judge {claim, verdict, error}, each with a request id `n`.
// Received: state | judged, each with what is known of the `claims` that were judged, whether all is `saved`, and a
//           `notice` if not; error {text}. Each repeats the `n` it answers.

const SLOW = "The kernel has not answered yet. It may be busy. Your judgement is sent when it is free.";
const AGREEMENT = {
  same: ["✓", "Same verdict", "right"],
  close: ["◐", "Close: a verdict of the same group", "partly"],
  other: ["✗", "Different verdict", "wrong"],
};
const ALL = "";
const OPEN = "open"; // still to be judged
const JUDGED = "judged";
const NOWHERE = "nowhere";

const option = (value, words) => h("option", { value }, words);

let labels = 0;

function labelled(words, ...choices) {
  const id = `claims-choice-${++labels}`;
  const select = h("select", { id }, ...choices);
  return [h("div", { class: "choice" }, h("label", { for: id }, words), select), select];
}

// A radio for each verdict, in its group; its meaning stands beside it.
function drawVerdicts(groups, name) {
  const drawGroup = ([group, verdicts]) =>
    h(
      "div",
      { class: "group", role: "group", "aria-label": group },
      h("p", { class: "about", "aria-hidden": "true" }, group),
      ...verdicts.map(([verdict, meaning]) =>
        h(
          "label",
          { class: "row verdict-row" },
          h("input", { type: "radio", name, value: verdict }),
          h("span", { class: "words" }, h("span", {}, verdict), h("span", { class: "meaning" }, ` ${meaning}`)),
        ),
      ),
    );
  return h("div", { class: "groups" }, ...groups.map(drawGroup));
}

function drawSources(sources) {
  const drawSource = ({ label, full, link }) =>
    link ? h("a", { href: link, title: full, target: "_blank", rel: "noopener" }, label) : h("span", {}, label);
  const items = sources.flatMap((source, i) => [i > 0 && ", ", drawSource(source)]);
  return h("p", { class: "sources" }, "Sources: ", ...items);
}

function drawReveal(found) {
  const [symbol, words] = AGREEMENT[found.agreement];
  const errors = found.errors.join(", or ");
  const row = (head, yours, ours) =>
    h("tr", {}, h("th", { scope: "row" }, head), h("td", {}, yours), h("td", {}, ours));
  return [
    h("p", { class: "verdict" }, hidden(symbol), h("strong", {}, words)),
    h(
      "table",
      { class: "both" },
      h("thead", {}, h("tr", {}, h("td", {}), h("th", { scope: "col" }, "You"), h("th", { scope: "col" }, "This course"))),
      h(
        "tbody",
        {},
        row("Verdict", found.yours.verdict, found.verdict),
        row("The error crept in", found.yours.error, h("span", {}, found.named && hidden("✓ "), errors)),
      ),
    ),
    h("p", {}, h("strong", {}, `${found.why}.`)),
    h("p", {}, `${found.evidence}.`),
    drawSources(found.sources),
    h("p", { class: "sources" }, `Taught in ${found.lesson}.${found.status ? ` Status of this evidence: ${found.status}.` : ""}`),
  ];
}

// How often the learner named each kind of error, by the main place of each claim that was judged.
function drawScore(judged, errors) {
  const rows = errors
    .map(([error]) => [error, judged.filter((found) => found.errors[0] === error)])
    .filter(([, met]) => met.length);
  const count = (agreement) => judged.filter((found) => found.agreement === agreement).length;
  const heads = ["Where the error crept in", "Claims", "You named it"].map((words) => h("th", { scope: "col" }, words));
  return [
    h("p", {}, `Verdict: ${count("same")} the same, ${count("close")} close, ${count("other")} different.`),
    h(
      "table",
      {},
      h("thead", {}, h("tr", {}, ...heads)),
      h(
        "tbody",
        {},
        ...rows.map(([error, met]) =>
          h(
            "tr",
            {},
            h("th", { scope: "row" }, error === NOWHERE ? "nowhere: a right claim" : error),
            h("td", {}, String(met.length)),
            h("td", {}, String(met.filter(({ named }) => named).length)),
          ),
        ),
      ),
    ),
  ];
}

let views = 0;

function render({ model, el }) {
  const { claims, documents, topics, verdicts, errors } = model.get("view");
  const judged = new Map(); // by claim id, what the kernel has told
  let shown; // the claim in view
  let pending; // the claim whose judgement is on its way
  let unsaved = false;

  const note = live("connection");
  const tally = h("span", { class: "tally" });
  const bar = h("progress", { max: claims.length, value: 0, "aria-label": "Claims judged" });

  const [byDocument, inDocument] = labelled("Document", option(ALL, "all"), ...documents.map(([name, words]) => option(name, words)));
  const [byTopic, onTopic] = labelled("About", option(ALL, "everything"), ...topics.map((name) => option(name, name)));
  const [byStanding, standing] = labelled("Show", option(ALL, "all claims"));
  const filters = [inDocument, onTopic, standing];

  const place = h("span", { class: "count", role: "status" });
  const previous = button("Previous", "other", { "aria-keyshortcuts": "p" });
  const next = button("Next", "other", { "aria-keyshortcuts": "n" });
  const about = h("p", { class: "count" });
  const words = h("blockquote", { tabindex: "-1" });
  const radios = drawVerdicts(verdicts, `claims-${++views}`);
  const [whereLabel, where] = labelled(
    "Where did the error creep in?",
    option("", "Choose a place"),
    ...errors.map(([error, meaning]) => option(error, `${error}: ${meaning}`)),
  );
  const field = h("fieldset", {}, h("legend", {}, "Your verdict"), radios, whereLabel);
  const main = h("button", { type: "submit", class: "main" }, "Judge");
  const saving = live("saving");
  const result = live("result");
  const form = h("form", { class: "question", novalidate: "" }, about, words, field, h("div", { class: "actions" }, main, saving), result);
  const nothing = h("p", { class: "question", hidden: "" }, "No claim fits this choice.");
  const score = h("div", { class: "score" });
  const summary = h("details", { class: "summary" }, h("summary", {}, "Your agreement, by kind of error"), score);

  const box = postbox(model, {
    slow: ({ type }) => (type === "judge" ? (saving.textContent = SLOW) : show(note, SLOW)),
    lost,
  });
  const chosen = () => radios.querySelector("input:checked")?.value ?? "";

  function fits(claim) {
    const found = judged.get(claim.id);
    const stands = {
      [ALL]: true,
      [OPEN]: !found || claim === shown, // a claim does not slip away while its verdict is read
      [JUDGED]: Boolean(found),
    }[standing.value];
    return (
      (!inDocument.value || claim.document === inDocument.value) &&
      (!onTopic.value || claim.topic === onTopic.value) &&
      (stands ?? found?.verdict === standing.value)
    );
  }

  const fitting = () => claims.filter(fits);

  // The neighbour that fits; after the last one the first comes again.
  function step(by) {
    const at = claims.indexOf(shown);
    const order = [...claims.slice(at + 1), ...claims.slice(0, at + 1)];
    const other = (by > 0 ? order : order.reverse().slice(1).concat(shown)).filter(fits)[0];
    if (other) turnTo(other, true);
  }

  function turnTo(claim, moved) {
    if (claim !== shown) {
      shown = claim;
      saving.textContent = "";
      show(result);
      for (const input of radios.querySelectorAll("input")) input.checked = false;
      where.value = "";
    }
    draw();
    if (moved) words.focus();
  }

  function refilter() {
    const open = fitting();
    turnTo(open.includes(shown) ? shown : open[0], false);
  }

  function press(event) {
    event.preventDefault();
    if (pending) return;
    if (judged.has(shown.id)) return step(1);
    if (!chosen() || !where.value) {
      show(result, h("p", { class: "notice" }, chosen() ? "Choose where the error crept in." : "Choose a verdict first."));
      (chosen() ? where : radios.querySelector("input")).focus();
      return;
    }
    pending = shown;
    saving.textContent = "Saving…";
    show(result);
    draw();
    box.send({ type: "judge", claim: shown.id, verdict: chosen(), error: where.value });
  }

  function receive(message) {
    const mine = box.take(message.n);
    show(note, message.type === "error" ? message.text : mine?.type !== "judge" && message.saved === false && message.notice);
    for (const [id, found] of Object.entries(message.claims ?? {})) judged.set(id, found);
    if (message.type === "state" && !shown) shown = claims.find(({ id }) => !judged.has(id)) ?? claims[0];
    if (mine?.type === "judge") answered(mine, message);
    else if (message.saved && unsaved) [unsaved, saving.textContent] = [false, "Saved"];
    draw();
    if (mine?.type === "judge" && mine.claim === shown.id && judged.has(shown.id)) main.focus();
  }

  function answered({ claim }, { type, saved, notice }) {
    pending = undefined;
    unsaved = saved === false;
    if (claim === shown.id) saving.textContent = unsaved ? notice || "Not saved" : type === "judged" ? "Saved" : "";
  }

  function lost() {
    box.takeAll();
    show(note, h("strong", {}, LOST), h("span", {}, KEPT));
    if (pending) saving.textContent = `Not saved. ${LOST}.`;
    pending = undefined;
    draw();
  }

  // What a learner has chosen for a claim that is not judged is left alone; a judged one shows both judgements.
  function draw() {
    const open = fitting();
    const found = shown && judged.get(shown.id);
    drawStandings();
    tally.textContent = `${judged.size} of ${claims.length} judged`;
    bar.value = judged.size;
    form.hidden = !shown || !open.length;
    nothing.hidden = open.length > 0;
    place.textContent = open.length ? `Claim ${open.indexOf(shown) + 1} of ${open.length}` : "";
    for (const step of [previous, next]) step.disabled = open.length < 2;
    summary.hidden = !judged.size;
    show(score, ...drawScore([...judged.values()], errors));
    if (!shown) return;
    about.textContent = `${shown.id} · ${shown.document} · ${shown.topic}`;
    words.textContent = shown.claim;
    if (found && !result.querySelector(".both")) show(result, ...drawReveal(found));
    field.hidden = Boolean(found);
    field.disabled = Boolean(pending);
    form.dataset.verdict = found ? AGREEMENT[found.agreement][2] : "";
    main.textContent = found ? "Next claim" : "Judge";
    main.dataset.does = found ? "next" : "check";
    main.setAttribute("aria-disabled", Boolean(pending));
  }

  // The verdicts that were met can be looked up again.
  function drawStandings() {
    const met = verdicts.flatMap(([, group]) => group).filter(([verdict]) => [...judged.values()].some((found) => found.verdict === verdict));
    const value = standing.value;
    const count = (verdict) => [...judged.values()].filter((found) => found.verdict === verdict).length;
    show(
      standing,
      option(ALL, "all claims"),
      option(OPEN, `not judged yet (${claims.length - judged.size})`),
      judged.size && option(JUDGED, `judged (${judged.size})`),
      ...met.map(([verdict]) => option(verdict, `found: ${verdict} (${count(verdict)})`)),
    );
    standing.value = value;
  }

  // A right claim has no error: one choice less to make.
  function choose() {
    if (chosen() === "right") where.value = NOWHERE;
    else if (where.value === NOWHERE) where.value = "";
  }

  // Plain keys belong to the workbench: in the notebook, letters are commands.
  function key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    event.stopPropagation();
    const by = { n: 1, p: -1 }[event.key];
    if (by && event.target.tagName !== "SELECT" && !pending) {
      event.preventDefault();
      step(by);
    }
  }

  function connection() {
    if (root.closest(".jupyter-widgets-disconnected")) lost();
    else box.send({ type: "hello" });
  }

  const root = h(
    "section",
    { class: "spinelab-theme spinelab-quiz spinelab-claims", "aria-label": `${claims.length} claims to judge` },
    h("header", {}, h("strong", { class: "title" }, `${claims.length} claims: you are the judge`), tally, bar),
    note,
    h("div", { class: "filters" }, byDocument, byTopic, byStanding),
    h("div", { class: "steps" }, previous, next, place, h("span", { class: "count keys" }, "Keys: n next, p previous")),
    nothing,
    form,
    summary,
  );
  for (const filter of filters) filter.addEventListener("change", refilter);
  previous.addEventListener("click", () => step(-1));
  next.addEventListener("click", () => step(1));
  radios.addEventListener("change", choose);
  form.addEventListener("submit", press);
  root.addEventListener("keydown", key);
  model.on("msg:custom", receive);
  model.on("comm_live_update", connection);
  el.append(root);
  draw();
  box.send({ type: "hello" });

  return () => {
    model.off("msg:custom", receive);
    model.off("comm_live_update", connection);
    box.close();
    root.remove();
  };
}

export default { render };
