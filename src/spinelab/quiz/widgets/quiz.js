// The face of a quiz. It shows what the kernel says and sends what the learner does. It never knows which answer is
// right, and it says "Saved" only when the kernel has said so.
//
// Sent:     hello | start | answer {question, response} | hint {question} | reveal {question}, each with a request id `n`.
// Received: state | marked | hint | revealed, each with what the kernel knows of its `questions`, whether all is `saved`,
//           a `notice` if not, and the `change` since the lesson began; unread {notice} for a response that makes no
//           sense; error {text}. Each repeats the `n` it answers.

const SLOW = "The kernel has not answered yet. It may be busy. Your answer is sent when it is free.";
const WAITING = "The kernel is busy. You can read and choose; your answers are marked when it is free.";
const VERDICTS = {
  right: ["✓", "Correct"],
  partly: ["◐", "Partly right"],
  wrong: ["✗", "Not yet"],
  noted: ["✎", "Noted"],
  recorded: ["✎", "Recorded"],
};
const NOT_MARKED = {
  noted: "You will meet this question again.",
  recorded: "Your instructor marks it. The last answer that you save counts.",
};
const MARKS = { right: ["✓", "right"], wrong: ["✗", "not right"], missed: ["✓", "right, not chosen"] };
const TRIES = { right: ["✓", "Right"], partly: ["◐", "Partly right"], wrong: ["✗", "Not right"], "": ["", "No answer"] };

// ---- A question type is one entry: draw its controls, read the response, write one back. `read` gives "" while there
// is nothing to check, and `empty` says what is missing. `again` prepares a second try. A part that can be marked by
// itself carries `data-part`.

const NEXT_PART = "[,]";
const PAIR = "[.]";
const inputs = (field) => [...field.querySelectorAll("input")];
const parts = (field) => [...field.querySelectorAll("[data-part]")];
const partId = (part) => part.dataset.part;

const choice = (control, empty) => ({
  empty,
  draw: (question, name) =>
    h("div", { class: "rows" }, ...question.options.map((option) => drawOption(option, control, name))),
  read: (field) => inputs(field).filter((input) => input.checked).map((input) => input.value).join(NEXT_PART),
  write(field, response) {
    const chosen = response.split(NEXT_PART);
    for (const input of inputs(field)) input.checked = chosen.includes(input.value);
  },
});

const typed = (empty, attributes) => ({
  empty,
  draw: ({ unit = "" }) =>
    h(
      "label",
      { class: "typed" },
      h("span", {}, "Your answer"),
      h("input", { type: "text", autocomplete: "off", spellcheck: "false", ...attributes }),
      h("span", { class: "unit" }, unit),
    ),
  read: (field) => inputs(field)[0].value.trim(),
  write: (field, response) => (inputs(field)[0].value = response),
  again: (field) => inputs(field)[0].select(),
});

const TYPES = {
  single: { ...choice("radio", "Choose an answer first."), again: (field) => TYPES.single.write(field, "") },
  multiple: choice("checkbox", "Choose one or more answers first."),
  numeric: typed("Type a number first.", { inputmode: "decimal", size: 10 }),
  text: typed("Type an answer first.", { size: 24 }),
  ordering: {
    draw: drawItems,
    read: (field) => parts(field).map(partId).join(NEXT_PART),
    write(field, response) {
      const byId = Object.fromEntries(parts(field).map((part) => [partId(part), part]));
      field.querySelector("ol").append(...response.split(NEXT_PART).map((id) => byId[id]));
    },
  },
  matching: {
    empty: "Match every item first.",
    draw: (question) => h("div", { class: "rows" }, ...question.lefts.map((left) => drawPair(left, question.rights))),
    read(field) {
      const pairs = parts(field).map((part) => [partId(part), part.querySelector("select").value]);
      return pairs.every(([, right]) => right) ? pairs.map((pair) => pair.join(PAIR)).join(NEXT_PART) : "";
    },
    write(field, response) {
      const right = Object.fromEntries(response.split(NEXT_PART).map((pair) => pair.split(PAIR)));
      for (const part of parts(field)) part.querySelector("select").value = right[partId(part)] ?? "";
    },
  },
};

function drawOption([id, html], control, name) {
  return h(
    "label",
    { class: "row", "data-part": id },
    h("input", { type: control, name, value: id }),
    authored("span", html, { class: "words" }),
    h("span", { class: "mark" }),
  );
}

function drawPair([id, html], rights) {
  const choices = rights.map(([right, words]) => h("option", { value: right }, authored("span", words).textContent));
  return h(
    "label",
    { class: "row pair", "data-part": id },
    authored("span", html, { class: "words" }),
    h("select", {}, h("option", { value: "" }, "Choose a match"), ...choices),
    h("span", { class: "mark" }),
  );
}

