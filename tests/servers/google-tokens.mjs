// What gives Google's access tokens: the token endpoint (JWT bearer and refresh token grants), the Security Token Service,
// IAM credentials (impersonation), and the metadata server. Each request is checked against what Google publishes; the
// signature of an assertion is verified with node's own crypto. Sources: developers.google.com/identity/protocols/oauth2/
// service-account, cloud.google.com/iam/docs/reference/sts/rest/v1/TopLevel/token, cloud.google.com/iam/docs/reference/
// credentials/rest/v1/projects.serviceAccounts/generateAccessToken, cloud.google.com/compute/docs/metadata, RFC 6749, 7523, 8693.
//   GET /_google/file/TYPE       a credential file of that type, for this server
//   GET /_google/requests        [{grant, problem?}] of all that asked for a token
//   POST /_google/set            {lifetime: seconds of a token, skew: seconds that this clock is ahead, status: a fault of
//                                 the next requests, times}
//   POST /_google/expire         all tokens are over
import { createPublicKey, generateKeyPairSync, randomBytes, verify } from 'node:crypto';

const scope = 'https://www.googleapis.com/auth/cloud-platform';
const account = 'builder@my-project.iam.gserviceaccount.com';
const target = 'deployer@my-project.iam.gserviceaccount.com';
const keyId = '0123456789abcdef0123456789abcdef01234567';
const audience = '//iam.googleapis.com/projects/123456/locations/global/workloadIdentityPools/my-pool/providers/my-provider';
const user = { client_id: '764086051850-test.apps.googleusercontent.com', client_secret: 'd-test-client-secret', refresh_token: '1//0e-test-refresh-token' };
const workforce = { client_id: 'workforce-client', client_secret: 'workforce-client-secret', refresh_token: 'workforce-refresh-token-1' };
const subject = 'subject.token.of-another-provider';

let keys;
const keyPair = () => (keys ??= generateKeyPairSync('rsa', {
  modulusLength: 2048, privateKeyEncoding: { type: 'pkcs8', format: 'pem' }, publicKeyEncoding: { type: 'spki', format: 'pem' },
}));

const tokens = new Map(); // token -> when it ends, ms
const requests = [];
let settings = { lifetime: 3599, skew: 0, status: 0, times: 0 };

const now = () => Date.now() + settings.skew * 1000;

/** Whether a bearer token is one of these, and not over. */
export const isValidToken = (token) => (tokens.get(token) ?? 0) > now();

function newToken(kind) {
  const token = `ya29.test-${kind}-${randomBytes(12).toString('hex')}`;
  tokens.set(token, now() + settings.lifetime * 1000);
  return token;
}

class TokenProblem extends Error {
  constructor(status, code, description, isOnPurpose = false) {
    super(description);
    Object.assign(this, { status, code, isOnPurpose });
  }
}

const wrong = (description, code = 'invalid_request') => {
  throw new TokenProblem(400, code, description);
};

function fieldsOf(request, text, names, optional = []) {
  if (request.headers['content-type'] !== 'application/x-www-form-urlencoded') wrong('content-type must be application/x-www-form-urlencoded');
  const pairs = [...new URLSearchParams(text)];
  const fields = Object.fromEntries(pairs);
  if (pairs.length !== Object.keys(fields).length) wrong('a parameter is given twice');
  for (const name of names) if (!fields[name]) wrong(`Missing parameter: ${name}`);
  for (const name of Object.keys(fields)) if (![...names, ...optional].includes(name)) wrong(`Unknown parameter: ${name}`);
  return fields;
}

const decoded = (part) => JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));

function checkAssertion(assertion, tokenUrl) {
  const parts = assertion.split('.');
  if (parts.length !== 3 || parts.some((part) => !/^[\w-]+$/.test(part))) wrong('the assertion is no JWT in compact form', 'invalid_grant');
  const [header, claims] = parts.slice(0, 2).map(decoded);
  if (header.alg !== 'RS256' || header.typ !== 'JWT' || header.kid !== keyId) wrong(`header ${JSON.stringify(header)}`, 'invalid_grant');
  const signed = Buffer.from(`${parts[0]}.${parts[1]}`);
  if (!verify('RSA-SHA256', signed, createPublicKey(keyPair().publicKey), Buffer.from(parts[2], 'base64url'))) wrong('Invalid JWT Signature.', 'invalid_grant');
  if (claims.iss !== account) wrong('Invalid grant: account not found', 'invalid_grant');
  if (claims.scope !== scope) wrong(`scope "${claims.scope}"`, 'invalid_scope');
  if (claims.aud !== tokenUrl) wrong(`aud "${claims.aud}"`, 'invalid_grant');
  if (!Number.isInteger(claims.iat) || !Number.isInteger(claims.exp) || claims.exp - claims.iat > 3600) wrong('exp is over an hour after iat', 'invalid_grant');
  const unknown = Object.keys(claims).filter((name) => !['iss', 'scope', 'aud', 'iat', 'exp', 'sub'].includes(name));
  if (unknown.length > 0) wrong(`claims ${unknown}`, 'invalid_grant');
  const seconds = now() / 1000;
  if (claims.iat > seconds + 300 || claims.exp < seconds) {
    throw new TokenProblem(400, 'invalid_grant', 'Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. '
      + 'Check your iat and exp values in the JWT claim.', true);
  }
}

