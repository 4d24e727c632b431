import type {ComponentChildren} from 'preact';
import {Ban, ClipboardList, Clock, Coins, Cpu, ExternalLink, FolderGit2, GitBranch, GitCompare, Hash, KeyRound, RotateCcw, ShieldCheck, Sparkles, Ticket as TicketIcon, User} from 'lucide-preact';
import {api} from '../api/client.ts';
import type {RunSummary} from '../api/types.ts';
import {identity, mayOperate} from '../app/identity.ts';
import {useStore} from '../app/store.ts';
import {go} from '../app/router.ts';
import {ConfirmButton} from '../components/Dialog.tsx';
import {CopyButton, Note, ShortId, Status, Time, useNow} from '../components/parts.tsx';
import {attempt} from '../components/Toasts.tsx';
import {cost, count, duration, reach, reasonText} from '../model/words.ts';
import {ReplayButton} from './Replay.tsx';

export function tokensOf(run: RunSummary): number {
  const {usage} = run;
  return usage.input_tokens + usage.output_tokens + (usage.cached_tokens ?? 0) + (usage.cache_write_tokens ?? 0);
}

export function timeOf(run: RunSummary, now: number): number {
  return (run.finished_at ? Date.parse(run.finished_at) : now) - Date.parse(run.started_at);
}

export async function retryJob(id: string): Promise<void> {
  if (await attempt(() => api.post(`/jobs/${id}/retry`), 'Queued again.')) go(`/live/${id}`);
}

export function CancelButton({jobId, small}: {jobId: string; small?: boolean}) {
  return <ConfirmButton class={`button danger${small ? ' small' : ''}`} icon={<Ban size={14} />} label="Cancel" question="Cancel this job?" verb="Cancel the job"
    explanation="What runs is ended within seconds. Nothing more is pushed; what was recorded stays."
    onConfirm={() => attempt(() => api.post(`/jobs/${jobId}/cancel`), 'The job is being cancelled.')} />;
}

/** What a run came to, in one plain sentence. */
export function outcomeSentence(run: RunSummary): string {
  if (run.reason === 'cancelled' && run.summary) return run.summary;
  const reason = reasonText(run.reason);
  return run.summary && reason && run.summary !== reason ? `${reason} ${run.summary}` : run.summary || reason;
}

/** A run that waits for a person says so. */
export function RunStatus({run, word}: {run: RunSummary; word?: string}) {
  return run.waits_for === 'approval' ? <Status state="blocked" word="Waiting for approval" />
    : run.waits_for === 'paused' ? <Status state="blocked" word="Paused" /> : <Status state={run.state} word={word} />;
}

/** Where the ticket and the repository live, as far as their addresses are known. */
export interface RunLinks { ticket?: string; repository?: string }

function Outside({href, children}: {href?: string; children: ComponentChildren}) {
  return href ? <a href={href} target="_blank" rel="noreferrer noopener">{children}<ExternalLink size={12} aria-label="(another site)" style={{display: 'inline', marginLeft: '4px'}} /></a> : <>{children}</>;
}

/** What a run came to, and the facts about it. */
export function RunFacts({run, signInHosts = [], links = {}}: {run: RunSummary; signInHosts?: string[]; links?: RunLinks}) {
  const now = useNow(Math.floor);
  const tone = run.state === 'completed' ? 'completed' : run.state === 'blocked' ? 'blocked' : run.state === 'failed' ? 'failed' : 'plain';
  return <>
    <div class="row wrap"><RunStatus run={run} />
      {run.validation === 'passed' ? <Status state="passed" word="Validated" /> : run.validation === 'failed' ? <Status state="failed" word="Validation failed" />
        : run.state !== 'running' && <Status state="unknown" word="Not validated" />}
      {run.is_pushed && <span class="status completed"><GitBranch aria-hidden="true" />Pushed</span>}
      {run.is_replay && <span class="status" title="The answers were recorded, not made by a model now">Recorded answers</span>}
      {run.sandbox === 'off' && <Status state="warning" word="No sandbox" />}</div>
    <div class="facts">
      <span title="Repository"><FolderGit2 aria-hidden="true" /><Outside href={links.repository}>{run.repository}</Outside></span>
      {links.ticket && <span title="Ticket"><TicketIcon aria-hidden="true" /><Outside href={links.ticket}>{run.ticket_key}</Outside></span>}
      <span title="Branch" class="clip"><GitBranch aria-hidden="true" /><code class="clip">{run.branch}</code><CopyButton text={run.branch} label="Copy the branch" /></span>
      {run.head_commit && <span title="Commit"><Hash aria-hidden="true" /><ShortId id={run.head_commit} from="start" /></span>}
      <span title="Provider and model"><Cpu aria-hidden="true" />{run.provider}{run.model && ` · ${run.model}`}</span>
      {run.requester && <span title="Requester"><User aria-hidden="true" />{run.requester}</span>}
      <span title="Time"><Clock aria-hidden="true" />{duration(timeOf(run, now))}<span class="faint">·</span><Time at={run.started_at} /></span>
      <span title="Tokens and cost"><Coins aria-hidden="true" />{count(tokensOf(run))} tokens · {cost(run.cost_usd)}</span>
      {run.sandbox && run.sandbox !== 'off' && <span title="Sandbox in force"><ShieldCheck aria-hidden="true" />{run.sandbox}</span>}
      {signInHosts.length > 0 && <span title={`The agent program used its own sign-in, past the model proxy. It may reach ${reach(signInHosts)}.`}><KeyRound aria-hidden="true" />own sign-in</span>}
    </div>
    {run.state !== 'running' && outcomeSentence(run) && <Note tone={tone}>{outcomeSentence(run)}</Note>}
  </>;
}

export function RunHead({run, signInHosts, links, place}: {run: RunSummary; signInHosts?: string[]; links?: RunLinks; place: 'run' | 'audit' | 'live'}) {
  const who = useStore(identity);
  return <header class="run-head">
    <div class="row spread upper wrap">
      <div class="grow" style={{flexBasis: '280px'}}>
        <div class="row wrap small soft" style={{marginBottom: '2px'}}><code>{run.ticket_key}</code><span>run {run.attempt > 1 && `${run.attempt} `}</span><ShortId id={run.id} /></div>
        <h1>{run.title}</h1>
      </div>
      <div class="row wrap">
        {place === 'audit' && run.state !== 'running' && mayOperate(who) && <ReplayButton run={run} />}
        {run.is_pushed && run.head_commit && <a class="button" title="Compare with the base branch" href={`/repositories/${encodeURIComponent(run.repository)}/compare?to=${run.head_commit}`}><GitCompare size={14} />Compare</a>}
        {place === 'audit' ? <a class="button" href={`/runs/${run.id}`}><Sparkles size={14} />Run</a> : <a class="button" href={`/audit/${run.id}`}><ClipboardList size={14} />Audit</a>}
        {mayOperate(who) && (run.state === 'running' ? place === 'audit' && <CancelButton jobId={run.job_id} />
          : run.state !== 'completed' && <button type="button" class="button" onClick={() => void retryJob(run.job_id)}><RotateCcw size={14} />Retry</button>)}
      </div>
    </div>
    <RunFacts run={run} signInHosts={signInHosts} links={links} />
  </header>;
}