// Items are moved by their buttons or dragged.
function drawItems(question) {
  const place = live("unseen");
  const list = h("ol", { class: "rows" }, ...question.items.map(drawItem));
  let dragged;

  function drawItem([id, html]) {
    const words = authored("span", html, { class: "words" });
    const up = button("↑", "step", { "aria-label": `Move up: ${words.textContent}` });
    const down = button("↓", "step", { "aria-label": `Move down: ${words.textContent}` });
    const row = h("li", { class: "row item", "data-part": id }, words, h("span", { class: "mark" }), up, down);
    up.addEventListener("click", () => move(row, row.previousElementSibling, "before", up));
    down.addEventListener("click", () => move(row, row.nextElementSibling, "after", down));
    row.draggable = true;
    row.addEventListener("dragstart", (event) => {
      if (list.closest("fieldset").disabled) return event.preventDefault();
      event.dataTransfer.setData("text/plain", words.textContent);
      dragged = row;
    });
    return row;
  }

  function move(row, neighbour, side, pressed) {
    neighbour?.[side](row);
    pressed.focus();
    say(row);
  }

  function say(row) {
    const rows = parts(list);
    place.textContent = `${row.querySelector(".words").textContent}: place ${rows.indexOf(row) + 1} of ${rows.length}`;
  }

  list.addEventListener("dragover", (event) => {
    const over = event.target.closest("[data-part]");
    if (!dragged || !over) return;
    event.preventDefault();
    const { top, height } = over.getBoundingClientRect();
    if (over !== dragged) over[event.clientY < top + height / 2 ? "before" : "after"](dragged);
  });
  list.addEventListener("drop", (event) => event.preventDefault());
  list.addEventListener("dragend", () => {
    if (dragged) say(dragged);
    dragged = undefined;
  });
  return h("div", {}, list, place);
}

function showMarks(field, marks) {
  for (const part of parts(field)) {
    const mark = marks[partId(part)];
    const [symbol, words] = MARKS[mark] ?? ["", ""];
    part.dataset.mark = mark ?? "";
    show(part.querySelector(".mark"), symbol && hidden(symbol), words && spoken(words));
  }
}

// ---- One question.

const UNTOUCHED = { response: "", tries: 0, settled: false, verdict: "", hints: [] };
const UNSAVED = "Not saved";

