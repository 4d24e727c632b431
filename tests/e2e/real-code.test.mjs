// The same line on real code that was not written for it: this project's own, and a package from the npm registry.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { assertPublished, finish, write } from './flow.mjs';
import { Place, secrets, sourceRoot } from './support.mjs';
import { Worker } from './worker.mjs';

const place = new Place('real');
// Ships its tests, which need nothing but node's own assert.
const npmPackage = { name: 'mime', version: '1.6.0' };
const edit = (path, oldText, newText) => ({ tools: [{ name: 'edit_file', input: { path, old_text: oldText, new_text: newText } }] });

/** The package's folder, unpacked by npm once and kept beneath the temporary directory; or why it cannot be had. */
function unpackedPackage() {
  const cache = join(tmpdir(), `mergeloom-e2e-npm-${process.getuid()}`);
  const folder = join(cache, `${npmPackage.name}-${npmPackage.version}`);
  if (existsSync(folder)) return { folder };
  mkdirSync(cache, { recursive: true, mode: 0o700 });
  const packed = spawnSync('npm', ['pack', '--silent', `${npmPackage.name}@${npmPackage.version}`], { cwd: place.directory('pack'), encoding: 'utf8', timeout: 60000 });
  if (packed.status !== 0) return { refusal: `npm cannot reach a registry: ${(packed.stderr || String(packed.error)).trim().split('\n')[0]}` };
  const [archive] = readdirSync(join(place.path, 'pack'));
  execFileSync('tar', ['-xzf', archive], { cwd: join(place.path, 'pack') });
  renameSync(join(place.path, 'pack/package'), folder);
  return { folder };
}

describe('on real code', () => {
  let worker, models;
  const script = { scenarios: {} };
  before(async () => {
    script.scenarios.own = [edit('CONTRIBUTING.md', readFileSync(join(sourceRoot, 'CONTRIBUTING.md'), 'utf8').split('\n')[0], '# How to contribute'), finish('A plainer title.')];
    const test = edit('src/test.js', '//\n// Test extensions\n//\n',
      "assert.equal('text/plain', mime.lookup('TEXT.TXT?download=1')); // with a query\n\n//\n// Test extensions\n//\n");
    const line = "var ext = path.replace(/^.*[\\.\\/\\\\]/, '').toLowerCase();";
    script.scenarios.npm = [
      edit('mime.js', line, line.replace("path.", "path.replace(/[?#].*$/, '').").replace('.toLowerCase()', '')), test, finish('Query strings are left out.'),
      { ...edit('mime.js', "'');\n", "'').toLowerCase();\n"), expect: { last_contains: ['AssertionError', 'npm test'] } }, finish('Query strings are left out, and case does not matter.'),
    ];
    models = await place.models(script);
    worker = await Worker.start(place);
    await worker.setProvider('scripted', 'claude-api', models.url, secrets.apiKey, { is_default: true });
  });
  after(() => place.close());

  test('this project is changed, its own test is run on the change, and the branch is pushed', async (t) => {
    if (!existsSync(join(sourceRoot, '.git'))) return t.skip('the sources are no git repository');
    const bare = join(place.directory('remotes'), 'own.git');
    place.file('home/.gitconfig', '[safe]\n\tdirectory = *\n'); // whoever runs the tests, the sources may be another's
    place.git('clone', '-q', '--bare', sourceRoot, bare);
    const git = (...args) => place.git('-C', bare, ...args);
    const remote = { git, head: (name) => git('rev-parse', `refs/heads/${name}`) };
    await worker.addRepository('own', bare, { validation_commands: ['python3 -B tests/architecture/check.py .', 'python3 -B tests/architecture/test_check.py'] });
    const started = Date.now();
    const job = await worker.jobEnded(await worker.addTicket('own', 'own'));
    const run = await assertPublished(worker, remote, job, git('rev-parse', 'HEAD'));
    t.diagnostic(`${git('ls-tree', '-r', '--name-only', 'HEAD').split('\n').length} files, ${Date.now() - started} ms`);
    assert.equal(run.validation, 'passed');
    assert.deepEqual(git('diff', '--name-only', run.base_commit, run.head_commit), 'CONTRIBUTING.md');
  });

  test(`${npmPackage.name}@${npmPackage.version} of the npm registry is changed under its own tests`, async (t) => {
    const { folder, refusal } = unpackedPackage();
    if (refusal) return t.skip(refusal);
    t.diagnostic(readdirSync(folder).join(' '));
    const remote = place.remote('npm', folder);
    await worker.addRepository('npm', remote.path, { validation_commands: ['npm test'] });
    const job = await worker.jobEnded(await worker.addTicket('npm', 'npm'));
    const run = await assertPublished(worker, remote, job);
    assert.deepEqual([run.validation, run.repairs], ['passed', 1]);
    const output = (await worker.events(run.id, 'command.output')).map((event) => event.data.text).join('');
    assert.match(output, /AssertionError/);
    assert.match(output, /All tests passed/);
    assert.deepEqual(await models.problems(), []);
  });
});
