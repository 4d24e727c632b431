// The self-test of a provider tells each step as it is done, in the page, the API and on the terminal.
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { Place, readText, secrets, until } from './support.mjs';
import { Worker } from './worker.mjs';

const calls = (name, input) => ({ tools: [{ name, input }] });
const steps = [
  calls('read_file', { path: 'note.txt' }),
  calls('edit_file', { path: 'note.txt', old_text: 'state: old', new_text: 'state: new' }),
  calls('run_command', { command: 'cat note.txt' }),
];
const later = { status: 429, headers: { 'retry-after': '1' }, repeat: 'forever' };

describe('the self-test of a provider', () => {
  const place = new Place('self-test');
  let worker, models;
  before(async () => {
    models = await place.models();
    worker = await Worker.start(place);
    await worker.setProvider('model', 'claude-api', models.url, secrets.apiKey);
  });
  after(() => place.close());

  /** The word that the model has to find is another one each time. */
  const word = () => {
    const scratch = readdirSync(worker.data, { recursive: true }).map(String).find((name) => name.endsWith('workspace/note.txt'));
    return readText(join(worker.data, scratch)).match(/word: (\S+)/)[1];
  };
  const ask = (id) => fetch(`${worker.url}/api/v1/providers/${id}/test`, { method: 'POST',
    headers: { authorization: `Bearer ${worker.token}`, 'content-type': 'application/json', accept: 'application/x-ndjson' }, body: '{}' });
  async function* lines(answer) {
    let rest = '';
    for await (const piece of answer.body.pipeThrough(new TextDecoderStream())) {
      const parts = (rest + piece).split('\n');
      rest = parts.pop();
      for (const part of parts) yield JSON.parse(part);
    }
    assert.equal(rest, '', 'lines are whole');
  }

  test('tells each step while the next one is still to come', async () => {
    await models.say({ default: [...steps, later] });
    const answer = await ask('model');
    assert.equal(answer.headers.get('content-type'), 'application/x-ndjson');
    const seen = [];
    for await (const line of lines(answer)) {
      seen.push(line);
      // The model ends only after this line has been read here.
      if (line.step?.name === 'command') await models.say({ default: [calls('finish', { word: word() })] });
    }
    assert.deepEqual(seen.map((line) => line.step?.name ?? Object.keys(line)[0]), ['read', 'edit', 'command', 'finish', 'result']);
    const { result } = seen.at(-1);
    assert.equal(result.is_working, true, result.message);
    assert.deepEqual(result.steps, seen.slice(0, -1).map((line) => line.step));
    assert.ok(result.steps.every((step) => step.is_done && step.tokens > 0));
    assert.deepEqual(readdirSync(worker.data).filter((name) => /test/.test(name)), [], 'the scratch workspace is gone');
  });

  test('tells what was not done', async () => {
    await models.say({ default: [steps[0], calls('finish', { word: 'guessed' })] });
    const result = await worker.send('POST', '/api/v1/providers/model/test');
    assert.equal(result.is_working, false);
    assert.deepEqual(result.steps.map((step) => `${step.name} ${step.is_done}`), ['read true', 'edit false', 'command false', 'finish false']);
  });

  test('whether the service takes the key is seen in the background, with its models', async () => {
    const seen = (id, state) => until(`${id} ${state}`, async () => (await worker.get('/api/v1/providers')).items.find((one) => one.profile.id === id && one.state === state));
    assert.deepEqual((await seen('model', 'ready')).models, ['scripted']);
    await worker.setProvider('wrong', 'openai-compatible', `${models.url}/v1`, 'not-the-key');
    assert.match((await seen('wrong', 'failing')).detail, /Check the key/);
    await worker.setProvider('wrong', 'openai-compatible', `${models.url}/v1`, secrets.apiKey, { model: 'other' });
    const { detail } = await until('the models', async () => { const one = await seen('wrong', 'ready'); return one.models.length && one; });
    assert.match(detail, /does not list the model "other"/);
    assert.deepEqual(await models.problems(), []);
  });

  test('an unknown provider is an error line', async () => {
    const seen = [];
    for await (const line of lines(await ask('nobody'))) seen.push(line);
    assert.deepEqual(seen.map((line) => line.error.code), ['not_found']);
  });
});
