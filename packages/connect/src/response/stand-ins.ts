/** Properties that stand in front of an object's own or inherited ones for a while. */
export interface StandIns {
  /** Takes them away, but for those that somebody has replaced or wrapped meanwhile. */
  end(): void;
}

/** Puts properties in front of those that an object has. Names that it has not are left out. */
export function standIns(target: object, values: Readonly<Record<string, unknown>>): StandIns {
  const ends = Object.entries(values)
    .filter(([name]) => name in target)
    .map(([name, value]) => {
      const own = Object.getOwnPropertyDescriptor(target, name);
      Object.defineProperty(target, name, { value, configurable: true, writable: true });
      return () => {
        if (Object.getOwnPropertyDescriptor(target, name)?.value !== value) return;
        if (own) Object.defineProperty(target, name, own);
        else Reflect.deleteProperty(target, name);
      };
    });
  return {
    end() {
      for (const end of ends.splice(0)) end();
    },
  };
}
