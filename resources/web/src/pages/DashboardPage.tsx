import type {ComponentChildren} from 'preact';
import {useState} from 'preact/hooks';
import {Check, CircleCheck, Inbox, Play, Plus, RotateCcw} from 'lucide-preact';
import {spendEvents} from '../api/changes.ts';
import {useResource} from '../api/resource.ts';
import type {Dashboard, DayFigure, Job, RunSummary} from '../api/types.ts';
import {identity, mayOperate} from '../app/identity.ts';
import {useStore} from '../app/store.ts';
import {remember, remembered} from '../app/theme.ts';
import {OutcomeChart, SpendChart} from '../components/DayCharts.tsx';
import {Empty, Loaded, PageHead, Status, Time, toneOf} from '../components/parts.tsx';
import {useTitle} from '../components/useTitle.ts';
import {duration, money, plain, plural, reasonText, stageName} from '../model/words.ts';
import {CancelButton, retryJob, timeOf} from '../run/RunHead.tsx';
import {SpendLine} from '../run/Spend.tsx';

function Card({title, more, children}: {title: string; more?: ComponentChildren; children: ComponentChildren}) {
  return <section class="card"><header><h2>{title}</h2>{more}</header>{children}</section>;
}

const guideSteps = [
  {name: 'provider', title: 'Set up a provider', text: 'The AI back end that does the work: an API key, or an endpoint of your own.', href: '/providers', verb: 'Set one up'},
  {name: 'repository', title: 'Add a repository', text: 'Where the code is, and the commands that say whether a change is good.', href: '/repositories?edit=%2B', verb: 'Add one'},
  {name: 'ticket', title: 'Write a ticket', text: 'Say what should change. The worker does the rest and pushes a branch.', href: '/tickets?new=1', verb: 'Write one'},
];

function Guide({dashboard, onLeave}: {dashboard: Dashboard; onLeave: () => void}) {
  const done = [dashboard.providers_ready > 0, dashboard.repositories > 0, dashboard.tickets > 0];
  const next = done.indexOf(false);
  return <>
    <PageHead title="Welcome to MergeLoom" actions={<button type="button" class="button quiet" onClick={onLeave}>Leave the guide</button>}>
      Three steps from here to a reviewed branch. You can leave at any of them; they stay where they are.</PageHead>
    <div class="card"><ol class="guide">{guideSteps.map((step, index) => <li key={step.name}>
      <span class={`step${done[index] ? ' done' : ''}`}>{done[index] ? <Check size={16} aria-label="Done" /> : index + 1}</span>
      <div><h2>{step.title}</h2><p>{step.text}</p></div>
      <a class={`button${index === next ? ' primary' : ''}`} href={step.href}>{done[index] ? 'Look at it' : step.verb}</a>
    </li>)}</ol></div>
  </>;
}

/** The run of a job says more, and sooner, than the job: its stage comes with each event. */
function Doing({job, run}: {job: Job; run?: RunSummary}) {
  const stage = run?.stage || job.stage;
  return <><span class="faint tiny clip" style={{display: 'block'}}>{job.ticket_key} · {job.repository} · {stage ? stageName(stage) : 'Starting'}{!run && <> · <Time at={job.updated_at} /></>}</span>
    {run && <SpendLine run={run} />}</>;
}

function Active({jobs, runs}: {jobs: Job[]; runs: RunSummary[]}) {
  const who = useStore(identity);
  return <Card title="Running now">{jobs.length ? <ul class="lines">{jobs.map(job => <li key={job.id}>
    <i class="dot running" aria-hidden="true" />
    <div class="grow"><a class="title" data-row href={`/live/${job.id}`}>{job.title}</a>
      <Doing job={job} run={runs.find(run => run.id === job.run_id)} /></div>
    {mayOperate(who) && <CancelButton jobId={job.id} small />}<a class="button small hide-s" href={`/live/${job.id}`}>Open</a></li>)}</ul>
    : <Empty icon={Play} title="Nothing runs" actions={<a class="button" href="/tickets?new=1"><Plus size={14} />Write a ticket</a>}>A queued ticket starts as soon as an executor is free.</Empty>}</Card>;
}

function NeedsPerson({jobs}: {jobs: Job[]}) {
  const who = useStore(identity);
  return <Card title="Needs a person">{jobs.length ? <ul class="lines">{jobs.slice(0, 6).map(job => <li key={job.id}>
    <Status state={job.state} /><div class="grow"><a class="title" data-row href={job.run_id ? `/runs/${job.run_id}` : `/live/${job.id}`}>{job.title}</a>
      <span class="faint tiny clip" style={{display: 'block'}} title={job.summary}>{job.ticket_key} · {reasonText(job.reason) || job.summary}</span></div>
    {mayOperate(who) && <button type="button" class="button small" onClick={() => void retryJob(job.id)}><RotateCcw size={12} />Retry</button>}</li>)}</ul>
    : <Empty icon={CircleCheck} title="Nothing waits for you">Blocked and failed jobs would stand here with what to do.</Empty>}</Card>;
}

