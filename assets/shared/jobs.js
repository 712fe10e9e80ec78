/* Jobs of the server's workers: what a page shows of one, and the wait for a file that one writes. */
(function () {
  "use strict";
  const tessera = (globalThis.tessera ??= { callbacks: {} });
  const PAUSE_MS = 300;  // between two questions for a file
  const OUTPUTS = 7;
  const STILL_AT_IT = 202;

  /* What the server says of a job: the result, whether clock and progress rest, how far it is, what went wrong.
     Nothing changes where a newer job has taken its place meanwhile. */
  tessera.callbacks.status = function (status, job) {
    const noUpdate = tessera.dash.noUpdate();
    if (!status || !job || status.job !== job.job) return Array(OUTPUTS).fill(noUpdate);
    const { live, going, share, step, error } = status;
    return [live || noUpdate, !going, !going, share, step, error, Boolean(error)];
  };

  /* The answer to `url`, asked again while a worker is still at it; `onProgress` gets its {job, share, step} and
     may return false, after which nobody waits any more and the answer is null. */
  async function waitForAnswer(url, onProgress, job) {
    const answer = await tessera.requests.request(job ? `${url}&job=${job}` : url);
    if (answer.status !== STILL_AT_IT) return answer;
    const progress = await answer.json();
    if (onProgress(progress) === false) return null;
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    return waitForAnswer(url, onProgress, progress.job);
  }

  tessera.jobs = { waitForAnswer };
  if (typeof module !== "undefined") module.exports = tessera.jobs;
})();
