// Vertex AI as the vendor publishes it: Gemini by streamGenerateContent, and Anthropic's models by streamRawPredict.
// Sources: cloud.google.com/vertex-ai/docs/reference/rest/v1/projects.locations.publishers.models/streamGenerateContent, …/Content,
// …/Tool, …/Schema, …/GenerateContentResponse (and github.com/googleapis/googleapis, google/cloud/aiplatform/v1/*.proto);
// cloud.google.com/vertex-ai/generative-ai/docs/thought-signatures; …/docs/partner-models/claude/use-claude;
// cloud.google.com/apis/design/errors.
import { isDeepStrictEqual } from 'node:util';
import * as anthropic from './anthropic.mjs';
import { isValidToken } from './google-tokens.mjs';
import { pieces } from './script.mjs';

const statuses = {
  400: 'INVALID_ARGUMENT', 401: 'UNAUTHENTICATED', 403: 'PERMISSION_DENIED', 404: 'NOT_FOUND', 429: 'RESOURCE_EXHAUSTED', 499: 'CANCELLED',
  500: 'INTERNAL', 503: 'UNAVAILABLE', 504: 'DEADLINE_EXCEEDED',
};

/** google.rpc.Status; `code` of a scripted error is the delay of its RetryInfo. */
const errorBody = (status, message, type, code) => ({
  error: {
    code: status, message, status: type ?? statuses[status] ?? 'UNKNOWN',
    ...(code && { details: [{ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: code }] }),
  },
});

const keyOf = (headers) => /^Bearer (\S+)$/.exec(headers.authorization ?? '')?.[1];

/** `key` is good as an access token too, so that a fixed one can be tried. */
const isRightKey = (token, key) => isValidToken(token) || token === key;

function tokenProblems(headers) {
  const problems = [];
  if (headers['x-goog-api-key'] !== undefined || headers['x-api-key'] !== undefined) problems.push('an API key is no credential here');
  return problems;
}

const place = /^\/v1\/projects\/([^/]+)\/locations\/([^/]+)\/publishers\/(google|anthropic)\/models\/([^/:]+):(\w+)$/;

/** What the service says of a place where the caller has no business, or that is none; as it comes from the service. */
function placeRefusal(request) {
  const found = place.exec(request.url.split('?')[0]);
  if (!found) return undefined; // an endpoint of its own
  const [, project, location, publisher, model] = found;
  const resource = `projects/${project}/locations/${location}/publishers/${publisher}/models/${model}`;
  if (project === 'other-project') {
    return [403, errorBody(403, `Permission 'aiplatform.endpoints.predict' denied on resource '//aiplatform.googleapis.com/${resource}' (or it may not exist).`)];
  }
  if (model === 'no-such-model' || location === 'nowhere1') {
    return [404, errorBody(404, `Publisher Model \`${resource}\` was not found or your project does not have access to it. `
      + 'Please ensure you are using a valid model version.')];
  }
  return undefined;
}

const counted = /^\/v1\/.*(:countTokens|\/publishers\/anthropic\/models\/count-tokens:rawPredict)$/;

/** What is wrong with a question for a number of tokens: …/projects.locations.publishers.models/countTokens, …/partner-models/claude/count-tokens. */
function countProblems(request, body) {
  const isGemini = request.url.endsWith(':countTokens');
  const known = isGemini ? ['contents'] : ['anthropic_version', 'model', 'messages'];
  const isMade = isGemini
    ? body.contents?.every((content) => content.role === 'user' && content.parts.every((part) => typeof part.text === 'string' && part.text))
    : body.anthropic_version === 'vertex-2023-10-16' && typeof body.model === 'string' && body.messages?.every((one) => one.role === 'user' && one.content);
  return [...tokenProblems(request.headers), ...(request.headers['content-type'] === 'application/json' ? [] : ['content-type']),
    ...Object.keys(body).filter((name) => !known.includes(name)).map((name) => `Unknown name "${name}"`), ...(isMade ? [] : [`not counted: ${JSON.stringify(body)}`])];
}

