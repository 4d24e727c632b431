// Commits of a repository are compared in the worker's mirror, and the lines that a run wrote are told from those of people.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { command, finish, write } from './flow.mjs';
import { Place, secrets } from './support.mjs';
import { Worker } from './worker.mjs';

const numbered = (from, to) => Array.from({ length: to - from + 1 }, (_, n) => `line ${from + n}\n`).join('');
const oldImage = Buffer.from('89504e470d0a1a0a0000000dff00fe', 'hex');
const newImage = Buffer.from('89504e470d0a1a0a0000000dfe00ff80', 'hex');
const first = { 'docs/größe + mehr.txt': numbered(1, 30), 'moved.txt': numbered(1, 40), 'value.txt': '3\n', 'image.png': oldImage };

/** The lines that blame gives to `commit`: path:line. */
const blamed = (remote, branch, commit, paths) => paths.flatMap((path) => remote.git('blame', '--line-porcelain', branch, '--', path).split('\n')
  .map((line) => /^([0-9a-f]{40}) \d+ (\d+)/.exec(line)).filter((match) => match?.[1] === commit).map((match) => `${path}:${match[2]}`)).sort();
const listed = (comparison) => comparison.lines.flatMap(({ path, first, last }) => Array.from({ length: last - first + 1 }, (_, n) => `${path}:${first + n}`)).sort();

