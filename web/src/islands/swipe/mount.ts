import { mount } from 'svelte';
import Island from './Island.svelte';
import type { SwipeModel } from './model.ts';

/** Puts the swiped map in front of the drawn one, which stays for print. */
export function mountSwipeIsland(figure: HTMLElement, paper: HTMLElement, model: SwipeModel): void {
  mount(Island, {
    target: paper,
    props: {
      model,
      onlive: () => figure.classList.add('is-live'),
      onfail: () => figure.classList.remove('is-live'),
    },
  });
}
