/* Files to save, from every page: the part that asked for one is busy until the file is there. */
(function () {
  "use strict";
  const tessera = (globalThis.tessera ??= { callbacks: {} });
  const FREED_MS = 10000;  // by then the browser has taken over the file

  /* The address of one file of a result; `what` is the kind of file, `options` say the rest. */
  function downloadUrl({ dataset, token }, what, options) {
    return `/take/${dataset}/${what}?${new URLSearchParams({ recipe: token, ...options })}`;
  }

  /* The name that a Content-Disposition header gives in its filename*. */
  function fileName(header) {
    return decodeURIComponent((header || "").split("''")[1] || "tessera");
  }

  /* Saves what `url` gives; `onProgress` gets {job, share, step} while a worker still writes it. */
  async function save(url, element, onProgress = () => {}) {
    markBusy(element, true);
    try {
      const answer = await tessera.jobs.waitForAnswer(url, onProgress);
      offer(await answer.blob(), fileName(answer.headers.get("Content-Disposition")));
    } catch (error) {
      tessera.requests.reportError(error);
    } finally {
      markBusy(element, false);
    }
  }

  function markBusy(element, busy) {
    element.classList.toggle("busy", busy);
    if (busy) element.setAttribute("aria-busy", "true");
    else element.removeAttribute("aria-busy");
  }

  function offer(blob, name) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), FREED_MS);
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-save]");
    if (!link) return;
    event.preventDefault();
    save(link.href, link);
  });

  tessera.download = { downloadUrl, fileName, save };
  if (typeof module !== "undefined") module.exports = tessera.download;
})();
