// A job from queue to end: its place while it waits, then its newest run as it happens.
import {useEffect} from 'preact/hooks';
import {Hourglass, RotateCcw} from 'lucide-preact';
import {jobEvents} from '../api/changes.ts';
import {useResource} from '../api/resource.ts';
import type {Dashboard, Job} from '../api/types.ts';
import {identity, mayOperate} from '../app/identity.ts';
import {useStore} from '../app/store.ts';
import {Empty, Loaded, Status, Time} from '../components/parts.tsx';
import {useTitle} from '../components/useTitle.ts';
import {plural} from '../model/words.ts';
import {RunBody} from '../run/RunBody.tsx';
import {CancelButton, RunHead, retryJob} from '../run/RunHead.tsx';
import {useRun} from '../run/useRun.ts';

function Waiting({job}: {job: Job}) {
  const dashboard = useResource<Dashboard>('/dashboard', jobEvents);
  const who = useStore(identity);
  const index = dashboard.value?.queue.findIndex(one => one.id === job.id) ?? -1;
  const busy = dashboard.value?.active.length ?? 0;
  const isOver = !isOpen(job);
  return <>
    <header class="run-head">
      <div class="row spread upper wrap"><div class="grow"><code class="small soft">{job.ticket_key}</code><h1>{job.title}</h1></div>
        {mayOperate(who) && (isOver ? <button type="button" class="button" onClick={() => void retryJob(job.id)}><RotateCcw size={14} />Retry</button> : <CancelButton jobId={job.id} />)}</div>
      <div class="row wrap"><Status state={job.state} word={job.waits_for && job.state === 'queued' ? 'Waits for budget' : undefined} /><span class="small soft">{job.repository} · queued <Time at={job.queued_at} /></span></div>
    </header>
    <div class="card"><Empty icon={Hourglass} title={isOver ? 'This job ended before it had a run' : job.waits_for && job.state === 'queued' ? 'Waiting for a new day' : job.state === 'queued' ? index >= 0 ? index === 0 ? 'Next in the queue' : `Place ${index + 1} in the queue` : 'In the queue' : 'An executor has taken the job'}>
      {isOver ? job.summary || 'It was cancelled while it waited.'
        : job.waits_for && job.state === 'queued' ? job.waits_for
        : job.state !== 'queued' ? 'Its first stage appears here in a moment.'
        : dashboard.value && !dashboard.value.executors.some(executor => executor.state !== 'away') ? <>No executor is connected, so nothing takes jobs. Look at <a href="/health">Health</a>.</>
        : busy ? `${plural(busy, 'job')} ${busy === 1 ? 'runs' : 'run'} now. This page goes on by itself when an executor is free.` : 'An executor takes it in a moment. This page goes on by itself.'}
    </Empty></div>
  </>;
}

const isOpen = (job: Job) => ['queued', 'leased', 'running'].includes(job.state);

function LiveRun({job, runId}: {job: Job; runId: string}) {
  const live = useRun(runId);
  // The job names its run when it is leased; the run is known when its first event arrives.
  const isComing = !live.value && live.error?.status === 404 && isOpen(job);
  useEffect(() => {
    if (!isComing) return;
    const timer = setInterval(() => void live.reload(), 500);
    return () => clearInterval(timer);
  }, [isComing, live.reload]);
  if (isComing) return <Waiting job={job} />;
  return <Loaded from={live} lines={9}>{view => <><RunHead run={view.run} signInHosts={view.sign_in_hosts} place="live" /><RunBody live={{...live, value: view}} /></>}</Loaded>;
}

export function LivePage({job: id}: {job: string}) {
  const job = useResource<Job>(`/jobs/${encodeURIComponent(id)}`, jobEvents);
  useTitle(job.value ? `${job.value.ticket_key} ${job.value.title}` : 'Live');
  return <Loaded from={job}>{value => value.run_id ? <LiveRun key={value.run_id} job={value} runId={value.run_id} /> : <Waiting job={value} />}</Loaded>;
}
