/**
 * A subscriber that hurts nobody: what one throws ends the process. The first of failures in a row is a warning, without
 * what it says, which may be anything.
 */
export function harmless(listen: (event: unknown) => void): (event: unknown) => void {
  let isFailing = false;
  return (event) => {
    try {
      listen(event);
      isFailing = false;
    } catch (error) {
      if (!isFailing) warn(`what listens has failed (${error instanceof Error ? error.name : typeof error}).`);
      isFailing = true;
    }
  };
}

export function warn(what: string): void {
  process.emitWarning(`[@who/audit] Events are lost: ${what}`, { code: 'WHO_AUDIT' });
}
