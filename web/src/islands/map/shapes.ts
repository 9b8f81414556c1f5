import { fetchShapes } from '../../lib/shapes.ts';
import type { Shapes } from '../../map/style.ts';
import { parseThing, type MapModel, type Thing } from './model.ts';

/** Shapes for the map, and the things they stand for. */
export interface Loaded {
  readonly shapes: Shapes;
  readonly things: ReadonlyMap<string, Thing>;
  readonly points: boolean;
}

/** Fetches what the map shows. Rejects when it cannot be had within ten seconds. */
export async function loadShapes(model: MapModel): Promise<Loaded> {
  const [things, backdrop] = await Promise.all([
    fetchShapes(model.source),
    model.backdrop === null ? null : fetchShapes(model.backdrop),
  ]);
  const known = things.features.map((feature) => parseThing(feature.properties)).filter((thing) => thing !== null);
  const points = things.features.some((feature) => feature.geometry?.type === 'Point');
  return {
    shapes: {
      things,
      backdrop,
      labels: points ? labels([]) : labels(known),
      signs: signs(known),
      spot: model.spot,
      tiles: model.tiles === null ? null : new URL(model.tiles, location.href).href.replaceAll('%7B', '{').replaceAll('%7D', '}'),
      bounds: model.bounds,
    },
    things: new Map(known.map((thing) => [thing.code, thing])),
    points,
  };
}

/** One point for each letter. */
function signs(things: readonly Thing[]): GeoJSON.FeatureCollection {
  const features = things.flatMap((thing): GeoJSON.Feature[] =>
    thing.middle === null || thing.sign === null
      ? []
      : [
          {
            type: 'Feature',
            properties: { sign: thing.sign },
            geometry: { type: 'Point', coordinates: [...thing.middle] },
          },
        ],
  );
  return { type: 'FeatureCollection', features };
}

/** One point for each name: labels of shapes would repeat and move. */
function labels(things: readonly Thing[]): GeoJSON.FeatureCollection {
  const features = things.flatMap((thing): GeoJSON.Feature[] =>
    thing.middle === null
      ? []
      : [
          {
            type: 'Feature',
            properties: { label: thing.label },
            geometry: { type: 'Point', coordinates: [...thing.middle] },
          },
        ],
  );
  return { type: 'FeatureCollection', features };
}
