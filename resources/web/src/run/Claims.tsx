// What the model said of its work, beside what the worker recorded itself.
import type {BaseDrift, MergeConflict, RunEvent, RunView} from '../api/types.ts';
import {useContext} from 'preact/hooks';
import {Markdown} from '../components/Markdown.tsx';
import {Status} from '../components/parts.tsx';
import {earlierClaims} from '../model/findings.ts';
import {plural, reach} from '../model/words.ts';
import {GuardFindings} from './GuardFindings.tsx';
import {RecordContext, useAsked} from './runRecord.ts';

/** The summary of the last `finish` call. */
function claimOf(events: RunEvent[]): {text: string; seq: number} | undefined {
  for (const event of [...events].reverse()) {
    if (event.data.name !== 'finish') continue;
    const input = (event.data.input ?? {}) as Record<string, unknown>;
    const text = typeof input.summary === 'string' ? input.summary : JSON.stringify(input, null, 2);
    return {text, seq: event.seq};
  }
  return undefined;
}

/** The default branch moved while the run worked. */
function Drift({drift, conflicts}: {drift: BaseDrift; conflicts: MergeConflict[]}) {
  const isMerged = drift.merged === drift.head;
  return <><Status state={isMerged ? 'passed' : 'warning'} word={isMerged ? 'Merged with its newest state' : 'Moved meanwhile'} />
    <div class="soft" style={{marginTop: '4px'}}><code>{drift.branch}</code> {drift.head === '' ? 'was removed from the remote'
      : <>{drift.is_rewritten ? 'was rewritten, and is at' : `went ${plural(drift.commits, 'commit')} ahead to`} <code>{drift.head.slice(0, 10)}</code></>}
      {drift.merged && !isMerged && <>; the change was merged with <code>{drift.merged.slice(0, 10)}</code></>}
      {conflicts.map(conflict => <div key={conflict.path}>conflict in <code>{conflict.path}</code></div>)}</div></>;
}

export function Claims({view}: {view: RunView}) {
  // `finish` ends an attempt, so it is among the last tool calls of the last call of the provider.
  const last = view.provider_calls[view.provider_calls.length - 1];
  const calls = useAsked(last ? `${view.run.id}.${last.first_seq}.${view.tool_calls}` : '', record => record.read(['tool.call'], last.first_seq, 100));
  const claim = claimOf(calls.value ?? []);
  const {link} = useContext(RecordContext);
  const {run} = view;
  const newest = view.validations[view.validations.length - 1];
  const green = view.commands.filter(command => command.kind === 'validation' && command.attempt === (newest?.attempt ?? 0));
  return <div class="card claims">
    <div class="stack"><h3>What the model said</h3>
      {claim ? <><Markdown text={claim.text} />{link({event: claim.seq}) ? <a class="tiny" href={link({event: claim.seq})}>event {claim.seq}</a> : <span class="tiny soft">event {claim.seq}</span>}</>
        : <span class="soft small">{view.provider_calls.length ? 'It gave no closing statement.' : 'No model was asked.'}</span>}
      {earlierClaims(view).map(one => <div key={one.attempt} class="small"><span class="soft">{one.attempt ? `After repair ${one.attempt}` : 'Of its first attempt'} it said: </span>{one.claim}
        <div class="soft">recorded: {one.failed.map((line, index) => <span key={line}>{index > 0 && ', '}<code>{line}</code></span>)} red</div></div>)}</div>
    <div class="stack"><h3>What was recorded</h3>
      <dl class="pairs">
        <dt>Validation</dt><dd>{run.validation === 'passed' ? <Status state="passed" word="Validated" /> : run.validation === 'failed' ? <Status state="failed" /> : <Status state="unknown" word="Not validated" />}
          {newest && green.length > 0 && <div class="soft" style={{marginTop: '4px'}}>{green.map(command => <div key={command.command_id}><code>{command.line}</code> {command.end === 'exited' ? `exit ${command.exit_code}` : command.end}</div>)}</div>}</dd>
        {newest?.tree && <><dt>On tree</dt><dd><code>{newest.tree.slice(0, 12)}</code></dd></>}
        <dt>Change</dt><dd>{view.files.length ? `${plural(view.files.length, 'file')}, +${run.additions} −${run.deletions}` : 'none'}</dd>
        <dt>Diff guard</dt><dd>{view.guard ? <Status state={view.guard.verdict} word={{allow: 'Allowed', flag: 'Flagged', block: 'Blocked'}[view.guard.verdict]} /> : 'did not run'}{view.guard && <GuardFindings findings={view.guard.findings} />}</dd>
        <dt>Branch</dt><dd>{run.is_pushed ? <><code>{run.branch}</code> pushed</> : 'not pushed'}</dd>
        {view.drift && <><dt>Base</dt><dd><Drift drift={view.drift} conflicts={view.conflicts ?? []} /></dd></>}
        <dt>Repairs</dt><dd>{run.repairs || 'none'}</dd>
        <dt>Sandbox</dt><dd>{run.sandbox || 'not recorded'}</dd>
        {(view.sign_in_hosts?.length ?? 0) > 0 && <><dt>Model access</dt><dd>the program's own sign-in; it may reach {reach(view.sign_in_hosts!)}</dd></>}
      </dl></div>
  </div>;
}
