import type { Piece } from './model.ts';

/** A share as people read it, as the server writes it: small ones are not rounded to nothing. */
export function percent(share: number): string {
  if (share > 0 && share < 0.001) return 'under 0.1%';
  return `${Math.floor(share * 1000) / 10}%`;
}

/** An area's pieces in a sentence, slivers left out. */
export function piecesSentence(label: string, pieces: readonly Piece[]): string {
  const shown = pieces.filter((piece) => !piece.sliver);
  if (shown.length === 0) return `${label} lies in no area.`;
  const words = shown.map((piece) => {
    const people = piece.people === null ? '' : `, ${percent(piece.people)} of its people`;
    return `${piece.name ?? 'outside every area'}: ${percent(piece.ground)} of its ground${people}`;
  });
  return `${label}. ${words.join('; ')}.`;
}

/** Where the line between the two maps stands, from 0 to 100; the middle when the address says nothing sound. */
export function parseSwipe(text: string | null): number {
  const number = Number(text ?? 'x');
  return Number.isFinite(number) && text !== '' ? Math.min(100, Math.max(0, Math.round(number))) : 50;
}

/** The address with the chosen area and the line in its query. */
export function swipeAddress(address: string, swipe: number, area: string | null): string {
  const url = new URL(address);
  set(url, 'swipe', swipe === 50 ? null : String(swipe));
  set(url, 'picked', area);
  return url.pathname + url.search + url.hash;
}

/** The address of the drawing of one area's pieces, which is a page of its own. */
export function drawnAddress(address: string, area: string): string {
  const url = new URL(address);
  url.searchParams.delete('picked');
  url.searchParams.set('area', area);
  return `${url.pathname}${url.search}#map-heading`;
}

function set(url: URL, name: string, value: string | null): void {
  if (value === null) url.searchParams.delete(name);
  else url.searchParams.set(name, value);
}
