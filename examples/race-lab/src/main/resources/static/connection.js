import { Unreachable } from "./api.js";

const AGAIN = 1500;
const LOST = "The lab does not answer; is it still running? The page goes on when it is back.";

function tell(lost) {
  const banner = document.getElementById("connection");
  if (banner.hidden === lost) {
    banner.textContent = lost ? LOST : "";
    banner.hidden = !lost;
  }
}

export function pause(millis, signal) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, millis);
    signal?.addEventListener("abort", () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });
}

/** Asks until somebody answers, be it with a problem; says meanwhile that nobody does. For questions that change nothing. */
export async function insist(question, signal) {
  for (;;) {
    try {
      const answer = await question();
      tell(false);
      return answer;
    } catch (failure) {
      tell(failure instanceof Unreachable);
      if (!(failure instanceof Unreachable)) {
        throw failure;
      }
      await pause(AGAIN, signal);
    }
  }
}
