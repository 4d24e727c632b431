// A self-test while it goes on and when it is over: each step with its time and tokens.
import {useEffect, useRef} from 'preact/hooks';
import {Check, Minus} from 'lucide-preact';
import {ticked} from '../components/Form.tsx';
import {Note} from '../components/parts.tsx';
import {duration} from '../model/words.ts';
import type {TestState} from './testProvider.ts';

const names: Record<string, string> = {read: 'Read a file', edit: 'Edit it', command: 'Run a command', finish: 'Finish with a structured answer'};

export function TestReport({test}: {test: TestState}) {
  const {result, steps} = test;
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.scrollIntoView({block: 'nearest'}), [steps.length, !!result]);
  return <div class="stack" role="status" ref={box}>
    {result ? <Note tone={result.is_working ? 'completed' : 'failed'}>{ticked(result.message)}{result.is_working && result.duration_ms > 0 && <span class="soft"> It took {duration(result.duration_ms)}.</span>}</Note>
      : <Note>{steps.length ? 'The model works on a small task …' : 'Asking the model to read, edit and run something small …'}</Note>}
    {steps.some(step => step.is_done) && <ol class="steps">{steps.map(step => <li key={step.name}>
      {step.is_done ? <Check size={14} aria-label="done" /> : <Minus size={14} aria-label="not done" />}
      <span class="grow">{names[step.name] ?? step.name} <span class="soft small">{step.detail}</span></span>
      {step.is_done && <span class="soft small number">{duration(step.milliseconds)}{step.tokens > 0 && `, ${step.tokens.toLocaleString()} tokens`}</span>}
    </li>)}</ol>}
  </div>;
}
