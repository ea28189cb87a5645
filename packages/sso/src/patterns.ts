/** The same expression, but for whole texts only. `a|b` has to become `^(?:a|b)$`, and state (`g`, `y`) has to go. */
export function wholeMatch({ source, flags }: RegExp): RegExp {
  return new RegExp(`^(?:${source})$`, flags.replace(/[gmy]/g, ''));
}
