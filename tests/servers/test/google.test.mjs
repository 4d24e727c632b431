// The servers that stand for Google let no wrong request pass.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createSign, generateKeyPairSync } from 'node:crypto';
import { after, afterEach, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';

let server, base, account;
before(async () => {
  const path = fileURLToPath(new URL('../model-server.mjs', import.meta.url));
  server = spawn(process.execPath, [path, '--key', 'k-1', '--watch-stdin'], { stdio: ['pipe', 'pipe', 'inherit'] });
  base = JSON.parse(await new Promise((resolve) => server.stdout.once('data', resolve))).url;
  account = await (await fetch(`${base}/_google/file/service_account`)).json();
});
after(() => new Promise((resolve) => {
  server.once('exit', resolve);
  server.stdin.end();
}));
afterEach(() => fetch(`${base}/_reset`, { method: 'POST' }));

const scope = 'https://www.googleapis.com/auth/cloud-platform';
const seconds = () => Math.floor(Date.now() / 1000);
const encoded = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
const problems = async () => (await (await fetch(`${base}/_problems`)).json()).length;

function assertion({ claims = {}, header = {}, key = account.private_key, spoil = (text) => text } = {}) {
  const text = `${encoded({ alg: 'RS256', typ: 'JWT', kid: account.private_key_id, ...header })}.${encoded({
    iss: account.client_email, scope, aud: account.token_uri, iat: seconds(), exp: seconds() + 3600, ...claims,
  })}`;
  return spoil(`${text}.${createSign('RSA-SHA256').update(text).sign(key).toString('base64url')}`);
}

const form = (path, fields, headers = {}) => fetch(base + path, {
  method: 'POST', body: new URLSearchParams(fields).toString(), headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
});
const grant = (how, more = {}) => form('/google/token', { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion: assertion(how), ...more });

describe('assertions of service accounts', () => {
  test('a right one gets a token', async () => {
    const answer = await grant();
    assert.equal(answer.status, 200);
    assert.match((await answer.json()).access_token, /^ya29\./);
    assert.equal(await problems(), 0);
  });

  for (const [name, how] of [
    ['of another key', { key: generateKeyPairSync('rsa', { modulusLength: 2048, privateKeyEncoding: { type: 'pkcs8', format: 'pem' }, publicKeyEncoding: { type: 'spki', format: 'pem' } }).privateKey }],
    ['changed after it was signed', { spoil: (text) => text.replace(/\.[^.]+\./, `.${encoded({ iss: account.client_email, scope, aud: account.token_uri, iat: 1, exp: 2 })}.`) }],
    ['without a signature', { spoil: (text) => text.replace(/[^.]+$/, '') }],
    ['with padding', { spoil: (text) => `${text}=` }],
    ['of another algorithm', { header: { alg: 'none' } }],
    ['of another key id', { header: { kid: 'other' } }],
    ['of another account', { claims: { iss: 'someone@else' } }],
    ['for another service', { claims: { aud: 'https://oauth2.googleapis.com/token' } }],
    ['for another scope', { claims: { scope: 'email' } }],
    ['that lives too long', { claims: { exp: seconds() + 3700 } }],
    ['with unknown claims', { claims: { nonce: 1 } }],
  ]) {
    test(`one ${name} is a problem`, async () => {
      const answer = await grant(how);
      assert.equal(answer.status, 400);
      assert.ok((await answer.json()).error_description);
      assert.equal(await problems(), 1);
    });
  }

  test('one of another time is refused with the time of the service', async () => {
    const answer = await grant({ claims: { iat: seconds() - 9000, exp: seconds() - 5400 } });
    assert.equal((await answer.json()).error, 'invalid_grant');
    assert.ok(answer.headers.get('date'));
    assert.equal(await problems(), 0); // tests make it on purpose
  });

  test('parameters that nobody knows are a problem', async () => {
    assert.equal((await grant({}, { client_id: 'x' })).status, 400);
    assert.equal(await problems(), 1);
  });
});

test('the metadata server wants its header and its address', async () => {
  const path = `/computeMetadata/v1/instance/service-accounts/default/token?scopes=${encodeURIComponent(scope)}`;
  assert.equal((await fetch(base + path)).status, 403);
  const right = await fetch(base + path, { headers: { 'metadata-flavor': 'Google' } });
  assert.equal(right.status, 200);
  assert.equal(right.headers.get('metadata-flavor'), 'Google');
  assert.equal(await problems(), 1);
});

describe('Vertex AI', () => {
  const gemini = '/v1/projects/my-project/locations/global/publishers/google/models/gemini-2.5-pro';
  const schema = { type: 'OBJECT', properties: { path: { type: 'STRING' } }, required: ['path'] };
  const body = (more = {}) => ({
    contents: [{ role: 'user', parts: [{ text: 'Hello' }] }], tools: [{ functionDeclarations: [{ name: 'read_file', parameters: schema }] }], ...more,
  });
  const ask = (json, { path = `${gemini}:streamGenerateContent?alt=sse`, headers = {} } = {}) => fetch(base + path, {
    method: 'POST', body: JSON.stringify(json), headers: { 'content-type': 'application/json', authorization: 'Bearer k-1', ...headers },
  });
  const setScript = (steps) => fetch(`${base}/_script`, { method: 'POST', body: JSON.stringify({ default: steps }) });
  const chunks = async (answer) => (await answer.text()).trim().split('\r\n\r\n').map((event) => JSON.parse(event.slice('data: '.length)));

  test('an answer comes in chunks, its call signed, its usage at the end', async () => {
    await setScript([{ text: 'I will read it, all of it, at once.', tools: [{ name: 'read_file', input: { path: 'a' } }], usage: { input_tokens: 50, cached_tokens: 40, output_tokens: 9, reasoning_tokens: 4 } }]);
    const all = await chunks(await ask(body()));
    assert.equal(await problems(), 0);
    const parts = all.flatMap((chunk) => chunk.candidates[0].content?.parts ?? []);
    assert.equal(parts.map((part) => part.text ?? '').join(''), 'I will read it, all of it, at once.');
    assert.deepEqual(parts.find((part) => part.functionCall).functionCall, { name: 'read_file', args: { path: 'a' } });
    assert.ok(parts.find((part) => part.functionCall).thoughtSignature);
    assert.equal(all.at(-1).candidates[0].finishReason, 'STOP');
    assert.deepEqual(all.at(-1).usageMetadata, { promptTokenCount: 50, candidatesTokenCount: 5, totalTokenCount: 59, cachedContentTokenCount: 40, thoughtsTokenCount: 4, trafficType: 'ON_DEMAND' });
  });

  test('a signature must come back in its part, and every call be answered at once', async () => {
    await setScript([{ tools: [{ name: 'read_file', input: { path: 'a' } }], repeat: 'forever' }]);
    const [first] = await chunks(await ask(body()));
    const [part] = first.candidates[0].content.parts;
    const { thoughtSignature, ...unsigned } = part;
    const answer = { functionResponse: { name: 'read_file', response: { output: 'x' } } };
    const next = (model, user) => ask(body({ contents: [...body().contents, { role: 'model', parts: model }, { role: 'user', parts: user }] }));
    assert.equal((await next([part], [answer])).status, 200);
    assert.equal(await problems(), 0);
    for (const [model, user] of [
      [[unsigned], [answer]], [[{ ...unsigned, thoughtSignature: 'AAAA' }], [answer]], [[{ functionCall: { name: 'read_file', args: { path: 'b' } }, thoughtSignature }], [answer]],
      [[part], [{ text: 'no answer' }]], [[part], [answer, answer]], [[part], [{ text: 'first' }, answer]], [[part], [{ functionResponse: { name: 'other', response: {} } }]],
    ]) {
      const before = await problems();
      assert.equal((await next(model, user)).status, 400, JSON.stringify([model, user]));
      assert.equal(await problems(), before + 1);
    }
  });

  for (const [name, more] of [
    ['an unknown name', { model: 'gemini' }], ['no content', { contents: [] }], ['an empty text', { contents: [{ role: 'user', parts: [{ text: '' }] }] }],
    ['another role', { contents: [{ role: 'assistant', parts: [{ text: 'x' }] }] }],
    ['JSON Schema types', { tools: [{ functionDeclarations: [{ name: 'f', parameters: { type: 'object', properties: { a: { type: 'string' } } } }] }] }],
    ['additionalProperties', { tools: [{ functionDeclarations: [{ name: 'f', parameters: { ...schema, additionalProperties: false } }] }] }],
    ['parameters without properties', { tools: [{ functionDeclarations: [{ name: 'f', parameters: { type: 'OBJECT', properties: {} } }] }] }],
    ['a list without items', { tools: [{ functionDeclarations: [{ name: 'f', parameters: { type: 'OBJECT', properties: { a: { type: 'ARRAY' } } } }] }] }],
    ['something beside anyOf', { tools: [{ functionDeclarations: [{ name: 'f', parameters: { type: 'OBJECT', properties: { a: { description: 'd', anyOf: [{ type: 'STRING' }] } } } }] }] }],
    ['two functions with one name', { tools: [{ functionDeclarations: [{ name: 'f' }, { name: 'f' }] }] }],
  ]) {
    test(`${name} is refused`, async () => {
      const answer = await ask(body(more));
      assert.equal(answer.status, 400);
      assert.equal((await answer.json()).error.status, 'INVALID_ARGUMENT');
      assert.equal(await problems(), 1);
    });
  }

  test('a key, another way of streaming, and a wrong token are refused', async () => {
    assert.equal((await ask(body(), { headers: { 'x-goog-api-key': 'k' } })).status, 400);
    assert.equal((await ask(body(), { path: `${gemini}:streamGenerateContent` })).status, 400);
    assert.equal((await ask(body(), { headers: { authorization: 'Bearer ya29.unknown' } })).status, 401);
    assert.equal((await ask(body(), { path: gemini.replace('gemini-2.5-pro', 'no-such-model') + ':streamGenerateContent?alt=sse' })).status, 404);
  });

  test('Claude has its version in the body, and its model in the address', async () => {
    const path = '/v1/projects/my-project/locations/global/publishers/anthropic/models/claude-sonnet-4-5@20250929:streamRawPredict';
    const message = { max_tokens: 9, stream: true, messages: [{ role: 'user', content: 'Hello' }] };
    await setScript([{ text: 'Hi.' }]);
    assert.equal((await ask({ anthropic_version: 'vertex-2023-10-16', ...message }, { path })).status, 200);
    assert.equal(await problems(), 0);
    assert.equal((await ask(message, { path })).status, 400);
    assert.equal((await ask({ anthropic_version: 'vertex-2023-10-16', model: 'claude', ...message }, { path })).status, 400);
    assert.equal((await ask({ anthropic_version: 'vertex-2023-10-16', ...message }, { path, headers: { 'anthropic-version': '2023-06-01' } })).status, 400);
  });
});
