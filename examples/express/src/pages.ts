/** The pages, as text. Whatever comes from a user is escaped. */
export function homePage(userid: string | undefined): string {
  if (userid === undefined) return page('Welcome', '<p><a href="/private">Sign in</a></p>');
  return page('Welcome', `<p>You are ${escaped(userid)}.</p><p><a href="/private">The private page</a></p>${SIGN_OUT}`);
}

export function privatePage(userid: string | undefined): string {
  return page('The private page', `<p>You are ${escaped(userid ?? '')}.</p>${SIGN_OUT}`);
}

const SIGN_OUT = '<form method="post" action="/logout"><button>Sign out</button></form>';

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title}</title>
<h1>${title}</h1>
${body}
</html>
`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
