// What the views of this room share: makers of elements, and requests to the kernel that are never lost unseen.

const PATIENCE_MS = 2000; // before the learner is told that the kernel is slow
const GRACE_MS = 400; // between "the kernel has dealt with it" and its answer, which travel apart
const FIRST_CALL_MS = 5000; // then twice as long each time: calls to a kernel that does not answer

const LOST = "Not connected: run this cell";
const KEPT = "What you have filled in stays here until you do.";

// ---- Small makers of elements. Text is always set as text; only what content.markdown made is set as HTML.

function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children.filter(Boolean));
  return element;
}

function authored(tag, html, attributes = {}) {
  const element = h(tag, attributes);
  element.innerHTML = html;
  return element;
}

const hidden = (symbol) => h("span", { "aria-hidden": "true" }, symbol);
const spoken = (words) => h("span", { class: "unseen" }, words);
const button = (words, className, attributes) => h("button", { type: "button", class: className, ...attributes }, words);
const live = (className) => h("div", { class: className, role: "status" });
const short = (points) => String(Number(points.toFixed(2)));

function inWords(points, outOf) {
  return `${short(points)} of ${short(outOf)} ${outOf === 1 ? "point" : "points"}`;
}

const show = (element, ...children) => element.replaceChildren(...children.filter(Boolean));

// ---- Requests: each is answered, or found to be lost.

function postbox(model, { slow, lost }) {
  const name = Math.random().toString(36).slice(2, 8);
  const waiting = new Map();
  let count = 0;
  let caller;

  function post(content) {
    const n = `${name}-${++count}`;
    waiting.set(n, { content, timer: setTimeout(slow, PATIENCE_MS, content) });
    // The kernel reports "idle" after each message, even one for a widget that it does not know after a restart.
    const status = (message) => message.content.execution_state === "idle" && setTimeout(missed, GRACE_MS, n);
    try {
      model.send({ ...content, n }, { iopub: { status } });
    } catch {
      setTimeout(missed, 0, n); // there is no kernel
    }
  }

  const missed = (n) => waiting.has(n) && lost(takeAll());

  // A kernel that dies in silence never answers. Its successor does: it reports "idle" for our call.
  function callAgain(delay) {
    clearTimeout(caller);
    caller = setTimeout(() => {
      if (!waiting.size) return;
      post({ type: "hello" });
      callAgain(2 * delay);
    }, delay);
  }

  function take(n) {
    const request = waiting.get(n);
    clearTimeout(request?.timer);
    waiting.delete(n);
    return request?.content;
  }

  const takeAll = () => [...waiting.keys()].map(take);

  return {
    send(content) {
      post(content);
      callAgain(FIRST_CALL_MS);
    },
    take,
    takeAll,
    close() {
      takeAll();
      clearTimeout(caller);
    },
  };
}
