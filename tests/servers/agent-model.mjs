#!/usr/bin/env node
// What agent programs talk to in tests: Anthropic Messages and OpenAI Responses on one loopback port, scripted as in script.mjs.
// The steps are those of our own tools (`run_command`, `write_file`, `finish`, and `create_file` for one that is not there), and each agent is asked to do them by its own. It checks
// the key and nothing else: the programs are their vendors'. `{{word}}` is the word behind `secret word: ` in the request.
//   GET /_requests   what came: [{number, path, scenario, body, key}]
//   GET /_left       scenario -> steps not used yet
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import * as anthropic from './anthropic.mjs';
import { announce, endWith, readOptions } from './lifecycle.mjs';
import * as responses from './openai-responses.mjs';
import { Script, textsOf } from './script.mjs';

const usage = 'agent-model.mjs --script FILE [--key WORD] [--host ADDRESS] [--port N] [--watch-stdin]';
const values = readOptions(usage, { script: { type: 'string' }, key: { type: 'string' }, host: { type: 'string', default: '127.0.0.1' }, port: { type: 'string', default: '0' } });
const script = new Script(JSON.parse(readFileSync(values.script, 'utf8')));
const requests = [];

const quoted = (text) => `'${text.replaceAll("'", "'\\''")}'`;
const written = (input) => `printf %s ${quoted(input.content)} > ${quoted(input.path)}`;
const inWords = { run_command: (input) => input.command, write_file: written, create_file: written };

const messages = {
  ...anthropic,
  items: (body) => body.messages,
  key: (headers) => headers['x-api-key'] ?? headers.authorization?.replace('Bearer ', ''),
  tool(body, { name, input }) {
    if (name === 'finish') return { name: 'StructuredOutput', input };
    // It writes over no file that it has not read.
    if (name === 'create_file') return { name: 'Write', input: { file_path: `${workingDirectory(body)}/${input.path}`, content: input.content } };
    return { name: 'Bash', input: { command: inWords[name](input), description: 'A step' } };
  },
};

const items = {
  ...responses,
  items: (body) => body.input,
  key: (headers) => headers.authorization?.replace('Bearer ', ''),
  tool(body, { name, input }) {
    if (name === 'finish') return { type: 'text', text: JSON.stringify(input) }; // it has no tool for that
    return responses.commandTool(body, inWords[name](input));
  },
};

const workingDirectory = (body) => /[Ww]orking directory: (\S+)/.exec(textsOf(body))[1];
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

function sendJson(response, status, body) {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

async function answer(vendor, request, response, body) {
  const key = vendor.key(request.headers);
  const scenario = /SCENARIO:([\w-]+)/.exec(textsOf(vendor.items(body)))?.[1] ?? '';
  const number = requests.push({ number: requests.length + 1, path: request.url, scenario, key, body });
  if (values.key && key !== values.key) return sendJson(response, 401, vendor.errorBody(401, `Incorrect API key provided: ${key}.`));
  // Agents ask small things on the side, such as a title; those come without tools and get a text.
  const isAside = (body.tools ?? []).length === 0;
  const step = isAside ? { content: [{ type: 'text', text: 'A title' }], stop: 'end_turn', usage: { input_tokens: 10, output_tokens: 2, cached_tokens: 0 } }
    : script.next(scenario, 0);
  if (!step) return sendJson(response, 400, vendor.errorBody(400, `no step is left for scenario "${scenario}"`));
  if (step.delay_ms) await pause(step.delay_ms);
  if (step.status) return sendJson(response, step.status, vendor.errorBody(step.status, step.error?.message ?? 'scripted fault'));
  const word = () => /secret word: (\w+)/.exec(textsOf(vendor.items(body)))[1];
  const filled = JSON.parse(JSON.stringify(step.content).replaceAll('{{word}}', word));
  const content = filled.map((block) => (block.type === 'tool_call' ? { ...block, ...vendor.tool(body, block) } : block));
  if (body.stream === false) return sendJson(response, 200, vendor.wholeAnswer({ ...step, content }, body, number));
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.end(vendor.streamEvents({ ...step, content }, body, number).join(''));
}

const server = createServer((request, response) => {
  const vendor = [messages, items].find((candidate) => request.url.split('?')[0] === candidate.path);
  const parts = [];
  request.on('data', (part) => parts.push(part));
  request.on('end', () => {
    const views = { '/_requests': requests, '/_left': script.left() };
    if (views[request.url]) sendJson(response, 200, views[request.url]);
    else if (!vendor || request.method !== 'POST') sendJson(response, 404, anthropic.errorBody(404, 'not found'));
    else answer(vendor, request, response, JSON.parse(Buffer.concat(parts).toString('utf8'))).catch((error) => {
      console.error(error);
      sendJson(response, 500, anthropic.errorBody(500, error.message));
    });
  });
});
server.listen(Number(values.port), values.host, () => {
  endWith(values, () => server.closeAllConnections());
  announce({ url: `http://${values.host}:${server.address().port}` });
});
