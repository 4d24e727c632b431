// ConverseStream of Amazon Bedrock as the vendor publishes it: what a request must be, and how an answer is streamed.
// Source: docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ConverseStream.html, …/bedrock/latest/userguide/prompt-caching.html;
// the framing: docs.aws.amazon.com/transcribe/latest/dg/event-stream.html ("Event stream encoding").
// The server stands in eu-central-1. An access key id that holds UNKNOWN is nobody's, one with SKEWED meets a service whose clock is
// 20 minutes ahead, one with DENIED may not use the model; a session token that begins with "expired" has ended.
import { scopeOf, signatureRefusal } from './aws-signature.mjs';
import { pieces } from './script.mjs';

export const path = /^\/model\/[^/]+\/converse-stream$/;
export const schemaFile = 'bedrock-converse-stream.json';
export const streamType = 'application/vnd.amazon.eventstream';
export const isStreamed = () => true;

const errorTypes = {
  400: 'ValidationException', 403: 'AccessDeniedException', 404: 'ResourceNotFoundException', 408: 'ModelTimeoutException',
  424: 'ModelErrorException', 429: 'ThrottlingException', 500: 'InternalServerException', 503: 'ServiceUnavailableException',
};
export const errorBody = (status, message) => ({ message });
export const errorHeaders = (status, type) => ({ 'x-amzn-errortype': `${type ?? errorTypes[status] ?? 'InternalServerException'}:http://internal.amazon.com/coral/com.amazon.bedrock/` });

export const keyOf = (headers) => (scopeOf(headers) ? 'signed' : undefined);
export const isRightKey = () => true; // the signature says it, see placeRefusal

export function headerProblems(headers) {
  return headers.accept === streamType ? [] : [`accept: "${headers.accept}" is not ${streamType}`];
}

const refusal = (status, type, message, headers = {}) => [status, errorBody(status, message), { ...errorHeaders(status, type), ...headers }];

function signerRefusal(request, text, secret) {
  const { id = '' } = scopeOf(request.headers) ?? {};
  if (id.includes('UNKNOWN')) return refusal(403, 'UnrecognizedClientException', 'The security token included in the request is invalid.');
  if (request.headers['x-amz-security-token']?.startsWith('expired')) return refusal(403, 'ExpiredTokenException', 'The security token included in the request is expired');
  const now = Date.now() + (id.includes('SKEWED') ? 20 * 60_000 : 0);
  const wrong = signatureRefusal(request, text, secret, { region: 'eu-central-1', service: 'bedrock', now });
  return wrong && refusal(403, wrong.type, wrong.message, { date: new Date(now).toUTCString() });
}

/** What is wrong on purpose: [status, body, headers], or undefined. */
export function placeRefusal(request, text, secret) {
  const wrong = signerRefusal(request, text, secret);
  if (wrong) return wrong;
  if (scopeOf(request.headers).id.includes('DENIED')) return refusal(403, 'AccessDeniedException', "You don't have access to the model with the specified model ID.");
  const model = decodeURIComponent(request.url.split('/')[2]);
  if (model === 'retired') return refusal(404, 'ResourceNotFoundException', 'This model version has reached the end of its life.');
  // ConversationalModelId of the published service description, without its rarest forms.
  const isModel = /^(arn:aws(-[^:]+)?:bedrock:[a-z0-9-]{1,20}:([0-9]{12})?:[a-z-]+\/[a-zA-Z0-9.:-]+|[a-zA-Z0-9-:.]+)$/.test(model);
  return isModel ? undefined : refusal(400, 'ValidationException', 'The provided model identifier is invalid.');
}

