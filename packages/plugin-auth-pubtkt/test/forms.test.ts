import { describe, expect, it } from 'vitest';
import { AREAS, forms } from './forms.js';
import { plugin as make, NOW_SECONDS, recognise, visit } from './support.js';

const plugins = new Map(Object.entries(AREAS).map(([area, { options }]) => [area, make(options)]));

describe('a cookie with', () => {
  it.each(forms(NOW_SECONDS).map((form) => [form.what, form] as const))(
    '%s',
    (_what, { value, area = 'any', here }) => {
      const log: string[] = [];
      const logger = { debug: (message: string) => log.push(message), warn: () => {}, error: () => {} };
      const plugin = plugins.get(area) ?? make();
      const seen = recognise(plugin, visit({ cookie: `auth_pubtkt=${value}`, logger }));
      const [code] = log.join().match(/PUBTKT_\w+/) ?? [];
      expect(seen ? { userid: seen.userid } : { code }).toEqual(here);
    },
  );
});
