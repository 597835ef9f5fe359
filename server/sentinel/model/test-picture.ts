import { encode } from 'jpeg-js';
import { randomKey } from '../../ids.ts';

const COLOURS = {
  red: [214, 30, 30],
  green: [24, 150, 52],
  blue: [28, 66, 214],
  yellow: [246, 214, 22],
} as const;

export type TestColour = keyof typeof COLOURS;
export const TEST_COLOURS = ['red', 'green', 'blue', 'yellow'] as const satisfies readonly TestColour[];

const EDGE = 192;
const RADIUS = 64;
const QUALITY = 85;

/** A JPEG of a disc on white; its colour is drawn by lot, so that a model without eyes cannot know it. */
export function drawTestPicture(): { readonly colour: TestColour; readonly base64: string } {
  const colour = TEST_COLOURS[randomKey(1).readUInt8() % TEST_COLOURS.length] ?? 'red';
  const [red, green, blue] = COLOURS[colour];
  const data = Buffer.alloc(EDGE * EDGE * 4, 255);
  for (let y = 0; y < EDGE; y += 1) {
    for (let x = 0; x < EDGE; x += 1) {
      if (Math.hypot(x - EDGE / 2, y - EDGE / 2) > RADIUS) continue;
      data.set([red, green, blue], (y * EDGE + x) * 4);
    }
  }
  return { colour, base64: encode({ data, width: EDGE, height: EDGE }, QUALITY).data.toString('base64') };
}
