import {
  constructFromEvents,
  EVENT_ID,
  type Event,
  type EventId,
  parseEvents,
  SCALAR_STYLE,
  type ScalarEvent,
  type ScalarStyle,
  YAMLException,
} from 'js-yaml';
import type { Findings } from '../findings/finding.js';
import type { PlanValue } from '../plan/plan.js';
import { Lines } from './lines.js';
import { fromEntries } from './parse-json.js';
import { MAX_DEPTH, type Position, pathOf, type Tree } from './tree.js';

/**
 * Reads YAML 1.2, of which only what JSON has, too, counts: no tags, no anchors, no other keys than texts. The first
 * place that is no YAML ends it; what is only not taken does not.
 */
export function parseYaml(file: string, text: string, findings: Findings): Tree {
  const lines = new Lines(text);
  let events: readonly Event[];
  try {
    events = parseEvents(text, { maxDepth: MAX_DEPTH });
  } catch (error) {
    // Its own words quote the file now and then. It may throw others, says its documentation.
    const { reason, mark } = error instanceof YAMLException ? error : { reason: '', mark: undefined };
    const message = SAYINGS.find(([pattern]) => pattern.test(reason))?.[1] ?? 'This is not YAML.';
    findings.error('CONFIG_SYNTAX', { file, ...lines.position(mark?.position ?? 0) }, message);
    return { value: undefined, positions: new Map() };
  }
  const reader = new YamlReader(file, text, lines, events, findings);
  return { value: reader.document(), positions: reader.positions };
}

/** Goes through what the parser has found: documents and collections, what is in them, and their ends. */
class YamlReader {
  readonly positions = new Map<string, Position>();
  readonly #file: string;
  readonly #text: string;
  readonly #lines: Lines;
  readonly #events: readonly Event[];
  readonly #findings: Findings;
  #next = 0;
  /** Where the last node begins, but for empty ones, of which the parser does not say it. */
  #at = 0;

  constructor(file: string, text: string, lines: Lines, events: readonly Event[], findings: Findings) {
    this.#file = file;
    this.#text = text;
    this.#lines = lines;
    this.#events = events;
    this.#findings = findings;
  }

  document(): PlanValue {
    const document = this.#take();
    if (document.type !== EVENT_ID.DOCUMENT) return null;
    if (document.directives.some(({ kind }) => kind === 'tag')) this.#refuse(NO_TAGS);
    const value = this.#value('', this.#take());
    this.#take();
    if (this.#take().type === EVENT_ID.DOCUMENT) {
      this.#take();
      this.#refuse('There is more than one document in the file.');
    }
    return value;
  }

  #value(path: string, node: Event): PlanValue {
    if (!this.positions.has(path)) this.positions.set(path, this.#lines.position(this.#at));
    const isTaken = this.#isPlain(node);
    if (node.type === EVENT_ID.SEQUENCE) return this.#sequence(path);
    if (node.type === EVENT_ID.MAPPING) return this.#mapping(path);
    const value = node.type === EVENT_ID.SCALAR && isTaken ? this.#scalar(node) : null;
    if (value === undefined) this.#refuse('Such a value is not taken: put it in quotes.');
    return value ?? null;
  }

