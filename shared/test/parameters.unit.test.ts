import { metadataOfParameters, parametersInMetadata, resolveParameters } from '../src/pipeline/parameters';

const DECLARED = {
  tuned: { type: 'boolean', default: false, description: '', choices: null },
  horizon: { type: 'number', default: 90, description: '', choices: null },
  variant: { type: 'string', default: 'classic', description: '', choices: ['classic', 'honest'] },
} as const;
const declared = DECLARED as unknown as Parameters<typeof resolveParameters>[0];

describe('resolveParameters', () => {
  it('fills in defaults and reads texts by their type', () => {
    expect(resolveParameters(declared, { tuned: 'true', horizon: '28' })).toEqual({
      ok: true,
      values: { tuned: true, horizon: 28, variant: 'classic' },
    });
  });

  it.each([
    [{ tuned: 'yes' }, 'parameter "tuned" expects true or false, found "yes"'],
    [{ horizon: '' }, 'parameter "horizon" expects a number, found ""'],
    [{ horizon: 'NaN' }, 'parameter "horizon" expects a number, found "NaN"'],
    [{ variant: 'modern' }, 'parameter "variant" expects one of classic, honest, found "modern"'],
    [{ tune: 'true' }, 'unknown parameter "tune"; the pipeline has tuned, horizon, variant'],
  ])('says what is wrong with %j', (given, fault) => {
    expect(resolveParameters(declared, given as Record<string, string>)).toEqual({ ok: false, faults: [fault] });
  });

  it('travels in object metadata and back, leaving foreign metadata alone', () => {
    const metadata = { ...metadataOfParameters({ tuned: 'true' }), owner: 'somebody' };
    expect(parametersInMetadata(metadata)).toEqual({ tuned: 'true' });
  });
});
