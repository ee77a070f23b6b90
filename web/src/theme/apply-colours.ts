/** Hands the colours to the stylesheets. */
import { COLOURS, STAGE_SHADES } from './colours.js';

const dashed = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** Sets `--tg-<name>` on the root for every colour. */
export function applyColours(root: HTMLElement): void {
  for (const [name, value] of Object.entries(COLOURS)) root.style.setProperty(`--tg-${dashed(name)}`, value);
  for (const [name, value] of Object.entries(STAGE_SHADES)) root.style.setProperty(`--tg-stage-${dashed(name)}`, value);
}