  /** Whether a node is one that JSON could have. */
  #isPlain(node: Event): boolean {
    const { anchorStart = -1, tagStart = -1, tagEnd = -1 } = node as Offsets;
    if (anchorStart >= 0) this.#refuse(NO_ANCHORS);
    else if (tagStart >= 0 && !TAGS[node.type]?.includes(this.#text.slice(tagStart, tagEnd))) this.#refuse(NO_TAGS);
    else return true;
    return false;
  }

  /** The value by the parser's own rules; `undefined` where JSON has none such. */
  #scalar(node: ScalarEvent): PlanValue | undefined {
    try {
      const [value] = constructFromEvents([DOCUMENT, node, END], { source: this.#text });
      if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
      return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
    } catch {
      // It does not fit its tag.
      return undefined;
    }
  }

  #sequence(path: string): PlanValue {
    const items: PlanValue[] = [];
    for (let item = this.#take(); item.type !== EVENT_ID.POP; item = this.#take()) {
      items.push(this.#value(pathOf(path, items.length), item));
    }
    return items;
  }

  #mapping(path: string): PlanValue {
    const entries = new Map<string, PlanValue>();
    for (let node = this.#take(); node.type !== EVENT_ID.POP; node = this.#take()) {
      const start = this.#lines.position(this.#at);
      const name = node.type === EVENT_ID.SCALAR && this.#isPlain(node) ? this.#scalar(node) : undefined;
      if (typeof name !== 'string' || name === '<<') {
        this.#refuse('Names have to be texts.');
        this.#skip(node);
        this.#skip(this.#take());
        continue;
      }
      const own = pathOf(path, name);
      if (entries.has(name)) {
        const place = { file: this.#file, ...start, option: own };
        this.#findings.error('CONFIG_DUPLICATE', place, 'stands a second time.');
      }
      this.positions.set(own, start);
      entries.set(name, this.#value(own, this.#take()));
    }
    return fromEntries(entries);
  }

  /** Passes over what is in a node. */
  #skip(node: Event): void {
    if (node.type !== EVENT_ID.SEQUENCE && node.type !== EVENT_ID.MAPPING) return;
    for (let inner = this.#take(); inner.type !== EVENT_ID.POP; inner = this.#take()) this.#skip(inner);
  }

  #take(): Event {
    const event = this.#events[this.#next++] ?? END;
    this.#at = startOf(event) ?? this.#at;
    return event;
  }

  #refuse(message: string): void {
    this.#findings.error('CONFIG_SYNTAX', { file: this.#file, ...this.#lines.position(this.#at) }, message);
  }
}

/** Where the parts of an event stand in the text; -1 where it has none. */
interface Offsets {
  readonly start?: number;
  readonly valueStart?: number;
  readonly anchorStart?: number;
  readonly tagStart?: number;
  readonly tagEnd?: number;
}

/** Where a node begins, with its quote, its anchor and its tag; `undefined` of one that is empty, and of what is none. */
function startOf(event: Event): number | undefined {
  const { start = -1, valueStart = -1, anchorStart = -1, tagStart = -1 } = event as Offsets;
  const isQuoted = event.type === EVENT_ID.SCALAR && QUOTED.has(event.style);
  const starts = [start, isQuoted ? valueStart - 1 : valueStart, anchorStart - 1, tagStart].filter((at) => at >= 0);
  return starts.length > 0 ? Math.min(...starts) : undefined;
}

const QUOTED: ReadonlySet<ScalarStyle> = new Set([SCALAR_STYLE.SINGLE_QUOTED, SCALAR_STYLE.DOUBLE_QUOTED]);

const DOCUMENT: Event = { type: EVENT_ID.DOCUMENT, explicitStart: false, explicitEnd: false, directives: [] };
const END: Event = { type: EVENT_ID.POP };

const NO_ANCHORS = 'Anchors and aliases are not taken: write the value out.';
const NO_TAGS = 'Tags are not taken.';

/** Those of what JSON has. */
const TAGS: Readonly<Partial<Record<EventId, readonly string[]>>> = {
  [EVENT_ID.MAPPING]: ['!!map'],
  [EVENT_ID.SEQUENCE]: ['!!seq'],
  [EVENT_ID.SCALAR]: ['!!str', '!!int', '!!float', '!!bool', '!!null'],
};

/** What the parser's reasons are in our words. */
const SAYINGS: readonly (readonly [RegExp, string])[] = [
  [/^tab characters/, 'Lines are indented by blanks, not by tabs.'],
  [
    /indentation/,
    'The line is indented otherwise than those that it belongs to, or a quote, a bracket or a ":" before it is amiss.',
  ],
  [/maxDepth/, `Values are inside of each other more than ${MAX_DEPTH} deep.`],
  [/quoted scalar/, 'A text in quotes has no end.'],
  [
    /flow collection|separator|':'|comma/,
    'Something is missing here: a quote, a bracket, a comma, a ":" or a blank behind one.',
  ],
  [
    /^escape|unknown escape|hexadecimal/,
    'A text in double quotes has a "\\" that begins nothing that YAML knows; "\\" itself is written twice.',
  ],
  [/non-printable|null byte/, 'There is a character that no text has.'],
  [/alias|anchor/, NO_ANCHORS],
  [/tag/, NO_TAGS],
];
