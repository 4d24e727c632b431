// Activity, change and ticket of a run; where one looks is in the hash, so that every place has a link.
import {useEffect, useMemo, useRef, useState} from 'preact/hooks';
import {FileDiff, Hourglass} from 'lucide-preact';
import {useResource} from '../api/resource.ts';
import type {Patch, RunView, StageView} from '../api/types.ts';
import {hashFields, place, setHash} from '../app/router.ts';
import {useStore} from '../app/store.ts';
import {useShortcuts} from '../app/shortcuts.ts';
import {Markdown} from '../components/Markdown.tsx';
import {Empty, Loaded, Note} from '../components/parts.tsx';
import {DiffView} from '../diff/DiffView.tsx';
import {isWhollyRemoved, Removals} from './Removals.tsx';
import {ReplayResult} from './Replay.tsx';
import {Spend} from './Spend.tsx';
import {StageActivity} from './StageActivity.tsx';
import {Steering} from './Steering.tsx';
import {stageKey, Timeline} from './Timeline.tsx';
import {RecordContext, recordOfWorker, useFiles} from './runRecord.ts';
import type {LiveRun} from './useRun.ts';

function usual(view: RunView): StageView | undefined {
  const {stages} = view;
  if (view.run.state === 'running') return stages[stages.length - 1];
  const failed = [...stages].reverse().find(stage => stage.status === 'failed');
  return (view.run.state !== 'completed' && failed) || stages.find(stage => stage.stage === 'implementation') || stages[stages.length - 1];
}

function stageOf(view: RunView, fields: URLSearchParams): StageView | undefined {
  const seq = Number(fields.get('event'));
  return view.stages.find(stage => stageKey(stage) === fields.get('stage')?.replace(/\.0$/, ''))
    ?? (seq ? [...view.stages].reverse().find(stage => stage.first_seq <= seq) : undefined)
    ?? usual(view);
}

function ChangeTab({view, fields}: {view: RunView; fields: URLSearchParams}) {
  const [seq, setSeq] = useState(view.change_seq);
  useEffect(() => setSeq(view.change_seq), [view.change_seq]);
  const patch = useResource<Patch>(seq ? `/runs/${view.run.id}/patch?of=${seq}` : '');
  const source = useFiles(`${view.run.id}.${seq}.${view.run.is_pushed}`);
  const at = useMemo(() => ({file: fields.get('file') ?? '', line: Number(fields.get('line')), side: fields.get('side') === 'old' ? 'old' as const : 'new' as const}), [fields]);
  if (!seq) return <Empty icon={FileDiff} title="No change yet">{view.run.state === 'running' ? 'The diff appears here when the implementation has changed a file.' : 'This run changed no file.'}</Empty>;
  return <Loaded from={patch}>{value => value.patch
    ? <DiffView patch={value.patch} isCut={value.is_cut} name={value.tree || view.run.id} at={at} source={source}
        onPlace={next => setHash({file: next.file, line: String(next.line), side: next.side === 'old' ? 'old' : ''})} />
    : <Empty icon={FileDiff} title="No change">This run changed no file.</Empty>}</Loaded>;
}

export function RunBody({live}: {live: LiveRun & {value: RunView}}) {
  const view = live.value;
  const {hash} = useStore(place);
  const fields = useMemo(() => hashFields(hash), [hash]);
  const tab = fields.get('view') ?? (fields.has('file') ? 'change' : 'activity');
  const stage = stageOf(view, fields);
  const current = stage ? stageKey(stage) : '';
  const detail = useRef<HTMLDivElement>(null);
  const choose = (key: string) => {
    setHash({stage: key});
    // On a narrow page the stage is below the timeline, out of sight.
    if (window.innerWidth < 1000) setTimeout(() => detail.current?.scrollIntoView({block: 'start'}));
  };
  const step = (by: 1 | -1) => {
    const index = view.stages.findIndex(one => stageKey(one) === current) + by;
    if (view.stages[index]) setHash({stage: stageKey(view.stages[index])});
  };
  useShortcuts([
    ...tab === 'activity' ? [{keys: 'j', what: 'Next stage', run: () => step(1)}, {keys: 'k', what: 'Previous stage', run: () => step(-1)}] : [],
    {keys: 'd', what: 'Show the diff', run: () => setHash({view: 'change'})},
    {keys: 'a', what: 'Show the activity', run: () => setHash({})},
  ]);
  if (isWhollyRemoved(view)) return <Removals view={view} />;
  const tabs: [string, string, number | undefined][] = [['activity', 'Activity', undefined], ['change', 'Change', view.files.length || undefined], ['ticket', 'Ticket', undefined]];
  return <RecordContext.Provider value={useMemo(() => recordOfWorker(view.run.id), [view.run.id])}>
    <Steering live={live} />
    {!!view.removals?.length && <div style={{marginBottom: '12px'}}><Removals view={view} /></div>}
    {view.run.replay_of && <div style={{marginBottom: '12px'}}><ReplayResult view={view} /></div>}
    <div class="tabs" role="navigation" aria-label="Parts of the run" style={{marginBottom: '16px'}}>
      {tabs.map(([name, label, number]) => <a key={name} class="tab" aria-current={tab === name ? 'true' : undefined} href={name === 'activity' ? '#' : `#view=${name}`}>
        {label}{number !== undefined && <span class="count">{number}</span>}</a>)}
    </div>
    {live.isWaiting && <div style={{marginBottom: '12px'}}><Note tone="blocked" role="status">The live stream was cut. It is being opened again; nothing is lost.</Note></div>}
    {view.warnings.length > 0 && tab === 'activity' && <div class="stack" style={{marginBottom: '16px'}}>{view.warnings.map((text, index) => <Note key={index} tone="blocked">{text}</Note>)}</div>}
    {tab === 'change' ? <ChangeTab view={view} fields={fields} />
      : tab === 'ticket' ? <div class="card"><div class="inside" style={{maxWidth: '84ch'}}><h2 class="unseen">Ticket</h2>{view.ticket_body.trim() ? <Markdown text={view.ticket_body} /> : <span class="soft">The ticket has a title and no text.</span>}</div></div>
      : stage ? <div class="run-grid">
        <div class="run-side"><Timeline stages={view.stages} current={current} onChoose={choose} />
          <Spend run={view.run} live={live} /></div>
        <div ref={detail} class="run-detail"><StageActivity key={`${view.run.id}${current}`} view={view} stage={stage} live={live} eventSeq={Number(fields.get('event'))} /></div>
      </div> : <Empty icon={Hourglass} title="The run is starting">Its first stage appears here in a moment.</Empty>}
  </RecordContext.Provider>;
}
