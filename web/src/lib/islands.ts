import { parseDrawModel } from '../islands/draw/logic.ts';
import { parseMapModel } from '../islands/map/model.ts';
import { parseSwipeModel } from '../islands/swipe/model.ts';

/** Mounts every map and every map for drawing below `root`. The map library is only fetched when a map comes near. */
export function mountIslands(root: ParentNode): void {
  for (const figure of root.querySelectorAll<HTMLElement>('[data-island=map]')) {
    whenNear(figure, () => void mountMap(figure));
  }
  for (const figure of root.querySelectorAll<HTMLElement>('[data-island=swipe]')) {
    whenNear(figure, () => void mountSwipe(figure));
  }
  for (const holder of root.querySelectorAll<HTMLElement>('[data-island=draw]')) {
    whenNear(holder, () => void mountDraw(holder));
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

async function mountDraw(holder: HTMLElement): Promise<void> {
  const model = parseDrawModel(document.getElementById(holder.dataset['model'] ?? '')?.textContent ?? '');
  const field = document.getElementById(holder.dataset['field'] ?? '');
  if (model === null || !(field instanceof HTMLTextAreaElement)) return;
  const { mountDrawIsland } = await import('../islands/draw/mount.ts');
  mountDrawIsland(holder, model, field);
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
