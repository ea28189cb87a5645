import type { Adapter, AdapterPayload } from 'oidc-provider';

/** Keeps what a provider has to remember; all of them in one place, each entry under a name that nobody else makes up. */
export class MemoryAdapter implements Adapter {
  readonly #model: string;

  constructor(model: string) {
    this.#model = model;
  }

  async upsert(id: string, payload: AdapterPayload): Promise<void> {
    entries.set(this.#key(id), { ...payload });
    if (payload.uid !== undefined) entries.set(this.#key(`uid ${payload.uid}`), { id });
  }

  async find(id: string): Promise<AdapterPayload | undefined> {
    return entries.get(this.#key(id)) as AdapterPayload | undefined;
  }

  async findByUid(uid: string): Promise<AdapterPayload | undefined> {
    const found = entries.get(this.#key(`uid ${uid}`)) as { id: string } | undefined;
    return found && this.find(found.id);
  }

  async findByUserCode(): Promise<undefined> {}

  async consume(id: string): Promise<void> {
    const found = entries.get(this.#key(id)) as AdapterPayload | undefined;
    if (found) found.consumed = Math.floor(Date.now() / 1000);
  }

  async destroy(id: string): Promise<void> {
    entries.delete(this.#key(id));
  }

  async revokeByGrantId(grantId: string): Promise<void> {
    for (const [key, value] of entries) if ((value as AdapterPayload).grantId === grantId) entries.delete(key);
  }

  #key(id: string): string {
    return `${this.#model} ${id}`;
  }
}

const entries = new Map<string, object>();
