// What the scripted model says. A script is a JSON object {"default": [step, …], "scenarios": {"name": [step, …]}}, or a
// recording ({"format": "mergeloom-recording/1", "answers": [step, …]}), which becomes the default scenario.
//
// A request belongs to the scenario whose marker `SCENARIO:name` its first user message holds, else to the default one;
// each request takes the next step of its scenario; with "by_answers": true the step after the answers that it holds, so
// that the same request gets the same answer. A step is an answer or a fault:
//   content   [{"type":"text","text"} | {"type":"tool_call","id","name","input"} | {"type":"thinking","thinking","signature"}]
//   text, tools   short for content: a text, then calls of [{"id"?, "name", "input"}, …]
//   stop      end_turn | tool_use | max_tokens | refusal (of the model) | content_filter (of the service) | bad_call (Gemini); default: by content
//   usage     {"input_tokens" (all of it, cached included), "output_tokens", "cached_tokens", "reasoning_tokens"}
//   expect    {"contains": […], "last_contains": […], "absent": […]}: texts of the request; otherwise it is a problem
//   status    an HTTP fault (429, 500, 529, …) instead of an answer; "headers", "error": {"type","code","message"} with it
//   held_while  a file: while it exists there is no answer
//   delay_ms  before the first byte; drip_ms  before each event; split_bytes  the stream is written in such pieces
//   after_events  how much of the stream goes out before: "error": {"type","message"} (an event inside the stream),
//                 "silence_ms" (nothing for so long, then on), or "cut": true (the connection is cut)
//   cut_after_bytes   the connection is cut after so many bytes of the stream
//   repeat    the step is taken so often; "forever": never passed
export class Script {
  constructor(document = {}) {
    const isRecording = document.format === 'mergeloom-recording/1';
    const lists = isRecording ? { '': document.answers } : { '': document.default ?? [], ...document.scenarios };
    this.isByAnswers = document.by_answers === true;
    this.scenarios = new Map();
    for (const [name, steps] of Object.entries(lists)) {
      if (!Array.isArray(steps)) throw new Error(`scenario "${name}" is not a list of steps`);
      steps.forEach((step, index) => checkStep(step, `scenario "${name}", step ${index}`));
      this.scenarios.set(name, { steps, index: 0, used: 0 });
    }
  }

  /** The next step of the scenario, made whole; undefined when the script has none (left). */
  next(name, answers) {
    const scenario = this.scenarios.get(name);
    if (this.isByAnswers) return scenario?.steps[answers] && whole(scenario.steps[answers]);
    const step = scenario?.steps[scenario.index];
    if (!step) return undefined;
    scenario.used += 1;
    if (step.repeat !== 'forever' && scenario.used >= (step.repeat ?? 1)) {
      scenario.index += 1;
      scenario.used = 0;
    }
    return whole(step);
  }

  /** Scenario -> how many of its steps are left. */
  left() {
    return Object.fromEntries([...this.scenarios].map(([name, { steps, index }]) => [name || 'default', steps.length - index]));
  }

  has(name) {
    return this.scenarios.has(name);
  }
}

const known = new Set(['content', 'text', 'tools', 'stop', 'usage', 'expect', 'status', 'headers', 'error', 'held_while', 'delay_ms', 'drip_ms',
  'split_bytes', 'after_events', 'silence_ms', 'cut', 'cut_after_bytes', 'repeat', 'note']);

function checkStep(step, place) {
  for (const name of Object.keys(step)) if (!known.has(name)) throw new Error(`${place}: unknown field "${name}"`);
  const isAnswer = step.content ?? step.text ?? step.tools;
  if (isAnswer === undefined && step.status === undefined) throw new Error(`${place}: neither an answer nor a status`);
}

let lastCall = 0;

function whole(step) {
  const content = step.content ?? [
    ...(step.text === undefined ? [] : [{ type: 'text', text: step.text }]),
    ...(step.tools ?? []).map((call) => ({ type: 'tool_call', ...call })),
  ];
  const calls = content.map((block) => (block.type !== 'tool_call' || block.id ? block : { ...block, id: `call_${++lastCall}` }));
  const usage = { input_tokens: 100, output_tokens: 20, cached_tokens: 0, reasoning_tokens: 0, ...step.usage };
  const stop = step.stop ?? (content.some((block) => block.type === 'tool_call') ? 'tool_use' : 'end_turn');
  return { ...step, content: calls, usage, stop };
}

/** Text in pieces as a model sends it; never inside a character. */
export function pieces(text, size) {
  const characters = [...text];
  const list = [];
  for (let at = 0; at < characters.length; at += size) list.push(characters.slice(at, at + size).join(''));
  return list;
}

/** All texts inside a JSON value, one a line. */
export function textsOf(json) {
  if (typeof json === 'string') return json;
  if (json === null || typeof json !== 'object') return '';
  return Object.values(json).map(textsOf).join('\n');
}
