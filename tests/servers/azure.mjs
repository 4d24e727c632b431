// Azure AI Foundry as it is published: the addresses, keys and versions of its three APIs around what OpenAI and Anthropic publish,
// and the token services of Microsoft Entra ID.
// Source: learn.microsoft.com: "Azure OpenAI in Microsoft Foundry Models v1 API", "Azure OpenAI REST API reference", "Content
// filtering", "OAuth 2.0 client credentials flow", "How to use managed identities on a virtual machine to acquire an access token",
// "REST endpoint reference" of App Service; platform.claude.com: "Claude in Microsoft Foundry".
import { randomUUID } from 'node:crypto';
import * as anthropic from './anthropic.mjs';
import * as openaiChat from './openai-chat.mjs';
import * as openaiResponses from './openai-responses.mjs';

/** What the token services know; a deployment is one of these names, or of the pattern. */
export const known = { tenant: 'contoso.onmicrosoft.com', client: 'app-4711', secret: 'entra~client.Secret-1', identity: 'identity-7', header: 'identity-header-1' };
const deployments = /^(scripted|gpt-[\w.-]+|claude-[\w.-]+)$/;
const scopes = /^https:\/\/(cognitiveservices\.azure\.(com|us|cn)|ai\.azure\.com)$/;
const tokens = new Map(); // -> when it ends, ms
const given = []; // [{path, note}]
let seconds = 3600;

const keyOf = (headers) => /^Bearer (\S+)$/.exec(headers.authorization ?? '')?.[1] ?? headers['api-key'] ?? headers['x-api-key'];

/** A token that was issued and has not ended is as good as the key. */
const isRightKey = (key, wanted) => (tokens.has(key) ? Date.now() < tokens.get(key) : key === wanted);

const denied = 'Access denied due to invalid subscription key or wrong API endpoint. Make sure to provide a valid key for an active subscription '
  + 'and use a correct regional API endpoint for your resource.';

function errorBody(status, message, type, code) {
  if (status === 401) return { error: { code: '401', message: denied } };
  if (code === 'content_filter') {
    const filters = { hate: { filtered: false, severity: 'safe' }, jailbreak: { filtered: true, detected: true }, violence: { filtered: true, severity: 'medium' } };
    return { error: { message, type: null, param: 'prompt', code, status, innererror: { code: 'ResponsibleAIPolicyViolation', content_filter_result: filters } } };
  }
  return { error: { code: code ?? String(status), message } };
}

function headerProblems(headers) {
  const given = ['authorization', 'api-key', 'x-api-key'].filter((name) => headers[name] !== undefined);
  return given.length > 1 ? [`one credential is enough: ${given.join(', ')}`] : [];
}

/** The v1 API takes no version, or one without a date; everything else wants a date. */
function addressProblems({ url }) {
  const { pathname, searchParams } = new URL(url, 'http://azure');
  const version = searchParams.get('api-version');
  if (pathname.startsWith('/anthropic/')) return version === null ? [] : ['api-version: not known here'];
  if (pathname.includes('/openai/v1/')) return version === null || ['v1', 'preview'].includes(version) ? [] : [`API version not supported: ${version}`];
  return /^\d{4}-\d{2}-\d{2}(-preview)?$/.test(version ?? '') ? [] : ['Resource not found: api-version is missing'];
}

const missing = 'The API deployment for this resource does not exist. If you created the deployment within the last 5 minutes, please wait a moment and try again.';

function refusalOf(body, { url }) {
  const placed = /\/deployments\/([^/]+)\//.exec(url)?.[1];
  const name = placed === undefined ? body.model : decodeURIComponent(placed);
  if (!deployments.test(name)) return { status: 404, body: errorBody(404, missing, undefined, 'DeploymentNotFound') };
  return /\/responses/.test(url) ? openaiResponses.refusalOf(body) : undefined;
}

const common = { keyOf, isRightKey, headerProblems, addressProblems, errorBody, refusalOf };

/** The first event tells what the filter found in the prompt, with no choice in it. */
function chatEvents(step, body, number) {
  const filters = { prompt_index: 0, content_filter_results: { hate: { filtered: false, severity: 'safe' } } };
  const first = { choices: [], created: 0, id: '', model: '', object: '', prompt_filter_results: [filters] };
  return [`data: ${JSON.stringify(first)}\n\n`, ...openaiChat.streamEvents(step, body, number)];
}

export const vendors = [
  { ...openaiResponses, ...common, path: /^(\/api\/projects\/[^/]+)?\/openai\/(v1\/)?responses$/ },
  { ...openaiChat, ...common, streamEvents: chatEvents,
    path: /^((\/api\/projects\/[^/]+)?\/openai\/(v1|deployments\/[^/]+)|\/models)\/chat\/completions$/ },
  { ...anthropic, ...common, path: /^\/anthropic\/v1\/messages$/, errorBody: (status, ...more) => (status === 401 ? errorBody(401) : anthropic.errorBody(status, ...more)),
    headerProblems: (headers) => [...headerProblems(headers), ...anthropic.headerProblems({ ...headers, authorization: undefined })] },
];