// Questions that cost nothing: …/APIReference/API_runtime_ListAsyncInvokes.html, API_ListFoundationModels.html, API_ListInferenceProfiles.html.
const summary = (modelId, more = {}) => ({
  modelArn: `arn:aws:bedrock:eu-central-1::foundation-model/${modelId}`, modelId, modelName: modelId, providerName: 'Tests', inputModalities: ['TEXT'],
  outputModalities: ['TEXT'], responseStreamingSupported: true, customizationsSupported: [], inferenceTypesSupported: ['ON_DEMAND'], modelLifecycle: { status: 'ACTIVE' }, ...more,
});
const profile = (inferenceProfileId) => ({
  inferenceProfileId, inferenceProfileName: inferenceProfileId, inferenceProfileArn: `arn:aws:bedrock:eu-central-1:123456789012:inference-profile/${inferenceProfileId}`,
  models: [], status: 'ACTIVE', type: 'SYSTEM_DEFINED',
});
const lists = {
  '/async-invoke': { action: 'ListAsyncInvokes', parameters: { maxResults: /^([1-9]\d{0,2}|1000)$/ }, body: { asyncInvokeSummaries: [] } },
  '/foundation-models': { action: 'ListFoundationModels',
    parameters: { byInferenceType: /^(ON_DEMAND|PROVISIONED)$/, byOutputModality: /^(TEXT|IMAGE|EMBEDDING)$/ },
    body: { modelSummaries: [summary('amazon.nova-pro-v1:0'), summary('anthropic.claude-3-haiku-20240307-v1:0', { modelLifecycle: { status: 'LEGACY' } })] } },
  '/inference-profiles': { action: 'ListInferenceProfiles', parameters: { maxResults: /^([1-9]\d{0,2}|1000)$/, type: /^(SYSTEM_DEFINED|APPLICATION)$/ },
    body: { inferenceProfileSummaries: [profile('eu.anthropic.claude-sonnet-4-5-20250929-v1:0'), profile('eu.amazon.nova-lite-v1:0')] } },
};

export const serves = (request) => request.method === 'GET' && lists[request.url.split('?')[0]] !== undefined;

/** An access key id that holds MODELSONLY may use models, and see no list. */
export function serve(request, text, report, secret) {
  const [at, query = ''] = request.url.split('?');
  const { action, parameters, body } = lists[at];
  for (const [name, value] of new URLSearchParams(query)) if (!parameters[name]?.test(value)) report(`${request.url}: ${name} is no parameter, or "${value}" is none of its values`);
  if (text !== '') report(`${request.url}: a GET has no body`);
  const { id = '' } = scopeOf(request.headers) ?? {};
  const denied = /DENIED|MODELSONLY/.test(id)
    && refusal(403, 'AccessDeniedException', `User: arn:aws:iam::123456789012:user/builder is not authorized to perform: bedrock:${action} because no identity-based policy allows it`);
  const [status, answer, headers] = signerRefusal(request, text, secret) || denied || [200, body, {}];
  return { status, body: answer, headers };
}

export const turnsOf = (body) => body.messages ?? [];

/** What the schema cannot say: order of roles, each toolUse answered at once, tools defined, cache points counted. */
export function bodyProblems(body) {
  const problems = [];
  let open = [];
  body.messages.forEach((message, index) => {
    const place = `messages.${index}`;
    if (message.role !== (index % 2 === 0 ? 'user' : 'assistant')) problems.push(`${place}: A conversation must alternate between user and assistant roles.`);
    const results = message.content.flatMap((block) => block.toolResult?.toolUseId ?? []);
    if (message.role === 'user' && open.join() !== results.join()) {
      problems.push(`${place}: Expected toolResult blocks for the following Ids: ${open.join(', ')}, but found: ${results.join(', ')}`);
    }
    open = message.content.flatMap((block) => block.toolUse?.toolUseId ?? []);
    message.content.forEach((block, at) => {
      if (block.text !== undefined && !block.text.trim()) problems.push(`The text field in the ContentBlock object at ${place}.content.${at} is blank.`);
      if (block.toolResult?.content.some((part) => part.text !== undefined && !part.text.trim())) problems.push(`The text of a toolResult at ${place}.content.${at} is blank.`);
      if (block.cachePoint && at === 0) problems.push(`${place}: a cachePoint must follow content`);
      if (block.reasoningContent?.reasoningText && !block.reasoningContent.reasoningText.signature) problems.push(`${place}: reasoning without its signature`);
    });
  });
  if (body.messages.at(-1).role !== 'user') problems.push('The conversation must end with a user message.');
  const names = (body.toolConfig?.tools ?? []).flatMap((tool) => tool.toolSpec?.name ?? []);
  if (new Set(names).size !== names.length) problems.push('toolConfig: names of tools must be unique');
  const usesTools = body.messages.some((message) => message.content.some((block) => block.toolUse || block.toolResult));
  if (usesTools && names.length === 0) problems.push('The toolConfig field must be defined when using toolUse and toolResult content blocks.');
  const points = JSON.stringify(body).split('"cachePoint"').length - 1;
  return points > 4 ? [...problems, `You can use at most 4 cachePoint blocks; found ${points}`] : problems;
}

