// The store of a stopped or running worker from beside it, be it the SQLite file or a schema of PostgreSQL: what somebody
// with access to it sees and changes.
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { sharedServer } from './postgres.mjs';

const url = (worker) => worker.settings.JCA_WORKER_DATABASE_URL;
const schema = (worker) => /search_path%3D(\w+)/.exec(url(worker))[1];

const python = (worker, program, ...given) =>
  execFileSync('python3', ['-c', program, join(worker.data, 'mergeloom.db'), ...given], { encoding: 'utf8' });

/** Rows, each a list of values. */
export function rowsOf(worker, columns, from) {
  if (url(worker)) {
    const text = sharedServer().query(`SET search_path TO ${schema(worker)}; SELECT coalesce(json_agg(json_build_array(${columns})), '[]') FROM ${from}`);
    return JSON.parse(text.split('\n').slice(1).join('\n'));
  }
  return JSON.parse(python(worker, `
import json, sqlite3, sys
print(json.dumps(sqlite3.connect(sys.argv[1]).execute(sys.argv[2]).fetchall()))
`, `SELECT ${columns} FROM ${from}`));
}

/** All rows of a table, as one text. */
export function tableText(worker, table) {
  return url(worker) ? JSON.stringify(rowsOf(worker, 'all_of_it', `${table} AS all_of_it`)) : python(worker, `
import sqlite3, sys
print(sqlite3.connect(sys.argv[1]).execute('SELECT * FROM ' + sys.argv[2]).fetchall())
`, table);
}

/** A literal of the bytes of a text. */
export const bytesOf = (worker, text) => (url(worker) ? `'\\x${Buffer.from(text).toString('hex')}'` : `x'${Buffer.from(text).toString('hex')}'`);

/** Changes it as its owner can: without the triggers that are in the way. */
export function tamper(worker, ...statements) {
  if (url(worker)) {
    sharedServer().query([`SET search_path TO ${schema(worker)}`, 'SET session_replication_role = replica', ...statements].join('; '));
    return;
  }
  python(worker, `
import sqlite3, sys
database = sqlite3.connect(sys.argv[1], timeout=10)
for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
    database.execute('DROP TRIGGER ' + name)
for statement in sys.argv[2:]:
    database.execute(statement)
database.commit()
`, ...statements);
}

/** Everything that is in it, byte for byte where it is a file, as one text of single bytes. */
export function textOf(worker) {
  if (!url(worker))
    return readdirSync(worker.data).filter((name) => name.startsWith('mergeloom.db')).map((name) => readFileSync(join(worker.data, name), 'latin1')).join('');
  const dump = sharedServer().dump(schema(worker));
  const bytes = dump.match(/\\\\x[0-9a-f]+/g) ?? [];
  return dump + bytes.map((hex) => Buffer.from(hex.slice(3), 'hex').toString('latin1')).join('\n');
}