function Recent({runs}: {runs: RunSummary[]}) {
  return <Card title="Last results" more={<a class="small" href="/runs">All runs</a>}>{runs.length ? <ul class="lines">{runs.slice(0, 8).map(run => <li key={run.id}>
    <Status state={run.state} /><div class="grow"><a class="title" data-row href={`/runs/${run.id}`}>{run.title}</a><span class="faint tiny clip" style={{display: 'block'}}>{run.ticket_key} · {run.repository}</span></div>
    <span class="small soft number hide-s">{duration(timeOf(run, Date.now()))}</span><Time class="small soft number" at={run.finished_at ?? run.started_at} /></li>)}</ul>
    : <Empty icon={Inbox} title="No result yet">The first run that ends is listed here.</Empty>}</Card>;
}

function Queue({jobs}: {jobs: Job[]}) {
  return <Card title="Queue" more={<span class="small soft">{plural(jobs.length, 'job')}</span>}>{jobs.length ? <ul class="lines">{jobs.slice(0, 8).map((job, index) => <li key={job.id}>
    <span class="faint number" style={{width: '16px'}}>{index + 1}</span><div class="grow"><a class="title" data-row href={`/live/${job.id}`}>{job.title}</a><span class="faint tiny clip" style={{display: 'block'}}>{job.ticket_key} · {job.repository} · queued <Time at={job.queued_at} /></span>
      {job.waits_for && <span class="tiny waits">{job.waits_for}</span>}</div></li>)}</ul>
    : <p class="soft small" style={{padding: '14px 16px'}}>Empty. Tickets that are queued wait here.</p>}</Card>;
}

function Tiles({dashboard}: {dashboard: Dashboard}) {
  const today: DayFigure | undefined = dashboard.days[dashboard.days.length - 1];
  const done = today ? today.completed + today.blocked + today.failed + today.cancelled : 0;
  const busy = dashboard.executors.filter(executor => executor.state === 'running').length;
  return <div class="tiles">
    <div class="tile"><div class="what">Running</div><div class="figure">{dashboard.active.length}</div><div class="under">{busy} of {plural(dashboard.executors.length, 'executor')} busy</div></div>
    <div class="tile"><div class="what">Waiting</div><div class="figure">{dashboard.queue.length}</div><div class="under">{dashboard.needs_person.length ? `${dashboard.needs_person.length} more need${dashboard.needs_person.length === 1 ? 's' : ''} a person` : 'none needs a person'}</div></div>
    <div class="tile"><div class="what">Ended today</div><div class="figure">{done}</div><div class="under">{today?.completed ?? 0} completed</div></div>
    <div class="tile"><div class="what">Spent today</div><div class="figure">{money(today?.cost_usd ?? 0)}</div><div class="under">{money(dashboard.days.reduce((sum, day) => sum + day.cost_usd, 0))} in {dashboard.days.length} days</div></div>
  </div>;
}

function Board({dashboard, onGuide}: {dashboard: Dashboard; onGuide?: () => void}) {
  return <>
    <PageHead title="Dashboard" actions={<>{onGuide && <button type="button" class="button quiet" onClick={onGuide}>Back to the guide</button>}<a class="button primary" href="/tickets?new=1"><Plus size={14} />Write a ticket</a></>}>
      <a class="row soft" style={{display: 'inline-flex'}} href="/health"><i class={`dot ${toneOf(dashboard.health)}`} aria-hidden="true" />{dashboard.health_text || plain(dashboard.health)}</a></PageHead>
    <Tiles dashboard={dashboard} />
    <div class="grid-main">
      <div class="stack" style={{gap: '20px'}}><Active jobs={dashboard.active} runs={dashboard.recent} /><NeedsPerson jobs={dashboard.needs_person} /><Recent runs={dashboard.recent.filter(run => run.state !== 'running')} /></div>
      <div class="stack" style={{gap: '20px'}}>
        <Queue jobs={dashboard.queue} />
        <Card title="Outcomes"><div class="inside"><OutcomeChart days={dashboard.days} />
          <div class="legend" style={{marginTop: '8px'}}>{['completed', 'blocked', 'failed', 'cancelled'].map(state => <span key={state}><i class={state} />{plain(state)}</span>)}</div></div></Card>
        <Card title="Spend"><div class="inside"><SpendChart days={dashboard.days} /></div></Card>
      </div>
    </div>
  </>;
}

export function DashboardPage() {
  useTitle('Dashboard');
  const dashboard = useResource<Dashboard>('/dashboard', spendEvents);
  const [isLeft, setLeft] = useState(remembered('guide') === 'left');
  const leave = (way: boolean) => {
    remember('guide', way ? 'left' : '');
    setLeft(way);
  };
  return <Loaded from={dashboard} lines={9}>{value => {
    const isNew = !value.recent.length && !value.active.length && !value.queue.length && !value.needs_person.length && (!value.repositories || !value.providers_ready || !value.tickets);
    return isNew && !isLeft ? <Guide dashboard={value} onLeave={() => leave(true)} /> : <Board dashboard={value} onGuide={isNew ? () => leave(false) : undefined} />;
  }}</Loaded>;
}

