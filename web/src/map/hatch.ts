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

/** The hatch of "unsure": white lines under black ones and nothing between, to lie on any colour. */
export function unsureHatch(size = 18): ImageData {
  const image = new ImageData(size, size);
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) image.data.set(line((x + y) % size), 4 * (y * size + x));
  }
  return image;
}

function line(step: number): readonly [number, number, number, number] {
  if (step === 2 || step === 3) return [11, 12, 12, 255];
  return step < 6 ? [255, 255, 255, 255] : [0, 0, 0, 0];
}
