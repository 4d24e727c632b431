// A repository that tries to run something at every step that touches it, and one that has no end.
import assert from 'node:assert/strict';
import { chmodSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { assertPublished, assertUnpublished, command, evenCheck, evenProgram, finish, write } from './flow.mjs';
import { Place, secrets } from './support.mjs';
import { Worker } from './worker.mjs';

const script = { scenarios: {
  hostile: [command('git status --short && git diff && git log -1'), write('4\n'), finish('Wrote four.')],
  bomb: [write('4\n'), finish('Wrote four.')],
} };

describe('a hostile repository', () => {
  const place = new Place('hostile');
  let worker;
  before(async () => {
    const models = await place.models(script);
    worker = await Worker.start(place, { JCA_WORKER_CHECKOUT_MAX_FILES: '5000' });
    await worker.setProvider('scripted', 'claude-api', models.url, secrets.apiKey, { is_default: true });
  });
  after(() => place.close());

  test('is worked on, and nothing that it brings is run', async () => {
    const marker = join(place.path, 'marker');
    const touch = `touch ${marker}`;
    const remote = place.remote('hostile', { ...evenProgram,
      '.gitattributes': '* filter=evil diff=evil merge=evil\n',
      '.gitmodules': `[submodule "x"]\n\tpath = x\n\turl = ext::sh -c touch% ${marker}\n`,
      '.gitconfig': `[core]\n\tfsmonitor = ${touch}\n\tpager = ${touch}\n`,
      'git/hooks/post-checkout': `#!/bin/sh\n${touch}\n` });
    place.git('-C', remote.seed, 'update-index', '--add', '--cacheinfo', `160000,${remote.head()},x`);
    place.git('-C', remote.seed, 'commit', '-q', '-m', 'with a submodule');
    place.git('-C', remote.seed, 'push', '-q', remote.path, 'main');
    for (const hook of ['post-checkout', 'post-merge', 'pre-commit', 'commit-msg', 'post-commit', 'pre-push', 'post-index-change']) {
      writeFileSync(join(remote.path, 'hooks', hook), `#!/bin/sh\n${touch}\n`);
      chmodSync(join(remote.path, 'hooks', hook), 0o755);
    }
    for (const key of ['core.fsmonitor', 'core.sshCommand', 'core.pager', 'core.editor', 'diff.external', 'diff.evil.command', 'diff.evil.textconv',
      'merge.evil.driver', 'filter.evil.clean', 'filter.evil.smudge', 'uploadpack.packObjectsHook', 'credential.helper', 'gpg.program'])
      remote.git('config', key, touch);
    await worker.addRepository('hostile', remote.path, { validation_commands: ['git status --short', evenCheck] });
    const job = await worker.jobEnded(await worker.addTicket('hostile', 'hostile'));
    const run = await assertPublished(worker, remote, job);
    const warnings = (await worker.events(run.id, 'run.message')).map((event) => event.data.text).join('\n');
    assert.match(warnings, /1 submodules are not fetched, the first at "x"/);
    assert.match(warnings, /\.gitattributes asks for filters or drivers/);
    assert.equal(existsSync(marker), false, 'something of the repository was run');
  });

  test('that has no end is refused, with the limit that it is over', async () => {
    const remote = place.remote('bomb', evenProgram);
    const git = (...args) => place.git('-C', remote.path, ...args);
    let tree = git('rev-parse', 'main^{tree}');
    for (let depth = 0; depth < 10; depth++) {
      const list = place.file(`bomb-${depth}`, Array.from({ length: 10 }, (_, name) => `040000 tree ${tree}\t${name}`).join('\n') + '\n');
      tree = place.git('-C', remote.path, '-c', `alias.bomb=!git mktree < ${list}`, 'bomb');
    }
    git('update-ref', 'refs/heads/main', git('commit-tree', '-m', 'bomb', tree));
    await worker.addRepository('bomb', remote.path, { validation_commands: [evenCheck] });
    const job = await worker.jobEnded(await worker.addTicket('bomb', 'bomb'));
    const run = await assertUnpublished(worker, remote, job, 'failed', 'checkout_failed');
    assert.match(run.summary, /more than 5000 files and folders.*JCA_WORKER_CHECKOUT_MAX_FILES/);
  });
});
