const LOCKING_READ = /\bfor (?:no key )?update\b|\bfor (?:key )?share\b|\block in share mode\b/i;
const TARGETS = [
  [/^update (\S+) set .* where (.+)$/i, (table, where) => `${table}: ${where}`],
  [/^delete from (\S+) where (.+)$/i, (table, where) => `${table}: ${where}`],
  [/^(?:insert|merge) into ([^\s(]+)/i, (table) => `${table}: the new row`],
  [/^select .* from (\S+) .*?where (.+?) for /i, (table, where) => `${table}: ${where}`],
  [/^(?:update|delete from) (\S+)/i, (table) => table],
];

/** The name of an actor, and what it calls, where that is told. */
export function nameOf(actor) {
  const at = actor.indexOf(": ");
  return at < 0 ? { name: actor, calls: null } : { name: actor.slice(0, at), calls: actor.slice(at + 2) };
}

/** What a step says, and what came of it. Who waits for whom is told by the step itself. */
export function parts(step) {
  const text = ` ${step.text}`;
  const at = text.lastIndexOf(" → ");
  const what = (at < 0 ? text : text.slice(0, at)).trim();
  return { what: isKnown(step) ? what.replace(/: waits for [^:]*$/, "") : what, result: at < 0 ? null : text.slice(at + 3) };
}

const isKnown = (step) => step.waitsFor !== null && step.waitsFor !== undefined;

/** Whether the step does not end at once. For whom it waits is not always known. */
export const isWait = (step) => step.kind === "wait" || isKnown(step);

/** The rows that a statement takes, as it names them. */
function targetOf(step) {
  const said = parts(step)
    .what.replace(/^#\d+: /, "")
    .replace(/\s+(returning|limit) .*$/i, "");
  for (const [pattern, name] of TARGETS) {
    const match = pattern.exec(said);
    if (match !== null) {
      return name(match[1], match[2]);
    }
  }
  return step.table ?? "a row";
}

const WRITE = /^(#\d+: )?(update|insert|delete|merge)\b/i;
const writes = (step) => (step.kind === "write" || step.kind === "wait") && WRITE.test(step.text);
const takes = (step) => writes(step) || LOCKING_READ.test(step.text);
const ends = (step) => step.kind === "commit" || step.kind === "rollback";

/** Whether a later step of the same actor ends what it has taken: else each statement was a transaction of its own. */
function inTransaction(steps, at) {
  const later = steps.slice(at + 1).find((step) => step.actor === steps[at].actor && (ends(step) || step.kind === "begin"));
  return later !== undefined && ends(later);
}

function start(actors) {
  const nothing = { reads: [], holds: [], waitsFor: null, waiting: null, ended: null, last: null };
  return actors.map((actor, index) => ({ name: nameOf(actor).name, index, ...nothing }));
}

/** The state is made anew where it changes: those before stay as they were. */
function after(state, steps, at) {
  const step = steps[at];
  const position = at + 1;
  const next = state.map((actor) => ({ ...actor }));
  const me = next[step.actor];
  me.last = position;
  const goesOn = step.kind === "go" || (step.kind === "error" && me.waiting !== null);
  const doing = goesOn && me.waiting !== null ? me.waiting : { step, at };
  me.waitsFor = step.waitsFor ?? null;
  me.waiting = isWait(step) ? { step, at } : null;
  if (me.waiting === null) {
    settle(next, me, doing, step, steps, position);
  }
  return tellsHolds(steps) ? told(state, next, step.holds, position, writes(doing.step)) : next;
}

/** What a step that is done leaves behind. */
function settle(next, me, doing, step, steps, position) {
  const read = step.read ?? (step.kind === "read" ? parts(step).result : null);
  if (read) {
    me.reads = [...me.reads, { what: read, step: position, table: step.table ?? doing.step.table ?? null, since: [] }];
  }
  if (step.kind === "begin") {
    me.ended = null;
  } else if (ends(step)) {
    me.ended = { how: step.kind, step: position };
    me.holds = [];
  } else if (step.kind === "error") {
    me.ended = { how: "error", step: position };
    me.holds = inTransaction(steps, position - 1) ? me.holds : [];
  } else if (takes(doing.step)) {
    hold(me, doing, steps, position);
  }
  if (writes(doing.step) && step.kind !== "error") {
    outdate(next, me, doing.step.table, position);
  }
}

function hold(me, doing, steps, position) {
  const what = targetOf(doing.step);
  if (inTransaction(steps, position - 1) && !me.holds.some((held) => held.what === what)) {
    me.holds = [...me.holds, { what, step: position, written: writes(doing.step) }];
  }
}

/** Tells at each read of that table by another one that it was written since. Which row, is not looked at. */
function outdate(next, me, table, position) {
  if (!table) {
    return;
  }
  next
    .filter((actor) => actor !== me && actor.ended === null)
    .forEach((actor) => {
      actor.reads = actor.reads.map((read) =>
        read.table === table ? { ...read, since: [...read.since, { actor: me.index, step: position }] } : read,
      );
    });
}

/** Whether the server knows who holds what: nothing is derived then. */
const tellsHolds = (steps) => steps.some((step) => step.holds?.length > 0);

function told(before, state, holds, position, isWritten) {
  return state.map((actor) => {
    const had = before[actor.index].holds;
    const mine = (holds ?? []).filter((held) => held.actor === actor.index);
    const known = ({ what }) => had.find((one) => one.what === what) ?? { what, step: position, written: isWritten };
    return { ...actor, holds: mine.map(known) };
  });
}

/**
 * What each actor knows and has at each moment of a timeline: the first before anything happened, then one after each step.
 *
 * @returns for each moment the actors, with what they have read (and who wrote that table since), what they hold until their commit or
 *     rollback, and for whom they wait
 */
export function momentsOf(timeline) {
  const moments = [start(timeline.actors)];
  timeline.steps.forEach((_, at) => moments.push(after(moments.at(-1), timeline.steps, at)));
  return moments;
}
