// The scripted model server streams as the vendors publish it, and lets no wrong request pass.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { after, afterEach, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';

let server;
let base;

before(async () => {
  const path = fileURLToPath(new URL('../model-server.mjs', import.meta.url));
  server = spawn(process.execPath, [path, '--key', 'k-1', '--watch-stdin'], { stdio: ['pipe', 'pipe', 'inherit'] });
  base = JSON.parse(await new Promise((resolve) => server.stdout.once('data', resolve))).url;
});
after(() => new Promise((resolve) => {
  server.once('exit', resolve);
  server.stdin.end();
}));
afterEach(() => fetch(`${base}/_reset`, { method: 'POST' }));

const json = async (path) => (await fetch(base + path)).json();
const setScript = async (script) => {
  const answer = await fetch(`${base}/_script`, { method: 'POST', body: JSON.stringify(script) });
  assert.equal(answer.status, 200, await answer.text());
};

const tool = { name: 'read_file', description: 'Reads.', input_schema: { type: 'object', properties: { path: { type: 'string' } } } };
const chatTool = { type: 'function', function: { name: 'read_file', parameters: tool.input_schema } };
const messagesBody = (more = {}) => ({
  model: 'm', max_tokens: 100, stream: true, tools: [tool], messages: [{ role: 'user', content: 'Hello' }], ...more,
});
const chatBody = (more = {}) => ({
  model: 'm', stream: true, stream_options: { include_usage: true }, tools: [chatTool],
  messages: [{ role: 'system', content: 'Be brief.' }, { role: 'user', content: 'Hello' }], ...more,
});
const messages = (body, headers = {}) => fetch(`${base}/v1/messages`, {
  method: 'POST', body: JSON.stringify(body),
  headers: { 'content-type': 'application/json', 'x-api-key': 'k-1', 'anthropic-version': '2023-06-01', ...headers },
});
const chat = (body, headers = {}) => fetch(`${base}/v1/chat/completions`, {
  method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json', authorization: 'Bearer k-1', ...headers },
});
const functionTool = { type: 'function', name: 'read_file', parameters: tool.input_schema, strict: false };
const itemsBody = (more = {}) => ({
  model: 'm', stream: true, store: false, include: ['reasoning.encrypted_content'], tools: [functionTool], instructions: 'Be brief.',
  input: [{ role: 'user', content: 'Hello' }], ...more,
});
const items = (body, headers = {}) => fetch(`${base}/v1/responses`, {
  method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json', authorization: 'Bearer k-1', ...headers },
});
/** [{event, data}] of a whole stream. */
const events = (text) => text.trim().split('\n\n').map((block) => {
  const fields = Object.fromEntries(block.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]));
  return { event: fields.event, data: fields.data === '[DONE]' ? fields.data : JSON.parse(fields.data) };
});

const answerStep = {
  text: 'Größe 📐 looks fine, I will read it.', tools: [{ id: 'call_7', name: 'read_file', input: { path: 'a/ü.txt' } }],
  usage: { input_tokens: 50, output_tokens: 9, cached_tokens: 40 },
};

test('Messages: an answer streams in the order and shape of the vendor', async () => {
  await setScript({ default: [answerStep] });
  const answer = await messages(messagesBody());
  assert.match(answer.headers.get('content-type'), /^text\/event-stream/);
  const list = events(await answer.text());
  assert.ok(list.every(({ event, data }) => event === data.type));
  const order = list.map(({ event }) => event).filter((event, index, all) => event !== all[index - 1]);
  assert.deepEqual(order, ['message_start', 'content_block_start', 'ping', 'content_block_delta', 'content_block_stop',
    'content_block_start', 'content_block_delta', 'content_block_stop', 'message_delta', 'message_stop']);
  assert.deepEqual(list[0].data.message.usage,
    { input_tokens: 10, cache_creation_input_tokens: 0, cache_read_input_tokens: 40, output_tokens: 1 });
  const deltas = list.filter(({ event }) => event === 'content_block_delta').map(({ data }) => data.delta);
  assert.equal(deltas.filter((delta) => delta.type === 'text_delta').map((delta) => delta.text).join(''), answerStep.text);
  assert.deepEqual(JSON.parse(deltas.map((delta) => delta.partial_json ?? '').join('')), { path: 'a/ü.txt' });
  assert.deepEqual(list.at(-2).data.delta, { stop_reason: 'tool_use', stop_sequence: null });
  assert.deepEqual(await json('/_problems'), []);
});

