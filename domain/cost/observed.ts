/** What really happened, learnt from an event log for the forecast to be held against. */
import { ZERO, isZero, rational, sum, type Rational } from './number.js';

/** One finished case: elapsed days, how often it was returned, its channel. */
export type ObservedCase = { readonly channel: string; readonly days: Rational; readonly returns: number };

/** `returnProbability` = returns ÷ (returns + completions): each go either ends or comes back. */
export type Observed = {
  readonly cases: Rational;
  readonly casesPerYear: Rational;
  readonly meanDays: Rational | null;
  readonly returnProbability: Rational | null;
  readonly channelShares: ReadonlyMap<string, Rational>;
};

/** Parameters of the after state learnt from cases seen over `years`. */
export function learn(cases: readonly ObservedCase[], years: Rational): Observed {
  const count = rational(BigInt(cases.length));
  const returns = rational(BigInt(cases.reduce((total, one) => total + one.returns, 0)));
  const channels = new Map<string, bigint>();
  for (const { channel } of cases) channels.set(channel, (channels.get(channel) ?? 0n) + 1n);
  return {
    cases: count,
    casesPerYear: isZero(years) ? ZERO : count.div(years),
    meanDays: isZero(count) ? null : sum(cases.map((one) => one.days)).div(count),
    returnProbability: isZero(count) ? null : returns.div(returns.add(count)),
    channelShares: new Map([...channels].sort(([left], [right]) => (left < right ? -1 : 1)).map(([channel, number]) => [channel, rational(number).div(count)])),
  };
}

/** A forecast input beside what was seen; `error` = actual − forecast, null share where the forecast was 0. */
export type ForecastError = {
  readonly input: string;
  readonly forecast: Rational;
  readonly actual: Rational;
  readonly error: Rational;
  readonly share: Rational | null;
};

export const forecastErrors = (
  inputs: readonly { readonly input: string; readonly forecast: Rational; readonly actual: Rational }[],
): readonly ForecastError[] =>
  inputs.map(({ input, forecast, actual }) => ({
    input,
    forecast,
    actual,
    error: actual.sub(forecast),
    share: isZero(forecast) ? null : actual.sub(forecast).div(forecast),
  }));
