const LIMIT = 15_000;

/** Whether this is a copy of recorded runs, with no server behind it: what would be asked for is in the page itself. */
export const COPY = document.querySelector('meta[name="lab-copy"]')?.content === "true";

/** What the server says went wrong, for people. */
export class Problem extends Error {
  constructor(status, title, detail) {
    super(detail || title);
    this.status = status;
    this.title = title;
    this.detail = detail;
  }
}

/** Nobody answered, or the answer broke off. */
export class Unreachable extends Error {}

function problemOf(answer, text) {
  const plain = `${answer.status} ${answer.statusText}`.trim();
  try {
    const said = JSON.parse(text);
    return new Problem(answer.status, said.title ?? plain, said.detail ?? said.error ?? "");
  } catch {
    return new Problem(answer.status, plain, "");
  }
}

/** Waits no longer than the limit; the caller can give up before. */
async function ask(path, options, signal) {
  const giveUp = new AbortController();
  const limit = setTimeout(() => giveUp.abort(), LIMIT);
  const abort = () => giveUp.abort();
  signal?.addEventListener("abort", abort);
  let answer;
  let text;
  try {
    signal?.throwIfAborted();
    answer = await fetch(path, { cache: "no-store", ...options, signal: giveUp.signal });
    text = await answer.text();
  } catch (failure) {
    if (signal?.aborted) {
      throw failure;
    }
    throw new Unreachable("The lab does not answer.");
  } finally {
    clearTimeout(limit);
    signal?.removeEventListener("abort", abort);
  }
  if (!answer.ok) {
    throw problemOf(answer, text);
  }
  return understood(path, text);
}

function understood(path, text) {
  try {
    return text ? JSON.parse(text) : null;
  } catch {
    throw new Problem(200, "The answer cannot be read", `What came for ${path} is not JSON.`);
  }
}

/** What a copy has under this name; null if it has nothing. */
async function recorded(path) {
  const block = document.getElementById(path);
  return block === null ? null : understood(path, block.textContent);
}

export function hazards(signal) {
  return COPY ? recorded("api/hazards") : ask("api/hazards", {}, signal);
}

export function hazard(slug, signal) {
  return COPY ? recorded(`api/hazards/${slug}`) : ask(`api/hazards/${encodeURIComponent(slug)}`, {}, signal);
}

export function run(id, signal) {
  return ask(`api/runs/${encodeURIComponent(id)}`, {}, signal);
}

/** The run that a copy has of a way to show a hazard; null if it has none. */
export function recordedRun(slug, choice) {
  return recorded(`api/runs/${[slug, choice.what, choice.scene].filter(Boolean).join("-")}`);
}

export function startRun(wanted) {
  return ask("api/runs", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(wanted),
  });
}

export function cancelRun(id) {
  return ask(`api/runs/${encodeURIComponent(id)}`, { method: "DELETE" });
}