describe('comparing commits', () => {
  const place = new Place('compare');
  let worker, remote, job, run, branch;
  before(async () => {
    const edit = (path, from, to) => ({ tools: [{ name: 'edit_file', input: { path, old_text: from, new_text: to } }] });
    const models = await place.models({ scenarios: { change: [
      edit('docs/größe + mehr.txt', 'line 10\n', 'line ten\nand one more\n'), write('first\nsecond\nthird\n', 'new.txt'),
      command(`python3 -c "import os; os.rename('moved.txt', 'elsewhere.txt')"`), edit('elsewhere.txt', 'line 20\n', 'line twenty\n'),
      command(`python3 -c "open('image.png','wb').write(bytes.fromhex('${newImage.toString('hex')}'))"`), finish('Done.')] } });
    worker = await Worker.start(place);
    await worker.setProvider('scripted', 'claude-api', models.url, secrets.apiKey, { is_default: true });
    remote = place.remote('lines', first);
    await worker.addRepository('lines', remote.path, {});
    job = await worker.jobEnded(await worker.addTicket('lines', 'change'));
    assert.equal(job.state, 'completed', job.summary);
    run = job.run_id;
    branch = job.branch;
  });
  after(() => place.close());

  const ask = (path, alias = 'lines') => worker.call('GET', `/api/v1/repositories/${alias}/${path}`);
  const compare = (range, alias) => ask(`compare?range=${encodeURIComponent(range)}`, alias);
  const compared = async (range) => {
    const answer = await compare(range);
    assert.equal(answer.status, 200, answer.text);
    return answer.body;
  };
  const said = (answer) => answer.body.error;

  test('a run that has ended is compared at once, and all that it added is its own', async () => {
    const commit = remote.head(branch);
    const comparison = await compared(`main..${branch}`);
    assert.deepEqual([comparison.from, comparison.to, comparison.range], [remote.head('main'), commit, `main..${branch}`]);
    assert.deepEqual(comparison.commits.map(({ id, run, ticket, author }) => ({ id, run, ticket, author })), [{ id: commit, run, ticket: job.ticket_key, author: 'MergeLoom' }]);
    const changes = Object.fromEntries(comparison.files.map((file) => [file.path, file.change]));
    assert.deepEqual(changes, { 'docs/größe + mehr.txt': 'modified', 'elsewhere.txt': 'renamed', 'image.png': 'modified', 'new.txt': 'added' });
    assert.match(comparison.patch, /^rename from moved.txt$/m);
    assert.match(comparison.patch, /^Binary files a\/image.png and b\/image.png differ$/m);
    assert.ok(comparison.lines.every((lines) => lines.run === run && lines.ticket === job.ticket_key));
    assert.deepEqual(listed(comparison), ['docs/größe + mehr.txt:10', 'docs/größe + mehr.txt:11', 'elsewhere.txt:20', 'new.txt:1', 'new.txt:2', 'new.txt:3']);
    assert.deepEqual([comparison.is_cut, comparison.commits_cut, comparison.attribution_cut], [false, false, false]);
    const { patch } = await worker.get(`/api/v1/runs/${run}/patch`);
    assert.equal(comparison.patch, patch);
  });

  test('what a person wrote on top is not the run\'s', async () => {
    const commit = remote.head(branch);
    const top = remote.commitTo(branch, 'new.txt', 'ahead\nfirst\nSECOND\nthird\n');
    await worker.send('POST', '/api/v1/repositories/lines/test');
    const comparison = await compared(`main..${branch}`);
    assert.deepEqual(comparison.commits.map(({ id, run }) => [id, run]), [[top, undefined], [commit, run]]);
    assert.deepEqual(listed(comparison).filter((line) => line.startsWith('new.txt')), ['new.txt:2', 'new.txt:4']);
    assert.deepEqual(listed(comparison), blamed(remote, branch, commit, ['docs/größe + mehr.txt', 'elsewhere.txt', 'new.txt']));
    const alone = await compared(top.slice(0, 10));
    assert.deepEqual([alone.from, alone.to, alone.lines], [commit, top, []]);
  });

  test('a message that names a run does not make a commit the run\'s', async () => {
    const seed = remote.seed;
    place.git('-C', seed, 'checkout', '-q', '-B', 'forged', remote.fetched('main'));
    writeFileSync(join(seed, 'forged.txt'), 'not of the run\n');
    place.git('-C', seed, 'add', '-A');
    place.git('-C', seed, 'commit', '-q', '-m', `${job.ticket_key}: forged\n\nMergeLoom-Run: ${run}\nTicket: ${job.ticket_key}`);
    place.git('-C', seed, 'push', '-q', remote.path, 'HEAD:refs/heads/forged');
    // An amended commit of the run is another commit.
    place.git('-C', seed, 'checkout', '-q', '-B', 'amended', remote.fetched(branch));
    place.git('-C', seed, 'reset', '-q', '--hard', 'HEAD~1');
    place.git('-C', seed, 'commit', '-q', '--amend', '--no-edit', '--reset-author');
    place.git('-C', seed, 'push', '-q', remote.path, 'HEAD:refs/heads/amended');
    await worker.send('POST', '/api/v1/repositories/lines/test');
    for (const name of ['forged', 'amended']) {
      const comparison = await compared(`main..${name}`);
      assert.equal(comparison.commits.length, 1);
      assert.equal(comparison.commits[0].run, undefined);
      assert.deepEqual(comparison.lines, []);
    }
  });

  test('from the merge base, and a root commit', async () => {
    remote.commitTo('main', 'value.txt', '4\n');
    await worker.send('POST', '/api/v1/repositories/lines/test');
    const comparison = await compared(`main...${branch}`);
    assert.equal(comparison.from, remote.git('merge-base', 'main', branch));
    assert.ok(!comparison.files.some((file) => file.path === 'value.txt'));
    assert.ok((await compared(`main..${branch}`)).files.some((file) => file.path === 'value.txt'));
    const root = remote.git('rev-list', '--max-parents=0', 'main');
    const whole = await compared(root);
    assert.deepEqual([whole.from, whole.to, whole.files.length], ['', root, 4]);
  });

  test('branches and tags are listed', async () => {
    remote.git('tag', 'v1.0', 'main');
    await worker.send('POST', '/api/v1/repositories/lines/test');
    const refs = (await ask('refs')).body;
    assert.equal(refs.default_branch, 'main');
    assert.ok(Date.now() - Date.parse(refs.fetched_at) < 60000, refs.fetched_at);
    assert.deepEqual(refs.items.map(({ name, kind }) => `${kind} ${name}`).sort(), ['branch amended', 'branch forged', 'branch main', `branch ${branch}`, 'tag v1.0'].sort());
    for (const item of refs.items) assert.equal(item.commit, remote.git('rev-parse', `${item.name}^{commit}`));
    assert.deepEqual((await ask('refs?search=FORGE')).body.items.map((item) => item.name), ['forged']);
  });

  test('files are given whole, of any commit', async () => {
    const bytes = async (path) => {
      const answer = await worker.call('GET', path);
      assert.equal(answer.status, 200, answer.text);
      return Buffer.from(answer.body.base64, 'base64');
    };
    const file = (commit, path) => `/api/v1/repositories/lines/files?commit=${encodeURIComponent(commit)}&path=${encodeURIComponent(path)}`;
    assert.deepEqual(await bytes(file('main', 'image.png')), oldImage);
    assert.deepEqual(await bytes(file(branch, 'image.png')), newImage);
    assert.deepEqual(await bytes(`/api/v1/runs/${run}/files/before?path=image.png`), oldImage);
    assert.deepEqual(await bytes(`/api/v1/runs/${run}/files/after?path=image.png`), newImage);
    assert.equal((await bytes(file(remote.head('main').slice(0, 12), 'docs/größe + mehr.txt'))).toString(), first['docs/größe + mehr.txt']);
    for (const [commit, path, status] of [['main', 'none', 404], ['main', '../value.txt', 404], ['none', 'value.txt', 404], ['-p', 'value.txt', 400], ['HEAD^{/x}', 'value.txt', 400], ['', '', 400]])
      assert.equal((await worker.call('GET', file(commit, path))).status, status, `${commit}:${path}`);
    assert.notEqual((await worker.call('GET', file('main', 'docs'))).status, 200);
  });

  test('what cannot be compared is said', async () => {
    for (const range of ['', '..', 'main..', '--output=x', '-p', 'HEAD^{/x}', 'main~1', 'main:value.txt', `main..--output=${place.path}/x`]) {
      const answer = await compare(range);
      assert.equal(answer.status, 400, range);
      assert.equal(said(answer).code, 'invalid_input');
    }
    for (const range of ['none', 'main..none', 'deadbeef']) {
      const answer = await compare(range);
      assert.equal(answer.status, 404, range);
      assert.match(said(answer).message, /has no branch, tag or commit/);
    }
    const orphan = remote.git('commit-tree', '-m', 'another first', `${remote.head('main')}^{tree}`);
    remote.git('update-ref', 'refs/heads/orphan', orphan);
    await worker.send('POST', '/api/v1/repositories/lines/test');
    const unrelated = await compare('main...orphan');
    assert.equal(unrelated.status, 400);
    assert.match(said(unrelated).message, /no commit in common/);
    assert.equal((await compare('main..orphan')).status, 200);

    await worker.addRepository('fresh', place.remote('fresh', { a: '1\n' }).path, {});
    for (const path of ['refs', 'compare?range=main', 'files?commit=main&path=a']) {
      const answer = await ask(path, 'fresh');
      assert.equal(answer.status, 404);
      assert.match(said(answer).message, /no mirror of "fresh" on this host yet.*repo test fresh/);
      assert.match(said(await ask(path, 'nowhere')).message, /not in the catalog/);
    }
    await worker.send('POST', '/api/v1/repositories/fresh/test');
    assert.equal((await ask('refs', 'fresh')).body.items.length, 1);
  });

  test('the command line gives the same', async () => {
    const refs = await worker.command('repo', 'refs', 'lines', '--search', 'v1');
    assert.equal(refs.code, 0, refs.err);
    assert.match(refs.out, /v1\.0 +tag +[0-9a-f]{10}/);
    const patch = await worker.command('repo', 'compare', 'lines', `main...${branch}`);
    assert.equal(patch.code, 0, patch.err);
    assert.equal(patch.out, (await compared(`main...${branch}`)).patch);
    const stat = await worker.command('repo', 'compare', 'lines', `main...${branch}`, '--stat');
    assert.match(stat.out, /2 +1 +modified +docs\/größe \+ mehr\.txt/);
    assert.match(stat.out, /moved\.txt → elsewhere\.txt/);
    assert.match(stat.out, new RegExp(`${job.ticket_key} +${run}`));
    assert.match(stat.out, /4 files, lines added: 7, removed: 2, by runs: 5/);
    const json = await worker.command('repo', 'compare', 'lines', `main...${branch}`, '--json');
    assert.equal(JSON.parse(json.out).commits.length, 2);
    const wrong = await worker.command('repo', 'compare', 'lines', 'main..none');
    assert.notEqual(wrong.code, 0);
    assert.match(wrong.err, /no branch, tag or commit "none"/);
    // Bytes are bytes.
    const args = ['runs', 'file', run, 'image.png'];
    assert.deepEqual(execFileSync(worker.program, args, { env: worker.environment }), newImage);
    assert.deepEqual(execFileSync(worker.program, [...args, '--side', 'before'], { env: worker.environment }), oldImage);
    const work = join(place.path, 'applied');
    mkdirSync(work);
    place.git('clone', '-q', remote.path, work);
    const applied = await worker.command('repo', 'compare', 'lines', remote.head(branch));
    place.git('-C', work, 'checkout', '-q', `${remote.head(branch)}~1`);
    execFileSync('git', ['-C', work, 'apply', '--index', '-'], { input: applied.out });
    assert.equal(place.git('-C', work, 'write-tree'), remote.git('rev-parse', `${branch}^{tree}`));
  });
});
