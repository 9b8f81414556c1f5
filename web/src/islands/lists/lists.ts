import { announce } from '../../lib/announce.ts';
import { swapParts } from '../../lib/swap.ts';
import { isPlainClick, sortWords } from './logic.ts';

const PARTS = ['#list', '.govuk-pagination', '#list ~ .govuk-body-s', '#ranks-chart'];

/** Sorts and turns the pages of long lists in place; the links work without this, too. */
export function watchLists(root: Document): void {
  root.addEventListener('click', (event) => {
    const target = event.target instanceof Element ? event.target : null;
    const link = target?.closest<HTMLAnchorElement>('a.ww-sort, a.govuk-pagination__link');
    if (!link || !isPlainClick(event)) return;
    event.preventDefault();
    void follow(link);
  });
}

async function follow(link: HTMLAnchorElement): Promise<void> {
  const { href } = link;
  const label = link.closest('th') ? (link.firstChild?.textContent ?? '').trim() : null;
  const list = document.getElementById('list');
  list?.setAttribute('aria-busy', 'true');
  if (!(await swapParts(href, PARTS))) {
    location.assign(href);
    return;
  }
  history.replaceState(history.state, '', href);
  if (label === null) {
    document.getElementById('list')?.focus();
    announce(document.querySelector('#list ~ .govuk-body-s')?.textContent ?? '');
  } else {
    refocus(label);
  }
}

function refocus(label: string): void {
  for (const header of document.querySelectorAll<HTMLElement>('#list th')) {
    const link = header.querySelector<HTMLAnchorElement>('a.ww-sort');
    if (link && (link.firstChild?.textContent ?? '').trim() === label) {
      link.focus({ preventScroll: true });
      announce(sortWords(label, header.getAttribute('aria-sort')));
    }
  }
}
