import type { Contender } from '@glue-relay/shared/events/champion-decided';
import { championDecided } from '@glue-relay/shared/events/champion-decided';
import type { ModelRule } from '@glue-relay/shared/pipeline/quality-rules';
import { modelRuleSchema } from '@glue-relay/shared/pipeline/quality-rules';
import fc from 'fast-check';
import { approve, rollBack } from '../src/domain/champion/by-hand';
import type { Championship } from '../src/domain/champion/champion';
import { challengerOf, decideChampion } from '../src/domain/champion/decide';
import { evaluationsOf } from '../src/domain/evaluation';
import { recordedOf, reportOf, trainedOf } from './support';

const RULE = modelRuleSchema.parse({});
const AT = '2026-11-12T00:00:00.000Z';
const HAND = { decidedBy: 'ana', decidedAt: AT, reason: 'because' };
const contender = (runId: string, value: number | null, split = 's'): Contender => ({
  runId,
  model: 'm',
  variant: 'v',
  split,
  value,
});
const ring = (champion: Contender, earlier: Contender[] = []): Championship => ({
  pipeline: 'p',
  sequence: 4,
  champion,
  earlier,
});
const decide = (before: Championship | undefined, challenger: Contender, rule: ModelRule = RULE) =>
  decideChampion(rule, before, challenger, 'p', { at: AT, report: { step: 'train', attempt: 1 } });

describe('the rule', () => {
  it('makes the first model with a value champion', () => {
    expect(decide(undefined, contender('a', 8))).toMatchObject({
      decision: { sequence: 1, outcome: 'promoted', previous: null },
    });
    expect(decide(undefined, contender('a', null))).toBeUndefined();
  });

  it.each<[string, number | null, string, Partial<ModelRule>, 'promoted' | 'kept', RegExp]>([
    ['better by the margin', 7.92, 's', {}, 'promoted', /rmse 7.92 is 1% better than the champion's 8; the rule asks for 1%/],
    ['better by less', 7.93, 's', {}, 'kept', /0.875% better/],
    ['worse', 9, 's', {}, 'kept', /12.5% worse/],
    ['equal without a margin', 8, 's', { margin: 0 }, 'kept', /0% better/],
    ['higher where higher is better', 9, 's', { higherIsBetter: true }, 'promoted', /12.5% better/],
    ['on another split', 1, 'other', {}, 'kept', /does not compare/],
    ['without the metric', null, 's', {}, 'kept', /no rmse/],
  ])('a challenger that is %s', (_, value, split, rule, outcome, reason) => {
    const before = ring(contender('old', 8));
    const decided = decide(before, contender('new', value, split), { ...RULE, ...rule });
    expect(decided?.decision).toMatchObject({ sequence: 5, outcome, previous: before.champion, decidedBy: 'rule' });
    expect(decided?.decision.reason).toMatch(reason);
    expect(decided?.after.champion.runId).toBe(outcome === 'promoted' ? 'new' : 'old');
    expect(() => championDecided.detail.parse(decided?.decision)).not.toThrow();
  });

  it('keeps the champion that is evaluated anew, with its new figure', () => {
    const decided = decide(ring(contender('a', 8)), contender('a', 9));
    expect(decided).toMatchObject({ decision: { outcome: 'kept' }, after: { champion: { value: 9 }, earlier: [] } });
  });

  it('never lets the figure of the champion get worse, whatever comes', () => {
    const challengers = fc.array(fc.double({ min: 0.1, max: 100, noNaN: true }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(challengers, fc.double({ min: 0, max: 0.5, noNaN: true }), (found, margin) => {
        let before: Championship | undefined;
        for (const [index, value] of found.entries()) {
          const after = decide(before, contender(`r${index}`, value), { ...RULE, margin })?.after;
          if (before) expect(after?.champion.value).toBeLessThanOrEqual(before.champion.value ?? Number.NaN);
          expect(after?.sequence).toBe((before?.sequence ?? 0) + 1);
          before = after;
        }
        expect(before?.champion.value).toBeLessThanOrEqual(Math.min(...found) / (1 - margin) + 1e-9);
      }),
    );
  });
});

describe('the challenger of a report', () => {
  const [model] = reportOf().models;
  const evaluations = (...models: object[]) =>
    evaluationsOf(
      recordedOf({ models: models.map((each, index) => ({ ...model, model: `m${index}`, ...each })) as never }),
      undefined,
    );

  it('is its best model on the split of the rule', () => {
    const some = evaluations(
      { metrics: { rmse: 9 } },
      { metrics: { rmse: 7 } },
      { metrics: { rmse: 1 }, split: 'other' },
      { metrics: { mae: 0 } },
    );
    expect(challengerOf(some, { ...RULE, split: model?.split ?? '' })?.model).toBe('m1');
    expect(challengerOf(some, RULE)?.model).toBe('m2');
    expect(challengerOf(some, { ...RULE, split: 'none' })).toBeUndefined();
    expect(challengerOf(some, { ...RULE, split: model?.split ?? '', higherIsBetter: true })?.model).toBe('m0');
  });

  it('has no value where the report lacks the metric', () => {
    expect(
      challengerOf(evaluationsOf({ ...recordedOf(), report: trainedOf('r', 8) }, undefined), { ...RULE, metric: 'mae' })?.value,
    ).toBeNull();
  });
});

describe('by hand', () => {
  it('an approval needs no rule, and is nothing where the model is champion', () => {
    const before = ring(contender('a', 8));
    expect(approve(RULE, before, contender('b', 99), 'p', HAND)).toMatchObject({
      decision: { outcome: 'approved', decidedBy: 'ana', reason: 'because' },
      after: { champion: { runId: 'b' }, earlier: [{ runId: 'a' }] },
    });
    expect(approve(RULE, before, contender('a', 8), 'p', HAND)).toBeUndefined();
    expect(approve(RULE, undefined, contender('a', 8), 'p', HAND)).toMatchObject({ after: { sequence: 1, earlier: [] } });
  });

  it('a rollback goes back one champion at a time, and not past the first', () => {
    const before = ring(contender('c', 7), [contender('a', 9), contender('b', 8)]);
    const once = rollBack(RULE, before, HAND);
    expect(once).toMatchObject({
      decision: { outcome: 'rolled-back', previous: { runId: 'c' } },
      after: { champion: { runId: 'b' } },
    });
    const twice = once && rollBack(RULE, once.after, HAND);
    expect(twice?.after).toMatchObject({ sequence: 6, champion: { runId: 'a' }, earlier: [] });
    expect(twice && rollBack(RULE, twice.after, HAND)).toBeUndefined();
  });
});
