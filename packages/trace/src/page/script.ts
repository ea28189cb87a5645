/**
 * Keeps a page current, every two seconds while somebody sees it: new requests are put above the others, and a journey
 * that is under way is shown anew. Without it, people load the page again.
 */
export const SCRIPT = `
(() => {
  const list = document.querySelector('[data-list]');
  const isWaiting = () => document.querySelector('[data-waiting]') !== null;
  if (!list && !isWaiting()) return;
  const button = document.querySelector('[data-live]');
  const state = document.querySelector('[data-state]');
  let isLive = true;
  let etag = '';

  const say = (text) => { if (state && state.textContent !== text) state.textContent = text; };
  const focusedIn = (item) => item.contains(document.activeElement);

  const showList = (page) => {
    const next = page.querySelector('[data-list]');
    const count = page.querySelector('[data-count]');
    if (!next) return;
    if (count) document.querySelector('[data-count]').textContent = count.textContent;
    document.querySelector('[data-empty]').hidden = next.children.length > 0;
    list.hidden = next.children.length === 0;
    const old = new Map([...list.children].map((item) => [item.id, item]));
    let at = list.firstElementChild;
    for (const item of [...next.children]) {
      const known = old.get(item.id);
      old.delete(item.id);
      if (!known) { list.insertBefore(item, at); continue; }
      if (known.outerHTML !== item.outerHTML) {
        const hadFocus = focusedIn(known);
        known.replaceChildren(...item.childNodes);
        if (hadFocus) known.querySelector('a').focus({ preventScroll: true });
      }
      at = known.nextElementSibling;
    }
    for (const item of old.values()) if (!focusedIn(item)) item.remove();
  };

  const show = (page) => {
    if (list) showList(page);
    else document.querySelector('main').replaceChildren(...page.querySelector('main').childNodes);
  };

  const look = async () => {
    try {
      const headers = { Accept: 'text/html', ...(etag && { 'If-None-Match': etag }) };
      const response = await fetch(location.href, { headers, cache: 'no-store', signal: AbortSignal.timeout(10000) });
      if (response.ok) {
        etag = response.headers.get('ETag') ?? '';
        show(new DOMParser().parseFromString(await response.text(), 'text/html'));
      }
      say(response.ok || response.status === 304 ? '' : 'The server does not show it any more.');
    } catch { say('The server does not answer.'); }
  };

  const turn = async () => {
    if (isLive && document.visibilityState === 'visible') await look();
    if (list || isWaiting()) setTimeout(turn, 2000);
  };

  if (button) {
    button.hidden = false;
    button.addEventListener('click', () => {
      isLive = !isLive;
      button.textContent = isLive ? 'Pause' : 'Go on';
      if (isLive) look();
    });
  }
  setTimeout(turn, 2000);
})();
`;
