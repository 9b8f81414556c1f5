// Makes a small PMTiles archive of vector tiles, as the specification (version 3) has it.
import { gzipSync } from 'node:zlib';

/** An archive with the same lines in every tile of one zoom that holds part of a box in degrees. */
export function archive({ bounds, zoom, layers, attribution }) {
  const tile = gzipSync(Buffer.concat(Object.entries(layers).map(([name, shapes]) => layer(name, shapes))));
  const ids = idsOf(bounds, zoom).sort((a, b) => a - b);
  const fields = [
    [ids.length],
    ids.map((id, at) => id - (at === 0 ? 0 : ids[at - 1])),
    ids.map(() => 1),
    ids.map(() => tile.length),
    ids.map(() => 1),
  ];
  const directory = gzipSync(Buffer.from(fields.flat().flatMap(varint)));
  const named = Object.keys(layers).map((id) => ({ id, fields: {} }));
  const metadata = gzipSync(Buffer.from(JSON.stringify({ attribution, vector_layers: named })));
  return Buffer.concat([header({ directory, metadata, tile, ids, bounds, zoom }), directory, metadata, tile]);
}

function header({ directory, metadata, tile, ids, bounds, zoom }) {
  const head = Buffer.alloc(127);
  head.write('PMTiles');
  head[7] = 3;
  const metadataAt = 127 + directory.length;
  const tilesAt = metadataAt + metadata.length;
  const numbers = [127, directory.length, metadataAt, metadata.length, 0, 0, tilesAt, tile.length, ids.length, ids.length, 1];
  numbers.forEach((number, at) => head.writeBigUInt64LE(BigInt(number), 8 + at * 8));
  // Clustered, directory and tiles packed with gzip, vector tiles, one zoom.
  head.set([1, 2, 2, 1, zoom, zoom], 96);
  bounds.forEach((side, at) => head.writeInt32LE(Math.round(side * 1e7), 102 + at * 4));
  return head;
}

/** The numbers of the tiles of a zoom that a box touches. */
function idsOf([west, south, east, north], zoom) {
  const [left, top] = tileOf(west, north, zoom);
  const [right, bottom] = tileOf(east, south, zoom);
  const ids = [];
  for (let x = left; x <= right; x += 1) for (let y = top; y <= bottom; y += 1) ids.push(idOf(zoom, x, y));
  return ids;
}

function tileOf(lon, lat, zoom) {
  const rad = (lat * Math.PI) / 180;
  const side = 2 ** zoom;
  const down = (1 - Math.log(Math.tan(rad) + 1 / Math.cos(rad)) / Math.PI) / 2;
  return [Math.floor(((lon + 180) / 360) * side), Math.floor(down * side)];
}

/** Tiles are numbered along a Hilbert curve, zoom after zoom. */
function idOf(zoom, x, y) {
  let id = (4 ** zoom - 1) / 3;
  for (let side = 2 ** (zoom - 1); side >= 1; side /= 2) {
    const right = (x & side) > 0 ? 1 : 0;
    const low = (y & side) > 0 ? 1 : 0;
    id += side * side * ((3 * right) ^ low);
    if (low === 0) {
      if (right === 1) [x, y] = [side - 1 - (x & (side - 1)), side - 1 - (y & (side - 1))];
      [x, y] = [y, x];
    }
  }
  return id;
}

/** A layer of a vector tile: shapes as `{ type, points }`, in steps of 4096 a side. */
function layer(name, shapes) {
  const parts = [field(15, 2), field(1, Buffer.from(name)), ...shapes.map((shape) => field(2, feature(shape))), field(5, 4096)];
  return field(3, Buffer.concat(parts));
}

function feature({ type, points }) {
  const zigzag = (number) => (number << 1) ^ (number >> 31);
  const steps = points.map(([x, y], at) => [x - (at === 0 ? 0 : points[at - 1][0]), y - (at === 0 ? 0 : points[at - 1][1])]);
  const [first, ...rest] = steps;
  const move = [1 | (1 << 3), ...first.map(zigzag)];
  const lines = [2 | (rest.length << 3), ...rest.flat().map(zigzag)];
  const close = type === 'Polygon' ? [7 | (1 << 3)] : [];
  const geometry = Buffer.from([...move, ...lines, ...close].flatMap(varint));
  return Buffer.concat([field(3, type === 'Polygon' ? 3 : 2), field(4, geometry)]);
}

function field(number, value) {
  if (typeof value === 'number') return Buffer.from([...varint(number << 3), ...varint(value)]);
  return Buffer.concat([Buffer.from([...varint((number << 3) | 2), ...varint(value.length)]), value]);
}

function varint(number) {
  const bytes = [];
  while (number >= 128) {
    bytes.push((number % 128) | 128);
    number = Math.floor(number / 128);
  }
  bytes.push(number);
  return bytes;
}
