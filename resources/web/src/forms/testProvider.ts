import {api, ApiError} from '../api/client.ts';
import type {ProviderTestResult} from '../api/types.ts';

export type TestState = 'asking' | ProviderTestResult | undefined;

export async function testProvider(id: string): Promise<ProviderTestResult> {
  try {
    const result = await api.post<ProviderTestResult>(`/providers/${encodeURIComponent(id)}/test`);
    return {...result, message: result.message || (result.is_working ? 'It works.' : 'It does not work, and the worker did not say why. Look at its log.')};
  } catch (cause) {
    if (!(cause instanceof ApiError)) throw cause;
    return {is_working: false, message: cause.message, duration_ms: 0};
  }
}