function tokenEndpoint(request, text, base) {
  const grant = new URLSearchParams(text).get('grant_type');
  if (grant === 'urn:ietf:params:oauth:grant-type:jwt-bearer') {
    const { assertion } = fieldsOf(request, text, ['grant_type', 'assertion']);
    checkAssertion(assertion, `${base}/google/token`);
    return ['jwt-bearer', { access_token: newToken('account'), expires_in: settings.lifetime, token_type: 'Bearer' }];
  }
  if (grant !== 'refresh_token') wrong(`grant_type "${grant}"`, 'unsupported_grant_type');
  const fields = fieldsOf(request, text, ['grant_type', 'refresh_token', 'client_id', 'client_secret']);
  if (fields.client_id !== user.client_id || fields.client_secret !== user.client_secret) wrong('The OAuth client was not found.', 'invalid_client');
  if (fields.refresh_token !== user.refresh_token) throw new TokenProblem(400, 'invalid_grant', 'Token has been expired or revoked.', true);
  return ['refresh_token', { access_token: newToken('user'), expires_in: settings.lifetime, scope, token_type: 'Bearer', id_token: 'ignored' }];
}

function workforceEndpoint(request, text) {
  const fields = fieldsOf(request, text, ['grant_type', 'refresh_token']);
  const basic = `Basic ${Buffer.from(`${workforce.client_id}:${workforce.client_secret}`).toString('base64')}`;
  if (request.headers.authorization !== basic || fields.refresh_token !== workforce.refresh_token) wrong('not this user', 'invalid_grant');
  return ['workforce refresh_token', { access_token: newToken('workforce'), expires_in: settings.lifetime, token_type: 'Bearer' }];
}

function exchangeEndpoint(request, text) {
  const fields = fieldsOf(request, text, ['grant_type', 'audience', 'scope', 'requested_token_type', 'subject_token_type', 'subject_token'], ['options']);
  if (fields.grant_type !== 'urn:ietf:params:oauth:grant-type:token-exchange') wrong('grant_type', 'unsupported_grant_type');
  if (fields.audience !== audience) wrong('Invalid value for "audience".');
  if (fields.scope !== scope) wrong('scope', 'invalid_scope');
  if (fields.requested_token_type !== 'urn:ietf:params:oauth:token-type:access_token') wrong('requested_token_type');
  if (fields.subject_token_type !== 'urn:ietf:params:oauth:token-type:jwt') wrong('subject_token_type');
  if (fields.subject_token !== subject) throw new TokenProblem(400, 'invalid_grant', `The given credential ${fields.subject_token} is rejected by the attribute condition.`, true);
  return ['token-exchange', { access_token: newToken('federated'), issued_token_type: 'urn:ietf:params:oauth:token-type:access_token', token_type: 'Bearer', expires_in: settings.lifetime }];
}

function impersonationEndpoint(request, text) {
  const bearer = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1];
  if (!isValidToken(bearer)) throw new TokenProblem(401, 'UNAUTHENTICATED', 'Request had invalid authentication credentials.');
  if (!request.headers['content-type']?.startsWith('application/json')) wrong('content-type', 'INVALID_ARGUMENT');
  const { scope: scopes, lifetime, delegates, ...others } = JSON.parse(text);
  if (Object.keys(others).length > 0) wrong(`Unknown name "${Object.keys(others)}"`, 'INVALID_ARGUMENT');
  if (scopes?.length !== 1 || scopes[0] !== scope || !/^\d+s$/.test(lifetime)) wrong('scope or lifetime', 'INVALID_ARGUMENT');
  for (const one of delegates ?? []) if (!/^projects\/-\/serviceAccounts\/\S+$/.test(one)) wrong('delegates', 'INVALID_ARGUMENT');
  if (!request.url.includes(`/${target}:`)) {
    throw new TokenProblem(403, 'PERMISSION_DENIED', "Permission 'iam.serviceAccounts.getAccessToken' denied on resource (or it may not exist).", true);
  }
  const accessToken = newToken('impersonated');
  return ['impersonation', { accessToken, expireTime: new Date(tokens.get(accessToken)).toISOString().replace(/\.\d+/, '') }];
}

