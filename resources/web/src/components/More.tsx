export function More({list}: {list: {hasMore: boolean; isReading: boolean; more: () => Promise<void>}}) {
  return list.hasMore ? <div class="pager"><button type="button" class="button" disabled={list.isReading} onClick={() => void list.more()}>Show more</button></div> : null;
}
