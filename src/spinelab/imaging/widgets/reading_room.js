// The reading room: one film after another. Each film is a widget of its own; this shows it, and what came of all.

function render({ model, el, host }) {
  const { difficulty, titles } = model.get("scene");
  const count = titles.length;
  let film = null; // ends the view of the film that is shown
  let seen = ""; // which view that is
  let plotted = "";

  const place = make("h3", { tabindex: -1 });
  const step = (name, by) => make("button", { type: "button", onclick: () => go(model.get("film") + by) }, name);
  const before = step("Previous film", -1);
  const after = step("Next film", 1);
  const status = make("p", { class: "status", role: "status", "aria-live": "polite" });
  const stage = make("div", { class: "film" });
  const body = make("tbody", {});
  const heads = ["Film", "Measure", "You", "Truth", "Error", ""].map((name) => make("th", { scope: "col" }, name || make("span", { class: "unseen" }, "Close")));
  const table = make(
    "div", { class: "results", tabindex: 0, role: "region", "aria-label": "Your measurements" },
    make("table", {}, make("caption", {}, "Your measurements. The first one of each film counts."), make("thead", {}, make("tr", {}, ...heads)), body),
  );
  const says = make("p", { class: "says" });
  const plot = make("img", {});
  const root = make(
    "section", { class: "spinelab-theme spinelab-reading-room", "aria-label": `Reading room: ${count} films to measure, ${difficulty}` },
    make("div", { class: "bar" }, place, make("div", { class: "buttons" }, before, after)), status, stage, table, says, plot,
  );
  el.append(root);
  // JupyterLab would take plain keys for shortcuts of the notebook.
  root.addEventListener("keydown", (event) => {
    if (!event.ctrlKey && !event.metaKey && !event.altKey) event.stopPropagation();
  });

  function go(number) {
    if (number < 1 || number > count) return;
    model.set("film", number);
    model.save_changes();
    showFilm();
    place.focus(); // its button may have been switched off
  }

  function tellPlace() {
    const number = model.get("film");
    place.textContent = `Film ${number} of ${count}: ${titles[number - 1]}`;
    before.disabled = number === 1;
    after.disabled = number === count;
  }

  // Under the place of a film stands that film or, until the kernel has it, none.
  async function showFilm() {
    tellPlace();
    const { film: ready, view } = model.get("shown");
    const wanted = ready === model.get("film") ? view : "";
    if (wanted === seen) return;
    seen = wanted;
    film?.abort();
    film = new AbortController();
    const { signal } = film;
    stage.style.minHeight = `${stage.offsetHeight}px`; // so that the page stays where it is
    stage.replaceChildren(make("p", { class: "loading", role: "status" }, "Loading the film. If it does not come, run this cell again."));
    if (!wanted) return;
    try {
      const shown = await host.getWidget(wanted);
      if (signal.aborted) return;
      stage.replaceChildren();
      await shown.render({ el: stage, signal });
      stage.style.minHeight = "";
    } catch (error) {
      if (!signal.aborted) status.textContent = "This film cannot be shown. Run this cell again.";
    }
  }

  function tellResults() {
    const rows = model.get("rows");
    const left = count - rows.length;
    body.replaceChildren(...rows.map(({ film: number, measure, yours, truth, error, close, verdict }) =>
      make("tr", {},
        make("th", { scope: "row" }, `${number}`), make("td", {}, measure), make("td", {}, yours), make("td", {}, truth),
        make("td", {}, error), make("td", {}, `${close ? "✓" : "✗"} ${verdict}`))));
    table.hidden = !rows.length;
    says.textContent = model.get("says");
    says.hidden = !says.textContent;
    const { png, alt, width } = model.get("plot");
    plot.hidden = !png;
    if (png) {
      URL.revokeObjectURL(plotted);
      plotted = URL.createObjectURL(new Blob([png], { type: "image/png" }));
      for (const [name, value] of Object.entries({ src: plotted, alt, width })) plot.setAttribute(name, value);
    }
    if (!rows.length) status.textContent = `${count === 1 ? "One film" : `${count} films`} to measure, ${difficulty}.`;
    else status.textContent = left ? `${rows.length} of ${count} films measured, ${left} to go.` : `All ${count} films measured: your errors stand below the film.`;
  }

  const listeners = { "change:shown": showFilm, "change:film": showFilm, "change:rows": tellResults, "change:plot": tellResults, "change:says": tellResults };
  for (const [what, f] of Object.entries(listeners)) model.on(what, f);
  showFilm();
  tellResults();
  return () => {
    for (const [what, f] of Object.entries(listeners)) model.off(what, f);
    film?.abort();
    URL.revokeObjectURL(plotted);
  };
}

export default { render };
