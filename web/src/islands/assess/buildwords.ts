import type { BuildModel, Ranks } from './reckon.ts';

/** A rank as the server writes it. */
export function rankWords(rank: number | null, shared: boolean): string {
  if (rank === null) return 'not ranked';
  return shared ? `${rank} =` : String(rank);
}

/** The rank before, with an arrow and a word for the move. */
export function moveWords(before: number | null, now: number | null): string {
  if (before === null) return now === null ? 'not ranked' : 'not ranked before';
  if (now === null) return `${before}, no longer ranked`;
  if (now === before) return String(before);
  return now < before ? `${before}, ▲ ${before - now} worse` : `${before}, ▼ ${now - before} better`;
}

/** How the worst ones change, in the server's words. */
export function worstWords(model: BuildModel, { ranks }: Ranks): string {
  const { worst } = model.rules;
  const among = (rank: number | null | undefined): boolean => rank !== null && rank !== undefined && rank <= worst;
  const at = model.areas.map((area, index) => ({ ...area, now: ranks[index] ?? null }));
  const moved = at.filter((area) => area.before !== area.now).length;
  if (moved === 0) return 'No rank changes.';
  const enter = at.filter((area) => among(area.now) && !among(area.before)).map((area) => area.label);
  const leave = at.filter((area) => !among(area.now) && among(area.before)).map((area) => area.label);
  const words = [`${moved} ${moved === 1 ? 'area has' : 'areas have'} another rank.`];
  if (enter.length > 0) words.push(`New among the worst ${worst}: ${list(enter)}.`);
  if (leave.length > 0) words.push(`No longer among them: ${list(leave)}.`);
  if (enter.length + leave.length === 0) words.push(`The worst ${worst} stay the same areas.`);
  return words.join(' ');
}

/** Names as a sentence has them. */
export function list(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}

/** The query of a form without what is as in the recipe; with nothing else it is empty. */
export function changesOnly(pairs: readonly (readonly [string, string])[], own: ReadonlyMap<string, string>): string {
  const kept = pairs.filter(([name, value]) => {
    const usual = own.get(name);
    if (value === '') return false;
    return usual === undefined || Number(value) !== Number(usual);
  });
  const query = new URLSearchParams(kept.map(([name, value]): [string, string] => [name, value])).toString();
  return query === '' ? '' : `?${query}`;
}

/** What is said after the server has answered: what is wrong, else what moved. */
export function movedWords(wrong: string, words: string): string {
  return wrong.trim() === '' ? words : wrong.trim();
}

/** How many decimals the server gave the figures of a column. */
export function decimalsOf(cells: readonly string[]): number {
  return Math.max(0, ...cells.map((cell) => /^-?[\d,]+\.(\d+)$/.exec(cell.trim())?.[1]?.length ?? 0));
}

/** A score with as many. */
export function scoreWords(score: number, decimals: number): string {
  return score.toLocaleString('en-GB', { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
}