/** The number of tokens of a text, which costs nothing. Claude's are not counted in asia-south1. */
export const counts = {
  serves: (request) => request.method === 'POST' && counted.test(request.url),
  serve(request, text, report, key) {
    const body = JSON.parse(text);
    const token = keyOf(request.headers);
    if (key && !isRightKey(token, key)) return { status: 401, body: errorBody(401, 'Request had invalid authentication credentials.') };
    countProblems(request, body).forEach((problem) => report(`${request.url}: ${problem}`));
    const url = body.model && !request.url.includes('/asia-south1/') ? request.url.replace('/count-tokens:', `/${body.model}:`) : request.url;
    const away = url.includes('/models/count-tokens:') ? [404, errorBody(404, 'Publisher Model `publishers/anthropic/models/count-tokens` was not found.')] : placeRefusal({ url });
    if (away) return { status: away[0], body: away[1] };
    return { status: 200, body: body.model ? { input_tokens: 8 } : { totalTokens: 1, totalBillableCharacters: 5, promptTokensDetails: [{ modality: 'TEXT', tokenCount: 1 }] } };
  },
};

const partsOf = (content, name) => content.parts.filter((part) => part[name] !== undefined);

// What each signature was given out with: it must come back in the same part.
const signed = new Map();
let signatures = 0;

function sign(part) {
  signatures += 1;
  const thoughtSignature = Buffer.from(`signature ${signatures} of a thought`).toString('base64');
  signed.set(thoughtSignature, part);
  return { ...part, thoughtSignature };
}

function signatureProblems(content, at) {
  const problems = [];
  for (const { thoughtSignature, ...part } of content.parts) {
    if (thoughtSignature === undefined) continue;
    if (content.role === 'user') problems.push(`${at}: a signature in a user's content`);
    else if (!signed.has(thoughtSignature)) problems.push(`${at}: Corrupted thought signature.`);
    else if (!isDeepStrictEqual(signed.get(thoughtSignature), part)) {
      problems.push(`${at}: the signature came with ${JSON.stringify(signed.get(thoughtSignature))}, not with ${JSON.stringify(part)}`);
    }
  }
  const [first] = partsOf(content, 'functionCall');
  if (content.role === 'model' && first && !first.thoughtSignature) {
    problems.push(`${at}: Function call \`${first.functionCall.name}\` is missing a thought_signature.`);
  }
  return problems;
}

/** What the schema cannot say: order of roles, each call answered at once and all together, functions declared, signatures. */
function contentProblems(body) {
  const problems = [];
  const declared = (body.tools ?? []).flatMap((tool) => tool.functionDeclarations ?? []).map((one) => one.name);
  if (new Set(declared).size !== declared.length) problems.push('tools: Duplicate function declaration found');
  let open = [];
  body.contents.forEach((content, index) => {
    const at = `contents[${index}]`;
    if (content.role !== (index % 2 === 0 ? 'user' : 'model')) problems.push(`${at}: Please ensure that multiturn requests alternate between user and model.`);
    const answers = partsOf(content, 'functionResponse').map((part) => part.functionResponse);
    if (answers.length !== open.length) {
      problems.push(`${at}: Please ensure that the number of function response parts is equal to the number of function call parts of the function call turn.`);
    }
    answers.forEach((answer, number) => {
      if (answer.name !== open[number]?.name) problems.push(`${at}: a response of "${answer.name}" to a call of "${open[number]?.name}"`);
      if (answer.id !== open[number]?.id) problems.push(`${at}: the id of a response is not that of its call`);
    });
    if (content.role === 'user' && content.parts.slice(0, answers.length).some((part) => !part.functionResponse)) problems.push(`${at}: function responses come first`);
    open = partsOf(content, 'functionCall').map((part) => part.functionCall);
    for (const call of open) if (!declared.includes(call.name)) problems.push(`${at}: no function "${call.name}" is declared`);
    problems.push(...signatureProblems(content, at));
  });
  if (body.contents.at(-1).role === 'model') problems.push('contents: the last content must be the user\'s');
  return problems;
}

function usageMetadata({ usage }) {
  const candidates = usage.output_tokens - usage.reasoning_tokens;
  return {
    promptTokenCount: usage.input_tokens, candidatesTokenCount: candidates, totalTokenCount: usage.input_tokens + usage.output_tokens,
    ...(usage.cached_tokens && { cachedContentTokenCount: usage.cached_tokens }), ...(usage.reasoning_tokens && { thoughtsTokenCount: usage.reasoning_tokens }),
    trafficType: 'ON_DEMAND',
  };
}