function card(question, number, total, prefix, { check, send, next, nextWords }) {
  const type = TYPES[question.type];
  const drawControls = () => type.draw(question, `${prefix}-answer`);
  let controls = drawControls();
  const field = h(
    "fieldset",
    {},
    h(
      "legend",
      {},
      h("span", { class: "count" }, `Question ${number} of ${total}`),
      authored("div", question.prompt, { class: "prompt" }),
    ),
    question.figure && h("img", { ...question.figure, class: "figure" }),
    controls,
  );
  const main = h("button", { type: "submit", class: "main" }, check);
  const hint = button("Hint", "other");
  const reveal = button("Show the answer", "other");
  const status = live("saving");
  const hints = live("hints");
  const result = live("result");
  const actions = h("div", { class: "actions" }, main, hint, reveal, status);
  const element = h("form", { class: "question", novalidate: "" }, field, hints, actions, result);

  let state = UNTOUCHED;
  let pending; // the request whose answer is awaited
  let checked = false; // the controls hold the response that was marked, and are switched off
  let unsaved = false;

  function press(event) {
    event.preventDefault();
    if (pending) return;
    if (state.settled) next(question);
    else if (checked) tryAgain();
    else if (type.read(field)) ask({ type: "answer", response: type.read(field) });
    else complain(type.empty);
  }

  function ask(content) {
    if (pending) return;
    pending = content;
    say(content.type === "answer" ? "Saving…" : "");
    if (content.type === "answer") show(result);
    draw();
    send({ ...content, question: question.id });
  }

  function tryAgain() {
    checked = false;
    say("");
    show(result);
    delete element.dataset.verdict;
    showMarks(field, {});
    draw();
    type.again?.(field);
    start();
  }

  function complain(words) {
    show(result, h("p", { class: "notice" }, words));
    start();
  }

  // As it was at first: the quiz was begun anew.
  function clear() {
    checked = unsaved = false;
    say("");
    show(result);
    delete element.dataset.verdict;
    const fresh = drawControls();
    controls.replaceWith(fresh);
    controls = fresh;
  }

  const say = (words) => (status.textContent = words);
  const start = () => (field.querySelector("input:checked") ?? field.querySelector("input, select, textarea, button")).focus();

  // What is switched off or hidden cannot keep the focus: the main button takes it over.
  function draw() {
    const left = question.hints - state.hints.length;
    const recorded = state.verdict === "recorded"; // not marked, and open to change
    const again = recorded ? "Change answer" : "Try again";
    const off = { field: checked || Boolean(pending), hint: !left || state.settled, reveal: !state.tries || state.settled || recorded };
    const focused = element.getRootNode().activeElement;
    if ([off.field && field, off.hint && hint, off.reveal && reveal].some((part) => part && part.contains(focused))) main.focus();
    field.disabled = off.field;
    hint.hidden = off.hint;
    reveal.hidden = off.reveal;
    hint.textContent = `Hint (${state.hints.length + 1} of ${question.hints})`;
    main.textContent = state.settled ? nextWords(question) : checked ? again : check;
    main.dataset.does = state.settled ? "next" : "check";
    main.setAttribute("aria-disabled", Boolean(pending));
  }

  element.addEventListener("submit", press);
  hint.addEventListener("click", () => ask({ type: "hint" }));
  reveal.addEventListener("click", () => ask({ type: "reveal" }));
  draw();

  return {
    element,
    question,
    draw,
    state: () => state,
    focus() {
      element.scrollIntoView({ block: "nearest" });
      if (state.settled) main.focus();
      else start();
    },
    // Show what the kernel knows. Where it knows nothing new, the learner's work in hand is left alone.
    apply(known) {
      const news = ["tries", "settled", "response"].some((name) => known[name] !== state[name]);
      if (!known.tries && state.tries) clear();
      if (known.hints.length < hints.childElementCount) show(hints);
      const fresh = known.hints.slice(hints.childElementCount);
      state = known;
      hints.append(...fresh.map((html, i) => drawHint(html, known.hints.length - fresh.length + i + 1)));
      if (news && known.tries) {
        checked = true;
        type.write(field, state.response);
        showMarks(field, state.marks ?? {});
        element.dataset.verdict = state.verdict;
        show(result, ...drawResult(state));
      }
      draw();
    },
    // The kernel has answered this view's request.
    answered({ type: kind, saved, notice }) {
      const request = pending;
      pending = undefined;
      draw();
      unsaved = saved === false;
      if (unsaved) say(notice || UNSAVED);
      else if (kind === "marked") say(["Saved", notice].filter(Boolean).join(". "));
      else if (request?.type === "answer") say("");
      if (kind === "unread") complain(notice);
    },
    // What could not be saved before is saved now.
    saved() {
      if (unsaved) say("Saved");
      unsaved = false;
    },
    slow: () => pending && say(SLOW),
    lost() {
      if (!pending) return;
      say(pending.type === "answer" ? `${UNSAVED}. ${LOST}.` : `${LOST}.`);
      pending = undefined;
      draw();
    },
  };
}

function drawHint(html, number) {
  return h("div", { class: "hint" }, h("strong", {}, `Hint ${number}`), authored("div", html));
}

function drawResult(state) {
  const [symbol, words] = VERDICTS[state.verdict];
  return [
    h(
      "p",
      { class: "verdict" },
      hidden(symbol),
      h("strong", {}, words),
      h("span", {}, NOT_MARKED[state.verdict] ?? inWords(state.points, state.out_of)),
    ),
    ...(state.feedback ?? []).map(drawFeedback),
    state.answer && h("p", { class: "answer" }, h("strong", {}, "Right answer: "), authored("span", state.answer)),
    state.explanation && authored("div", state.explanation, { class: "explanation" }),
    state.sources?.length > 0 && h("p", { class: "sources" }, "Sources: ", ...listed(state.sources.map(drawSource))),
  ];
}

function drawFeedback({ about, html }) {
  return h("div", { class: "feedback" }, about && authored("p", about, { class: "about" }), authored("div", html));
}

function drawSource({ label, full, link }) {
  if (!/^https?:/.test(link)) return h("span", { title: full }, label);
  return h("a", { href: link, title: full, target: "_blank", rel: "noopener" }, label);
}

const listed = (elements) => elements.flatMap((element, i) => (i ? [", ", element] : [element]));

// ---- The end: what was earned, what has changed since the lesson began, and what to look at again.

function drawSummary(cards, model, change, start) {
  const again = cards.filter(({ state }) => state().again);
  const noted = cards.every(({ state }) => state().verdict === "noted");
  const words = noted
    ? "All answers are noted. You will meet these questions again at the end of the lesson."
    : `You have ${inWords(model.get("points"), model.get("out_of"))}.`;
  return [
    h("p", { class: "total" }, words),
    ...drawChange(cards, change),
    !noted && !again.length && h("p", {}, "Each question was right at the first try."),
    again.length > 0 && h("p", {}, "Look at these again:"),
    again.length > 0 && h("ul", {}, ...again.map((card) => h("li", {}, drawLink(cards, card), drawAim(card.state())))),
    !noted && start,
  ];
}

