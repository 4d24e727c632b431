import {api, ApiError} from '../api/client.ts';
import type {ProviderTestResult, SelfTestStep} from '../api/types.ts';

/** What is known of a test by now; `result` when it is over. */
export interface TestState { steps: SelfTestStep[]; result?: ProviderTestResult }

interface Line { step?: SelfTestStep; result?: ProviderTestResult; error?: {code: string; message: string} }

export async function testProvider(id: string, onState: (state: TestState) => void): Promise<void> {
  let steps: SelfTestStep[] = [];
  const end = (message: string, result?: ProviderTestResult) => onState({steps: result?.steps.length ? result.steps : steps, result: {is_working: false, duration_ms: 0, steps, ...result, message}});
  onState({steps});
  try {
    for await (const line of api.postForLines<Line>(`/providers/${encodeURIComponent(id)}/test`)) {
      if (line.step) onState({steps: steps = [...steps, line.step]});
      else if (line.error) return end(line.error.message);
      else if (line.result) return end(line.result.message || (line.result.is_working ? 'It works.' : 'It does not work, and the worker did not say why. Look at its log.'), line.result);
    }
    end('The worker stopped before the test was over. Try again.');
  } catch (cause) {
    if (!(cause instanceof ApiError)) throw cause;
    end(cause.message);
  }
}
