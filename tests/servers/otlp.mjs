// A collector of traces: OTLP over HTTP with JSON, as opentelemetry-proto 1.x describes ExportTraceServiceRequest and its JSON
// mapping (lowerCamelCase names, ids in hex, 64-bit numbers as text, enums as numbers, no other fields).
import { createServer } from 'node:http';
import Ajv2020 from 'ajv/dist/2020.js';

const object = (properties, required = []) => ({ type: 'object', properties, required, additionalProperties: false });
const list = (items) => ({ type: 'array', items });
const hex = (bytes) => ({ type: 'string', pattern: `^(?!0+$)[0-9a-f]{${bytes * 2}}$` });
const number64 = { type: 'string', pattern: '^\\d+$' };
const keyValues = list({ $ref: '#/$defs/keyValue' });
const schema = {
  $defs: {
    anyValue: { maxProperties: 1, ...object({ stringValue: { type: 'string' }, boolValue: { type: 'boolean' }, intValue: { type: 'string', pattern: '^-?\\d+$' },
      doubleValue: { type: 'number' }, arrayValue: object({ values: list({ $ref: '#/$defs/anyValue' }) }), kvlistValue: object({ values: keyValues }), bytesValue: { type: 'string' } }) },
    keyValue: object({ key: { type: 'string', minLength: 1 }, value: { $ref: '#/$defs/anyValue' } }, ['key', 'value']),
    event: object({ timeUnixNano: number64, name: { type: 'string' }, attributes: keyValues, droppedAttributesCount: { type: 'integer' } }),
    span: object({ traceId: hex(16), spanId: hex(8), traceState: { type: 'string' }, parentSpanId: hex(8), flags: { type: 'integer' }, name: { type: 'string', minLength: 1 },
      kind: { type: 'integer', minimum: 0, maximum: 5 }, startTimeUnixNano: number64, endTimeUnixNano: number64, attributes: keyValues,
      droppedAttributesCount: { type: 'integer' }, events: list({ $ref: '#/$defs/event' }), status: object({ code: { type: 'integer', minimum: 0, maximum: 2 }, message: { type: 'string' } }) },
    ['traceId', 'spanId', 'name', 'startTimeUnixNano', 'endTimeUnixNano']),
  },
  ...object({ resourceSpans: { minItems: 1, ...list(object({
    resource: object({ attributes: keyValues, droppedAttributesCount: { type: 'integer' } }), schemaUrl: { type: 'string' },
    scopeSpans: { minItems: 1, ...list(object({ scope: object({ name: { type: 'string' }, version: { type: 'string' }, attributes: keyValues }), spans: list({ $ref: '#/$defs/span' }), schemaUrl: { type: 'string' } })) },
  })) } }, ['resourceSpans']),
};
const check = new Ajv2020({ strict: false, allErrors: true }).compile(schema);

const plain = (value) => ('intValue' in value ? Number(value.intValue) : 'arrayValue' in value ? value.arrayValue.values.map(plain) : Object.values(value)[0]);
const attributesOf = (attributes = []) => Object.fromEntries(attributes.map(({ key, value }) => [key, plain(value)]));

/** What is wrong with the body of a request, and its spans with plain attributes. */
export function readTraces(text) {
  const body = JSON.parse(text);
  const problems = check(body) ? [] : check.errors.map((error) => `${error.instancePath} ${error.message}`);
  const spans = (body.resourceSpans ?? []).flatMap((one) => (one.scopeSpans ?? []).flatMap((scope) => (scope.spans ?? []).map((span) => (
    { ...span, start: BigInt(span.startTimeUnixNano ?? 0), end: BigInt(span.endTimeUnixNano ?? 0), attributes: attributesOf(span.attributes), resource: attributesOf(one.resource?.attributes) }))));
  const ids = new Set(spans.map((span) => span.spanId));
  if (ids.size !== spans.length) problems.push('two spans have one id');
  for (const span of spans) {
    if (span.end < span.start) problems.push(`${span.name} ends before it begins`);
    if (span.parentSpanId && !ids.has(span.parentSpanId)) problems.push(`${span.name} has a parent that is not there`);
    if (new Set((span.attributes && Object.keys(span.attributes))).size !== Object.keys(span.attributes).length) problems.push(`${span.name} names an attribute twice`);
  }
  return { problems, spans };
}

/** Listens on loopback; `answers` gives the status of each request, the last one for all that follow. */
export class Collector {
  constructor() {
    this.requests = [];
    this.answers = [200];
  }

  async listen(port = 0) {
    this.server = createServer(async (request, response) => {
      let text = '';
      for await (const piece of request.setEncoding('utf8')) text += piece;
      const record = { path: request.url, method: request.method, headers: request.headers, ...readTraces(text) };
      if (request.method !== 'POST' || request.url !== '/v1/traces') record.problems.push(`${request.method} ${request.url}`);
      if (request.headers['content-type'] !== 'application/json') record.problems.push(`content-type ${request.headers['content-type']}`);
      record.status = this.answers.length > 1 ? this.answers.shift() : this.answers[0];
      this.requests.push(record);
      response.writeHead(record.status, { 'content-type': 'application/json' }).end('{"partialSuccess":{}}');
    });
    await new Promise((done) => { this.server.listen(port, '127.0.0.1', done); });
    this.port = this.server.address().port;
    this.url = `http://127.0.0.1:${this.port}`;
    return this;
  }

  async close() {
    this.server.closeAllConnections();
    await new Promise((done) => { this.server.close(done); });
  }
}
