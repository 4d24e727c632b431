// Azure's addresses, versions and token services are checked as they are published.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { after, afterEach, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { known } from '../azure.mjs';

let server;
let base;

before(async () => {
  const path = fileURLToPath(new URL('../model-server.mjs', import.meta.url));
  server = spawn(process.execPath, [path, '--key', 'k-1', '--watch-stdin'], { stdio: ['pipe', 'pipe', 'inherit'] });
  base = JSON.parse(await new Promise((resolve) => server.stdout.once('data', resolve))).url;
  await fetch(`${base}/_script`, { method: 'POST', body: JSON.stringify({ default: [{ text: 'Done.', repeat: 'forever' }] }) });
});
after(() => new Promise((resolve) => {
  server.once('exit', resolve);
  server.stdin.end();
}));
afterEach(() => fetch(`${base}/_reset`, { method: 'POST' }));

const problems = async () => (await (await fetch(`${base}/_problems`)).json()).map(({ problem }) => problem);
const chat = { model: 'scripted', messages: [{ role: 'user', content: 'Hello' }] };
const bodies = {
  responses: { model: 'scripted', store: false, input: [{ role: 'user', content: 'Hello' }] }, chat, messages: { ...chat, max_tokens: 9 },
};
const ask = (address, body, headers) => fetch(base + address, {
  method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json', ...headers } });
const version = { 'anthropic-version': '2023-06-01' };

for (const [address, body, headers] of [
  ['/openai/v1/responses', bodies.responses, {}], ['/openai/v1/responses?api-version=preview', bodies.responses, {}],
  ['/openai/responses?api-version=2025-04-01-preview', bodies.responses, {}], ['/api/projects/p/openai/v1/responses', bodies.responses, {}],
  ['/openai/v1/chat/completions', bodies.chat, {}], ['/openai/deployments/scripted/chat/completions?api-version=2024-10-21', bodies.chat, {}],
  ['/models/chat/completions?api-version=2024-05-01-preview', bodies.chat, {}], ['/anthropic/v1/messages', bodies.messages, version],
]) {
  test(`${address} takes a key and refuses another`, async () => {
    assert.equal((await ask(address, body, { 'api-key': 'k-1', ...headers })).status, 200);
    const refused = await ask(address, body, { 'api-key': 'k-2', ...headers });
    assert.equal(refused.status, 401);
    assert.match((await refused.json()).error.message, /invalid subscription key/);
    assert.deepEqual(await problems(), []);
  });
}

for (const [name, address, body, headers, message] of [
  ['a dated version of the v1 API', '/openai/v1/responses?api-version=2024-10-21', bodies.responses, { 'api-key': 'k-1' }, /API version not supported/],
  ['a deployment without a version', '/openai/deployments/scripted/chat/completions', bodies.chat, { 'api-key': 'k-1' }, /api-version is missing/],
  ['two credentials', '/openai/v1/responses', bodies.responses, { 'api-key': 'k-1', authorization: 'Bearer k-1' }, /one credential is enough/],
  ['no version of Messages', '/anthropic/v1/messages', bodies.messages, { 'x-api-key': 'k-1' }, /anthropic-version/],
]) {
  test(`${name} is a problem`, async () => {
    assert.equal((await ask(address, body, headers)).status, 400);
    assert.match((await problems())[0], message);
  });
}

test('a deployment that is not there is told as Azure does, and is no problem', async () => {
  const answer = await ask('/openai/v1/responses', { ...bodies.responses, model: 'nowhere' }, { 'api-key': 'k-1' });
  assert.deepEqual([answer.status, (await answer.json()).error.code], [404, 'DeploymentNotFound']);
  assert.deepEqual(await problems(), []);
});

const token = async (fields, tenant = known.tenant) => {
  const answer = await fetch(`${base}/${tenant}/oauth2/v2.0/token`, { method: 'POST', body: new URLSearchParams({
    grant_type: 'client_credentials', client_id: known.client, scope: 'https://cognitiveservices.azure.com/.default', ...fields }) });
  return { status: answer.status, ...(await answer.json()) };
};

test('a token is given for what is right, is as good as the key, and ends', async () => {
  await fetch(`${base}/_azure/seconds`, { method: 'POST', body: '0.2' });
  const given = await token({ client_secret: known.secret });
  assert.deepEqual([given.status, given.token_type], [200, 'Bearer']);
  const use = () => ask('/openai/v1/responses', bodies.responses, { authorization: `Bearer ${given.access_token}` });
  assert.equal((await use()).status, 200);
  while ((await use()).status !== 401) await new Promise((resolve) => setTimeout(resolve, 20));
  await fetch(`${base}/_azure/seconds`, { method: 'POST', body: '3600' });
  assert.deepEqual(await problems(), []);
});

test('what is wrong about an identity is told by its number', async () => {
  assert.deepEqual((await token({ client_secret: 'x' })).error_codes, [7000215]);
  assert.deepEqual((await token({ client_secret: known.secret, client_id: 'x' })).error_codes, [700016]);
  assert.deepEqual((await token({ client_secret: known.secret }, 'elsewhere')).error_codes, [90002]);
  assert.deepEqual(await problems(), []);
  assert.equal((await token({ client_secret: known.secret, scope: 'https://example.org/.default' })).status, 400);
  assert.equal((await problems()).length, 1);
});

test('an identity is given only to those who prove that they are there', async () => {
  const machine = '/metadata/identity/oauth2/token?api-version=2018-02-01&resource=https://cognitiveservices.azure.com';
  const app = '/msi/token?api-version=2019-08-01&resource=https://cognitiveservices.azure.com';
  assert.equal((await fetch(base + machine, { headers: { metadata: 'true' } })).status, 200);
  assert.equal((await fetch(base + app, { headers: { 'x-identity-header': known.header } })).status, 200);
  assert.equal((await fetch(`${base}${machine}&client_id=stranger`, { headers: { metadata: 'true' } })).status, 400);
  assert.deepEqual(await problems(), []);
  assert.equal((await fetch(base + machine)).status, 400);
  assert.equal((await fetch(base + app)).status, 400);
  assert.equal((await problems()).length, 2);
});