test('Chat Completions: an answer streams in the order and shape of the vendor', async () => {
  await setScript({ default: [answerStep] });
  const list = events(await (await chat(chatBody())).text()).map(({ data }) => data);
  assert.equal(list.at(-1), '[DONE]');
  const usage = list.at(-2);
  assert.deepEqual(usage.choices, []);
  assert.equal(usage.usage.total_tokens, 59);
  assert.equal(usage.usage.prompt_tokens_details.cached_tokens, 40);
  const deltas = list.slice(0, -2).map((chunk) => chunk.choices[0].delta);
  assert.equal(deltas.map((delta) => delta.content ?? '').join(''), answerStep.text);
  const calls = deltas.flatMap((delta) => delta.tool_calls ?? []);
  assert.deepEqual([calls[0].id, calls[0].type, calls[0].function.name], ['call_7', 'function', 'read_file']);
  assert.ok(calls.slice(1).every((call) => call.id === undefined && call.index === 0));
  assert.deepEqual(JSON.parse(calls.map((call) => call.function.arguments).join('')), { path: 'a/ü.txt' });
  assert.equal(list.at(-3).choices[0].finish_reason, 'tool_calls');
  assert.deepEqual(await json('/_problems'), []);
});

test('Responses: an answer streams in the order and shape of the vendor, and may be sent back', async () => {
  const thinking = { type: 'thinking', thinking: 'Hm.', signature: 's' };
  await setScript({ default: [{ ...answerStep, text: undefined, tools: undefined,
    content: [thinking, { type: 'text', text: answerStep.text }, { type: 'tool_call', ...answerStep.tools[0] }] }, { text: 'Done.' }] });
  const list = events(await (await items(itemsBody())).text());
  assert.ok(list.every(({ event, data }, index) => event === data.type && data.sequence_number === index));
  const order = list.map(({ event }) => event).filter((event, index, all) => event !== all[index - 1]);
  assert.deepEqual(order.slice(0, 3), ['response.created', 'response.in_progress', 'response.output_item.added']);
  assert.equal(order.at(-1), 'response.completed');
  const { output, usage } = list.at(-1).data.response;
  assert.deepEqual(output.map((item) => item.type), ['reasoning', 'message', 'function_call']);
  assert.deepEqual([usage.input_tokens, usage.input_tokens_details.cached_tokens, usage.total_tokens], [50, 40, 59]);
  const deltas = (name) => list.filter(({ event }) => event === `response.${name}.delta`).map(({ data }) => data.delta).join('');
  assert.equal(deltas('output_text'), answerStep.text);
  assert.deepEqual(JSON.parse(deltas('function_call_arguments')), { path: 'a/ü.txt' });
  const call = output[2];
  const again = await items(itemsBody({ input: [{ role: 'user', content: 'Hello' }, output[0],
    { role: 'assistant', content: answerStep.text }, call, { type: 'function_call_output', call_id: call.call_id, output: 'x' }] }));
  assert.equal(again.status, 200);
  assert.deepEqual(await json('/_problems'), []);
});

