/** A piece of a paragraph. */
export type Inline =
  | { readonly kind: "text" | "code"; readonly text: string }
  | { readonly kind: "strong" | "em" | "del"; readonly children: readonly Inline[] }
  | { readonly kind: "link"; readonly href: string; readonly children: readonly Inline[] };

export type Block =
  | { readonly kind: "paragraph"; readonly children: readonly Inline[] }
  | { readonly kind: "heading"; readonly level: number; readonly children: readonly Inline[] }
  | { readonly kind: "code"; readonly language: string; readonly text: string }
  | { readonly kind: "quote"; readonly blocks: readonly Block[] }
  | { readonly kind: "list"; readonly ordered: boolean; readonly items: readonly (readonly Block[])[] };

const marker = /^(\s*)(?:([-*+])|(\d{1,9})[.)])\s+(.*)$/;
/** Deeper than anybody writes; keeps hostile text from exhausting the stack. */
const maxDepth = 12;

/**
 * Reads the Markdown of a description: paragraphs, headings, lists, quotes, fenced code; emphasis,
 * code and links inside. Tags, images and entities are not Markdown here and stay text.
 *
 * @returns plain data, so that only `renderMarkdown` decides what becomes an element
 */
export function parseMarkdown(text: string, depth = 0): readonly Block[] {
  const lines = text.replace(/\r\n?/g, "\n").split("\n");
  const blocks: Block[] = [];
  let at = 0;
  while (at < lines.length) {
    const line = lines[at] ?? "";
    const heading = /^(#{1,6})\s+(.+?)\s*#*$/.exec(line);
    const fence = /^\s*(```|~~~)\s*([\w+-]*)/.exec(line);
    if (line.trim() === "") at += 1;
    else if (heading) {
      blocks.push({ kind: "heading", level: heading[1]?.length ?? 1, children: parseInline(heading[2] ?? "") });
      at += 1;
    } else if (fence) {
      const body = take(lines, at + 1, (next) => !next.trim().startsWith(fence[1] ?? "```"));
      blocks.push({ kind: "code", language: fence[2] ?? "", text: body.join("\n") });
      at += body.length + 2;
    } else if (line.startsWith(">") && depth < maxDepth) {
      const body = take(lines, at, (next) => next.startsWith(">"));
      blocks.push({ kind: "quote", blocks: parseMarkdown(body.map((quoted) => quoted.replace(/^> ?/, "")).join("\n"), depth + 1) });
      at += body.length;
    } else if (marker.test(line) && depth < maxDepth) {
      const body = take(lines, at, (next, position) => marker.test(next) || /^\s/.test(next) || (next.trim() === "" && marker.test(lines[position + 1] ?? "")));
      blocks.push(parseList(body, depth));
      at += body.length;
    } else {
      const body = [line, ...take(lines, at + 1, continuesParagraph)];
      blocks.push({ kind: "paragraph", children: parseInline(body.map((part) => part.trim()).join(" ")) });
      at += body.length;
    }
  }
  return blocks;
}

/** The words of a description without its marks, for searching and for one line of it. */
export function plainText(markdown: string): string {
  return parseMarkdown(markdown).map(blockText).join(" ");
}

function blockText(block: Block): string {
  switch (block.kind) {
    case "paragraph":
    case "heading":
      return inlineText(block.children);
    case "code":
      return block.text;
    case "quote":
      return block.blocks.map(blockText).join(" ");
    case "list":
      return block.items.map((item) => item.map(blockText).join(" ")).join(" ");
  }
}

function inlineText(pieces: readonly Inline[]): string {
  return pieces.map((piece) => ("text" in piece ? piece.text : inlineText(piece.children))).join("");
}

function take(lines: readonly string[], from: number, belongs: (line: string, position: number) => boolean): readonly string[] {
  let to = from;
  while (to < lines.length && belongs(lines[to] ?? "", to)) to += 1;
  return lines.slice(from, to);
}

function continuesParagraph(line: string): boolean {
  return line.trim() !== "" && !/^(#{1,6}\s|\s*(```|~~~)|>)/.test(line) && !marker.test(line);
}

/** Lines that are indented more than the first marker belong to the item above them. */
function parseList(lines: readonly string[], depth: number): Block {
  const first = marker.exec(lines[0] ?? "");
  const indent = first?.[1]?.length ?? 0;
  const items: string[][] = [];
  for (const line of lines) {
    const found = marker.exec(line);
    if (found && (found[1]?.length ?? 0) <= indent) items.push([found[4] ?? ""]);
    else items.at(-1)?.push(line.replace(/^\s{1,4}/, ""));
  }
  return { kind: "list", ordered: first?.[3] !== undefined, items: items.map((item) => parseMarkdown(item.join("\n"), depth + 1)) };
}

const inlinePattern = /\\([\\`*_~[\](){}#+\-.!<>])|(`+)([^`]|[^`][\s\S]*?[^`])\2(?!`)|\[([^\[\]]+)\]\(([^()\s]*)\)|<((?:https?:\/\/|mailto:)[^\s<>]+)>|(\*\*|__|\*|_|~~)(?=\S)/;
const marks = { "**": "strong", __: "strong", "*": "em", _: "em", "~~": "del" } as const;

/** Cuts a line into pieces; an opening mark without its end is text. */
export function parseInline(text: string, depth = 0): readonly Inline[] {
  const pieces: Inline[] = [];
  let rest = text;
  for (let found = inlinePattern.exec(rest); found; found = inlinePattern.exec(rest)) {
    pushText(pieces, rest.slice(0, found.index));
    const { piece, length } = readPiece(rest, found, depth);
    if (piece.kind === "text") pushText(pieces, piece.text);
    else pieces.push(piece);
    rest = rest.slice(found.index + length);
  }
  pushText(pieces, rest);
  return pieces;
}

function readPiece(text: string, found: RegExpExecArray, depth: number): { piece: Inline; length: number } {
  const [all, escaped, , code, label, href, address, mark] = found;
  const length = all.length;
  if (escaped !== undefined) return { piece: { kind: "text", text: escaped }, length };
  if (code !== undefined) return { piece: { kind: "code", text: code.trim() }, length };
  if (label !== undefined) return { piece: { kind: "link", href: href ?? "", children: parseInline(label, depth + 1) }, length };
  if (address !== undefined) return { piece: { kind: "link", href: address, children: [{ kind: "text", text: address }] }, length };
  return readMarked(text, found.index, mark as keyof typeof marks, depth) ?? { piece: { kind: "text", text: all }, length };
}

function readMarked(text: string, at: number, mark: keyof typeof marks, depth: number): { piece: Inline; length: number } | undefined {
  const start = at + mark.length;
  const end = text.indexOf(mark, start + 1);
  // snake_case is no emphasis
  const isInsideWord = mark.startsWith("_") && (/\w/.test(text[at - 1] ?? "") || /\w/.test(text[end + mark.length] ?? ""));
  if (end === -1 || isInsideWord || depth >= maxDepth || /\s/.test(text[end - 1] ?? "")) return undefined;
  return { piece: { kind: marks[mark], children: parseInline(text.slice(start, end), depth + 1) }, length: end + mark.length - at };
}

function pushText(pieces: Inline[], text: string): void {
  const last = pieces.at(-1);
  if (text === "") return;
  if (last?.kind === "text") pieces[pieces.length - 1] = { kind: "text", text: last.text + text };
  else pieces.push({ kind: "text", text });
}
