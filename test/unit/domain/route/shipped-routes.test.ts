import { checkRoute, examineRoute } from '../../../../domain/escalation/check-route.js';
import { SHIPPED_ROUTES } from '../../../../domain/route/shipped-routes.js';
import { demoUnit, demoWorld } from '../../../support/demo-world.js';

describe('the shipped routes', () => {
  it.each(SHIPPED_ROUTES.map((route) => [route.key, route] as const))('%s publishes against the demo organisation without a word', (_key, route) => {
    expect(checkRoute(route, demoWorld())).toEqual([]);
  });

  it('differ in their keys', () => {
    expect(new Set(SHIPPED_ROUTES.map((route) => route.key)).size).toBe(5);
  });

  it.each(SHIPPED_ROUTES.map((route) => [route.key, route] as const))('%s arms each rung of each stage, and each tells somebody', (_key, route) => {
    const { proof } = examineRoute(route, demoWorld());
    for (const stage of route.stages) {
      const terms = proof.terms.filter((term) => term.stage === stage.key);
      expect(terms.length).toBeGreaterThan(0);
      for (const term of terms) {
        expect(term.rungs.map((rung) => rung.key).sort()).toEqual([...stage.reminders, ...stage.ladder].map((rung) => rung.key).sort());
        expect(term.rungs.every((rung) => rung.tells.length > 0)).toBe(true);
      }
    }
  });
});

describe('a commune', () => {
  const route = SHIPPED_ROUTES.find((candidate) => candidate.key === 'communeProposal');

  it('proposes and approves nothing', () => {
    const seatsOfOwner = route?.stages.filter((stage) => [...stage.who, ...stage.fallback].some((seat) => seat.unit === 'owner')).map((stage) => stage.key);
    expect(seatsOfOwner).toEqual(['propose']);
    expect(route?.stages.filter((stage) => stage.kind === 'approval').map((stage) => stage.key)).toEqual(['approve']);
  });

  it('has its proposal taken in by the province', () => {
    const { proof } = examineRoute(route as never, demoWorld({ owners: [demoUnit('p-minhkhanh')] }));
    const unitsOf = (stage: string) => proof.terms.filter((term) => term.stage === stage).map((term) => term.unitId);
    expect(unitsOf('propose')).toEqual([demoUnit('p-minhkhanh')]);
    expect(unitsOf('intake')).toEqual([demoUnit('kstthc')]);
    expect(unitsOf('approve')).toEqual([demoUnit('tinh')]);
  });
});

describe('the terms of the law', () => {
  const stage = (route: string, key: string) => SHIPPED_ROUTES.find((candidate) => candidate.key === route)?.stages.find((candidate) => candidate.key === key);

  it('stand with their source, and nobody extends them', () => {
    expect(stage('implementation', 'publication')).toMatchObject({
      limit: { workingDays: 5, anchor: 'prevClosed', basis: 'Nghị định 63/2010/NĐ-CP (sửa đổi), Điều 24' },
      beforeEffect: { days: 5, basis: 'Nghị định 63/2010/NĐ-CP (sửa đổi), Điều 15' },
    });
    expect(stage('implementation', 'publication')?.limit.extend).toBeUndefined();
  });

  it('give the tracks of execution their limits, publication its distance from the day of effect', () => {
    for (const key of ['provincialReview', 'communeProposal', 'ministryConsultation']) {
      expect(SHIPPED_ROUTES.find((candidate) => candidate.key === key)?.execution).toEqual({
        province: { workingDays: 20 },
        council: { workingDays: 60 },
        ministryReply: { workingDays: 30 },
        publishBeforeEffect: { days: 5, basis: 'Nghị định 63/2010/NĐ-CP (sửa đổi), Điều 15' },
        enterDatabase: { workingDays: 5, basis: 'Nghị định 63/2010/NĐ-CP (sửa đổi), Điều 24' },
      });
    }
  });

  it('keep the provincial limits the demo rests on', () => {
    expect(['assess', 'consultUnits', 'consultLaw', 'appraise', 'approve'].map((key) => stage('provincialReview', key)?.limit)).toMatchObject(
      [10, 5, 3, 5, 5].map((workingDays) => ({ workingDays })),
    );
  });
});
