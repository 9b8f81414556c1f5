// Looks again for what the server is still working out, and puts it in place.
import { announce } from '../../lib/announce.ts';
import { fetchPage, swapFrom } from '../../lib/swap.ts';

const EVERY_MS = 3_000;
const MOST_LOOKS = 100;

/** Watches a part of the page that is still being worked out. */
export function watchPending(root: Document): void {
  if (root.querySelector('#choices[data-pending]')) void look(0);
}

async function look(looked: number): Promise<void> {
  if (looked >= MOST_LOOKS) return;
  await new Promise((done) => setTimeout(done, EVERY_MS));
  const next = await fetchPage(location.href);
  if (next === null || next.querySelector('#choices[data-pending]')) {
    await look(looked + 1);
    return;
  }
  swapFrom(next, ['#choices']);
  announce('Which choice matters: the table is there now.');
}
