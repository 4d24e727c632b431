#!/usr/bin/env node
// A scripted model server: Anthropic Messages, OpenAI Chat Completions and Responses, Vertex AI and Bedrock on one loopback port. It answers from a script
// (script.mjs) and checks each request against the vendors' published contracts; a wrong request gets the vendor's 400 and
// is kept as a problem, which the test that started the server asks for at its end.
//   GET /_problems   [] when every request was right
//   GET /_requests   what came: [{number, path, scenario, headers, body, step, status, hung_up}]; keys are left out
//   GET /_left       scenario -> steps not used yet
//   POST /_script    another script from now on; requests and problems stay
//   POST /_reset     forgets requests and problems
// A vendor is a module that exports `path` (a text, or an expression that the path fits), schemaFile, keyOf, headerProblems,
// bodyProblems, turnsOf (the messages, oldest first), errorBody, streamEvents, wholeAnswer and streamError; if needed also
// adaptSchema, isRightKey(key, the server's own), addressProblems(request), placeRefusal(request, text, the server's own key),
// isStreamed, streamType, errorHeaders, innerSchemas, and refusalOf(body, request), which is no mistake of the client.
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import Ajv2020 from 'ajv/dist/2020.js';
import { announce, endWith, readOptions } from './lifecycle.mjs';
import { Script, textsOf } from './script.mjs';
import * as anthropic from './anthropic.mjs';
import * as azure from './azure.mjs';
import * as bedrock from './bedrock.mjs';
import * as openaiChat from './openai-chat.mjs';
import * as openaiResponses from './openai-responses.mjs';
import * as googleTokens from './google-tokens.mjs';
import * as vertex from './vertex.mjs';

const usage = `model-server.mjs [--script FILE] [--key WORD] [--port N] [--watch-stdin]
Prints one line of JSON when ready: url, pid. --key: the one API key that is right; without it any key will do.`;
const values = readOptions(usage, { script: { type: 'string' }, key: { type: 'string' }, port: { type: 'string', default: '0' } });

const ajv = new Ajv2020({ allErrors: true, strictTypes: false, discriminator: false });
const readJson = (file) => JSON.parse(readFileSync(file, 'utf8'));
const vendors = [anthropic, openaiChat, openaiResponses, bedrock, vertex.gemini, vertex.claude, ...azure.vendors].map((vendor) => {
  const schema = readJson(new URL(`schemas/${vendor.schemaFile}`, import.meta.url));
  return { ...vendor, matches: ajv.compile(vendor.adaptSchema?.(schema) ?? schema) };
});

let script = new Script(values.script ? readJson(values.script) : {});
let requests = [];
let problems = [];

class Refusal extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

function readBody(request) {
  return new Promise((resolve, reject) => {
    const parts = [];
    let size = 0;
    request.on('data', (part) => {
      size += part.length;
      if (size > 64 << 20) reject(new Refusal(413, 'Request exceeds the maximum size'));
      else parts.push(part);
    });
    request.on('end', () => resolve(Buffer.concat(parts).toString('utf8')));
    request.on('error', reject);
  });
}

/** Every schema that a tool or answer format brings must be a JSON schema. */
function innerSchemaProblems(vendor, body) {
  const schemas = (body.tools ?? []).map((tool) => tool.input_schema ?? tool.function?.parameters ?? tool.parameters);
  schemas.push(...(vendor.innerSchemas?.(body) ?? []), body.response_format?.json_schema?.schema, body.output_config?.format?.schema);
  return schemas.filter((schema) => schema && !ajv.validateSchema(schema)).map((schema) => `not a JSON schema: ${JSON.stringify(schema)}`);
}

