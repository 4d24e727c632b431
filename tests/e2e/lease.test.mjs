// The executor's side of a lease: nothing is pushed that the controller has not just confirmed.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { assertPublished, evenCheck, evenProgram, finish, write } from './flow.mjs';
import { Place, ended, secrets, until } from './support.mjs';
import { Worker, binary } from './worker.mjs';

const script = { scenarios: { pause: [write('4\n'), { ...finish('Four.'), drip_ms: 200 }] } };

describe('with a gateway that stands still', () => {
  let place, gateway, models, executor;
  before(async () => {
    place = new Place('lease');
    models = await place.models(script);
    gateway = await Worker.start(place, { JCA_WORKER_ROLE: 'gateway', JCA_WORKER_CLUSTER_TOKEN: 'e2e-cluster-token-1' });
    await gateway.setProvider('scripted', 'claude-api', models.url, secrets.apiKey, { is_default: true });
    executor = place.adopt(spawn(binary, ['serve', '--role', 'executor'], {
      env: { ...place.environment, JCA_WORKER_NAME: 'lease-1', JCA_WORKER_DATA_DIR: place.directory('executor'), JCA_WORKER_GATEWAY_URL: gateway.url, JCA_WORKER_CLUSTER_TOKEN: 'e2e-cluster-token-1' },
      stdio: ['ignore', 'ignore', 'inherit'],
    }));
  });
  after(async () => {
    await ended(executor, () => executor.kill('SIGTERM'));
    await place.close();
  });

  test('a run does all but the push, says what it waits for, and pushes when its lease is renewed', async () => {
    const remote = place.remote('pause', evenProgram);
    await gateway.addRepository('pause', remote.path, { validation_commands: [evenCheck] });
    const job = await gateway.addTicket('pause', 'pause');
    const { run } = await gateway.event(job, (event) => event.type === 'tool.result');
    gateway.child.kill('SIGSTOP');
    try {
      const journal = join(place.path, 'executor', 'runs', run, 'journal.jsonl');
      await until('the run waits', () => readFileSync(journal, 'utf8').includes('waits until the controller has renewed the lease'), 30);
      assert.match(readFileSync(journal, 'utf8'), /commit\.created/);
      assert.deepEqual(remote.branches(), ['main']);
    } finally {
      gateway.child.kill('SIGCONT');
    }
    await assertPublished(gateway, remote, await gateway.jobEnded(job));
  });
});
