import { PALETTE } from '../../../../domain/shared/labels.js';
import { COLOURS, contrast, HEAT_SHADES, heatShade, MARK_PAIRS, STAGE_SHADES, TEXT_PAIRS } from '../../../../web/src/theme/colours.js';

describe('the colours of the screens', () => {
  it('measure contrast as WCAG does', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
    expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
    expect(contrast('#ffffff', '#777777')).toBe(contrast('#777777', '#ffffff'));
  });

  it.each(TEXT_PAIRS)('%s on %s reads at 4.5 : 1', (ink, ground) => {
    expect(contrast(COLOURS[ink], COLOURS[ground])).toBeGreaterThanOrEqual(4.5);
  });

  it.each(MARK_PAIRS)('%s on %s is seen at 3 : 1', (mark, ground) => {
    expect(contrast(COLOURS[mark], COLOURS[ground])).toBeGreaterThanOrEqual(3);
  });

  it.each(Object.entries(PALETTE))('the status tone %s keeps the measured 6.14 : 1', (_name, { text, background }) => {
    expect(contrast(text, background)).toBeGreaterThanOrEqual(6.14);
  });

  it.each(HEAT_SHADES.map((shade) => [shade.background, shade.ink] as const))('a number on the heat shade %s reads at 4.5 : 1', (background, ink) => {
    expect(contrast(background, ink)).toBeGreaterThanOrEqual(4.5);
  });

  it.each(Object.entries(STAGE_SHADES))('the bar of %s stands off from the others or carries its number in the table', (name, shade) => {
    expect(contrast(shade, COLOURS.surface)).toBeGreaterThanOrEqual(name === 'open' ? 2.3 : 3);
  });

  it('shade none as none and the largest as the last', () => {
    expect(heatShade(0, 9)).toBe(HEAT_SHADES[0]);
    expect(heatShade(1, 90)).toBe(HEAT_SHADES[1]);
    expect(heatShade(9, 9)).toBe(HEAT_SHADES.at(-1));
    expect(heatShade(3, 0)).toBe(HEAT_SHADES[0]);
  });
});
