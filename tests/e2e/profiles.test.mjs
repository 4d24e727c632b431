// Which provider works on a ticket: several profiles of one kind, the default, the repository's own, and the ticket's word.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { evenCheck, evenProgram, finish, write } from './flow.mjs';
import { Place, secrets } from './support.mjs';
import { Worker } from './worker.mjs';

const answers = [write('4\n'), finish('Four.')];
const cases = [
  { name: 'the default works where nobody says more', repository: 'plain', want: ['first', 'model-one'] },
  { name: "the repository's own goes before it", repository: 'choosy', want: ['second', 'model-two'] },
  { name: "the repository's model goes before the profile's", repository: 'modelled', want: ['second', 'model-of-repository'] },
  { name: "the ticket's provider goes before the repository's", repository: 'choosy', body: 'provider=third', want: ['third', 'model-three'] },
  { name: "the ticket's model goes before all", repository: 'modelled', body: 'model=model-of-ticket', want: ['second', 'model-of-ticket'] },
];

describe('several profiles of one kind', () => {
  let place, worker, models;
  before(async () => {
    place = new Place('profiles');
    models = await place.models({ scenarios: Object.fromEntries(cases.map((_, index) => [`case-${index}`, answers])) });
    worker = await Worker.start(place);
    const remote = place.remote('even', evenProgram);
    await worker.setProvider('first', 'claude-api', models.url, secrets.apiKey, { is_default: true, model: 'model-one' });
    await worker.setProvider('second', 'claude-api', models.url, secrets.apiKey, { model: 'model-two' });
    await worker.setProvider('third', 'claude-api', models.url, secrets.apiKey, { model: 'model-three' });
    const add = (alias, more = {}) => worker.addRepository(alias, remote.path, { validation_commands: [evenCheck], ...more });
    await add('plain');
    await add('choosy', { provider: 'second' });
    await add('modelled', { provider: 'second', model: 'model-of-repository' });
  });
  after(() => place.close());

  for (const [index, { name, repository, body, want }] of cases.entries())
    test(name, async () => {
      const scenario = `case-${index}`;
      const directive = body ? `\n\n[JCA]\n${body}\n[/JCA]\n` : '';
      const job = await worker.jobEnded(await worker.addTicket(repository, scenario, { body: `Work on it. SCENARIO:${scenario}${directive}` }));
      assert.equal(job.state, 'completed', job.summary);
      const { run } = await worker.get(`/api/v1/runs/${job.run_id}`);
      assert.deepEqual([run.provider, run.model], want);
      const asked = await models.requests(scenario);
      assert.ok(asked.length > 0);
      for (const request of asked) assert.equal(request.body.model, want[1]);
    });
});