test('a whole conversation with tool results is accepted by both', async () => {
  await setScript({ default: [{ text: 'Done.', repeat: 2 }] });
  const use = { type: 'tool_use', id: 'call_7', name: 'read_file', input: { path: 'a' } };
  assert.equal((await messages(messagesBody({ messages: [
    { role: 'user', content: 'Hello' }, { role: 'assistant', content: [{ type: 'text', text: 'Reading' }, use] },
    { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'call_7', content: 'x', cache_control: { type: 'ephemeral' } }] }] }))).status, 200);
  assert.equal((await chat(chatBody({ messages: [
    { role: 'user', content: 'Hello' },
    { role: 'assistant', content: null, tool_calls: [{ id: 'c', type: 'function', function: { name: 'read_file', arguments: '{}' } }] },
    { role: 'tool', tool_call_id: 'c', content: 'x' }] }))).status, 200);
  assert.deepEqual(await json('/_problems'), []);
});

const use = (id) => ({ type: 'tool_use', id, name: 'read_file', input: {} });
const result = (id) => ({ type: 'tool_result', tool_use_id: id, content: 'x' });
const user = { role: 'user', content: 'Hello' };
const wrongMessages = {
  'an unknown field': [{ heat: 1 }, /heat/],
  'no max_tokens': [{ max_tokens: undefined }, /max_tokens/],
  'a model answer first': [{ messages: [{ role: 'assistant', content: 'x' }, user] }, /alternate/],
  'two user messages': [{ messages: [user, user] }, /alternate/],
  'a tool_use without result': [{ messages: [user, { role: 'assistant', content: [use('a')] }, user] }, /without `tool_result`/],
  'a result of nothing': [{ messages: [{ role: 'user', content: [result('a')] }] }, /unexpected `tool_use_id`/],
  'a result after text': [{ messages: [user, { role: 'assistant', content: [use('a')] },
    { role: 'user', content: [{ type: 'text', text: 'x' }, result('a')] }] }, /must come first/],
  'two tool_use with one id': [{ messages: [user, { role: 'assistant', content: [use('a')] }, { role: 'user', content: [result('a')] },
    { role: 'assistant', content: [use('a')] }, { role: 'user', content: [result('a')] }] }, /unique/],
  'tool history without tools': [{ tools: undefined, messages: [user, { role: 'assistant', content: [use('a')] },
    { role: 'user', content: [result('a')] }] }, /must define tools/],
  'an empty text block': [{ messages: [{ role: 'user', content: [{ type: 'text', text: '' }] }] }, /fewer than 1 character/],
  'five cache marks': [{ messages: [{ role: 'user', content: Array(5).fill({ type: 'text', text: 'x', cache_control: { type: 'ephemeral' } }) }] }, /maximum of 4/],
  'a tool schema that is none': [{ tools: [{ ...tool, input_schema: { type: 'object', properties: { a: { type: 'strnig' } } } }] }, /not a JSON schema/],
};
for (const [name, [more, message]] of Object.entries(wrongMessages)) {
  test(`Messages: ${name} gets the vendor's 400 and is a problem`, async () => {
    await setScript({ default: [{ text: 'never' }] });
    const answer = await messages(messagesBody(more));
    assert.equal(answer.status, 400);
    const body = await answer.json();
    assert.deepEqual([body.type, body.error.type], ['error', 'invalid_request_error']);
    assert.match(body.error.message, message);
    assert.equal((await json('/_problems')).length, 1);
    assert.deepEqual(await json('/_left'), { default: 1 });
  });
}

