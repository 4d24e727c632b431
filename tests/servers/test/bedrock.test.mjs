// The Bedrock side of the scripted model server lets no wrong request and no wrong signature pass.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import Ajv2020 from 'ajv/dist/2020.js';
import { scopeOf, signatureRefusal } from '../aws-signature.mjs';
import * as bedrock from '../bedrock.mjs';

const secret = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY';
const place = { region: 'us-east-1', service: 'service', now: Date.parse('2015-08-30T12:36:00Z') };
/** A case of Amazon's published signing suite, with its signature. */
const vanilla = (more = {}, headers = {}) => ({
  method: 'GET', url: '/', ...more, headers: {
    host: 'example.amazonaws.com', 'x-amz-date': '20150830T123600Z', ...headers,
    authorization: `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, Signature=${
      more.signature ?? '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31'}`,
  },
});

test('a signature of the published suite is right', () => {
  assert.equal(signatureRefusal(vanilla(), '', secret, place), undefined);
  const query = vanilla({ url: '/?Param2=value2&Param1=value1', signature: 'b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500' });
  assert.equal(signatureRefusal(query, '', secret, place), undefined);
});

for (const [name, request, body, key, where, words] of [
  ['another secret', vanilla(), '', 'other', place, /does not match/], ['another body', vanilla(), 'x', secret, place, /does not match/],
  ['another path', vanilla({ url: '/x' }), '', secret, place, /does not match/], ['another method', vanilla({ method: 'POST' }), '', secret, place, /does not match/],
  ['another host', vanilla({}, { host: 'example.org' }), '', secret, place, /does not match/],
  ['another region', vanilla(), '', secret, { ...place, region: 'eu-west-1' }, /valid region/],
  ['another service', vanilla(), '', secret, { ...place, service: 'bedrock' }, /correct service/],
  ['a signature that is too old', vanilla(), '', secret, { ...place, now: place.now + 301_000 }, /Signature expired/],
  ['a signature of the future', vanilla(), '', secret, { ...place, now: place.now - 301_000 }, /not yet current/],
  ['a token that is not signed', vanilla({}, { 'x-amz-security-token': 't' }), '', secret, place, /signed as they must/],
]) test(`${name} is refused`, () => assert.match(signatureRefusal(request, body, key, where).message, words));

test('a request without a signature has none', () => {
  assert.equal(scopeOf({ authorization: 'Bearer x' }), undefined);
  assert.equal(bedrock.keyOf({}), undefined);
});

const matches = new Ajv2020({ allErrors: true, strictTypes: false }).compile(JSON.parse(readFileSync(new URL('../schemas/bedrock-converse-stream.json', import.meta.url))));
const tool = { toolSpec: { name: 'read_file', description: 'Reads.', inputSchema: { json: { type: 'object' } } } };
const user = (...content) => ({ role: 'user', content });
const assistant = (...content) => ({ role: 'assistant', content });
const use = (toolUseId) => ({ toolUse: { toolUseId, name: 'read_file', input: {} } });
const result = (toolUseId, text = 'x') => ({ toolResult: { toolUseId, content: [{ text }] } });
const body = (messages, more = {}) => ({ messages, inferenceConfig: { maxTokens: 100 }, toolConfig: { tools: [tool] }, ...more });
const point = { cachePoint: { type: 'default' } };

test('a right request has no problems', () => {
  const right = body([user({ text: 'Hello' }, point), assistant({ text: 'I look.' }, use('a'), use('b')), user(result('a'), result('b'), point)], { system: [{ text: 'Be brief.' }, point] });
  assert.ok(matches(right), JSON.stringify(matches.errors));
  assert.deepEqual(bedrock.bodyProblems(right), []);
});

for (const [name, wrong, words] of [
  ['a call that is not answered', body([user({ text: 'a' }), assistant(use('a'), use('b')), user(result('a'))]), /Expected toolResult blocks/],
  ['an answer to no call', body([user({ text: 'a' }), assistant({ text: 'b' }), user(result('a'))]), /Expected toolResult blocks/],
  ['two turns of one side', body([user({ text: 'a' }), user({ text: 'b' })]), /alternate/], ['an answer at the end', body([user({ text: 'a' }), assistant({ text: 'b' })]), /end with a user/],
  ['a blank text', body([user({ text: ' ' })]), /is blank/], ['a blank result', body([user({ text: 'a' }), assistant(use('a')), user(result('a', '\n'))]), /is blank/],
  ['calls without tools', body([user({ text: 'a' }), assistant(use('a')), user(result('a'))], { toolConfig: undefined }), /toolConfig field must be defined/],
  ['five cache points', body([user({ text: 'a' }, point, { text: 'b' }, point, { text: 'c' }, point, { text: 'd' }, point, { text: 'e' }, point)]), /at most 4/],
  ['reasoning without its signature', body([user({ text: 'a' }), assistant({ reasoningContent: { reasoningText: { text: 'hm' } } }, { text: 'b' }), user({ text: 'c' })]), /without its signature/],
]) test(`${name} is a problem`, () => assert.match(bedrock.bodyProblems(wrong).join('; '), words));

for (const [name, wrong] of [
  ['an unknown field', body([user({ text: 'a' })], { model: 'm' })], ['a tool as another service takes it', body([user({ text: 'a' })], { toolConfig: { tools: [{ name: 'x', input_schema: {} }] } })],
  ['a block of two kinds', body([user({ text: 'a', cachePoint: { type: 'default' } })])], ['an id with other characters', body([user({ text: 'a' }), assistant(use('a b')), user(result('a b'))])],
  ['a call by the user', body([user(use('a'))])],
]) test(`${name} does not fit the schema`, () => assert.equal(matches(wrong), false));
