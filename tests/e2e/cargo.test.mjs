// cargo, where it is installed, through the worker's proxy: a sparse registry of this machine in place of crates.io.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import { dirname, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { evenCheck, evenProgram, finish, write } from './flow.mjs';
import { Place, secrets } from './support.mjs';
import { Worker } from './worker.mjs';

const place = new Place('cargo');
const address = '127.0.0.2'; // of this machine, but none that programs reach without their proxy
let registry, seen, worker, remote, missing;

/** The folder of the toolchain, where no shim looks for a home. */
function toolchain() {
  try {
    return execFileSync('rustc', ['--print', 'sysroot'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return undefined;
  }
}

function crate() {
  place.file('right-good-1.0.0/Cargo.toml', '[package]\nname = "right-good"\nversion = "1.0.0"\nedition = "2021"\n');
  place.file('right-good-1.0.0/src/lib.rs', 'pub const VALUE: i32 = 4;\n');
  execFileSync('tar', ['czf', join(place.path, 'right-good.crate'), '-C', place.path, 'right-good-1.0.0']);
  return readFileSync(join(place.path, 'right-good.crate'));
}

function serve(bytes) {
  const entry = { name: 'right-good', vers: '1.0.0', deps: [], cksum: createHash('sha256').update(bytes).digest('hex'), features: {}, yanked: false };
  return http.createServer((request, reply) => {
    seen.push(request.url);
    if (request.url === '/index/config.json') reply.end(JSON.stringify({ dl: `http://${listed()}/dl/{crate}-{version}.crate` }));
    else if (request.url === '/index/ri/gh/right-good') reply.end(`${JSON.stringify(entry)}\n`);
    else if (request.url === '/dl/right-good-1.0.0.crate') reply.end(bytes);
    else reply.writeHead(404).end();
  });
}
const listed = () => `${address}:${registry.address().port}`;

async function runWith(alias, hosts) {
  seen = [];
  await worker.addRepository(alias, remote.path, { setup_commands: ['cargo fetch && cargo run --offline'], validation_commands: [evenCheck], network: { setup: 'allowlist', hosts } });
  const job = await worker.jobEnded(await worker.addTicket(alias, 'pass'), 120);
  return { job, refused: (await worker.events(job.run_id, 'network.refused')).map((event) => event.data) };
}

describe('cargo', () => {
  before(async () => {
    const root = toolchain();
    missing = root ? undefined : 'cargo is not installed';
    if (missing) return;
    registry = serve(crate());
    await new Promise((resolve) => registry.listen(0, '0.0.0.0', resolve));
    place.onClose(() => { registry.closeAllConnections?.(); registry.close(); });
    remote = place.remote('app', { ...evenProgram, '.gitignore': 'target\nCargo.lock\n', '.cargo/config.toml': `[source.crates-io]\nreplace-with = "local"\n[source.local]\nregistry = "sparse+http://${listed()}/index/"\n`,
      'Cargo.toml': '[package]\nname = "app"\nversion = "0.1.0"\nedition = "2021"\n[dependencies]\nright-good = "1"\n', 'src/main.rs': 'fn main() { println!("{}", right_good::VALUE); }\n' });
    const models = await place.models({ scenarios: { pass: [write('4\n'), finish('Four.')] } });
    const shown = root.startsWith('/usr') ? {} : { JCA_WORKER_SANDBOX_READ_ONLY_PATHS: dirname(dirname(root)) };
    worker = await Worker.start(place, { PATH: `${join(root, 'bin')}:${process.env.PATH}`, JCA_WORKER_NETWORK_HOSTS: `*:*,${address}:*`, ...shown });
    const { checks } = await worker.get('/api/v1/health');
    if (!/^bubblewrap/.test(checks.find((check) => check.name === 'sandbox').seen)) missing = 'a list of hosts needs bubblewrap';
    await worker.setProvider('scripted', 'claude-api', models.url, secrets.apiKey, { is_default: true });
  });
  after(() => place.close());

  test('fetches from a listed registry, builds and runs', async (context) => {
    if (missing) return context.skip(missing);
    const { job, refused } = await runWith('listed', [listed()]);
    assert.equal(job.state, 'completed', job.summary);
    assert.deepEqual(seen, ['/index/config.json', '/index/ri/gh/right-good', '/dl/right-good-1.0.0.crate']);
    assert.deepEqual(refused, []);
  });

  test('is refused a registry that is not listed, and the summary names it', async (context) => {
    if (missing) return context.skip(missing);
    const { job, refused } = await runWith('unlisted', []);
    assert.deepEqual([job.state, job.reason], ['failed', 'setup_failed'], job.summary);
    assert.ok(job.summary.includes(`The network refused ${listed()}.`), job.summary);
    assert.deepEqual([refused[0].host, refused[0].reason], [address, 'not_listed']);
    assert.deepEqual(seen, []);
  });
});
