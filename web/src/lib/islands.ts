import { parseMapModel } from '../islands/map/model.ts';
import { parseSwipeModel } from '../islands/swipe/model.ts';

/** Mounts every map island below `root`. The map library is only fetched when a map comes near. */
export function mountIslands(root: ParentNode): void {
  for (const figure of root.querySelectorAll<HTMLElement>('[data-island=map]')) {
    whenNear(figure, () => void mountMap(figure));
  }
  for (const figure of root.querySelectorAll<HTMLElement>('[data-island=swipe]')) {
    whenNear(figure, () => void mountSwipe(figure));
  }
}

async function mountSwipe(figure: HTMLElement): Promise<void> {
  const holder = document.getElementById(figure.dataset['model'] ?? '');
  const model = parseSwipeModel(holder?.textContent ?? '');
  const paper = figure.querySelector<HTMLElement>('.ww-map__paper');
  if (model === null || paper === null) return;
  const { mountSwipeIsland } = await import('../islands/swipe/mount.ts');
  mountSwipeIsland(figure, paper, model);
}

async function mountMap(figure: HTMLElement): Promise<void> {
  const holder = document.getElementById(figure.dataset['model'] ?? '');
  const model = parseMapModel(holder?.textContent ?? '');
  const paper = figure.querySelector<HTMLElement>('.ww-map__paper');
  if (model === null || paper === null) return;
  const { mountMapIsland } = await import('../islands/map/mount.ts');
  mountMapIsland(figure, paper, model);
}

function whenNear(element: Element, act: () => void): void {
  const observer = new IntersectionObserver(
    (entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      observer.disconnect();
      act();
    },
    { rootMargin: '200px' },
  );
  observer.observe(element);
}
