// The published schema of events, for those that a real worker has written.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import Ajv2020 from 'ajv/dist/2020.js';

const schema = JSON.parse(readFileSync(new URL('../../resources/api/events.schema.json', import.meta.url), 'utf8'));
const envelope = new Ajv2020({ strict: false }).compile({ ...schema, oneOf: undefined });
const byType = new Map(schema.oneOf.map((variant) => [variant.title, new Ajv2020({ strict: false, allErrors: true }).compile(variant.properties.data)]));

export function assertFits(event) {
  assert.ok(envelope(event), `${JSON.stringify(event).slice(0, 500)}: ${JSON.stringify(envelope.errors)}`);
  const check = byType.get(event.type);
  assert.ok(check, `${event.type} is no type of the list`);
  assert.ok(check(event.data), `${event.type} ${JSON.stringify(event.data).slice(0, 500)}: ${JSON.stringify(check.errors)}`);
}