const drawAim = ({ objective }) => objective && h("span", {}, ` · ${objective}`);

function drawChange(cards, change) {
  if (!change?.length) return [];
  const right = (when) => change.filter((row) => row[when] === "right").length;
  const row = ({ question, before, now }) => {
    const card = cards.find((card) => card.question.id === question);
    return h("tr", {}, h("th", { scope: "row" }, drawLink(cards, card)), drawVerdict(before), drawVerdict(now));
  };
  const heads = ["Question", "Before", "Now"].map((words) => h("th", { scope: "col" }, words));
  return [
    h("p", {}, `Asked before the lesson and again now: ${right("before")} of ${change.length} right then, ${right("now")} now.`),
    h("table", {}, h("caption", {}, "At the first try"), h("thead", {}, h("tr", {}, ...heads)), h("tbody", {}, ...change.map(row))),
  ];
}

function drawVerdict(verdict) {
  const [symbol, words] = TRIES[verdict];
  return h("td", {}, hidden(symbol), ` ${words}`);
}

function drawLink(cards, card) {
  const link = button(`Question ${cards.indexOf(card) + 1}`, "link");
  link.addEventListener("click", card.focus);
  return link;
}

// ---- The whole quiz.

let views = 0;

function render({ model, el }) {
  const quiz = model.get("view");
  const prefix = `quiz-${++views}`;
  const note = live("connection");
  const tally = h("span", { class: "tally" });
  const summary = h("div", { class: "summary", tabindex: "-1", hidden: "" });

  const start = button("Start again", "other");
  let change; // since the lesson began

  const check = ["before", "graded"].includes(quiz.kind) ? "Save answer" : "Check";
  const unsettled = (other) => !other.state().settled;
  function after(question) {
    const at = cards.findIndex((card) => card.question === question) + 1;
    return [...cards.slice(at), ...cards.slice(0, at)].find(unsettled);
  }
  const next = (question) => (after(question) ?? { focus: () => summary.focus() }).focus();
  const nextWords = (question) => (after(question) ? "Next question" : "See your result");

  const box = postbox(model, {
    slow: ({ question }) => (question ? find(question).slow() : show(note, WAITING)),
    lost,
  });
  const cards = quiz.questions.map((question, i) =>
    card(question, i + 1, quiz.questions.length, `${prefix}-${i}`, { check, send: box.send, next, nextWords }),
  );
  const find = (id) => cards.find((card) => card.question.id === id);

  function lost() {
    box.takeAll();
    root.dataset.connection = "lost";
    show(note, h("strong", {}, LOST), h("span", {}, KEPT));
    for (const card of cards) card.lost();
  }

  function receive(message) {
    const mine = box.take(message.n);
    delete root.dataset.connection;
    show(note, message.type === "error" ? message.text : !mine?.question && message.saved === false && message.notice);
    for (const [id, state] of Object.entries(message.questions ?? {})) find(id)?.apply(state);
    if (message.questions) change = message.change;
    if (message.saved) for (const card of cards) card.saved();
    if (mine?.question) find(mine.question).answered(message);
    refresh();
    if (mine?.type === "start") cards[0].focus();
  }

  function refresh() {
    for (const card of cards) card.draw();
    tally.textContent = `${cards.filter(({ state }) => state().tries).length} of ${cards.length} answered`;
    const over = !cards.some(unsettled);
    if (over) show(summary, ...drawSummary(cards, model, change, start));
    summary.hidden = !over;
  }

  // JupyterLab tells its widgets when the kernel restarts, and when it is back with its memory.
  function connection() {
    if (root.closest(".jupyter-widgets-disconnected")) lost();
    else box.send({ type: "hello" });
  }

  // Plain keys belong to the quiz: in the notebook, arrows move between cells and letters are commands.
  function keepKey(event) {
    if (!event.ctrlKey && !event.metaKey && !event.altKey) event.stopPropagation();
  }

  const root = h(
    "section",
    { class: "spinelab-theme spinelab-quiz", "aria-label": `Quiz: ${quiz.title}` },
    h("header", {}, h("strong", { class: "title" }, quiz.title), tally),
    note,
    ...cards.map(({ element }) => element),
    summary,
  );
  start.addEventListener("click", () => box.send({ type: "start" }));
  root.addEventListener("keydown", keepKey);
  model.on("msg:custom", receive);
  model.on("comm_live_update", connection);
  model.on("change:points", refresh);
  el.append(root);
  refresh();
  box.send({ type: "hello" });

  return () => {
    model.off("msg:custom", receive);
    model.off("comm_live_update", connection);
    model.off("change:points", refresh);
    box.close();
    root.remove();
  };
}

export default { render };