/** Gives the body, or throws the refusal that the vendor would send. */
function checkedBody(vendor, request, text) {
  const key = vendor.keyOf(request.headers);
  if (!key) throw new Refusal(401, 'no API key was given where this API looks for it');
  const type = request.headers['content-type'] ?? '';
  if (!/^application\/json\s*(;|$)/.test(type)) throw new Refusal(400, `content-type: "${type}" is not application/json`);
  const wrongHeaders = [...vendor.headerProblems(request.headers), ...(vendor.addressProblems?.(request) ?? [])];
  if (wrongHeaders.length > 0) throw new Refusal(400, wrongHeaders.join('; '));
  let body;
  try {
    body = JSON.parse(text);
  } catch (error) {
    throw new Refusal(400, `the request body is not valid JSON: ${error.message}`);
  }
  if (!vendor.matches(body)) {
    const told = vendor.matches.errors.filter((error) => error.keyword !== 'oneOf').slice(0, 8)
      .map((error) => `${error.instancePath || '/'} ${error.message}${error.params.additionalProperty ? ` (${error.params.additionalProperty})` : ''}`);
    throw new Refusal(400, told.join('; ') || 'no variant fits');
  }
  const wrong = [...vendor.bodyProblems(body), ...innerSchemaProblems(vendor, body)];
  if (wrong.length > 0) throw new Refusal(400, wrong.join('; '));
  return body;
}

function expectationProblems(step, body, turns) {
  const all = textsOf(body);
  const last = textsOf(turns.at(-1));
  const { contains = [], last_contains: lastContains = [], absent = [] } = step.expect ?? {};
  return [
    ...contains.filter((text) => !all.includes(text)).map((text) => `the request does not hold "${text}"`),
    ...lastContains.filter((text) => !last.includes(text)).map((text) => `the last message does not hold "${text}"`),
    ...absent.filter((text) => all.includes(text)).map((text) => `the request holds "${text}"`),
  ];
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Writes the events as the step says: slowly, in small pieces, with a fault in the middle. */
async function play(response, vendor, step, events) {
  const isOpen = () => !response.destroyed && !response.writableEnded;
  let left = step.cut_after_bytes ?? Infinity;
  for (let index = 0; index <= events.length && isOpen(); index += 1) {
    if (index === step.after_events) {
      if (step.error) {
        response.end(vendor.streamError(step.error));
        return;
      }
      if (step.cut) {
        await pause(20); // what was written shall arrive
        response.destroy();
        return;
      }
      await pause(step.silence_ms ?? 0);
    }
    if (index === events.length) break;
    if (step.drip_ms) await pause(step.drip_ms);
    const bytes = Buffer.from(events[index]);
    const size = step.split_bytes ?? bytes.length;
    for (let at = 0; at < bytes.length && isOpen(); at += size) {
      const part = bytes.subarray(at, Math.min(at + size, bytes.length)).subarray(0, left);
      if (part.length > 0) response.write(part);
      left -= part.length;
      if (step.split_bytes) await new Promise((resolve) => setImmediate(resolve));
      if (left <= 0) {
        await pause(20);
        response.destroy();
        return;
      }
    }
  }
  if (isOpen()) response.end();
}

function sendJson(response, status, body, headers = {}) {
  const text = JSON.stringify(body);
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text), ...headers });
  response.end(text);
}

async function answer(vendor, request, response) {
  const text = await readBody(request);
  const number = requests.length + 1;
  const { authorization, 'x-api-key': apiKey, 'api-key': otherKey, ...headers } = request.headers;
  const record = { number, path: request.url, headers, status: 0 };
  requests.push(record);
  response.once('close', () => (record.hung_up = !response.writableFinished));
  try {
    record.body = tryJson(text);
    const key = vendor.keyOf(request.headers);
    if (values.key && key && !(vendor.isRightKey?.(key, values.key) ?? key === values.key)) {
      record.status = 401; // a wrong key is a case that tests make on purpose, so it is no problem
      sendJson(response, 401, vendor.errorBody(401, 'invalid x-api-key'));
      return;
    }
    const body = checkedBody(vendor, request, text);
    const away = vendor.placeRefusal?.(request, text, values.key);
    if (away) {
      [record.status] = away; // wrong on purpose, like a wrong key
      sendJson(response, ...away);
      return;
    }
    const turns = vendor.turnsOf(body);
    const marker = /SCENARIO:([\w-]+)/.exec(textsOf(turns.find((turn) => turn.role === 'user')))?.[1] ?? '';
    record.scenario = marker;
    const refusal = vendor.refusalOf?.(body, request);
    if (refusal) {
      record.status = refusal.status;
      sendJson(response, refusal.status, refusal.body);
      return;
    }
    const step = script.next(marker, turns.filter((turn) => turn.role === 'assistant').length);
    if (!step) throw new Refusal(400, `the script has no ${script.has(marker) ? 'further ' : ''}step for scenario "${marker || 'default'}"`);
    problems.push(...expectationProblems(step, body, turns).map((problem) => ({ number, problem })));
    record.step = step;
    await sendStep(vendor, step, body, number, response, record);
  } catch (error) {
    record.status = error.status ?? 500;
    problems.push({ number, problem: error.message, status: record.status });
    if (!response.headersSent) sendJson(response, record.status, vendor.errorBody(record.status, error.message), vendor.errorHeaders?.(record.status));
  }
}

