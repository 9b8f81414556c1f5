// Looks again for what the server is still working out, and puts it in place.
import { announce } from './announce.ts';
import { fetchPage, swapFrom } from './swap.ts';

const EVERY_MS = 3_000;
const MOST_LOOKS = 100;

/** What is waited for: the part of the page, and what is said when it is there. */
interface Awaited {
  /** The part that says that it waits. */
  readonly part: string;
  /** Said to those who hear the page; `null` where the whole page is loaded anew. */
  readonly ready: string | null;
}

const AWAITED: readonly Awaited[] = [
  { part: '#choices[data-pending]', ready: 'Which choice matters: the table is there now.' },
  { part: '#pending[data-pending="whole"]', ready: null },
];

/** Watches a part of the page that is still being worked out. */
export function watchPending(root: Document): void {
  for (const awaited of AWAITED) if (root.querySelector(awaited.part)) void look(awaited, 0);
}

async function look(awaited: Awaited, looked: number): Promise<void> {
  if (looked >= MOST_LOOKS) return;
  await new Promise((done) => setTimeout(done, EVERY_MS));
  const next = await fetchPage(location.href);
  if (next === null || next.querySelector(awaited.part)) {
    // How long it has taken so far changes in place, and is not read out each time.
    // The link beside the words keeps the focus that somebody gave it.
    if (next !== null && awaited.ready === null) swapFrom(next, ['#pending-words']);
    await look(awaited, looked + 1);
    return;
  }
  if (awaited.ready === null) {
    location.reload();
    return;
  }
  swapFrom(next, ['#choices']);
  announce(awaited.ready);
}
