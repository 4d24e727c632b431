// A file that a run changed is given whole, so that a reader can open what the diff leaves out.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { finish, write } from './flow.mjs';
import { Place, secrets } from './support.mjs';
import { Worker } from './worker.mjs';

const oldText = Array.from({ length: 200 }, (_, n) => `line ${n + 1}`).join('\n') + '\n';
const newText = oldText.replace('line 100\n', 'line one hundred\n');

describe('files of a run', () => {
  const place = new Place('run-files');
  let worker, run;
  before(async () => {
    const models = await place.models({ scenarios: { change: [
      { tools: [{ name: 'edit_file', input: { path: 'docs/a + b.txt', old_text: 'line 100\n', new_text: 'line one hundred\n' } }] }, write('4\n'), finish('One hundred.')] } });
    worker = await Worker.start(place);
    await worker.setProvider('scripted', 'claude-api', models.url, secrets.apiKey, { is_default: true });
    const remote = place.remote('lines', { 'docs/a + b.txt': oldText, 'value.txt': '3\n', 'other.txt': 'not touched\n' });
    await worker.addRepository('lines', remote.path, {});
    const job = await worker.jobEnded(await worker.addTicket('lines', 'change'));
    assert.equal(job.state, 'completed', job.summary);
    run = job.run_id;
  });
  after(() => place.close());

  const ask = (side, path, id = run) => worker.call('GET', `/api/v1/runs/${id}/files/${side}?path=${encodeURIComponent(path)}`);
  const said = (answer) => JSON.parse(answer.text).error;

  test('are as they were before it', async () => {
    const answer = await ask('before', 'docs/a + b.txt');
    assert.equal(answer.status, 200, answer.text);
    const { base64, path, side } = JSON.parse(answer.text);
    assert.deepEqual([path, side], ['docs/a + b.txt', 'before']);
    assert.equal(Buffer.from(base64, 'base64').toString(), oldText);
  });

  test('are as they are after it', async () => {
    const { base64 } = JSON.parse((await ask('after', 'docs/a + b.txt')).text);
    assert.equal(Buffer.from(base64, 'base64').toString(), newText);
  });

  test('that it did not change, and what is no file of it, are refused', async () => {
    for (const path of ['other.txt', '../other.txt', '/etc/passwd', 'docs', '', '.git/config', 'docs/a + b.txt/x']) {
      const answer = await ask('before', path);
      assert.equal(answer.status, 404, path);
      assert.match(said(answer).message, /did not change/);
    }
    const sideways = await ask('middle', 'value.txt');
    assert.equal(sideways.status, 400);
    assert.match(said(sideways).message, /must be before or after/);
    assert.equal((await ask('before', 'value.txt', '01J00000000000000000000000')).status, 404);
  });
});
