// OpenAI Responses API: how an answer is streamed. Source: platform.openai.com/docs/api-reference/responses-streaming.
export const path = '/v1/responses';

const event = (data) => `event: ${data.type}\ndata: ${JSON.stringify(data)}\n\n`;

const itemOf = (block, number, index) => {
  const id = `${number}_${index}`;
  if (block.type === 'text') return { type: 'message', role: 'assistant', id: `msg_${id}`, content: [{ type: 'output_text', text: block.text }] };
  const call = { id: `fc_${id}`, call_id: block.id, name: block.name };
  return typeof block.input === 'string' ? { type: 'custom_tool_call', ...call, input: block.input }
    : { type: 'function_call', ...call, arguments: JSON.stringify(block.input) };
};

/** The events of an answer; a step as in script.mjs. */
export function streamEvents({ content, usage }, body, number) {
  const response = { id: `resp_${number}`, model: body.model };
  const tokens = {
    input_tokens: usage.input_tokens, input_tokens_details: { cached_tokens: usage.cached_tokens ?? 0 }, output_tokens: usage.output_tokens,
    output_tokens_details: { reasoning_tokens: usage.reasoning_tokens ?? 0 }, total_tokens: usage.input_tokens + usage.output_tokens,
  };
  return [event({ type: 'response.created', response }),
    ...content.map((block, index) => event({ type: 'response.output_item.done', output_index: index, item: itemOf(block, number, index) })),
    event({ type: 'response.completed', response: { ...response, usage: tokens } })];
}

/** The command tool among those that a body offers, and the input that it takes: releases of Codex name it differently. */
export function commandTool(body, line) {
  const forms = { exec_command: { cmd: line }, shell_command: { command: line }, shell: { command: ['bash', '-c', line] } };
  const name = (body.tools ?? []).map((tool) => tool.name).find((candidate) => forms[candidate]);
  if (!name) throw new Error('the request offers no tool for commands');
  return { name, input: forms[name] };
}

export const errorBody = (status, message) => ({ error: { message, type: status === 401 ? 'invalid_request_error' : 'server_error', code: status === 401 ? 'invalid_api_key' : null } });
