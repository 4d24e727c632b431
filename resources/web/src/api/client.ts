// One way to talk to the gateway. Failures are values of ApiError that a page can show as they are.
import {connection} from '../app/connection.ts';

export class ApiError extends Error {
  constructor(readonly status: number, readonly code: string, message: string,
    readonly details: Record<string, unknown> = {}) {
    super(message);
  }
  /** The form field that is wrong, or an empty text. */
  get field(): string {
    return typeof this.details.field === 'string' ? this.details.field : '';
  }
}

interface Options { body?: unknown; version?: number; signal?: AbortSignal }

let signedOut: () => void = () => {};
export function onSignedOut(listener: () => void): void {
  signedOut = listener;
}

async function failureOf(response: Response): Promise<ApiError> {
  try {
    const {error} = await response.json();
    return new ApiError(response.status, error.code, error.message, error.details ?? {});
  } catch {
    return new ApiError(response.status, 'internal',
      `The worker answered ${response.status} without saying why. Look at its log, then try again.`);
  }
}

async function ask(method: string, path: string, options: Options, accept: string): Promise<Response> {
  const headers: Record<string, string> = {Accept: accept};
  if (options.body !== undefined) headers['Content-Type'] = 'application/json';
  if (options.version !== undefined) headers['If-Match'] = `"${options.version}"`;
  if (method === 'POST') headers['Idempotency-Key'] = requestKey();
  let response: Response;
  try {
    response = await fetch(`/api/v1${path}`, {
      method, headers, signal: options.signal, credentials: 'same-origin',
      body: options.body === undefined ? undefined : JSON.stringify(options.body),
    });
  } catch (cause) {
    if ((cause as Error).name === 'AbortError') throw cause;
    connection.lost();
    throw new ApiError(0, 'unavailable', 'The worker cannot be reached. Check that it runs; this page tries again by itself.');
  }
  connection.reached();
  if (response.status === 401 && path !== '/login') signedOut();
  if (!response.ok) throw await failureOf(response);
  return response;
}

async function send<T>(method: string, path: string, options: Options = {}): Promise<T> {
  const response = await ask(method, path, options, 'application/json');
  if (response.status === 204) return undefined as T;
  return await response.json() as T;
}

/** The lines of an answer that comes bit by bit, each as soon as it is there. */
async function* lines<T>(path: string): AsyncGenerator<T> {
  const response = await ask('POST', path, {body: {}}, 'application/x-ndjson');
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    let piece: ReadableStreamReadResult<string>;
    try {
      piece = await reader.read();
    } catch {
      connection.lost();
      throw new ApiError(0, 'unavailable', 'The connection to the worker was lost before its answer was whole. Look whether it runs, then try again.');
    }
    if (piece.done) return;
    const parts = (rest + piece.value).split('\n');
    rest = parts.pop()!;
    for (const part of parts) yield JSON.parse(part) as T;
  }
}

/** crypto.randomUUID is missing on plain http addresses other than localhost. */
function requestKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, '0')).join('');
}

export const api = {
  get: <T>(path: string, signal?: AbortSignal) => send<T>('GET', path, {signal}),
  post: <T>(path: string, body: unknown = {}) => send<T>('POST', path, {body}),
  put: <T>(path: string, body: unknown, version?: number) => send<T>('PUT', path, {body, version}),
  postForLines: <T>(path: string) => lines<T>(path),
  remove: (path: string, version?: number) => send<void>('DELETE', path, {version}),
};

/** `?a=1&b=2` from what is set; empty when nothing is. */
export function query(fields: Record<string, string | number | undefined>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(fields))
    if (value !== undefined && value !== '') search.set(name, String(value));
  const text = search.toString();
  return text ? `?${text}` : '';
}
