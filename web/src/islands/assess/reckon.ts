// Ranks of an assessment reckoned in the page while a weight moves. The same
// arithmetic as the server's for all means; contests are left to the server.

/** An indicator, a domain or the index. */
export interface BuildNode {
  readonly id: string;
  readonly title: string;
  readonly weight: number;
  readonly parts: readonly number[];
  readonly mean: 'straight' | 'as-given' | 'log' | 'power' | 'contest';
  readonly power: number | null;
  readonly leastPresent: number | null;
  readonly scores: readonly (number | null)[];
  readonly states: string;
  readonly cover: readonly number[];
}

/** What the server says of a changed recipe. */
export interface BuildModel {
  readonly areas: readonly { readonly code: string; readonly label: string; readonly before: number | null }[];
  /** Parts before wholes, the index last. */
  readonly nodes: readonly BuildNode[];
  readonly rules: { readonly mostImputed: number; readonly leastCover: number; readonly worst: number };
}

/** Scores and ranks by area; `null` for none. */
export interface Ranks {
  readonly scores: readonly (number | null)[];
  readonly ranks: readonly (number | null)[];
}

/** Scores nearer than this, relative to their size, are equal. */
const TIE = 1e-9;

/** Ranks with other weights; `null` where the page cannot reckon them. */
export function reckon(model: BuildModel, weights: readonly number[]): Ranks | null {
  const columns: (readonly (number | null)[])[] = [];
  for (const node of model.nodes) {
    const column = node.parts.length === 0 ? node.scores : mean(node, columns, weights, model.areas.length);
    if (column === null) return null;
    columns.push(column);
  }
  const scores = columns[columns.length - 1];
  return scores === undefined ? null : { scores, ranks: rank(scores, barred(model, weights)) };
}

function mean(
  node: BuildNode,
  columns: readonly (readonly (number | null)[])[],
  weights: readonly number[],
  areas: number,
): (number | null)[] | null {
  if (node.mean === 'contest') return null;
  const parts = node.parts.filter((part) => (weights[part] ?? 0) > 0);
  const all = parts.reduce((sum, part) => sum + (weights[part] ?? 0), 0);
  if (all <= 0) return null;
  const result: (number | null)[] = new Array<number | null>(areas).fill(null);
  for (let area = 0; area < areas; area += 1) {
    let [sum, present, gap] = [0, 0, false];
    for (const part of parts) {
      const score = columns[part]?.[area] ?? null;
      const weight = weights[part] ?? 0;
      if (score === null) {
        gap = true;
        continue;
      }
      if ((node.mean === 'log' || node.mean === 'power') && score <= 0) return null;
      sum += weight * bent(node, score);
      present += weight;
    }
    if (present <= 0 || (gap && (node.leastPresent === null || present < node.leastPresent * all))) continue;
    result[area] = unbent(node, sum / present) * (node.mean === 'as-given' ? all : 1);
  }
  return result;
}

function bent(node: BuildNode, score: number): number {
  if (node.mean === 'log') return Math.log(score);
  return node.mean === 'power' ? score ** (node.power ?? 1) : score;
}

function unbent(node: BuildNode, value: number): number {
  if (node.mean === 'log') return Math.exp(value);
  return node.mean === 'power' ? value ** (1 / (node.power ?? 1)) : value;
}

/** Whether an area is left out of the ranks for what is imputed, missing or not covered. */
function barred(model: BuildModel, weights: readonly number[]): boolean[] {
  const held = shares(model, weights);
  return model.areas.map((_, area) => {
    let [unknown, cover] = [0, 1];
    for (const [at, node] of model.nodes.entries()) {
      if (node.parts.length > 0) continue;
      const share = held[at] ?? 0;
      if (node.states[area] !== '.') unknown += share;
      cover -= share * (1 - (node.cover[area] ?? 1));
    }
    return unknown > model.rules.mostImputed + 1e-9 || cover < model.rules.leastCover - 1e-9;
  });
}

/** Share of the index's weight that each node holds. */
export function shares(model: BuildModel, weights: readonly number[]): number[] {
  const held = new Array<number>(model.nodes.length).fill(0);
  held[model.nodes.length - 1] = 1;
  for (let at = model.nodes.length - 1; at >= 0; at -= 1) {
    const parts = model.nodes[at]?.parts ?? [];
    const all = parts.reduce((sum, part) => sum + (weights[part] ?? 0), 0);
    for (const part of parts) held[part] = all > 0 ? ((held[at] ?? 0) * (weights[part] ?? 0)) / all : 0;
  }
  return held;
}

/** Ranks from the highest score on; equal ones share the lower number. */
function rank(scores: readonly (number | null)[], out: readonly boolean[]): (number | null)[] {
  const open = scores.flatMap((score, area) => (score === null || out[area] ? [] : [{ area, score }]));
  open.sort((a, b) => b.score - a.score || a.area - b.area);
  const ranks: (number | null)[] = scores.map(() => null);
  let [first, number] = [Number.NaN, 0];
  for (const [place, { area, score }] of open.entries()) {
    if (!(Math.abs(first - score) <= TIE * Math.max(Math.abs(first), 1))) [first, number] = [score, place + 1];
    ranks[area] = number;
  }
  return ranks;
}

/** The class of a rank among five of as many areas each, 0 the best, as the server has it; `null` without a rank. */
export function fifths(ranks: readonly (number | null)[]): (number | null)[] {
  const sorted = ranks.filter((rank) => rank !== null).sort((a, b) => a - b);
  const bounds = [1, 2, 3, 4, 5].map((at) => quantile(sorted, at / 5));
  return ranks.map((rank) => (rank === null ? null : 4 - Math.min(4, bounds.filter((bound) => bound < rank).length)));
}

function quantile(sorted: readonly number[], share: number): number {
  const place = share * (sorted.length - 1);
  const at = Math.floor(place);
  const low = sorted[at] ?? 0;
  return low + (place - at) * ((sorted[at + 1] ?? low) - low);
}

/** Reads a model; `null` when it is none. */
export function parseBuildModel(value: unknown): BuildModel | null {
  if (typeof value !== 'object' || value === null) return null;
  const { areas, nodes, rules } = value as Partial<BuildModel>;
  if (!Array.isArray(areas) || !Array.isArray(nodes) || typeof rules?.worst !== 'number') return null;
  return value as BuildModel;
}
