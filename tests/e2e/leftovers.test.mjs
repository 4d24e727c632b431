// What a killed process leaves in the folder of temporary files goes with the next start, and nothing of a living one does.
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { command, evenProgram, finish, hangCommand } from './flow.mjs';
import { Place, secrets, until } from './support.mjs';
import { Worker } from './worker.mjs';

describe('leftovers', () => {
  let place, worker, models, temporary;
  const folders = () => readdirSync(temporary).filter((name) => name.startsWith('mergeloom-'));
  before(async () => {
    place = new Place('leftovers');
    models = await place.models({ scenarios: { hang: [command(hangCommand), finish(), command(hangCommand), finish()] } });
    temporary = place.directory('tmp');
  });
  after(() => place.close());

  test('an executor that was killed while a command ran leaves no folder behind', async (context) => {
    worker = await Worker.start(place, { TMPDIR: temporary, JCA_WORKER_SANDBOX_BACKEND: 'landlock' });
    const sandbox = (await worker.get('/api/v1/health')).checks.find((check) => check.name === 'sandbox');
    if (sandbox.status === 'failing') return context.skip(sandbox.seen);
    await worker.setProvider('scripted', 'claude-api', models.url, secrets.apiKey, { is_default: true });
    await worker.addRepository('app', place.remote('app', evenProgram).path);
    const job = await worker.addTicket('app', 'hang');
    await worker.event(job, (event) => event.type === 'command.started' && event.data.kind === 'agent');
    const [killed] = worker.executors();
    const before = await until('the command has its folder', () => folders().some((name) => name.includes('-command-')) && folders());
    assert.ok(before.some((name) => name.includes('-settings-')), before.join(' '));
    process.kill(killed, 'SIGKILL');
    await until('its folders are gone', () => !folders().some((name) => before.includes(name)));
    await until('another executor is there', () => worker.executors().some((pid) => pid !== killed));
    await until('that one has folders of its own', () => folders().some((name) => name.includes('-settings-')));
    await worker.cancel(job);
    await worker.jobEnded(job, 30);
    await worker.stop();
    assert.deepEqual(folders(), []);
  });
});
