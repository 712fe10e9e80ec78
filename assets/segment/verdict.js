/* Whether the segments are real: asked once a result has stood, shown as far as it is known. */
(function () {
  "use strict";
  const tessera = (globalThis.tessera ??= { callbacks: {} });
  const REST_MS = 2000;  // whoever is still choosing does not wait for a verdict
  const WAITING = { title: "Are these segments real?", sentence: "This is checked in a moment.", figures: "" };
  const MARKED = ["elbow", "silhouette", "verdict"];  // slots whose charts mark the recommended setting
  const NOTHING = { title: "", sentence: "", figures: "" };

  let message = NOTHING;  // what stands in the place of a verdict
  let job = null;         // what was last heard of the job: {dataset, token, job, share, known, done, problem, repeatable}
  let stage = "";         // of which result the verdict was fetched, and how much of it
  let timer = 0;

  /* The message while a job is at it, or once it has failed. */
  function messageOf({ share, problem }) {
    if (problem) return { title: "No verdict", sentence: problem, figures: "" };
    const percent = Math.round(100 * (share || 0));
    return { ...WAITING, sentence: `Checking how reliable these segments are: ${percent} %.` };
  }

  const isOf = (part, result) => Boolean(part && result)
    && part.token === result.token && part.dataset === result.dataset;
  const isMissing = () => Boolean(tessera.state.summary) && !tessera.state.isComplete();

  tessera.callbacks.scheduleVerdict = function (result) {
    clearTimeout(timer);
    message = WAITING;
    if (result) timer = setTimeout(() => askFor(result), REST_MS);
    return tessera.dash.noUpdate();
  };

  function askFor(result) {
    const isOnPage = document.getElementById("segment-verdict-region");
    if (isOnPage) tessera.dash.setProps("segment-rest-store", { data: result });
  }

  /* Follows the job of the verdict and says whether the clock that asks for it rests. A verdict is fetched with
     the charts behind it once it is known, and again when the slower ones of these are there. */
  tessera.callbacks.followVerdict = function (running, status) {
    if (running && status?.job && status.job !== running.job) return false;  // late news of an older job
    job = status;
    const { done, known, problem } = status || {};
    message = status ? messageOf(status) : message;
    if (isMissing() && isOf(status, tessera.state.result)) {
      if (done || known) fetchVerdict(tessera.state.result, Boolean(done));
      else draw();
    }
    return !running || !status || Boolean(done || problem);
  };

  /* For a result whose verdict was there before its charts. */
  function fetchIfKnown(result) {
    if (isMissing() && isOf(job, result) && job.done) fetchVerdict(tessera.state.result, true);
  }

  /* Each of the two stages once; a chart that was looked at too early is asked for again. */
  async function fetchVerdict(result, isWhole) {
    const { state, frames } = tessera;
    const next = `${result.dataset} ${result.token} ${isWhole}`;
    if (stage === next) return;
    stage = next;
    try {
      const { trust, scores, recommendation } = await frames.fetchPart(result, "summary", "json");
      if (state.result !== result) return;
      const isMoved = recommendation.setting !== state.summary.recommendation.setting;
      Object.assign(state.summary, { trust, scores, recommendation });
      const slots = isMoved ? MARKED : ["verdict"];
      slots.forEach((slot) => frames.forget(slot, chartsOf(slot)));
      await frames.fetchFrames(slots);
      tessera.charts.draw();
    } catch (error) {
      tessera.requests.reportError(error);
    }
  }

  const chartsOf = (slot) =>
    Array.from(document.querySelectorAll(`#segment-${slot}-card .card-chooser option`), ({ value }) => value);

  function draw() {
    const { summary: { trust }, position } = tessera.state;
    const { title, sentence, figures, kind } = trust ? trust.verdicts[position()] : { kind: "", ...message };
    const box = document.getElementById("segment-verdict-region");
    box.hidden = !title;
    box.dataset.kind = kind;
    box.title = trust ? trust.notices.join(" ") : "";
    const create = (part, text) => tessera.cards.createElement("span", `verdict-${part}`, text);
    const words = create("words");
    words.append(create("sentence", sentence), ...analystsFigures(figures, box));
    box.replaceChildren(create("title", title), words, ...offerRetry());
  }

  /* After a failure that need not come again: why, where a part of the verdict stands in the place of the reason,
     and a button. */
  function offerRetry() {
    const { problem, repeatable } = (isMissing() && isOf(job, tessera.state.result) && job) || {};
    if (!repeatable) return [];
    const button = tessera.cards.createElement("button", "btn btn-sm btn-outline-secondary", "Try again");
    button.type = "button";
    button.addEventListener("click", retry);
    const reason = tessera.cards.createElement("span", "verdict-figures", `Some figures are missing. ${problem}`);
    return tessera.state.summary.trust ? [reason, button] : [button];
  }

  function retry() {
    job = null;
    message = WAITING;
    draw();
    const box = document.getElementById("segment-verdict-region");
    box.tabIndex = -1;  // the button is gone: the focus stays where it was
    box.focus();
    askFor({ ...tessera.state.result });
  }

  /* The figures behind the verdict, folded; they stay open while the slider moves. */
  function analystsFigures(figures, box) {
    if (!figures) return [];
    const create = tessera.cards.createElement;
    const details = create("details", "verdict-figures");
    details.open = Boolean(box.querySelector("details[open]"));
    details.append(create("summary", "", "The figures behind this"), create("span", "", figures));
    return [details];
  }

  tessera.verdict = { draw, fetchIfKnown, messageOf };
  if (typeof module !== "undefined") module.exports = tessera.verdict;
})();
