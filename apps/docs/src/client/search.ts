import MiniSearch from 'minisearch';
import { find, SEARCH } from '../search/settings.js';

/** Makes a dialog of the link to all pages: `/` opens it, arrows go through what it finds. */
export function searchDialog(): void {
  const link = document.querySelector<HTMLAnchorElement>('a.find');
  const top = document.body.dataset['top'] ?? '';
  if (!link) return;
  let dialog: HTMLDialogElement | undefined;
  const open = (): void => {
    dialog ??= createDialog(top);
    if (!dialog.open) dialog.showModal();
  };
  link.addEventListener('click', (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open();
  });
  document.addEventListener('keydown', (event) => {
    const isTyping = event.target instanceof HTMLElement && event.target.matches('input, textarea, select');
    const isAsked = (event.key === '/' && !isTyping) || (event.key === 'k' && (event.ctrlKey || event.metaKey));
    if (!isAsked || dialog?.open) return;
    event.preventDefault();
    open();
  });
}

function createDialog(top: string): HTMLDialogElement {
  const dialog = document.createElement('dialog');
  dialog.className = 'search';
  dialog.setAttribute('aria-label', 'Search');
  dialog.innerHTML =
    '<label><span>Search</span><input type="search" autocomplete="off" spellcheck="false" autofocus></label>' +
    '<p class="state" role="status"></p><ol></ol>';
  document.body.append(dialog);
  const input = dialog.querySelector('input') as HTMLInputElement;
  const list = dialog.querySelector('ol') as HTMLOListElement;
  const state = dialog.querySelector('.state') as HTMLElement;
  const index = fetch(`${top}assets/search.json`)
    .then((response) => response.text())
    .then((json) => MiniSearch.loadJSON(json, SEARCH));

  const show = async (): Promise<void> => {
    const wanted = input.value.trim();
    const found = wanted === '' ? [] : find(await index, wanted).slice(0, 20);
    if (wanted !== input.value.trim()) return;
    list.replaceChildren(...found.map((one) => resultOf(top, one.id, one['title'], one['page'], one['excerpt'])));
    state.textContent = wanted === '' ? '' : found.length === 0 ? 'Nothing was found.' : `${found.length} found`;
  };
  input.addEventListener('input', () => void show());
  dialog.addEventListener('keydown', (event) => move(event, input, list));
  // A click beside the dialog closes it, and so does following a link on the same page.
  dialog.addEventListener('click', ({ target }) => {
    if (target === dialog || (target as HTMLElement).closest('a')) dialog.close();
  });
  return dialog;
}

function resultOf(top: string, id: string, title: string, page: string, excerpt: string): HTMLLIElement {
  const item = document.createElement('li');
  const link = document.createElement('a');
  link.href = top + id;
  for (const [name, text] of [
    ['b', title],
    ['span', page],
    ['small', excerpt],
  ] as const) {
    const part = document.createElement(name);
    part.textContent = text;
    link.append(part);
  }
  item.append(link);
  return item;
}

function move(event: KeyboardEvent, input: HTMLInputElement, list: HTMLOListElement): void {
  // Browsers first empty the field.
  if (event.key === 'Escape') input.closest('dialog')?.close();
  const places: HTMLElement[] = [input, ...list.querySelectorAll('a')];
  const at = places.indexOf(document.activeElement as HTMLElement);
  if (event.key === 'Enter' && at === 0) places[1]?.click();
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (step === 0) return;
  event.preventDefault();
  places[Math.min(Math.max(at + step, 0), places.length - 1)]?.focus();
}