async function sendStep(vendor, step, body, number, response, record) {
  if (step.delay_ms) await pause(step.delay_ms);
  while (step.held_while && existsSync(step.held_while) && !response.destroyed) await pause(10);
  if (response.destroyed) return;
  record.status = step.status ?? 200;
  if (step.status) {
    const { message = 'scripted fault', type, code } = step.error ?? {};
    sendJson(response, step.status, vendor.errorBody(step.status, message, type, code), { ...vendor.errorHeaders?.(step.status, type), ...step.headers });
  } else if (!(vendor.isStreamed?.() ?? body.stream)) {
    sendJson(response, 200, vendor.wholeAnswer(step, body, number), step.headers);
  } else {
    response.writeHead(200, { 'content-type': vendor.streamType ?? 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache', ...step.headers });
    response.flushHeaders();
    await play(response, vendor, step, vendor.streamEvents(step, body, number));
  }
}

function tryJson(text) {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

async function control(request, response) {
  if (request.method === 'GET') {
    const views = { '/_problems': problems, '/_requests': requests, '/_left': script.left() };
    sendJson(response, views[request.url] ? 200 : 404, views[request.url] ?? { error: 'no such view' });
    return;
  }
  const text = await readBody(request);
  try {
    if (request.url === '/_script') script = new Script(JSON.parse(text));
    else if (request.url === '/_reset') [requests, problems] = [[], []];
    else throw new Error('no such action');
    sendJson(response, 200, {});
  } catch (error) {
    sendJson(response, 400, { error: error.message });
  }
}

// Token services, and questions that cost nothing.
const sideServices = [googleTokens, azure, bedrock, vertex.counts];

async function answerAside(service, request, response) {
  const { status, body, headers } = service.serve(request, await readBody(request), (problem) => problems.push({ problem }), values.key);
  sendJson(response, status, body, headers);
}

const models = { object: 'list', data: [{ id: 'scripted', object: 'model', created: 1700000000, owned_by: 'tests' }] };

/** `GET /models` as Anthropic and OpenAI answer it. */
function offerModels(request, response) {
  const vendor = request.headers['anthropic-version'] ? anthropic : openaiChat;
  const key = vendor.keyOf(request.headers);
  if (values.key && key !== values.key) sendJson(response, 401, vendor.errorBody(401, 'invalid key'));
  else sendJson(response, 200, models);
}

const server = createServer((request, response) => {
  response.on('error', () => {}); // the client went away
  const path = request.url.split('?')[0];
  const vendor = vendors.find((candidate) => (candidate.path instanceof RegExp ? candidate.path.test(path) : candidate.path === path));
  const sideService = sideServices.find((service) => service.serves(request));
  if (sideService) void answerAside(sideService, request, response);
  else if (request.url.startsWith('/_')) void control(request, response);
  else if (vendor && request.method === 'POST') void answer(vendor, request, response);
  else if (path === '/v1/models' && request.method === 'GET') offerModels(request, response);
  else if (request.method === 'HEAD' && request.url === '/') response.end(); // Claude Code looks before it talks
  else if (vendor) sendJson(response, 405, vendor.errorBody(405, 'method not allowed'), { allow: 'POST' });
  else {
    problems.push({ problem: `${request.method} ${request.url} is no endpoint of these APIs` });
    sendJson(response, 404, anthropic.errorBody(404, 'not found'));
  }
});
server.keepAliveTimeout = 60000;
server.listen(Number(values.port), '127.0.0.1', () => {
  endWith(values, () => server.closeAllConnections());
  announce({ url: `http://127.0.0.1:${server.address().port}` });
});
server.on('error', (error) => {
  console.error(error.message);
  process.exit(1);
});
