// OpenAI Chat Completions as the vendor publishes it: what a request must be, and how an answer is streamed.
// Source: the vendor's OpenAPI document (github.com/openai/openai-openapi), CreateChatCompletionRequest and …StreamResponse.
import { pieces } from './script.mjs';

export const path = '/v1/chat/completions';
export const schemaFile = 'openai-chat-completions.json';

const errorTypes = { 401: 'invalid_request_error', 429: 'rate_limit_exceeded', 500: 'server_error', 503: 'server_error' };
const errorCodes = { 401: 'invalid_api_key', 429: 'rate_limit_exceeded' };

export const errorBody = (status, message, type, code) => ({
  error: { message, type: type ?? errorTypes[status] ?? (status < 500 ? 'invalid_request_error' : 'server_error'),
    param: null, code: code ?? errorCodes[status] ?? null },
});

export function keyOf(headers) {
  return /^Bearer (\S+)$/.exec(headers.authorization ?? '')?.[1];
}

export function headerProblems(headers) {
  return headers['x-api-key'] === undefined ? [] : ['x-api-key: a key goes into "Authorization: Bearer"'];
}

/** What the schema cannot say: each call answered at once, options that need others, tool names that exist. */
export function bodyProblems(body) {
  const problems = [];
  let open = [];
  const unanswered = (place) => open.length > 0 && problems.push(`${place}: An assistant message with 'tool_calls' must be `
    + `followed by tool messages responding to each 'tool_call_id'. The following tool_call_ids did not have response messages: ${open.join(', ')}`);
  body.messages.forEach((message, index) => {
    const place = `messages.${index}`;
    if (message.role === 'tool') {
      if (!open.includes(message.tool_call_id)) {
        problems.push(`${place}: messages with role 'tool' must be a response to a preceding message with 'tool_calls'`);
      }
      open = open.filter((id) => id !== message.tool_call_id);
      return;
    }
    unanswered(place);
    open = (message.tool_calls ?? []).map((call) => call.id);
    if (new Set(open).size !== open.length) problems.push(`${place}: two tool calls with one id`);
    if (message.role === 'assistant') {
      if (!message.content && open.length === 0) problems.push(`${place}: content is required unless tool_calls are given`);
      if (body.messages[index - 1]?.role === 'assistant') problems.push(`${place}: two assistant messages in a row`);
    }
    if (['system', 'developer'].includes(message.role) && index > 0 && body.messages[index - 1].role !== message.role) {
      problems.push(`${place}: ${message.role} message after the conversation began`);
    }
    for (const call of message.tool_calls ?? []) if (!isObjectText(call.function.arguments)) problems.push(`${place}: arguments are not a JSON object`);
  });
  unanswered('messages');
  if (body.messages.at(-1).role === 'assistant') problems.push('messages: the conversation must end with a user or tool message');
  if (!body.messages.some((message) => message.role === 'user')) problems.push('messages: no user message');
  return [...problems, ...optionProblems(body)];
}

function optionProblems(body) {
  const problems = [];
  const names = (body.tools ?? []).map((tool) => tool.function.name);
  if (new Set(names).size !== names.length) problems.push('tools: function names must be unique');
  if (body.stream_options && !body.stream) problems.push("stream_options: only allowed when 'stream' is enabled");
  if (body.parallel_tool_calls !== undefined && names.length === 0) problems.push("parallel_tool_calls: only allowed when 'tools' are specified");
  if (body.tool_choice !== undefined && names.length === 0) problems.push("tool_choice: only allowed when 'tools' are specified");
  const chosen = body.tool_choice?.function?.name;
  if (chosen && !names.includes(chosen)) problems.push(`tool_choice: no function "${chosen}"`);
  if (body.max_tokens && body.max_completion_tokens) problems.push('max_tokens: not together with max_completion_tokens');
  return problems;
}

export function isObjectText(text) {
  try {
    const value = JSON.parse(text);
    return value !== null && typeof value === 'object' && !Array.isArray(value);
  } catch {
    return false;
  }
}

export const turnsOf = (body) => body.messages ?? [];

const finishReasons = { end_turn: 'stop', tool_use: 'tool_calls', max_tokens: 'length', refusal: 'content_filter', content_filter: 'content_filter' };

const usageOf = ({ usage }) => ({
  prompt_tokens: usage.input_tokens, completion_tokens: usage.output_tokens, total_tokens: usage.input_tokens + usage.output_tokens,
  prompt_tokens_details: { cached_tokens: usage.cached_tokens }, completion_tokens_details: { reasoning_tokens: usage.reasoning_tokens },
});

const call = (block, text) => ({ id: block.id, type: 'function', function: { name: block.name, arguments: text } });
const textOf = (step) => step.content.filter((block) => block.type === 'text').map((block) => block.text).join('');
const callsOf = (step) => step.content.filter((block) => block.type === 'tool_call');

export function wholeAnswer(step, body, number) {
  const calls = callsOf(step).map((block) => call(block, JSON.stringify(block.input)));
  const message = { role: 'assistant', content: textOf(step) || null, refusal: null, ...(calls.length > 0 && { tool_calls: calls }) };
  return {
    id: `chatcmpl-${number}`, object: 'chat.completion', created: Math.floor(Date.now() / 1000), model: body.model,
    choices: [{ index: 0, message, logprobs: null, finish_reason: finishReasons[step.stop] }], usage: usageOf(step),
  };
}

const event = (data) => `data: ${JSON.stringify(data)}\n\n`;

/** The events of an answer, each as the bytes of the stream. */
export function streamEvents(step, body, number) {
  const withUsage = body.stream_options?.include_usage === true;
  const created = Math.floor(Date.now() / 1000);
  const chunk = (choices, usage = null) => event({
    id: `chatcmpl-${number}`, object: 'chat.completion.chunk', created, model: body.model, choices, ...(withUsage && { usage }),
  });
  const delta = (value, reason = null) => chunk([{ index: 0, delta: value, logprobs: null, finish_reason: reason }]);
  const events = [delta({ role: 'assistant', content: textOf(step) ? '' : null })];
  for (const content of pieces(textOf(step), 24)) events.push(delta({ content }));
  callsOf(step).forEach((block, index) => {
    events.push(delta({ tool_calls: [{ index, ...call(block, '') }] }));
    for (const piece of pieces(JSON.stringify(block.input), 16)) events.push(delta({ tool_calls: [{ index, function: { arguments: piece } }] }));
  });
  events.push(delta({}, finishReasons[step.stop]));
  if (withUsage) events.push(chunk([], usageOf(step)));
  events.push('data: [DONE]\n\n');
  return events;
}

export const streamError = ({ type = 'server_error', message = 'The server had an error.' }) => event({ error: { message, type, param: null, code: null } });
