/** The least and the default number of plays of a staged hazard, and the other numbers that can be chosen. */
export const TIMES = [1, 5, 10, 20];

/**
 * What is chosen, made whole: where the place says nothing, or something that this hazard does not offer, its default is taken.
 *
 * @returns the choice, the offer it is taken from, and a notice for each thing that was asked for and is not offered
 */
export function choiceOf(place, hazard, titleOf) {
  const notices = [];
  const pick = (name, asked, offered, standard) => {
    if (asked !== null && !offered.includes(asked)) {
      const instead = standard === null ? "It is left out" : `${titleOf(standard)} is chosen instead`;
      notices.push(`The link asks for the ${name} “${asked}”, which is not offered here. ${instead}.`);
    }
    return offered.includes(asked) ? asked : standard;
  };
  const whats = hazard.whats.map((offer) => offer.what);
  const what = pick("way", place.what, whats, whats[0]);
  const offer = hazard.whats.find((one) => one.what === what);
  const scenes = what === "search" ? (hazard.scenes ?? []).map((scene) => scene.name) : [];
  const isolations = offer.isolations ?? [];
  return {
    offer,
    notices,
    choice: {
      what,
      server: pick("server", place.server, offer.servers, offer.servers[0] ?? null),
      isolation: pick("isolation level", place.isolation, isolations, offer.isolation ?? isolations[0] ?? null),
      scene: pick("scene", place.scene, scenes, scenes[0] ?? null),
    },
  };
}

export function keyOf(slug, choice) {
  return [slug, choice.what, choice.server, choice.isolation, choice.scene].join("|");
}
