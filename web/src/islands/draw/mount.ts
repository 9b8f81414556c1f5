import { mount } from 'svelte';
import Island from './Island.svelte';
import type { DrawModel } from './logic.ts';

/** Puts a map above the field of corners; the field stays the truth. */
export function mountDrawIsland(target: HTMLElement, model: DrawModel, field: HTMLTextAreaElement): void {
  mount(Island, { target, props: { model, field } });
}
