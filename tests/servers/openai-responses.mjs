// OpenAI Responses as the vendor publishes it: what a request must be, and how an answer is streamed.
// Source: the vendor's OpenAPI document (github.com/openai/openai-openapi), CreateResponse and ResponseStreamEvent, and
// platform.openai.com/docs/guides/reasoning (encrypted reasoning without state at the vendor).
import { errorBody as chatErrorBody, isObjectText } from './openai-chat.mjs';
import { pieces } from './script.mjs';

export const path = '/v1/responses';
export const schemaFile = 'openai-responses.json';
export { headerProblems, keyOf } from './openai-chat.mjs';

export const errorBody = (status, message, type, code) => chatErrorBody(status, message, type, code);

const roleOf = (item) => item.role ?? (['function_call', 'custom_tool_call', 'reasoning', 'local_shell_call'].includes(item.type) ? 'assistant' : 'user');

/** The items as turns of the two sides. */
export function turnsOf(body) {
  const items = typeof body.input === 'string' ? [{ role: 'user', content: body.input }] : body.input ?? [];
  const turns = [];
  for (const item of items) {
    if (turns.at(-1)?.role !== roleOf(item)) turns.push({ role: roleOf(item), content: [] });
    turns.at(-1).content.push(item);
  }
  return turns;
}

/** What the schema cannot say: each call answered at once, reasoning with what it led to, no state that was not kept. */
export function bodyProblems(body) {
  const problems = [];
  const items = Array.isArray(body.input) ? body.input : [];
  const open = new Set();
  const seen = new Set();
  items.forEach((item, index) => {
    const place = `input[${index}]`;
    if (item.type === 'function_call') {
      if (seen.has(item.call_id)) problems.push(`${place}: duplicate call_id ${item.call_id}`);
      seen.add(item.call_id);
      open.add(item.call_id);
      if (!isObjectText(item.arguments)) problems.push(`${place}: arguments are not a JSON object`);
    } else if (item.type === 'function_call_output') {
      if (!open.delete(item.call_id)) problems.push(`${place}: No tool call found for function call output with call_id ${item.call_id}.`);
    } else if (item.type === 'reasoning') {
      const next = items.slice(index + 1).find((other) => other.type !== 'reasoning');
      if (!next || roleOf(next) !== 'assistant') problems.push(`Item '${item.id}' of type 'reasoning' was provided without its required following item.`);
      if (body.store === false && !item.encrypted_content) {
        problems.push(`Item with id '${item.id}' not found. Items are not persisted when \`store\` is set to false.`);
      }
      if (item.encrypted_content && !/^enc:.*:whole$/s.test(item.encrypted_content)) problems.push(`${place}: The encrypted content could not be verified.`);
    } else if (roleOf(item) === 'user' && open.size > 0) {
      problems.push(`${place}: No tool output found for function call ${[...open].join(', ')}.`);
      open.clear();
    }
  });
  if (open.size > 0) problems.push(`No tool output found for function call ${[...open].join(', ')}.`);
  if (items.length > 0 && roleOf(items.at(-1)) !== 'user') problems.push('input: nothing is asked');
  return [...problems, ...optionProblems(body)];
}

function optionProblems(body) {
  const problems = [];
  const names = (body.tools ?? []).map((tool) => tool.name);
  if (new Set(names).size !== names.length) problems.push('tools: function names must be unique');
  if (body.tool_choice !== undefined && names.length === 0) problems.push("tool_choice: only allowed when 'tools' are specified");
  if (body.store !== false && (body.include ?? []).includes('reasoning.encrypted_content')) {
    problems.push('include: encrypted reasoning is for requests whose `store` is false');
  }
  for (const tool of body.tools ?? []) {
    const open = Object.keys(tool.parameters?.properties ?? {}).some((name) => !(tool.parameters.required ?? []).includes(name));
    if (tool.strict !== false && open) problems.push(`Invalid schema for function '${tool.name}': 'required' must include every key in properties.`);
  }
  return problems;
}

/** A refusal that depends on the model: those that do not reason have nothing to encrypt. */
export function refusalOf(body) {
  if (!/^gpt-4/.test(body.model) || !(body.include ?? []).includes('reasoning.encrypted_content')) return undefined;
  const message = 'Encrypted content is not supported with this model.';
  return { status: 400, body: { error: { message, type: 'invalid_request_error', param: 'include', code: null } } };
}

const usageOf = ({ usage }) => ({
  input_tokens: usage.input_tokens, input_tokens_details: { cached_tokens: usage.cached_tokens ?? 0, cache_write_tokens: usage.cache_write_tokens ?? 0 },
  output_tokens: usage.output_tokens, output_tokens_details: { reasoning_tokens: usage.reasoning_tokens ?? 0 },
  total_tokens: usage.input_tokens + usage.output_tokens,
});

const textPart = (block) => (block.type === 'refusal' ? { type: 'refusal', refusal: block.text }
  : { type: 'output_text', text: block.text, annotations: [], logprobs: [] });