const call = (id, text = '{}') => ({ role: 'assistant', content: null, tool_calls: [{ id, type: 'function', function: { name: 'read_file', arguments: text } }] });
const wrongChats = {
  'an unknown field': [{ top_k: 4 }, /top_k/],
  'a call without answer': [{ messages: [user, call('a'), user] }, /did not have response messages: a/],
  'a call without answer at the end': [{ messages: [user, call('a')] }, /did not have response messages: a/],
  'an answer to no call': [{ messages: [user, { role: 'tool', tool_call_id: 'a', content: 'x' }] }, /preceding message/],
  'arguments that are no JSON': [{ messages: [user, call('a', '{"p'), { role: 'tool', tool_call_id: 'a', content: 'x' }] }, /arguments are not/],
  'stream options without stream': [{ stream: false }, /stream_options/],
  'an assistant message without content': [{ messages: [user, { role: 'assistant', content: null }, user] }, /content is required/],
  'Anthropic tools': [{ tools: [tool] }, /tools\/0/],
};
for (const [name, [more, message]] of Object.entries(wrongChats)) {
  test(`Chat Completions: ${name} gets the vendor's 400 and is a problem`, async () => {
    await setScript({ default: [{ text: 'never' }] });
    const answer = await chat(chatBody(more));
    assert.equal(answer.status, 400);
    assert.match((await answer.json()).error.message, message);
    assert.equal((await json('/_problems')).length, 1);
  });
}

const functionCall = (id, text = '{}') => ({ type: 'function_call', call_id: id, name: 'read_file', arguments: text });
const output = (id) => ({ type: 'function_call_output', call_id: id, output: 'x' });
const thought = (more = {}) => ({ type: 'reasoning', id: 'rs_1', summary: [], encrypted_content: 'enc:s:whole', ...more });
const wrongItems = {
  'an unknown field': [{ messages: [] }, /messages/],
  'Chat Completions tools': [{ tools: [chatTool] }, /tools\/0/],
  'a strict tool with optional members': [{ tools: [{ ...functionTool, strict: true }] }, /must include every key/],
  'too small a limit': [{ max_output_tokens: 8 }, /16/],
  'a call without output': [{ input: [user, functionCall('a'), user] }, /No tool output found for function call a/],
  'an output of nothing': [{ input: [user, output('a')] }, /No tool call found/],
  'reasoning with nothing behind it': [{ input: [user, thought(), user] }, /without its required following item/],
  'reasoning that was kept nowhere': [{ input: [user, thought({ encrypted_content: undefined }), functionCall('a'), output('a')] }, /not persisted/],
  'reasoning that was changed': [{ input: [user, thought({ encrypted_content: 'enc:s:wh' }), functionCall('a'), output('a')] }, /could not be verified/],
  'a member that is null': [{ input: [user, thought({ status: null }), functionCall('a'), output('a')] }, /status/],
};
for (const [name, [more, message]] of Object.entries(wrongItems)) {
  test(`Responses: ${name} gets the vendor's 400 and is a problem`, async () => {
    await setScript({ default: [{ text: 'never' }] });
    const answer = await items(itemsBody(more));
    assert.equal(answer.status, 400);
    assert.match((await answer.json()).error.message, message);
    assert.equal((await json('/_problems')).length, 1);
  });
}

test('Responses: a model that does not reason refuses to encrypt, which is no problem', async () => {
  await setScript({ default: [{ text: 'Done.' }] });
  assert.equal((await items(itemsBody({ model: 'gpt-4.1' }))).status, 400);
  assert.equal((await items(itemsBody({ model: 'gpt-4.1', include: undefined }))).status, 200);
  assert.deepEqual(await json('/_problems'), []);
});

test('headers are checked as the vendors do', async () => {
  await setScript({ default: [{ text: 'never' }] });
  assert.equal((await messages(messagesBody(), { 'anthropic-version': '2022-01-01' })).status, 400);
  assert.equal((await messages(messagesBody(), { 'content-type': 'text/plain' })).status, 400);
  assert.equal((await messages(messagesBody(), { 'x-api-key': '' })).status, 401);
  assert.equal((await chat(chatBody(), { authorization: 'k-1' })).status, 401);
  assert.equal((await json('/_problems')).length, 4);
});

