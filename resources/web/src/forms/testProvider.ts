import {api, ApiError} from '../api/client.ts';
import type {ProviderTestResult} from '../api/types.ts';

export type TestState = 'asking' | ProviderTestResult | undefined;

export async function testProvider(id: string): Promise<ProviderTestResult> {
  try {
    return await api.post<ProviderTestResult>(`/providers/${encodeURIComponent(id)}/test`);
  } catch (cause) {
    if (!(cause instanceof ApiError)) throw cause;
    return {is_working: false, message: cause.message, duration_ms: 0};
  }
}
