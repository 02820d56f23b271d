const CHOICES = ["what", "server", "isolation", "scene"];

/**
 * What is on show, as the address says: a hazard, a way to show it, where, and the step of its timeline. What the address does not say is
 * null; whether it can be had is not looked at here.
 */
export function placeOf(hash) {
  const [path, query = ""] = hash.replace(/^#\/?/, "").split("?", 2);
  const said = new URLSearchParams(query);
  const place = { slug: decoded(path) || null };
  CHOICES.forEach((name) => {
    place[name] = said.get(name) || null;
  });
  const step = said.get("step") ?? "";
  place.step = /^\d{1,5}$/.test(step) ? Number(step) : null;
  return place;
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The address of a place, without what is null. */
export function hashOf(place) {
  const said = new URLSearchParams();
  [...CHOICES, "step"].forEach((name) => {
    if (place[name] !== null && place[name] !== undefined) {
      said.set(name, place[name]);
    }
  });
  const query = said.toString();
  return `#/${encodeURIComponent(place.slug ?? "")}${query ? `?${query}` : ""}`;
}