test('a wrong key is refused as the vendor does, and is no problem', async () => {
  const answer = await messages(messagesBody(), { 'x-api-key': 'k-2' });
  assert.equal(answer.status, 401);
  assert.equal((await answer.json()).error.type, 'authentication_error');
  assert.deepEqual(await json('/_problems'), []);
  assert.ok(!JSON.stringify(await json('/_requests')).includes('k-2'));
});

test('scenarios are told apart by the first user message', async () => {
  await setScript({ default: [{ text: 'D' }], scenarios: { red: [{ text: 'R1' }, { text: 'R2' }] } });
  const ask = async (content) => (await (await messages(messagesBody({ stream: false, messages: [{ role: 'user', content }] }))).json()).content?.[0].text;
  assert.equal(await ask('x SCENARIO:red x'), 'R1');
  assert.equal(await ask('plain'), 'D');
  assert.equal(await ask('SCENARIO:red'), 'R2');
  assert.equal(await ask('SCENARIO:red'), undefined);
  assert.match((await json('/_problems'))[0].problem, /no further step for scenario "red"/);
});

test('faults: status with headers, error inside the stream, cut, silence', async () => {
  await setScript({ default: [
    { status: 429, headers: { 'retry-after': '1' }, error: { message: 'Slow down' } }, { status: 529 },
    { ...answerStep, after_events: 3, error: { type: 'overloaded_error', message: 'Overloaded' } },
    { ...answerStep, cut_after_bytes: 300 }, { ...answerStep, after_events: 2, silence_ms: 400 }] });
  const limited = await messages(messagesBody());
  assert.deepEqual([limited.status, limited.headers.get('retry-after')], [429, '1']);
  assert.equal((await limited.json()).error.type, 'rate_limit_error');
  assert.equal((await (await messages(messagesBody())).json()).error.type, 'overloaded_error');
  const list = events(await (await messages(messagesBody())).text());
  assert.deepEqual([list.length, list.at(-1).event, list.at(-1).data.error.type], [4, 'error', 'overloaded_error']);

  const cut = await messages(messagesBody());
  let bytes = 0;
  await assert.rejects(async () => {
    for await (const part of cut.body) bytes += part.length;
  });
  assert.equal(bytes, 300);

  const begun = Date.now();
  assert.equal(events(await (await messages(messagesBody())).text()).at(-1).event, 'message_stop');
  assert.ok(Date.now() - begun >= 390);
  assert.deepEqual(await json('/_problems'), []);
});

test('a stream in single bytes is the same stream', async () => {
  await setScript({ default: [{ ...answerStep, split_bytes: 1 }, answerStep] });
  const [one, two] = [await (await messages(messagesBody())).text(), await (await messages(messagesBody())).text()];
  assert.equal(one.replace(/msg_\d+/, ''), two.replace(/msg_\d+/, ''));
});

test('what a step expects of its request is checked', async () => {
  await setScript({ default: [{ text: 'x', expect: { contains: ['Hello'], last_contains: ['bye'], absent: ['secret'] } }] });
  await messages(messagesBody());
  assert.deepEqual((await json('/_problems')).map(({ problem }) => problem), ['the last message does not hold "bye"']);
});

test('a client that hangs up is noted', async () => {
  await setScript({ default: [{ ...answerStep, delay_ms: 10000 }] });
  await assert.rejects(fetch(`${base}/v1/messages`, {
    method: 'POST', body: JSON.stringify(messagesBody()), signal: AbortSignal.timeout(200),
    headers: { 'content-type': 'application/json', 'x-api-key': 'k-1', 'anthropic-version': '2023-06-01' },
  }));
  while (!(await json('/_requests'))[0].hung_up) await new Promise((resolve) => setTimeout(resolve, 10));
});

test('a bad script is refused with its place', async () => {
  const answer = await fetch(`${base}/_script`, { method: 'POST', body: JSON.stringify({ default: [{ txet: 'x' }] }) });
  assert.equal(answer.status, 400);
  assert.match((await answer.json()).error, /scenario "", step 0: unknown field "txet"/);
});