function itemOf(block, number, index, isWhole) {
  const id = `${number}_${index}`;
  const status = isWhole ? 'completed' : 'incomplete';
  if (block.type === 'text' || block.type === 'refusal') return { id: `msg_${id}`, type: 'message', status, role: 'assistant', content: [textPart(block)] };
  if (block.type === 'thinking') {
    const summary = block.thinking ? [{ type: 'summary_text', text: block.thinking }] : [];
    return { id: `rs_${id}`, type: 'reasoning', summary, encrypted_content: `enc:${block.signature}:whole` };
  }
  const call = { call_id: block.id, name: block.name, status };
  return typeof block.input === 'string' ? { id: `ctc_${id}`, type: 'custom_tool_call', ...call, input: block.input }
    : { id: `fc_${id}`, type: 'function_call', ...call, arguments: block.arguments ?? JSON.stringify(block.input) };
}

function responseOf(step, body, number, output) {
  const reasons = { max_tokens: 'max_output_tokens', content_filter: 'content_filter' };
  const reason = reasons[step.stop];
  return {
    id: `resp_${number}`, object: 'response', created_at: Math.floor(Date.now() / 1000), model: body.model, error: null,
    status: output ? (reason ? 'incomplete' : 'completed') : 'in_progress', incomplete_details: output && reason ? { reason } : null,
    instructions: body.instructions ?? null, max_output_tokens: body.max_output_tokens ?? null, output: output ?? [],
    parallel_tool_calls: true, previous_response_id: null, store: body.store ?? true, temperature: 1, tool_choice: 'auto',
    tools: [], top_p: 1, truncation: 'disabled', usage: output ? usageOf(step) : null, metadata: {},
  };
}

export function wholeAnswer(step, body, number) {
  return responseOf(step, body, number, step.content.map((block, index) => itemOf(block, number, index, true)));
}

/** The events of one item between its `added` and its `done`. */
function deltasOf(item, at) {
  const place = { item_id: item.id, output_index: at };
  if (item.type === 'message') {
    const part = item.content[0];
    const [kind, text] = part.type === 'refusal' ? ['refusal', part.refusal] : ['output_text', part.text];
    const inner = { ...place, content_index: 0 };
    const empty = part.type === 'refusal' ? { ...part, refusal: '' } : { ...part, text: '' };
    return [{ type: 'response.content_part.added', ...inner, part: empty },
      ...pieces(text, 24).map((delta) => ({ type: `response.${kind}.delta`, ...inner, delta })),
      { type: `response.${kind}.done`, ...inner, [part.type === 'refusal' ? 'refusal' : 'text']: text },
      { type: 'response.content_part.done', ...inner, part }];
  }
  if (item.type === 'reasoning') {
    return item.summary.flatMap((part, index) => [
      { type: 'response.reasoning_summary_part.added', ...place, summary_index: index, part: { ...part, text: '' } },
      ...pieces(part.text, 24).map((delta) => ({ type: 'response.reasoning_summary_text.delta', ...place, summary_index: index, delta })),
      { type: 'response.reasoning_summary_text.done', ...place, summary_index: index, text: part.text },
      { type: 'response.reasoning_summary_part.done', ...place, summary_index: index, part }]);
  }
  const isCustom = item.type === 'custom_tool_call';
  const text = isCustom ? item.input : item.arguments;
  const name = isCustom ? 'response.custom_tool_call_input' : 'response.function_call_arguments';
  return [...pieces(text, 16).map((delta) => ({ type: `${name}.delta`, ...place, delta })),
    { type: `${name}.done`, ...place, [isCustom ? 'input' : 'arguments']: text }];
}

const emptied = { message: { content: [] }, reasoning: { summary: [] }, function_call: { arguments: '' }, custom_tool_call: { input: '' } };
const event = (data) => `event: ${data.type}\ndata: ${JSON.stringify(data)}\n\n`;

/** The events of an answer, each as the bytes of the stream; a step as in script.mjs. */
export function streamEvents(step, body, number) {
  const isCut = ['max_tokens', 'content_filter'].includes(step.stop);
  const items = step.content.map((block, index) => itemOf(block, number, index, !isCut || index < step.content.length - 1));
  const response = responseOf(step, body, number, null);
  const list = [{ type: 'response.created', response }, { type: 'response.in_progress', response }];
  items.forEach((item, at) => {
    list.push({ type: 'response.output_item.added', output_index: at, item: { ...item, status: 'in_progress', ...emptied[item.type] } });
    list.push(...deltasOf(item, at));
    list.push({ type: 'response.output_item.done', output_index: at, item });
  });
  list.push({ type: isCut ? 'response.incomplete' : 'response.completed', response: responseOf(step, body, number, items) });
  return list.map((data, index) => event({ ...data, sequence_number: index }));
}

/** Overload comes as `response.failed`, faults of the service as `error`. */
export function streamError({ type, code = type ?? 'server_error', message = 'The model failed to generate a response.' }) {
  if (type === 'error') return event({ type: 'error', code: 'server_error', message, param: null, sequence_number: 9 });
  return event({ type: 'response.failed', sequence_number: 9, response: { id: 'resp_failed', object: 'response', status: 'failed', error: { code, message }, output: [], usage: null } });
}

/** The command tool among those that a body offers, and the input that it takes: releases of Codex name it differently. */
export function commandTool(body, line) {
  const forms = { exec_command: { cmd: line }, shell_command: { command: line }, shell: { command: ['bash', '-c', line] } };
  const name = (body.tools ?? []).map((tool) => tool.name).find((candidate) => forms[candidate]);
  if (!name) throw new Error('the request offers no tool for commands');
  return { name, input: forms[name] };
}
