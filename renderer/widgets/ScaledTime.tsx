import { duration, figureText } from './format.ts';
import { Num } from './Num.tsx';

/** A time that was measured of some calls and stands for all: `ns` is what was measured times `scale`. */
export function ScaledTime({ ns, scale }: { ns: number; scale: number }) {
  const { value, unit } = duration(ns);
  const measured = figureText(duration(ns / scale));
  return (
    <span
      data-tip={`Scaled: ${measured} were measured, of one call in ${scale.toFixed(1)}; the others were only counted`}
    >
      <Num figure={{ value: `≈ ${value}`, unit }} />
    </span>
  );
}
