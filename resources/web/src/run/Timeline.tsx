// The stages of a run from top to bottom, each with its time as a bar, and a mark at each repair.
import {CircleCheck, CircleDashed, CircleMinus, CircleX, LoaderCircle, Wrench} from 'lucide-preact';
import type {StageView} from '../api/types.ts';
import {useNow} from '../components/parts.tsx';
import {duration, stageName} from '../model/words.ts';

export function stageKey(stage: StageView): string {
  return stage.attempt ? `${stage.stage}.${stage.attempt}` : stage.stage;
}

export function stageTime(stage: StageView, now: number): number {
  return (stage.finished_at ? Date.parse(stage.finished_at) : now) - Date.parse(stage.started_at);
}

const signs = {ok: CircleCheck, failed: CircleX, skipped: CircleMinus, running: LoaderCircle};
const words: Record<string, string> = {ok: 'done', failed: 'failed', skipped: 'skipped', running: 'running'};

export function Timeline({stages, current, onChoose}: {stages: StageView[]; current: string; onChoose: (key: string) => void}) {
  const now = useNow(Math.floor);
  const longest = Math.max(1, ...stages.map(stage => stageTime(stage, now)));
  return <nav class="timeline" aria-label="Stages">
    {stages.map(stage => {
      const key = stageKey(stage);
      const Sign = signs[stage.status as keyof typeof signs] ?? CircleDashed;
      const took = stageTime(stage, now);
      return <button key={key} type="button" class="stage" data-row aria-current={key === current ? 'true' : undefined} title={stage.summary || undefined} onClick={() => onChoose(key)}>
        <span class={`sign ${stage.status}`}><Sign size={16} aria-label={words[stage.status] ?? stage.status} /></span>
        <span class="row" style={{gap: '6px'}}><span class="clip">{stageName(stage.stage)}</span>
          {stage.attempt > 0 && (stage.stage === 'repair' || stage.stage === 'validation') && <span class="repair-mark" title={`After repair ${stage.attempt}`}><Wrench aria-hidden="true" />{stage.attempt}<span class="unseen"> after repair</span></span>}</span>
        <span class="took">{stage.status === 'skipped' ? 'skipped' : duration(took)}</span>
        <span class="length" aria-hidden="true"><i class={stage.status} style={{width: `${Math.max(1, took / longest * 100)}%`}} /></span>
      </button>;
    })}
  </nav>;
}
