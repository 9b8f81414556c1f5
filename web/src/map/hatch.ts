/** The hatch of "no figure": grey with two-tone lines, seen on light and dark alike. */
export function hatch(size = 16): ImageData {
  const image = new ImageData(size, size);
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) {
      const [r, g, b] = tone((x + y) % size);
      image.data.set([r, g, b, 255], 4 * (y * size + x));
    }
  }
  return image;
}

function tone(step: number): readonly [number, number, number] {
  if (step < 4) return [80, 90, 95];
  if (step < 7) return [255, 255, 255];
  return [230, 230, 230];
}
