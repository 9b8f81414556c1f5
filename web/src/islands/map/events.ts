// How a map and the page around it talk: by events on the map's figure.

const FIGURES = 'ww-figures';
const CHOSEN = 'ww-chosen';

/** Tells a map that other figures are to be shown on its areas. */
export function showFigures(figure: HTMLElement, source: string): void {
  figure.dataset['source'] = source;
  figure.dispatchEvent(new CustomEvent<string>(FIGURES, { detail: source }));
}

/** Watches for other figures. */
export function onOtherFigures(
  inside: HTMLElement | undefined,
  act: (source: string) => void,
): { stop(): void } {
  const figure = inside?.closest<HTMLElement>('.ww-map');
  const heard = (event: Event): void => {
    if (event instanceof CustomEvent && typeof event.detail === 'string') act(event.detail);
  };
  figure?.addEventListener(FIGURES, heard);
  return { stop: () => figure?.removeEventListener(FIGURES, heard) };
}

/** Tells the page which area was chosen on the map; `null` for none. */
export function tellChosen(inside: HTMLElement | undefined, code: string | null): void {
  inside?.dispatchEvent(new CustomEvent<string | null>(CHOSEN, { detail: code, bubbles: true }));
}

/** Watches for areas that are chosen on a map. */
export function onChosen(root: Document, act: (code: string | null) => void): void {
  root.addEventListener(CHOSEN, (event) => {
    if (event instanceof CustomEvent && (typeof event.detail === 'string' || event.detail === null)) act(event.detail);
  });
}
