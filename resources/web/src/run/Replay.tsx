// A run that is done again with its recorded answers, and what came out.
import {History} from 'lucide-preact';
import {api} from '../api/client.ts';
import type {Job, RunSummary, RunView} from '../api/types.ts';
import {go} from '../app/router.ts';
import {ConfirmButton} from '../components/Dialog.tsx';
import {Note, ShortId} from '../components/parts.tsx';
import {attempt} from '../components/Toasts.tsx';
import {plural} from '../model/words.ts';

export function ReplayButton({run}: {run: RunSummary}) {
  return <ConfirmButton class="button" icon={<History size={14} />} label="Replay" question="Do this run again?" verb="Replay"
    explanation="A fresh workspace gets the recorded answers; commands run anew. No model is asked, and nothing is pushed. It then says whether the same tree came out."
    onConfirm={() => attempt(async () => { const job = await api.post<Job>(`/runs/${run.id}/replay`); go(`/live/${job.id}`); }, 'The replay is in the queue.')} />;
}

export function ReplayResult({view}: {view: RunView}) {
  const {replay, run} = view;
  if (!run.replay_of) return null;
  const of = <>Replay of <a href={`/audit/${run.replay_of}`}><ShortId id={run.replay_of} /></a>. </>;
  if (!replay) return <Note tone="plain">{of}{run.state === 'running' ? 'When it is done it is compared with the record.' : 'It ended before it could be compared with the record.'}</Note>;
  return <Note tone={replay.is_same ? 'completed' : 'failed'}>{of}{replay.text}
    {replay.files.length > 0 && <details><summary>{plural(replay.files.length, 'file')} not the same</summary><ul class="plain-list">{replay.files.map(file => <li key={file}><code>{file}</code></li>)}</ul></details>}</Note>;
}
