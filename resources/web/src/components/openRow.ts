/** A click anywhere in a row is a click on its link; clicks on other links, buttons and selected text stay what they are. */
export function openRow(event: MouseEvent): void {
  const target = event.target as HTMLElement;
  if (target.closest('a, button, input, label, summary') || getSelection()?.toString()) return;
  const link = (event.currentTarget as HTMLElement).querySelector<HTMLAnchorElement>('a[data-row]');
  if (!link) return;
  if (event.ctrlKey || event.metaKey) window.open(link.href, '_blank', 'noopener');
  else link.click();
}
