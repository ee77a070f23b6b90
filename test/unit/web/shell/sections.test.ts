import { OPERATIONS, operationsOf } from '../../../../domain/shared/access.js';
import { SECTIONS, sectionsFor } from '../../../../web/src/shell/sections.js';

describe('the left rail', () => {
  it('shows everything to somebody who may do everything', () => {
    expect(sectionsFor(OPERATIONS)).toEqual(SECTIONS);
  });

  it('shows nothing without a post', () => {
    expect(sectionsFor([])).toEqual([]);
  });

  it('shows the head of a unit the work, the register, the campaigns, what is carried out, what is late and the routes', () => {
    expect(sectionsFor(operationsOf([{ unitPath: 'tinh/stp/', role: 'unitHead' }])).map(({ key }) => key)).toEqual([
      'work',
      'procedures',
      'campaigns',
      'execution',
      'overdue',
      'routes',
    ]);
  });
});
