// What the forms of all kinds of providers are tried with: what they ask for, what is right, and what is wrong in which words.
import { known } from '../servers/azure.mjs';

const secretFields = /key|secret|token$|tenant|client|file|authority|scope|account|profile/;
const read = { tools: [{ name: 'read_file', input: { path: 'note.txt' } }] };
/** The answers of one self-test, as far as a script can go: the secret word is another one each time. */
export const working = { default: [read, { tools: [{ name: 'finish', input: { word: 'unknown' } }] }] };
const unknownModel = (code) => ({ default: [{ status: 404, error: { type: 'not_found_error', code, message: 'model: no-such-model' } }] });

const closedPort = ['no-network', { endpoint: 'http://127.0.0.1:9' }, /127\.0\.0\.1 cannot be reached: Connection refused.*Check the network/];
const notACertificate = ['no-tls', { endpoint: 'https://127.0.0.1:1' }, /127\.0\.0\.1 cannot be reached/];
const refusedKey = /refused the credential.*Check the key/;
const bedrockKeys = ['region', 'endpoint', 'model_family'];

/**
 * {kind, asks: [[choices, fields asked for]], about: which fields that is of, right: values that work, wrong: [[name, values, words, script]]}.
 * Each wrong one starts from what is right. `elsewhere`: what is right at another server, which gave no tokens.
 */
export const cases = (url, account) => [
  {
    kind: 'claude-api', right: { api_key: 'k-1', model: 'scripted', endpoint: url },
    wrong: [['wrong-key', { api_key: 'not-the-key' }, refusedKey], ['wrong-model', { model: 'no-such-model' }, /no-such-model.*Check model/, unknownModel()], closedPort, notACertificate],
  },
  {
    kind: 'codex-api', right: { api_key: 'k-1', model: 'scripted', endpoint: `${url}/v1` },
    wrong: [['wrong-key', { api_key: 'not-the-key' }, refusedKey], ['wrong-model', { model: 'no-such-model' }, /no-such-model.*Check model/, unknownModel('model_not_found')], closedPort],
  },
  {
    kind: 'openai-compatible', right: { api_key: 'k-1', model: 'scripted', endpoint: `${url}/v1` }, about: /auth|header|field|back/,
    asks: [[{}, ['auth', 'token_limit_field', 'reasoning_back']], [{ auth: 'header' }, ['auth', 'header_name', 'token_limit_field', 'reasoning_back']], [{ auth: '', protocol: 'responses' }, ['auth']], [{ protocol: '' }, undefined]],
    wrong: [['wrong-key', { api_key: 'not-the-key' }, refusedKey], ['wrong-model', { model: 'no-such-model' }, /no-such-model.*Check model/, unknownModel()], closedPort,
      ['no-key', { auth: 'header', header_name: 'a header' }, /header/i]],
  },
  {
    kind: 'vertex-ai', right: { auth_method: 'service_account_json', service_account_json: account, endpoint: url }, elsewhere: { auth_method: 'access_token', access_token: 'k-1', project: 'my-project' }, about: /account|token$|file|project|location|endpoint|thoughts/,
    asks: [[{}, ['credentials_file', 'endpoint_mode', 'project', 'location', 'endpoint', 'thoughts']],
      [{ auth_method: 'service_account_json', endpoint_mode: 'raw-endpoint', publisher: 'anthropic' }, ['service_account_json', 'endpoint_mode', 'endpoint']], [{ endpoint_mode: '', publisher: '' }, undefined]],
    wrong: [['wrong-key', { service_account_json: '{"type": "service_account"}' }, /"client_email" is missing/], ['wrong-token', { auth_method: 'access_token', access_token: 'ya29.no', project: 'p' }, refusedKey],
      ['wrong-region', { location: 'nowhere1' }, /nowhere1.*location/], ['wrong-model', { model: 'no-such-model' }, /no-such-model.*Check model/],
      ['wrong-project', { project: 'other-project' }, /aiplatform\.endpoints\.predict.*project/], closedPort],
  },
  {
    kind: 'aws-bedrock', about: /key|profile|auth|region|endpoint|family/,
    right: { auth_method: 'static_keys', access_key_id: 'AKIAIOSFODNN7EXAMPLE', api_key: 'k-1', region: 'eu-central-1', model: 'eu.anthropic.claude-sonnet-4-5-20250929-v1:0', endpoint: url },
    asks: [[{}, ['auth_method', 'access_key_id', 'api_key', ...bedrockKeys]], [{ auth_method: 'profile' }, ['auth_method', 'aws_profile', ...bedrockKeys]], [{ auth_method: 'default_chain' }, ['auth_method', ...bedrockKeys]]],
    wrong: [['no-key-id', { access_key_id: 'short' }, /"short" is none/], ['wrong-key', { api_key: 'another-key' }, /signature we calculated does not match.*Check the key/],
      ['unknown-key-id', { access_key_id: 'AKIAUNKNOWNEXAMPLE' }, /security token included in the request is invalid.*Check the key/],
      ['ended-keys', { api_key: 'k-1 expired-token' }, /security token included in the request is expired/], ['no-region', { region: 'Frankfurt' }, /"Frankfurt", which is none/],
      ['wrong-region', { region: 'us-east-1' }, /another region.*Check region/], ['wrong-model', { model: 'no such model' }, /model identifier is invalid/], closedPort],
  },
  {
    kind: 'azure-foundry', right: { auth_method: 'client_secret', endpoint: url, model: 'scripted', tenant_id: known.tenant, client_id: known.client, authority: url, client_secret: known.secret }, about: secretFields,
    asks: [[{ auth_method: 'api_key' }, ['api_key']], [{ auth_method: 'client_secret' }, ['client_secret', 'tenant_id', 'client_id', 'authority', 'token_scope']],
      [{ auth_method: 'managed_identity' }, ['client_id', 'token_scope']], [{ auth_method: 'bearer_token' }, ['bearer_token']],
      [{ auth_method: 'workload_identity' }, ['tenant_id', 'client_id', 'federated_token_file', 'authority', 'token_scope']]],
    wrong: [['wrong-secret', { client_secret: 'not the secret' }, /AADSTS7000215.*value of the secret, not its id/], ['wrong-tenant', { tenant_id: 'elsewhere' }, /AADSTS90002.*check the tenant id/],
      ['wrong-key', { auth_method: 'api_key', api_key: 'not-the-key' }, refusedKey], ['wrong-model', { model: 'nowhere' }, /deployment for this resource does not exist.*Check model/],
      ['wrong-address', { endpoint: 'https://n.openai.azure.com/somewhere' }, /n\.openai\.azure\.com\/somewhere/], closedPort],
  },
  ...[['codex-cli', 'codex'], ['claude-code-cli', 'claude']].map(([kind, program]) => ({
    kind, about: /key|hosts/, asks: [[{}, ['api_key']], [{ auth: 'sign_in' }, ['hosts']], [{ auth: '' }, undefined]],
    wrong: [['no-program', { api_key: 'k-1', program: `/nowhere/${program}` }, new RegExp(`/nowhere/${program}`)],
      ['not-it', { api_key: 'k-1', program: '/bin/true' }, /\/bin\/true/], ['not-signed-in', { auth: 'sign_in', program: `/nowhere/${program}` }, new RegExp(`/nowhere/${program}`)]],
  })),
  {
    kind: 'replay', right: { recording: 'sample' }, says: /recording can be read/,
    wrong: [['no-file', { recording: '/nowhere.json' }, /\/nowhere\.json/], ['no-recording', { recording: '/etc/hostname' }, /\/etc\/hostname/]],
  },
];