function issued() {
  const token = `eyJ.${randomUUID()}.token`;
  tokens.set(token, Date.now() + seconds * 1000);
  return token;
}

const refused = (code, description) => ({ status: 401, body: { error: 'invalid_client', error_codes: [code], trace_id: randomUUID(),
  error_description: `AADSTS${code}: ${description} Trace ID: ${randomUUID()} Correlation ID: ${randomUUID()} Timestamp: 2026-01-01 00:00:00Z` } });

function entra(tenant, headers, text) {
  const form = Object.fromEntries(new URLSearchParams(text));
  if (!/^application\/x-www-form-urlencoded/.test(headers['content-type'] ?? '')) return { status: 400, problem: 'the form is not sent as a form', body: {} };
  if (form.grant_type !== 'client_credentials' || !form.scope?.endsWith('/.default') || !scopes.test(form.scope.slice(0, -9))) {
    return { status: 400, problem: `grant or scope: ${form.grant_type}, ${form.scope}`, body: { error: 'invalid_scope' } };
  }
  if (tenant !== known.tenant) return refused(90002, `Tenant '${tenant}' not found.`);
  if (form.client_id !== known.client) return refused(700016, `Application with identifier '${form.client_id}' was not found in the directory.`);
  if (form.client_assertion !== undefined) {
    if (form.client_assertion_type !== 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer') return { status: 400, problem: 'client_assertion_type', body: {} };
    if (!/^federated\.\d+\.jwt$/.test(form.client_assertion)) return refused(700213, 'No matching federated identity record found.');
  } else if (form.client_secret !== known.secret) {
    return refused(7000215, 'Invalid client secret provided. Ensure the secret being sent is the client secret value, not the client secret ID.');
  }
  return { status: 200, note: form.client_assertion ?? 'secret', body: { token_type: 'Bearer', expires_in: seconds, ext_expires_in: seconds, access_token: issued() } };
}

function identity(url, headers, isOfMachine) {
  const query = url.searchParams;
  const version = isOfMachine ? '2018-02-01' : '2019-08-01';
  if (query.get('api-version') !== version || !scopes.test(query.get('resource') ?? '')) {
    return { status: 400, problem: `identity: ${url.search}`, body: { error: 'bad_request', error_description: 'Required parameters are missing' } };
  }
  if (isOfMachine ? headers.metadata !== 'true' : headers['x-identity-header'] !== known.header) {
    return { status: 400, problem: 'identity: the header that proves that this is no forwarded request is missing', body: { error: 'invalid_request' } };
  }
  const client = query.get('client_id');
  if (client !== null && client !== known.identity) return { status: 400, body: { error: 'invalid_request', error_description: 'Identity not found' } };
  const end = String(Math.floor(Date.now() / 1000) + seconds);
  const answer = { access_token: issued(), expires_on: end, resource: query.get('resource'), token_type: 'Bearer' };
  return { status: 200, note: client ?? 'system', body: isOfMachine ? { ...answer, expires_in: String(seconds), refresh_token: '' } : answer };
}

const tenantOf = (request) => /^\/([^/]+)\/oauth2\/v2\.0\/token$/.exec(request.url)?.[1];
const isMachine = (request) => request.url.startsWith('/metadata/identity/oauth2/token?');
const isApp = (request) => request.url.startsWith('/msi/token?');
const isList = (request) => request.method === 'GET' && /^(\/api\/projects\/[^/]+)?\/openai\/v1\/models$/.test(request.url);
/** What could be deployed, which is not what is. */
const list = { object: 'list', data: [{ id: 'gpt-5.5', object: 'model', created: 1700000000, owned_by: 'azure' }] };

/** The token services; GET /_azure/tokens: what they gave; POST /_azure/seconds: how long their tokens live from now on. */
export const serves = (request) => request.url.startsWith('/_azure/') || isMachine(request) || isApp(request) || isList(request) || tenantOf(request) !== undefined;

/** Gives {status, body}; what is wrong on nobody's purpose goes to `report`. */
export function serve(request, text, report, key) {
  if (request.url === '/_azure/seconds') seconds = JSON.parse(text);
  if (request.url.startsWith('/_azure/')) return { status: 200, body: given };
  if (isList(request)) return isRightKey(keyOf(request.headers), key) ? { status: 200, body: list } : { status: 401, body: errorBody(401) };
  const { problem, note, ...answer } = tenantOf(request) ? entra(tenantOf(request), request.headers, text)
    : identity(new URL(request.url, 'http://azure'), request.headers, isMachine(request));
  if (problem) report(problem);
  if (note) given.push({ path: request.url.split('?')[0], note });
  return answer;
}
