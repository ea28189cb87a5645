const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  // A parser would turn a bare one into a line feed, and in an attribute each of the three into a space.
  '\r': '&#13;',
  '\n': '&#10;',
  '\t': '&#9;',
};

// What XML 1.0 cannot carry at all, not even as a character reference (Char in XML 1.0, section 2.2).
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const notXml = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu;

/** Text for an element or for a quoted attribute. What XML cannot carry becomes U+FFFD. */
export function escapeXml(text: string): string {
  return text.replace(notXml, '\ufffd').replace(/[&<>"'\r\n\t]/g, (character) => escapes[character] ?? character);
}

/** Whether this can be the local name of an element. XML would take most other letters as well; nobody uses them. */
export function isXmlName(name: string): boolean {
  return /^[A-Z_a-z][-.\w]*$/.test(name);
}

/** Ten entities, each ten times the one before it: three gigabytes when expanded. To stand in front of an answer. */
export const entityBomb: string = `<!DOCTYPE bomb [
<!ENTITY bomb0 "who">
${Array.from({ length: 9 }, (_, level) => `<!ENTITY bomb${level + 1} "${`&bomb${level};`.repeat(10)}">`).join('\n')}
]>
`;
