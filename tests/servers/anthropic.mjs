// Anthropic Messages API as the vendor publishes it: what a request must be, and how an answer is streamed.
// Source: platform.claude.com/docs/en/api/messages, …/build-with-claude/streaming, …/tool-use, …/api/errors.
import { pieces } from './script.mjs';

export const path = '/v1/messages';
export const schemaFile = 'anthropic-messages.json';

const errorTypes = {
  400: 'invalid_request_error', 401: 'authentication_error', 403: 'permission_error', 404: 'not_found_error',
  413: 'request_too_large', 429: 'rate_limit_error', 500: 'api_error', 504: 'timeout_error', 529: 'overloaded_error',
};

export const errorBody = (status, message, type) => ({
  type: 'error', error: { type: type ?? errorTypes[status] ?? 'api_error', message }, request_id: 'req_scripted',
});

export function keyOf(headers) {
  return headers['x-api-key'];
}

/** Problems of the headers, in the vendor's words where known. */
export function headerProblems(headers) {
  const problems = [];
  if (headers['anthropic-version'] === undefined) problems.push('anthropic-version: header is required');
  else if (headers['anthropic-version'] !== '2023-06-01') problems.push('anthropic-version: unknown version');
  if (headers.authorization !== undefined) problems.push('authorization: a key goes into x-api-key');
  return problems;
}

const blocks = (message) => (typeof message.content === 'string' ? [{ type: 'text', text: message.content }] : message.content);

/** What the schema cannot say: order of roles, each tool_use answered at once, tools defined, cache marks counted. */
export function bodyProblems(body) {
  const problems = [];
  const seen = new Set();
  let open = [];
  body.messages.forEach((message, index) => {
    const place = `messages.${index}`;
    const wanted = index % 2 === 0 ? 'user' : 'assistant';
    if (message.role !== wanted) problems.push(`${place}: roles must alternate, beginning with "user"; this should be "${wanted}"`);
    const results = blocks(message).filter((block) => block.type === 'tool_result').map((block) => block.tool_use_id);
    if (message.role === 'user') {
      const missing = open.filter((id) => !results.includes(id));
      if (missing.length > 0) {
        problems.push(`${place}: \`tool_use\` ids were found without \`tool_result\` blocks immediately after: `
          + `${missing.join(', ')}. Each \`tool_use\` block must have a corresponding \`tool_result\` block in the next message.`);
      }
      for (const id of results) {
        if (!open.includes(id)) problems.push(`${place}: unexpected \`tool_use_id\` found in \`tool_result\` blocks: ${id}`);
      }
      if (new Set(results).size !== results.length) problems.push(`${place}: two \`tool_result\` blocks for one \`tool_use\``);
      const firstOther = blocks(message).findIndex((block) => block.type !== 'tool_result');
      const lastResult = blocks(message).map((block) => block.type).lastIndexOf('tool_result');
      if (firstOther >= 0 && lastResult > firstOther) problems.push(`${place}: \`tool_result\` blocks must come first`);
    }
    open = blocks(message).filter((block) => block.type === 'tool_use').map((block) => block.id);
    for (const id of open) {
      if (seen.has(id)) problems.push(`${place}: \`tool_use\` ids must be unique: ${id}`);
      seen.add(id);
    }
    for (const block of blocks(message)) {
      if (block.type === 'text' && !block.text.trim()) problems.push(`${place}: text content blocks must contain non-whitespace text`);
    }
  });
  const last = body.messages.at(-1);
  if (last.role === 'assistant') problems.push('messages: the conversation must end with a user message');
  return [...problems, ...toolProblems(body, seen), ...cacheProblems(body)];
}

function toolProblems(body, usedIds) {
  const problems = [];
  const names = (body.tools ?? []).map((tool) => tool.name);
  if (usedIds.size > 0 && names.length === 0) problems.push('tools: requests that contain `tool_use` blocks must define tools');
  if (new Set(names).size !== names.length) problems.push('tools: tool names must be unique');
  if (body.tool_choice && names.length === 0) problems.push('tool_choice: may only be given with tools');
  if (body.tool_choice?.type === 'tool' && !names.includes(body.tool_choice.name)) problems.push(`tool_choice: no tool "${body.tool_choice.name}"`);
  if (body.thinking?.type === 'enabled') {
    if (body.thinking.budget_tokens >= body.max_tokens) problems.push('thinking.budget_tokens: must be less than max_tokens');
    if (['any', 'tool'].includes(body.tool_choice?.type)) problems.push('tool_choice: thinking may not be enabled when tool use is forced');
  }
  return problems;
}

function cacheProblems(body) {
  let marks = body.cache_control ? 1 : 0;
  const count = (block) => {
    if (block.cache_control) marks += 1;
  };
  (body.tools ?? []).forEach(count);
  if (Array.isArray(body.system)) body.system.forEach(count);
  body.messages.flatMap(blocks).forEach(count);
  return marks > 4 ? [`a maximum of 4 blocks with cache_control may be provided; found ${marks}`] : [];
}

export const turnsOf = (body) => body.messages ?? [];

function usageOf({ usage }, outputTokens) {
  return {
    input_tokens: usage.input_tokens - usage.cached_tokens, cache_creation_input_tokens: 0,
    cache_read_input_tokens: usage.cached_tokens, output_tokens: outputTokens,
  };
}

const toolUse = (block, input) => ({ type: 'tool_use', id: block.id, name: block.name, input });

export function wholeAnswer(step, body, number) {
  const content = step.content.map((block) => (block.type === 'tool_call' ? toolUse(block, block.input) : block));
  return {
    id: `msg_${number}`, type: 'message', role: 'assistant', model: body.model, content, stop_reason: step.stop,
    stop_sequence: null, usage: usageOf(step, step.usage.output_tokens),
  };
}

const event = (data) => `event: ${data.type}\ndata: ${JSON.stringify(data)}\n\n`;

/** The events of an answer, each as the bytes of the stream. */
export function streamEvents(step, body, number) {
  const message = { ...wholeAnswer(step, body, number), content: [], stop_reason: null, usage: usageOf(step, 1) };
  const events = [event({ type: 'message_start', message })];
  step.content.forEach((block, index) => {
    const delta = (value) => events.push(event({ type: 'content_block_delta', index, delta: value }));
    const start = (value) => events.push(event({ type: 'content_block_start', index, content_block: value }));
    if (block.type === 'text') {
      start({ type: 'text', text: '' });
      if (index === 0) events.push(event({ type: 'ping' }));
      for (const text of pieces(block.text, 24)) delta({ type: 'text_delta', text });
    } else if (block.type === 'thinking') {
      start({ type: 'thinking', thinking: '', signature: '' });
      for (const thinking of pieces(block.thinking, 24)) delta({ type: 'thinking_delta', thinking });
      delta({ type: 'signature_delta', signature: block.signature });
    } else {
      start(toolUse(block, {}));
      delta({ type: 'input_json_delta', partial_json: '' });
      for (const piece of pieces(JSON.stringify(block.input), 16)) delta({ type: 'input_json_delta', partial_json: piece });
    }
    events.push(event({ type: 'content_block_stop', index }));
  });
  const delta = { stop_reason: step.stop, stop_sequence: null };
  events.push(event({ type: 'message_delta', delta, usage: { output_tokens: step.usage.output_tokens } }));
  events.push(event({ type: 'message_stop' }));
  return events;
}

export const streamError = ({ type = 'overloaded_error', message = 'Overloaded' }) => event({ type: 'error', error: { type, message } });
