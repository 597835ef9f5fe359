import { readText } from './documentation.ts';

const ARITHMETIC = /^[\d_.\s*+/()-]+$/;

/**
 * The number a file of the program gives to a constant it keeps to itself, or to a field of an object. Products and
 * other constants of the same file are worked out. Throws when it is not there any more.
 */
export function sourceNumber(path: string, name: string): number {
  const source = readText(path);
  const find = (wanted: string): string => {
    const found =
      new RegExp(`\\bconst ${wanted}(?:: [\\w<>]+)? = ([^;]+);`).exec(source) ??
      new RegExp(`\\b${wanted}: ([\\d_.*+ ]+)[,\\s}]`).exec(source);
    if (found === null) throw new Error(`${path} has no constant ${wanted}`);
    return found[1] ?? '';
  };
  const worked = (expression: string): string =>
    expression.replaceAll(/\b[A-Z][A-Z0-9_]+\b/g, (other) => `(${worked(find(other))})`);
  const expression = worked(find(name)).replaceAll('_', '');
  if (!ARITHMETIC.test(expression)) throw new Error(`${path}: ${name} is no number: ${expression}`);
  return arithmetic(expression);
}

/** Works out products, quotients and sums of numbers, which may stand in parentheses. */
function arithmetic(expression: string): number {
  const inner = /\(([^()]*)\)/.exec(expression);
  if (inner !== null) {
    return arithmetic(expression.replace(inner[0], String(arithmetic(inner[1] ?? ''))));
  }
  const sum = expression.split('+').map((term) => product(term));
  return sum.reduce((total, term) => total + term, 0);
}

function product(term: string): number {
  const factors = term.split('*').map(Number);
  return factors.reduce((total, factor) => total * factor, 1);
}
