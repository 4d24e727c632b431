// What the servers have in common: arguments, the line that says they are ready, and an end that leaves nothing behind.
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

/** `--name value` and `--flag`; a wrong option ends the program with status 2 and the usage. */
export function readOptions(usage, options) {
  try {
    const { values } = parseArgs({ options: { ...options, 'watch-stdin': { type: 'boolean' }, help: { type: 'boolean' } } });
    if (values.help) {
      console.log(usage);
      process.exit(0);
    }
    return values;
  } catch (error) {
    console.error(`${error.message}\n${usage}`);
    process.exit(2);
  }
}

/** One line of JSON on standard output: the server answers from now on. */
export function announce(facts) {
  process.stdout.write(`${JSON.stringify({ ...facts, pid: process.pid })}\n`);
}

/** A private directory that is gone when the program ends. */
export function scratchDirectory(name) {
  const path = mkdtempSync(join(tmpdir(), `mergeloom-${name}-`));
  process.on('exit', () => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** Runs `cleanUp` once and ends: on TERM, INT, HUP, and with --watch-stdin when standard input ends, so that no server
 *  outlives its test. */
export function endWith(values, cleanUp) {
  let ending = false;
  const end = async () => {
    if (ending) return;
    ending = true;
    await cleanUp();
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, end);
  if (values['watch-stdin']) {
    process.stdin.resume();
    process.stdin.on('end', end);
    process.stdin.on('error', end);
  }
  return () => ending;
}

/** Lives and ends with `child`. */
export function endTogether(values, child) {
  const isEnding = endWith(values, () => endChild(child));
  child.once('exit', () => isEnding() || process.exit(1));
}

/** A port that was free a moment ago. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

/** Ends a child and waits until it is gone; KILL after two seconds. */
export function endChild(child) {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    const last = setTimeout(() => child.kill('SIGKILL'), 2000);
    child.once('exit', () => {
      clearTimeout(last);
      resolve();
    });
    child.kill('SIGTERM');
  });
}

/** Starts `spawnAt(port)` until `isUp(port, child)`; another port when the child gave up (the port was taken). */
export async function startOnFreePort(spawnAt, isUp) {
  let said = '';
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const port = await freePort();
    const child = spawnAt(port);
    child.stderr?.on('data', (piece) => (said += piece));
    const end = Date.now() + 10000;
    while (child.exitCode === null && Date.now() < end) {
      if (await isUp(port, child)) return { port, child };
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await endChild(child);
  }
  throw new Error(`the server did not start: ${said.trim()}`);
}
