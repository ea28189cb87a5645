/**
 * An object that does all that another one does, but for what is given. The other one's methods are called on itself, so
 * that they may have private fields, and it stays as it is, frozen or not.
 *
 * @returns also `wraps`, by which an engine knows whom it stands for
 */
export function wrap<T extends object>(target: T, instead: object): T {
  const wrapper: object = Object.create(Object.getPrototypeOf(target));
  const own = { wraps: target, ...instead };
  for (const name of namesOf(target)) {
    if (Object.hasOwn(own, name)) continue;
    Object.defineProperty(wrapper, name, propertyOf(target, name as keyof T));
  }
  return Object.defineProperties(wrapper, Object.getOwnPropertyDescriptors(own)) as T;
}

function propertyOf<T extends object>(target: T, name: keyof T): PropertyDescriptor {
  const enumerable = Object.prototype.propertyIsEnumerable.call(target, name);
  const property: unknown = target[name];
  if (typeof property !== 'function') return { configurable: true, enumerable, get: () => target[name] };
  // Some are called with each request: a function that passes on whatever it is given takes far longer.
  return { configurable: true, enumerable, writable: true, value: property.bind(target) };
}

/** Its own, and those of its classes. */
function namesOf(target: object): Set<PropertyKey> {
  const names = new Set<PropertyKey>();
  for (let one: object | null = target; one && one !== Object.prototype; one = Object.getPrototypeOf(one)) {
    for (const name of Reflect.ownKeys(one)) if (name !== 'constructor') names.add(name);
  }
  return names;
}
