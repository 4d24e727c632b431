// Checks Signature Version 4 as a service of Amazon does, apart from the worker's own code.
// Source: docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html.
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

const sha256 = (text) => createHash('sha256').update(text).digest('hex');
const keyed = (key, text) => createHmac('sha256', key).update(text).digest();
const encoded = (text) => encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

function canonicalQuery(query) {
  const pairs = query.split('&').filter(Boolean).map((part) => {
    const at = part.indexOf('=');
    return (at < 0 ? [part, ''] : [part.slice(0, at), part.slice(at + 1)]).map((text) => encoded(decodeURIComponent(text)));
  });
  return pairs.sort().map((pair) => pair.join('=')).join('&');
}

const timeOf = (text) => Date.parse(text.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));

/** What is signed as: {id, day, region, service, names, signature}; undefined for another kind of authorization. */
export function scopeOf(headers) {
  const parts = /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request, SignedHeaders=([a-z0-9;-]+), Signature=([0-9a-f]{64})$/
    .exec(headers.authorization ?? '');
  if (!parts) return undefined;
  const [, id, day, region, service, names, signature] = parts;
  return { id, day, region, service, names: names.split(';'), signature };
}

/** {type, message} of what the service would complain about, or undefined. `now` is the service's time; without a secret any will do. */
export function signatureRefusal(request, body, secret, { region, service, now = Date.now() }) {
  const { headers, method, url } = request;
  const scope = scopeOf(headers);
  if (!scope) return { type: 'MissingAuthenticationTokenException', message: 'Missing Authentication Token' };
  const wrong = (message) => ({ type: 'InvalidSignatureException', message });
  if (scope.service !== service) return wrong(`Credential should be scoped to correct service: '${service}'.`);
  if (scope.region !== region) return wrong('Credential should be scoped to a valid region.');
  const time = headers['x-amz-date'] ?? '';
  if (!time.startsWith(scope.day)) return wrong('Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP');
  const behind = now - timeOf(time);
  if (!(behind < 300_000)) return wrong(`Signature expired: ${time} is now earlier than the time of the service less 5 min.`);
  if (behind < -300_000) return wrong(`Signature not yet current: ${time} is still later than the time of the service plus 5 min.`);
  const wanted = ['host', 'x-amz-date', ...(headers['x-amz-security-token'] ? ['x-amz-security-token'] : [])];
  if (wanted.some((name) => !scope.names.includes(name)) || scope.names.join() !== [...scope.names].sort().join()) return wrong('headers are not signed as they must be');
  const [path, query = ''] = url.split('?');
  const canonical = [
    method, path.split('/').map(encoded).join('/'), canonicalQuery(query),
    ...scope.names.map((name) => `${name}:${(headers[name] ?? '').trim().replace(/\s+/g, ' ')}`), '', scope.names.join(';'), sha256(body),
  ].join('\n');
  const text = ['AWS4-HMAC-SHA256', time, `${scope.day}/${region}/${service}/aws4_request`, sha256(canonical)].join('\n');
  if (secret === undefined) return undefined;
  const key = [scope.day, region, service, 'aws4_request'].reduce(keyed, `AWS4${secret}`);
  if (timingSafeEqual(Buffer.from(scope.signature, 'hex'), keyed(key, text))) return undefined;
  return wrong('The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. '
    + `The Canonical String for this request should have been '${canonical}'`);
}