const finishReasons = { end_turn: 'STOP', tool_use: 'STOP', max_tokens: 'MAX_TOKENS', refusal: 'PROHIBITED_CONTENT', content_filter: 'SAFETY', bad_call: 'MALFORMED_FUNCTION_CALL' };
const safetyRatings = [{ category: 'HARM_CATEGORY_HARASSMENT', probability: 'NEGLIGIBLE', probabilityScore: 0.1, severity: 'HARM_SEVERITY_NEGLIGIBLE', severityScore: 0.1 }];

/** The parts of an answer, in pieces: calls come whole, the first one with a signature; a text ends with an empty signed part. */
function partsOfAnswer(step) {
  const parts = [];
  let calls = 0;
  for (const block of step.content) {
    if (block.type === 'thinking') for (const text of pieces(block.thinking, 24)) parts.push({ text, thought: true });
    else if (block.type === 'text') for (const text of pieces(block.text, 24)) parts.push({ text });
    else {
      const part = { functionCall: { name: block.name, args: block.input, ...(step.note === 'ids' && { id: block.id }) } };
      calls += 1;
      parts.push(calls === 1 ? sign(part) : part);
    }
  }
  if (calls === 0 && parts.length > 0) parts.push(sign({ text: '' }));
  return parts;
}

const event = (data) => `data: ${JSON.stringify(data)}\r\n\r\n`;

function streamEvents(step, body, number) {
  const frame = { modelVersion: 'gemini-2.5-pro', createTime: '2026-01-31T12:00:00.123456Z', responseId: `response-${number}` };
  const chunk = (parts, more = {}, usage = { trafficType: 'ON_DEMAND' }) => event({
    candidates: [{ ...(parts && { content: { role: 'model', parts } }), ...more }], usageMetadata: usage, ...frame,
  });
  const events = partsOfAnswer(step).map((part) => chunk([part]));
  const reason = finishReasons[step.stop];
  const message = reason === 'MALFORMED_FUNCTION_CALL' && { finishMessage: 'Malformed function call: print(default_api.write_file(' };
  events.push(chunk(reason === 'STOP' ? [{ text: '' }] : undefined, { finishReason: reason, safetyRatings, ...message }, usageMetadata(step)));
  return events;
}

const turnsOf = (body) => body.contents.map(({ role, parts }) => ({ role: role === 'model' ? 'assistant' : role, parts }));

export const gemini = {
  path: /^\/v1\/.*:(streamGenerateContent|generateContent)$/,
  schemaFile: 'vertex-generate-content.json',
  keyOf, isRightKey, errorBody, turnsOf, placeRefusal, streamEvents,
  headerProblems: tokenProblems,
  addressProblems: ({ url }) => (/:streamGenerateContent\?alt=sse$/.test(url) ? [] : [`${url}: server-sent events come by :streamGenerateContent?alt=sse`]),
  bodyProblems: contentProblems,
  isStreamed: () => true,
  streamError: ({ type = 'UNAVAILABLE', message = 'The service is currently unavailable.', code = 503 }) => event({ error: { code, message, status: type } }),
};

export const claude = {
  ...anthropic,
  path: /^\/v1\/.*:(streamRawPredict|rawPredict)$/,
  // The vendor's Messages, but for: the model is in the address, and the version in the body.
  adaptSchema: (schema) => {
    const { model, ...properties } = schema.properties;
    return { ...schema, required: ['anthropic_version', ...schema.required.filter((name) => name !== 'model')], properties: { ...properties, anthropic_version: { const: 'vertex-2023-10-16' } } };
  },
  keyOf, isRightKey, placeRefusal,
  headerProblems: (headers) => [...tokenProblems(headers), ...(headers['anthropic-version'] ? ['anthropic-version: belongs into the body'] : [])],
  addressProblems: ({ url }) => (url.endsWith(':streamRawPredict') ? [] : [`${url}: a stream comes by :streamRawPredict`]),
  errorBody: (status, message, type, code) => ([401, 403, 404, 429].includes(status) ? errorBody(status, message, type, code) : anthropic.errorBody(status, message, type)),
  streamEvents: (step, body, number) => anthropic.streamEvents(step, { ...body, model: 'claude-sonnet-4-5-20250929' }, number),
};