function metadataEndpoint(request) {
  if (request.headers['metadata-flavor'] !== 'Google') throw new TokenProblem(403, 'forbidden', 'Missing required header "Metadata-Flavor": "Google"');
  if (request.headers['x-forwarded-for'] || request.headers.authorization) wrong('headers that the metadata server refuses');
  const url = new URL(request.url, 'http://metadata');
  if (!url.pathname.endsWith('/instance/service-accounts/default/token') || url.searchParams.get('scopes') !== scope) wrong(`address ${request.url}`);
  return ['metadata', { access_token: newToken('machine'), expires_in: settings.lifetime, token_type: 'Bearer' }];
}

function subjectEndpoint(request) {
  if (request.headers['x-test-flavor'] !== 'other-cloud') wrong('the headers of the credential_source are missing');
  return ['subject', { id_token: subject }];
}

const routes = {
  'POST /google/token': tokenEndpoint, 'POST /google/workforce': workforceEndpoint, 'POST /google/sts': exchangeEndpoint, 'GET /google/subject': subjectEndpoint,
};

function routeOf(request) {
  const path = request.url.split('?')[0];
  if (request.method === 'POST' && /^\/google\/v1\/projects\/-\/serviceAccounts\/[^/]+:generateAccessToken$/.test(path)) return impersonationEndpoint;
  if (request.method === 'GET' && path.startsWith('/computeMetadata/v1/')) return metadataEndpoint;
  return routes[`${request.method} ${path}`];
}

/** Credential files of every type, with the addresses of this server. */
function fileOf(type, base) {
  const impersonation = `${base}/google/v1/projects/-/serviceAccounts/${target}:generateAccessToken`;
  const external = {
    type: 'external_account', audience, subject_token_type: 'urn:ietf:params:oauth:token-type:jwt', token_url: `${base}/google/sts`,
    credential_source: { url: `${base}/google/subject`, headers: { 'X-Test-Flavor': 'other-cloud' }, format: { type: 'json', subject_token_field_name: 'id_token' } },
  };
  const files = {
    service_account: () => ({
      type: 'service_account', project_id: 'my-project', private_key_id: keyId, private_key: keyPair().privateKey, client_email: account, client_id: '1234567890',
      auth_uri: 'https://accounts.google.com/o/oauth2/auth', token_uri: `${base}/google/token`, universe_domain: 'googleapis.com',
    }),
    authorized_user: () => ({ type: 'authorized_user', account: '', quota_project_id: 'quota-project', universe_domain: 'googleapis.com', ...user }),
    external_account: () => external,
    external_account_impersonated: () => ({ ...external, service_account_impersonation_url: impersonation, service_account_impersonation: { token_lifetime_seconds: 1800 } }),
    external_account_authorized_user: () => ({ type: 'external_account_authorized_user', audience: '//iam.googleapis.com/locations/global/workforcePools/p/providers/q', token_url: `${base}/google/workforce`, ...workforce }),
    impersonated_service_account: () => ({
      type: 'impersonated_service_account', service_account_impersonation_url: impersonation, delegates: [`projects/-/serviceAccounts/${account}`],
      source_credentials: files.service_account(),
    }),
  };
  return files[type]?.();
}

function control(request, text, base) {
  const path = request.url.split('?')[0];
  if (path.startsWith('/_google/file/')) return fileOf(path.slice('/_google/file/'.length), base);
  if (path === '/_google/requests') return requests;
  if (path === '/_google/set') return (settings = { ...settings, ...JSON.parse(text) });
  if (path === '/_google/expire') {
    tokens.clear();
    return {};
  }
  return undefined;
}

export const serves = (request) => request.url.startsWith('/_google/') || routeOf(request) !== undefined;

/** Gives {status, body, headers}; what is wrong on nobody's purpose goes to `report`. */
export function serve(request, text, report) {
  const base = `http://${request.headers.host}`;
  if (request.url.startsWith('/_google/')) {
    const body = control(request, text, base);
    return { status: body ? 200 : 404, body: body ?? { error: 'no such view' }, headers: {} };
  }
  const isMetadata = request.url.startsWith('/computeMetadata/');
  const headers = { date: new Date(now()).toUTCString(), ...(isMetadata && { 'metadata-flavor': 'Google' }) };
  if (settings.times > 0) {
    settings.times -= 1;
    requests.push({ grant: 'fault' });
    return { status: settings.status, body: { error: 'internal_failure', error_description: 'scripted fault' }, headers };
  }
  try {
    const [grant, body] = routeOf(request)(request, text, base);
    requests.push({ grant });
    return { status: 200, body, headers };
  } catch (error) {
    requests.push({ grant: 'refused', problem: error.message });
    if (!error.isOnPurpose) report(`${request.url}: ${error.message}`);
    const status = error.status ?? 400;
    const isRpc = request.url.includes(':generateAccessToken');
    return { status, headers, body: isRpc ? { error: { code: status, message: error.message, status: error.code } } : { error: error.code ?? 'invalid_request', error_description: error.message } };
  }
}
