import { mount } from 'svelte';
import Island from './Island.svelte';
import type { MapModel } from './model.ts';

/** Puts the map that can be moved in front of the drawn one, which stays for print. */
export function mountMapIsland(figure: HTMLElement, paper: HTMLElement, model: MapModel): void {
  mount(Island, {
    target: paper,
    props: {
      model,
      onlive: () => figure.classList.add('is-live'),
      onfail: () => figure.classList.remove('is-live'),
    },
  });
}
