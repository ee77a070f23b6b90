/** Kinds that compute plain quantities: `quantity`, `rate`, `rate-table`, `subsidy`, `presentation`. */
import { evaluate } from '../expression.js';
import { ZERO, numberText, positivePart, roundTo, type Rational } from '../number.js';
import { brackets } from '../views/au.js';
import { texts, type Computed } from './figure.js';
import { digitsOf, fieldsOf, numberOf, numbersOf, type Fields } from './reader.js';
import { DomainError } from '../../shared/errors.js';

/** `derive` → the values; with `price` also unit × quantity. */
export function computeQuantity(inputs: Fields, path: string): Computed {
  const derive = fieldsOf(inputs['derive'] ?? {}, `${path}.derive`);
  const values = new Map(Object.entries(derive).map(([name, expression]) => [name, evaluate(expression, `${path}.derive.${name}`)]));
  if (inputs['price'] === undefined) return { exact: texts(Object.fromEntries(values)) };
  const price = fieldsOf(inputs['price'], `${path}.price`);
  const read = (name: 'unit' | 'quantity'): Rational => {
    const own = price[name];
    const derived = typeof own === 'string' ? values.get(own) : undefined;
    return derived ?? evaluate(own, `${path}.price.${name}`);
  };
  const unit = read('unit');
  const quantity = read('quantity');
  return {
    exact: texts({ ...Object.fromEntries(values), priceTotal: unit.mul(quantity) }),
    under: (figure, policy, rounding) =>
      figure === 'priceTotal' && policy.name === 'unitPriceThenQuantity'
        ? roundTo(unit, policy.digits ?? rounding.digits, policy.mode).mul(quantity)
        : undefined,
  };
}

/** A rate is frozen at its published precision; `applyToHours` shows what the difference costs. */
export function computeRate(inputs: Fields, path: string): Computed {
  const exact = evaluate(inputs['derive'], `${path}.derive`);
  const frozen = inputs['freezeDigits'] === undefined ? exact : roundTo(exact, digitsOf(inputs['freezeDigits'], `${path}.freezeDigits`));
  if (inputs['applyToHours'] === undefined) return { exact: texts({ exact, frozen }) };
  const hours = numberOf(inputs, 'applyToHours', path);
  return { exact: texts({ exact, frozen, costAtFrozen: frozen.mul(hours), costAtExact: exact.mul(hours) }) };
}

/** Hourly tables × hours of a post. */
export function computeRateTable(inputs: Fields, path: string): Computed {
  const hours = numberOf(inputs, 'hoursPerPost', path);
  const hourly = fieldsOf(inputs['hourly'], `${path}.hourly`);
  return {
    exact: {
      perPost: Object.fromEntries(
        Object.entries(hourly).map(([name, rates]) => [name, numbersOf(rates, `${path}.hourly.${name}`).map((rate) => numberText(rate.mul(hours)))]),
      ),
    },
  };
}

/** A transfer never pushes a burden below zero; the excess is reported. */
export function computeSubsidy(inputs: Fields, path: string): Computed {
  const entities = numberOf(inputs, 'entities', path);
  const cost = numberOf(inputs, 'cost', path);
  const subsidies = numbersOf(inputs['subsidies'], `${path}.subsidies`);
  const over = (amount: Rational): string => numberText(positivePart(amount).mul(entities));
  return { exact: { net: subsidies.map((subsidy) => over(cost.sub(subsidy))), excess: subsidies.map((subsidy) => over(subsidy.sub(cost))) } };
}

/** Cells in the Australian style. */
export function computePresentation(inputs: Fields, path: string): Computed {
  const scale = numberOf(inputs, 'scale', path);
  if (scale.equals(ZERO)) throw new DomainError('cost_division_by_zero', { path: `${path}.scale` });
  const digits = digitsOf(inputs['digits'], `${path}.digits`);
  return { exact: { cells: numbersOf(inputs['values'], `${path}.values`).map((value) => brackets(value.div(scale), digits)) } };
}
