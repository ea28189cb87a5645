import type { Exchange } from '@who/core';
import { PACKAGE } from './errors.js';
import { reasons } from './reasons.js';

/**
 * Says in the log that a form was refused because of where it came from: where the form was one of this application, its
 * `publicUrl` is not the one that browsers see.
 */
export function logCrossSite(exchange: Exchange): void {
  exchange.explain?.(reasons.FORM_CROSS_SITE, { publicUrl: exchange.publicUrl });
  const site = quoted(exchange.header('sec-fetch-site') ?? exchange.header('origin') ?? '');
  exchange.logger.warn(
    `[${PACKAGE}] Refused a form at ${quoted(exchange.path)}: it came from ${site}, and the public URL is ${exchange.publicUrl}.`,
  );
}

/** Text from outside, so that it neither breaks out of its line nor fills the log. */
function quoted(text: string): string {
  return JSON.stringify(text.slice(0, MAX_QUOTED_LENGTH)).replace(/[^ -~]/g, '?');
}

const MAX_QUOTED_LENGTH = 100;
