// A PostgreSQL server that ends with the test: a socket in a directory of its own, no TCP.
import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../servers/lifecycle.mjs';
import { ended, until } from './support.mjs';

const versions = '/usr/lib/postgresql';
const programs = existsSync(versions) && readdirSync(versions).map((version) => join(versions, version, 'bin')).find((folder) => existsSync(join(folder, 'initdb')));

export const missing = programs ? false : 'this machine has no PostgreSQL server; install the package postgresql';

/** It refuses to run as root. */
const owner = process.getuid() === 0 ? ['--reuid', 'postgres', '--regid', 'postgres', '--clear-groups'] : [];

export class PostgresServer {
  /** With `tls` ({certificate, key, password}) it also listens at a port of its own, where it wants TLS and the password. */
  static async start(place, tls) {
    const server = new PostgresServer();
    server.path = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'mergeloom-pg-'));
    if (owner.length) execFileSync('chown', ['postgres', server.path]);
    chmodSync(server.path, 0o700);
    execFileSync('setpriv', [...owner, join(programs, 'initdb'), '-D', join(server.path, 'data'), '--no-sync', '-A', 'trust', '-U', 'mergeloom', '-E', 'UTF8', '--locale=C.UTF-8'],
      { cwd: server.path, stdio: ['ignore', 'ignore', 'inherit'] });
    if (tls) await server.useTls(tls);
    await server.start();
    place?.onClose(() => server.close());
    process.on('exit', () => server.process?.kill('SIGKILL'));
    return server;
  }

  async useTls({ certificate, key, password }) {
    const file = (name, text) => {
      writeFileSync(join(this.path, name), text, { mode: 0o600 });
      if (owner.length) execFileSync('chown', ['postgres', join(this.path, name)]);
      return join(this.path, name);
    };
    file('data/pg_hba.conf', 'local all all trust\nhostssl all all all scram-sha-256\n');
    this.port = await freePort();
    this.options = ['-c', 'listen_addresses=localhost', '-c', `port=${this.port}`, '-c', 'ssl=on', '-c', `ssl_cert_file=${file('server.pem', readFileSync(certificate))}`, '-c', `ssl_key_file=${file('server.key', readFileSync(key))}`];
    this.password = password;
  }

  async start() {
    this.process = spawn('setpriv', ['--pdeathsig', 'KILL', ...owner, join(programs, 'postgres'), '-D', join(this.path, 'data'), ...(this.options ?? ['-c', 'listen_addresses=']), '-c', `unix_socket_directories=${this.path}`, '-c', 'fsync=off', '-c', 'dynamic_shared_memory_type=mmap'],
      { cwd: this.path, stdio: 'ignore' });
    await until('PostgreSQL answers', () => this.query('SELECT 1') === '1');
    if (this.password) this.query(`ALTER USER mergeloom PASSWORD '${this.password}'`);
  }

  /** -9, at whatever it is. */
  async kill() {
    await ended(this.process, () => this.process.kill('SIGKILL'));
    await until('PostgreSQL is gone', () => {
      try {
        this.query('SELECT 1');
        return false;
      } catch {
        return true;
      }
    });
  }

  async close() {
    await ended(this.process, () => this.process.kill('SIGQUIT'));
    rmSync(this.path, { recursive: true, force: true });
  }

  query(sql) {
    return execFileSync(join(programs, 'psql'), ['-h', this.path, '-p', String(this.port ?? 5432), '-U', 'mergeloom', '-d', 'postgres', '-Atc', sql], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();
  }

  /** Nobody can make a table until the function that this gives is called. */
  async holdTables() {
    const holder = spawn(join(programs, 'psql'), ['-h', this.path, '-U', 'mergeloom', '-d', 'postgres', '-c', 'BEGIN; LOCK TABLE pg_catalog.pg_class IN SHARE MODE; SELECT pg_sleep(600)'], { stdio: 'ignore' });
    const held = "FROM pg_stat_activity WHERE query LIKE 'BEGIN; LOCK%' AND wait_event = 'PgSleep'";
    await until('the tables are held', () => this.query(`SELECT count(*) ${held}`) === '1');
    return () => ended(holder, () => this.query(`SELECT pg_terminate_backend(pid) ${held}`));
  }

  /** A schema with all its rows, as a text. */
  dump(schema) {
    return execFileSync(join(programs, 'pg_dump'), ['-h', this.path, '-U', 'mergeloom', '-n', schema, 'postgres'], { encoding: 'utf8', maxBuffer: 1 << 30 });
  }

  /** The URL of a schema of its own. */
  newPlace() {
    this.places = (this.places ?? 0) + 1;
    this.query(`CREATE SCHEMA place_${this.places}`);
    return `postgresql://mergeloom@${encodeURIComponent(this.path)}/postgres?options=-csearch_path%3Dplace_${this.places}`;
  }
}

/** With MERGELOOM_TEST_DATABASE=postgresql every data directory of a test has a database on one server. */
let shared;
const places = new Map();
export async function databaseOfWorker(directory) {
  if (process.env.MERGELOOM_TEST_DATABASE !== 'postgresql') return {};
  shared ??= await PostgresServer.start();
  shared.process.unref(); // it does not keep the test from its end
  if (!places.has(directory)) places.set(directory, shared.newPlace());
  return { JCA_WORKER_DATABASE_URL: places.get(directory) };
}
/** The one that databaseOfWorker() has started. */
export const sharedServer = () => shared;
process.on('exit', () => shared && rmSync(shared.path, { recursive: true, force: true }));
