// What was found wrong in a run, and what became of it: red commands, findings of the diff guard, conflicts; and what the model
// claimed of attempts that a repair followed.
import type {RunView} from '../api/types.ts';

export interface Finding { by: string; text: string; path?: string; line?: number; rule?: string; fate: string; isMended: boolean }

/** A command that was red: mended by a later attempt, or red to the end. */
function redCommands({validations, run}: RunView): Finding[] {
  const found: Finding[] = [];
  const lines = [...new Set(validations.flatMap(one => one.failed))];
  for (const line of lines) {
    const redAt = validations.map((one, index) => one.failed.includes(line) ? index : -1).filter(index => index >= 0);
    const after = validations.slice(redAt[redAt.length - 1] + 1).find(one => one.status === 'passed' || one.failed.length);
    const times = redAt.length > 1 ? `red ${redAt.length} times, then ` : '';
    found.push({by: 'Validation', text: line, isMended: !!after,
      fate: after ? `${times}green after ${after.attempt ? `repair ${after.attempt}` : 'it ran again'}` : run.is_pushed ? 'still red; it was only advisory' : 'red to the end; nothing was pushed'});
  }
  return found;
}

function guardFindings({guard, run, steering}: RunView): Finding[] {
  const approval = steering?.approvals?.[steering.approvals.length - 1];
  const passed = approval?.decision.verdict === 'approved' ? `let through by ${approval.decision.by || 'a person'}`
    : approval?.decision.verdict === 'rejected' ? 'rejected by a person; nothing was pushed'
    : run.is_pushed ? 'let through, and told with the result' : 'flagged; nothing was pushed';
  return (guard?.findings ?? []).map(one => ({by: 'Diff guard', text: one.text, path: one.path || undefined, line: one.line || undefined, rule: one.rule,
    isMended: one.verdict !== 'block' && run.is_pushed, fate: one.verdict === 'block' ? 'blocked; nothing was pushed' : passed}));
}

export function findingsOf(view: RunView): Finding[] {
  const conflicts = (view.conflicts ?? []).map((one): Finding => ({by: 'Merge with the base', text: 'in conflict with the default branch', path: one.path, isMended: view.run.is_pushed,
    fate: view.run.is_pushed ? 'settled by the agent, and validated again' : 'not settled; nothing was pushed'}));
  return [...redCommands(view), ...guardFindings(view), ...conflicts];
}

export interface EarlierClaim { attempt: number; claim: string; failed: string[] }

/** What the model said of an attempt that then was red. */
export function earlierClaims({stages, validations}: RunView): EarlierClaim[] {
  return stages.filter(stage => (stage.stage === 'implementation' || stage.stage === 'repair') && stage.status === 'ok' && stage.summary).flatMap(stage => {
    const fact = validations.find(one => one.attempt === stage.attempt && one.status === 'failed');
    const isLast = !stages.some(other => other.stage === 'repair' && other.attempt > stage.attempt);
    return fact && !isLast ? [{attempt: stage.attempt, claim: stage.summary, failed: fact.failed}] : [];
  });
}
