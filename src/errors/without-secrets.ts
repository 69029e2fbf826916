/**
 * The text of a settings file (YAML, .env) without what its secret fields say, for showing.
 *
 * Lines keep their place, and columns before a secret theirs. Rather too much is hidden than too little: the rest of
 * the line, and the deeper lines that may continue the value; of a .env file every line.
 */
export function withoutSecrets(file: string, text: string): string {
  if (/(^|\/)\.env/.test(file)) return text.replace(/\S.*/g, hidden);
  return /\.ya?ml$/.test(file) ? withoutSecretFields(text) : text;
}

const hidden = "*****";

/** A field is secret by its name, wherever in the line it stands. */
const secretField = /^.*?(password|token|secret|key)[\w-]*["']?\s*:\s*/i;

function withoutSecretFields(yaml: string): string {
  let secretIndent = Infinity;
  return yaml.replace(/^( *)(\S.*)$/gm, (line: string, indent: string) => {
    if (indent.length > secretIndent) return `${indent}${hidden}`;
    const field = secretField.exec(line)?.[0];
    secretIndent = field === undefined ? Infinity : indent.length;
    return field === undefined ? line : `${field}${hidden}`;
  });
}
