// A range of commits as git writes it, and as the two fields of a form.
export type RangeKind = '..' | '...';
/** An empty `from`: what the one commit `to` changed. */
export interface Range { from: string; kind: RangeKind; to: string }

export function parseRange(text: string): Range {
  const [, from, kind, to] = /^(.*?)(\.\.\.?)(.*)$/s.exec(text) ?? [];
  return kind ? {from: from.trim(), kind: kind as RangeKind, to: to.trim()} : {from: '', kind: '...', to: text.trim()};
}

export function formatRange({from, kind, to}: Range): string {
  return from.trim() ? `${from.trim()}${kind}${to.trim()}` : to.trim();
}