export const innerSchemas = (body) => (body.toolConfig?.tools ?? []).flatMap((tool) => tool.toolSpec?.inputSchema.json ?? []);

const crcTable = Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value >>> 0;
});
const crc = (bytes) => (bytes.reduce((sum, byte) => (sum >>> 8) ^ crcTable[(sum ^ byte) & 255], 0xffffffff) ^ 0xffffffff) >>> 0;

function number(value) {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

function header(name, value) {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(Buffer.byteLength(value));
  return Buffer.concat([Buffer.from([Buffer.byteLength(name)]), Buffer.from(name), Buffer.from([7]), length, Buffer.from(value)]);
}

function message(headers, body) {
  const head = Buffer.concat(Object.entries(headers).map(([name, value]) => header(name, value)));
  const payload = Buffer.from(JSON.stringify(body));
  const lengths = Buffer.concat([number(16 + head.length + payload.length), number(head.length)]);
  const bytes = Buffer.concat([lengths, number(crc(lengths)), head, payload]);
  return Buffer.concat([bytes, number(crc(bytes))]);
}

const padding = 'abcdefghijklmnopqrstuvwxyz';
const event = (type, body, index = 0) => message(
  { ':event-type': type, ':content-type': 'application/json', ':message-type': 'event' },
  { ...body, p: padding.slice(0, 3 + (index % 20)) }, // against guessing of lengths
);

function usageOf({ usage }) {
  const { input_tokens: input, output_tokens: output, cached_tokens: cached } = usage;
  return { inputTokens: input - cached, outputTokens: output, totalTokens: input + output, cacheReadInputTokens: cached, cacheWriteInputTokens: 0 };
}

/** The messages of an answer, each as the bytes of the stream. */
export function streamEvents(step) {
  const events = [event('messageStart', { role: 'assistant' })];
  step.content.forEach((block, contentBlockIndex) => {
    const delta = (value) => events.push(event('contentBlockDelta', { contentBlockIndex, delta: value }, events.length));
    if (block.type === 'text') for (const text of pieces(block.text, 24)) delta({ text });
    else if (block.type === 'thinking') {
      for (const text of pieces(block.thinking, 24)) delta({ reasoningContent: { text } });
      delta({ reasoningContent: { signature: block.signature } });
    } else {
      events.push(event('contentBlockStart', { contentBlockIndex, start: { toolUse: { toolUseId: block.id, name: block.name } } }));
      for (const input of pieces(JSON.stringify(block.input), 16)) delta({ toolUse: { input } });
    }
    events.push(event('contentBlockStop', { contentBlockIndex }));
  });
  const stopReason = { refusal: 'guardrail_intervened' }[step.stop] ?? step.stop;
  events.push(event('messageStop', { stopReason }), event('metadata', { usage: usageOf(step), metrics: { latencyMs: 321 } }));
  return events;
}

export const streamError = ({ type = 'throttlingException', message: text = 'Too many requests, please wait before trying again.' }) => message(
  { ':exception-type': type, ':content-type': 'application/json', ':message-type': 'exception' }, { message: text },
);
